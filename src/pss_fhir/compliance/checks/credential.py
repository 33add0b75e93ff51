"""Certificates of the specialist on the day of service."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from pss_fhir.compliance.anniversary import last_day_within
from pss_fhir.compliance.check import Check, NoParameters, Parameters, Subject
from pss_fhir.compliance.checks.missing import NO_START
from pss_fhir.compliance.facts.note import NoteFacts
from pss_fhir.compliance.facts.worker import WorkerFacts
from pss_fhir.compliance.outcome import Outcome, broken, cannot_tell, does_not_apply, met
from pss_fhir.compliance.words import day_words
from pss_fhir.domain.people import Credential, CredentialKind


class Term(Parameters):
    """How long a certificate counts where its record has no last day."""

    months: int = Field(ge=1)


class CrisisTraining(Parameters):
    """How long a crisis prevention training counts where only the training is recorded."""

    months: int = Field(ge=1)


def _nothing_recorded(worker: WorkerFacts, what: str) -> Outcome:
    if worker.is_complete:
        return broken(f"The agency's records hold no {what} for the specialist.", records=worker.records)
    return cannot_tell(
        f"No {what} is recorded where we can see it, and the agency's staff records are not at hand.",
        records=worker.records,
    )


def certificate_held(worker: WorkerFacts, _: NoParameters) -> Outcome:
    """The specialist holds an NC peer support certificate."""
    if not worker.held(CredentialKind.NC_CPSS):
        return _nothing_recorded(worker, "NC Certified Peer Support Specialist certificate")
    return met("An NC peer support certificate is recorded.", records=worker.records)


def last_day_of(held: Credential, months: int) -> date | None:
    """The last day a certificate counts: as recorded, or by its term; None where neither day is known."""
    if held.expires_on is not None:
        return held.expires_on
    return last_day_within(held.issued_on, months) if held.issued_on is not None else None


def certificate_current(facts: NoteFacts, term: Term) -> Outcome:
    """The specialist's NC certificate is current on the day of service."""
    if facts.day is None:
        return NO_START
    held = facts.worker.held(CredentialKind.NC_CPSS)
    if not held:
        return does_not_apply("No certificate is recorded; rule pss-044 speaks of that.")
    return _current(held, facts.day, term.months, facts.worker, "NC peer support certificate")


def _current(held: tuple[Credential, ...], day: date, months: int, worker: WorkerFacts, what: str) -> Outcome:
    dated = []
    for one in held:
        first, last = one.issued_on, last_day_of(one, months)
        if last is None:
            continue
        dated.append((first, last))
        if (first is None or first <= day) and day <= last:
            return _current_through(last, day, worker, what)
    if not dated:
        return cannot_tell(f"The last day of the {what} is not recorded.", records=worker.records)
    past = [last for _, last in dated if last < day]
    if past:
        last = max(past)
        message = f"The {what} ended on {day_words(last)}, before this visit on {day_words(day)}."
        arithmetic = f"last day {day_words(last)}, service {(day - last).days} days later"
    else:
        first = min(first for first, _ in dated if first is not None)
        message = f"The {what} begins on {day_words(first)}, after this visit on {day_words(day)}."
        arithmetic = f"first day {day_words(first)}, service {(first - day).days} days earlier"
    return broken(message, fields=("started_at",), records=worker.records, arithmetic=arithmetic)


def _current_through(last: date, day: date, worker: WorkerFacts, what: str) -> Outcome:
    return met(
        lambda: f"The {what} is current through {day_words(last)}.",
        records=worker.records,
        arithmetic=lambda: f"service on {day_words(day)}, last day {day_words(last)}",
    )


def crisis_training_current(facts: NoteFacts, term: CrisisTraining) -> Outcome:
    """The specialist's crisis prevention (CPI) training is current on the day of service."""
    if facts.day is None:
        return NO_START
    known = facts.worker.crisis_trainings(term.months)
    if not known:
        return _nothing_recorded(facts.worker, "crisis prevention (CPI) training")
    return _current(known, facts.day, term.months, facts.worker, "crisis prevention (CPI) training")


CHECKS = (
    Check(
        "certificate-held",
        Subject.NOTE,
        NoParameters,
        certificate_held,
        rows=("credentials",),
        about=WorkerFacts,
    ),
    Check("certificate-current", Subject.NOTE, Term, certificate_current, rows=("credentials",)),
    Check(
        "crisis-training-current",
        Subject.NOTE,
        CrisisTraining,
        crisis_training_current,
        rows=("credentials", "trainings"),
    ),
)
