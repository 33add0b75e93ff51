"""Trainings, each by its day."""

from __future__ import annotations

from datetime import date, timedelta

from pydantic import Field

from pss_fhir.compliance.check import Check, StaffParameters, Subject
from pss_fhir.compliance.checks.missing import NO_HIRE_DAY
from pss_fhir.compliance.facts.staff import SpecialistFacts
from pss_fhir.compliance.outcome import Outcome, broken, cannot_tell, does_not_apply, met
from pss_fhir.compliance.words import counted, day_words
from pss_fhir.domain.people import CredentialKind
from pss_fhir.issues import Severity


class TrainingDue(StaffParameters):
    """A training and the day it is due.

    Attributes:
        topic: as the staff records name it.
        what: as people name it.
        hours: hours in all; 0 where any length will do.
        days_from_hire: due so many days after hire; None where it is due before the first service.
        for_each_client: whether it is needed anew for each client, before the first day with that one.
        credentials: credentials that show it as well; they are renewed, so an old one may not be on file.
    """

    topic: str = Field(min_length=1)
    what: str = Field(min_length=1)
    hours: float = Field(default=0, ge=0)
    days_from_hire: int | None = Field(default=None, ge=0)
    for_each_client: bool = False
    credentials: tuple[CredentialKind, ...] = ()

    @property
    def further_rows(self) -> tuple[str, ...]:
        """Where a credential shows it as well, or where it is due before the first client's first day."""
        is_by_client = self.days_from_hire is None and not self.for_each_client
        return (*(["credentials"] if self.credentials else []), *(["assignments"] if is_by_client else []))


class YearlyHours(StaffParameters):
    """Continuing education in each calendar year of employment."""

    hours: float = Field(gt=0)
    ethics_hours: float = Field(ge=0)


def trained(facts: SpecialistFacts, due: TrainingDue) -> Outcome:
    """A training is done by the day it is due."""
    if due.for_each_client:
        return _trained_for_each_client(facts, due)
    day = due_day_of(facts, due)
    if day is None:
        return cannot_tell(NO_HIRE_DAY, records=(facts.ref,))
    done, hours = first_day_done(facts, due), hours_done(facts, due)
    arithmetic = f"due {day_words(day)}" + (
        f"; {hours:g} of {due.hours:g} hours on file" if due.hours else ""
    )
    if done is None:
        if facts.today <= day:
            return does_not_apply(f"The training in {due.what} is due on {day_words(day)}.")
        return broken(
            f"The training in {due.what} was due on {day_words(day)} and is not on file"
            + (f" in full ({hours:g} of {due.hours:g} hours)." if hours else "."),
            records=(facts.ref,),
            arithmetic=arithmetic,
        )
    if done > day and due.credentials:
        return cannot_tell(
            f"The {due.what} on file is of {day_words(done)}; what was there before is not on file.",
            records=(facts.ref,),
        )
    if done > day:
        return broken(
            f"The training in {due.what} was done on {day_words(done)}, "
            f"{counted((done - day).days, 'day')} after it was due.",
            records=(facts.ref,),
            arithmetic=arithmetic,
            severity=Severity.INFORMATION,
        )
    return met(f"The training in {due.what} was done in time.", records=(facts.ref,), arithmetic=arithmetic)


def due_day_of(facts: SpecialistFacts, due: TrainingDue) -> date | None:
    """The day a training is due: from hire, or the first day with a client; None where neither is known."""
    hired = facts.member.hired_on
    if due.days_from_hire is not None:
        return hired + timedelta(days=due.days_from_hire) if hired else None
    starts = [row.days.start_on for row in facts.worker.assignments() if row.days.start_on]
    return min(starts, default=hired)


def hours_done(facts: SpecialistFacts, due: TrainingDue) -> float:
    """Hours of a training on file today."""
    return sum(row.hours or 0 for row in facts.worker.trainings(due.topic) if row.completed_on <= facts.today)


def first_day_done(facts: SpecialistFacts, due: TrainingDue) -> date | None:
    """The day on which a training was done in full, by its rows or by a credential; None while it is not."""
    hours = 0.0
    shown = [one.issued_on for kind in due.credentials for one in facts.worker.held(kind) if one.issued_on]
    for row in facts.worker.trainings(due.topic):
        hours += row.hours or 0
        if hours >= due.hours:
            shown.append(row.completed_on)
            break
    return min((day for day in shown if day <= facts.today), default=None)


def _trained_for_each_client(facts: SpecialistFacts, due: TrainingDue) -> Outcome:
    rows = facts.worker.trainings(due.topic)
    lacking = []
    for assignment in facts.caseload:
        start = assignment.days.start_on or facts.today
        if not any(row.client_ref == assignment.client_ref and row.completed_on <= start for row in rows):
            lacking.append(assignment.client_ref)
    if "assignments" in facts.unread and not lacking:
        return cannot_tell(
            "Who is assigned today is not known in full: assignments in the staff folder are unread."
        )
    if not facts.caseload:
        return does_not_apply("No client is assigned today.")
    if lacking:
        return broken(
            f"For {counted(len(lacking), 'client')} the training in {due.what} before the first day "
            "is not on file.",
            records=(facts.ref, *lacking),
        )
    return met(f"The training in {due.what} was done before each client's first day.", records=(facts.ref,))


def yearly_hours(facts: SpecialistFacts, needed: YearlyHours) -> Outcome:
    """Continuing education of the last whole calendar year is done."""
    hired = facts.member.hired_on
    if hired is None:
        return cannot_tell(NO_HIRE_DAY, records=(facts.ref,))
    year = facts.today.year - 1
    if hired > date(year, 1, 1):
        return does_not_apply(
            f"The first whole calendar year of employment is not over on {day_words(facts.today)}."
        )
    rows = [
        row
        for row in facts.worker.trainings("continuing-education", "ethics")
        if row.completed_on.year == year
    ]
    hours = sum(row.hours or 0 for row in rows)
    ethics = sum(row.hours or 0 for row in rows if row.topic == "ethics")
    arithmetic = (
        f"{year}: {hours:g} of {needed.hours:g} hours, {ethics:g} of {needed.ethics_hours:g} in ethics"
    )
    if hours < needed.hours or ethics < needed.ethics_hours:
        return broken(
            f"For {year}, {hours:g} of {needed.hours:g} hours of continuing education are on file, "
            f"{ethics:g} of {needed.ethics_hours:g} in ethics.",
            records=(facts.ref,),
            arithmetic=arithmetic,
        )
    return met(f"The continuing education of {year} is done.", records=(facts.ref,), arithmetic=arithmetic)


CHECKS = (
    Check("training-by", Subject.SPECIALIST, TrainingDue, trained, rows=("trainings",)),
    Check("yearly-hours", Subject.SPECIALIST, YearlyHours, yearly_hours, rows=("trainings",)),
)
