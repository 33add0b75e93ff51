"""What a check answers: one of four answers, in words, with the facts it looked at."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from pss_fhir.issues import Severity


class Answer(StrEnum):
    """The four answers a rule can give."""

    MET = "met"
    BROKEN = "broken"
    CANNOT_TELL = "cannot-tell"
    DOES_NOT_APPLY = "does-not-apply"


# To look a member of an enumeration up takes longer than all else that makes an outcome.
MET, BROKEN, CANNOT_TELL, DOES_NOT_APPLY = Answer

Words: TypeAlias = str | Callable[[], str]
"""Words, or how they are put together: nearly every rule is met, and few people read how."""


class Outcome(NamedTuple):
    """One answer of one check.

    Attributes:
        says: the message.
        records: references of the records looked at.
        counting: the arithmetic.
        fields: the form fields the answer speaks about, by the names of ``NoteDraft``.
        focus: the record the answer is about, where it is not the subject itself.
        severity: a milder severity than the rule's own, where the case is milder.
    """

    answer: Answer
    says: Words
    records: tuple[str, ...] = ()
    counting: Words | None = None
    fields: tuple[str, ...] = ()
    focus: str | None = None
    severity: Severity | None = None

    @property
    def message(self) -> str:
        """What is so, in a sentence or two; holds no value that belongs to a person.

        For ``cannot-tell`` it says which fact is missing, for ``does-not-apply`` why not.
        """
        return self.says if isinstance(self.says, str) else self.says()

    @property
    def arithmetic(self) -> str | None:
        """The sum behind the answer, in words; None where nothing was counted."""
        counting = self.counting
        return counting if counting is None or isinstance(counting, str) else counting()


def met(
    message: Words,
    *,
    records: tuple[str, ...] = (),
    arithmetic: Words | None = None,
    focus: str | None = None,
) -> Outcome:
    """The rule is kept."""
    # Nearly all outcomes are made here, and the tuple's own ``__new__`` takes half the time of the class.
    return tuple.__new__(Outcome, (MET, message, records, arithmetic, (), focus, None))


def broken(
    message: str,
    *,
    fields: tuple[str, ...] = (),
    records: tuple[str, ...] = (),
    arithmetic: str | None = None,
    focus: str | None = None,
    severity: Severity | None = None,
) -> Outcome:
    """The rule is not kept."""
    return Outcome(BROKEN, message, records, arithmetic, fields, focus, severity)


def cannot_tell(
    missing: str, *, fields: tuple[str, ...] = (), records: tuple[str, ...] = (), focus: str | None = None
) -> Outcome:
    """A fact is missing, and ``missing`` names it."""
    return Outcome(CANNOT_TELL, missing, records, None, fields, focus)


@lru_cache(maxsize=1024)  # nearly always one of a few texts
def does_not_apply(why: str, *, focus: str | None = None) -> Outcome:
    """The rule does not speak about this case, and ``why`` says so."""
    return Outcome(DOES_NOT_APPLY, why, (), None, (), focus)
