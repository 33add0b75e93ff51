"""Check: a piece of code that answers rules, and what it may be asked about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from pss_fhir.compliance.outcome import Outcome
from pss_fhir.domain.staff import StaffRole


class Subject(StrEnum):
    """What a check looks at."""

    NOTE = "note"
    CHART = "chart"
    SPECIALIST = "specialist"
    TEAM = "team"
    AGENCY = "agency"
    INCIDENT = "incident"
    DISCLOSURE = "disclosure"


class Parameters(BaseModel):
    """The figures a record gives to its check; a figure the check does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class NoParameters(Parameters):
    """A check without figures."""


class StaffParameters(Parameters):
    """What every check of a staff member takes: the roles it speaks of."""

    roles: tuple[StaffRole, ...] = (StaffRole.CPSS,)

    @property
    def further_rows(self) -> tuple[str, ...]:
        """Lists of the staff records that a check needs for these parameters, beside its own ``rows``."""
        return ()


@dataclass(frozen=True)
class Check:
    """A check by its name.

    Attributes:
        subject: what it looks at; decides which facts ``answer`` is given.
        parameters: the model its parameters are read with.
        answer: facts and parameters -> one outcome, or one for each record it looked at.
        rows: the lists of the staff records whose rows it misses where it answers "broken"; while a row of
            one may be unread, it cannot tell.
        counted: the lists of the staff records whose rows it counts; while a row of one may be unread, only
            its "broken" is known.
        about: the kind of facts that ``answer`` takes, where many notes share them (``facts/shared.py``, and
            ``WorkerFacts``): it is then asked once for all of these notes. None where it takes the facts of
            its subject.
        can_break: whether it can answer "broken"; a check that only sets or reports a figure cannot.
    """

    name: str
    subject: Subject
    parameters: type[Parameters]
    # The facts and parameters differ from check to check; the loader pairs each with its own.
    answer: Callable[[Any, Any], Outcome | tuple[Outcome, ...]]
    can_break: bool = True
    rows: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    about: type | None = None

    @property
    def says(self) -> str:
        """The first line of the check's docstring."""
        return (self.answer.__doc__ or "").strip().splitlines()[0]
