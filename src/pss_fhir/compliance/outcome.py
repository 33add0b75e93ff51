"""What a check answers: one of four answers, in words, with the facts it looked at."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from pss_fhir.issues import Severity


class Answer(StrEnum):
    """The four answers a rule can give."""

    MET = "met"
    BROKEN = "broken"
    CANNOT_TELL = "cannot-tell"
    DOES_NOT_APPLY = "does-not-apply"


class Outcome(NamedTuple):
    """One answer of one check.

    Attributes:
        message: what is so, in a sentence or two; for ``cannot-tell`` which fact is missing, for
            ``does-not-apply`` why not. Holds no value that belongs to a person.
        records: references of the records looked at.
        arithmetic: the sum behind the answer, in words.
        fields: the form fields the answer speaks about, by the names of ``NoteDraft``.
        focus: the record the answer is about, where it is not the subject itself.
        severity: a milder severity than the rule's own, where the case is milder.
    """

    answer: Answer
    message: str
    records: tuple[str, ...] = ()
    arithmetic: str | None = None
    fields: tuple[str, ...] = ()
    focus: str | None = None
    severity: Severity | None = None


def met(
    message: str, *, records: tuple[str, ...] = (), arithmetic: str | None = None, focus: str | None = None
) -> Outcome:
    """The rule is kept."""
    return Outcome(Answer.MET, message, records, arithmetic, (), focus)


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
    return Outcome(Answer.BROKEN, message, records, arithmetic, fields, focus, severity)


def cannot_tell(
    missing: str, *, fields: tuple[str, ...] = (), records: tuple[str, ...] = (), focus: str | None = None
) -> Outcome:
    """A fact is missing, and ``missing`` names it."""
    return Outcome(Answer.CANNOT_TELL, missing, records, None, fields, focus)


@lru_cache(maxsize=1024)  # nearly always one of a few texts
def does_not_apply(why: str, *, focus: str | None = None) -> Outcome:
    """The rule does not speak about this case, and ``why`` says so."""
    return Outcome(Answer.DOES_NOT_APPLY, why, (), None, (), focus)
