"""What an employer owes: supervision, training, look-ups, each by its day."""

from __future__ import annotations

from datetime import date, timedelta

from pydantic import Field

from pss_fhir.compliance.anniversary import last_day_within, months_after
from pss_fhir.compliance.check import Check, StaffParameters, Subject
from pss_fhir.compliance.facts.staff import SpecialistFacts
from pss_fhir.compliance.outcome import Outcome, broken, cannot_tell, does_not_apply, met
from pss_fhir.compliance.words import counted, day_words, listed
from pss_fhir.domain.people import CredentialKind
from pss_fhir.domain.staff import CheckKind, SupervisionKind
from pss_fhir.issues import Severity

_NO_HIRE_DAY = "The staff records do not say when the person was hired."


class ContractDays(StaffParameters):
    """Days from hire to the supervision contract, and months to its next review."""

    days_from_hire: int = Field(ge=0)
    review_months: int = Field(ge=1)


class MonthlySupervision(StaffParameters):
    """How many completed months are looked at."""

    look_back_months: int = Field(default=12, ge=1)


class TrainingDue(StaffParameters):
    """A training and the day it is due.

    Attributes:
        topic: as the staff records name it.
        what: as people name it.
        hours: hours in all; 0 where any length will do.
        days_from_hire: due so many days after hire; None where it is due before the first service.
        for_each_client: whether it is needed anew for each client, before the first day with that one.
        credentials: credentials that show it as well.
    """

    topic: str = Field(min_length=1)
    what: str = Field(min_length=1)
    hours: float = Field(default=0, ge=0)
    days_from_hire: int | None = Field(default=None, ge=0)
    for_each_client: bool = False
    credentials: tuple[CredentialKind, ...] = ()


class YearlyHours(StaffParameters):
    """Continuing education in each calendar year of employment."""

    hours: float = Field(gt=0)
    ethics_hours: float = Field(ge=0)


class CheckRequest(StaffParameters):
    """A look-up that is requested within so many business days of the first day of work."""

    kind: CheckKind
    business_days: int = Field(ge=0)


class CheckBefore(StaffParameters):
    """A look-up that is completed before somebody is hired."""

    kind: CheckKind


class CheckMonthly(StaffParameters):
    """A look-up that is repeated every month."""

    kind: CheckKind
    look_back_months: int = Field(default=12, ge=1)


def contract_signed(facts: SpecialistFacts, term: ContractDays) -> Outcome:
    """An individual supervision contract is signed in time and reviewed every year."""
    hired = facts.member.hired_on
    if hired is None:
        return cannot_tell(_NO_HIRE_DAY, records=(facts.ref,))
    due = hired + timedelta(days=term.days_from_hire)
    held = facts.supervision(SupervisionKind.CONTRACT, SupervisionKind.CONTRACT_REVIEW)
    signed = [row.held_on for row in held if row.kind is SupervisionKind.CONTRACT]
    arithmetic = f"hired {day_words(hired)}, due {day_words(due)}"
    if not signed:
        if facts.today <= due:
            return does_not_apply(f"The supervision contract is due on {day_words(due)}.")
        return broken(
            f"No supervision contract is on file; it was due on {day_words(due)}.",
            records=(facts.ref,),
            arithmetic=arithmetic,
        )
    last = held[-1].held_on
    review = last_day_within(last, term.review_months)
    if facts.today > review:
        return broken(
            f"The supervision contract was last signed or reviewed on {day_words(last)}; "
            f"its review was due by {day_words(review)}.",
            records=(facts.ref,),
            arithmetic=f"last {day_words(last)}, next by {day_words(review)}",
        )
    if signed[0] > due:
        return broken(
            f"The supervision contract was signed on {day_words(signed[0])}, "
            f"{counted((signed[0] - due).days, 'day')} after it was due.",
            records=(facts.ref,),
            arithmetic=arithmetic,
            severity=Severity.INFORMATION,
        )
    return met(
        f"The supervision contract is signed; its next review is due by {day_words(review)}.",
        records=(facts.ref,),
        arithmetic=arithmetic,
    )


def _missing_months(days: list[date], first: date, today: date, look_back: int) -> list[date]:
    """First days of the completed months, from the one after ``first``, that hold none of some days."""
    month = max(months_after(first.replace(day=1), 1), months_after(today.replace(day=1), -look_back))
    have = {day.replace(day=1) for day in days}
    missing = []
    while months_after(month, 1) <= today:
        if month not in have:
            missing.append(month)
        month = months_after(month, 1)
    return missing


def _month_words(months: list[date]) -> str:
    return listed(f"{day_words(month).split()[0]} {month.year}" for month in months)


def supervised_monthly(facts: SpecialistFacts, term: MonthlySupervision) -> Outcome:
    """Supervision was held in every completed month."""
    hired = facts.member.hired_on
    if hired is None:
        return cannot_tell(_NO_HIRE_DAY, records=(facts.ref,))
    held = facts.supervision(SupervisionKind.INDIVIDUAL, SupervisionKind.GROUP)
    missing = _missing_months([row.held_on for row in held], hired, facts.today, term.look_back_months)
    if missing:
        return broken(
            f"No supervision is on file for {_month_words(missing)}.",
            records=(facts.ref,),
            arithmetic=f"{counted(len(missing), 'month')} of the last {term.look_back_months} without one",
        )
    return met("Supervision was held in every completed month.", records=(facts.ref,))


def trained(facts: SpecialistFacts, due: TrainingDue) -> Outcome:
    """A training is done by the day it is due."""
    if due.for_each_client:
        return _trained_for_each_client(facts, due)
    day = due_day_of(facts, due)
    if day is None:
        return cannot_tell(_NO_HIRE_DAY, records=(facts.ref,))
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
        return cannot_tell(_NO_HIRE_DAY, records=(facts.ref,))
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


def check_requested(facts: SpecialistFacts, request: CheckRequest) -> Outcome:
    """A look-up was requested in time."""
    hired = facts.member.hired_on
    if hired is None:
        return cannot_tell(_NO_HIRE_DAY, records=(facts.ref,))
    due = facts.policies.calendar.after(hired, request.business_days)
    if due is None:
        return cannot_tell(f"The state's holidays around {day_words(hired)} are not in the table.")
    days = [day for row in facts.checks(request.kind) if (day := row.requested_on or row.completed_on)]
    arithmetic = f"hired {day_words(hired)}, request due {day_words(due)}"
    if not days and facts.today <= due:
        return does_not_apply(f"The request is due on {day_words(due)}.")
    if not days or min(days) > due:
        when = f"was made on {day_words(min(days))}" if days else "is not on file"
        return broken(
            f"The request for the {request.kind.value} check was due on {day_words(due)} and {when}.",
            records=(facts.ref,),
            arithmetic=arithmetic,
        )
    return met(
        f"The {request.kind.value} check was requested in time.", records=(facts.ref,), arithmetic=arithmetic
    )


def check_before_hire(facts: SpecialistFacts, before: CheckBefore) -> Outcome:
    """A look-up was completed before the person was hired."""
    hired = facts.member.hired_on
    if hired is None:
        return cannot_tell(_NO_HIRE_DAY, records=(facts.ref,))
    days = [row.completed_on for row in facts.checks(before.kind) if row.completed_on]
    if not days:
        return broken(f"No completed {before.kind.value} look-up is on file.", records=(facts.ref,))
    if min(days) > hired:
        return broken(
            f"The first {before.kind.value} look-up on file is of {day_words(min(days))}, "
            f"after the hire on {day_words(hired)}.",
            records=(facts.ref,),
        )
    return met(f"The {before.kind.value} look-up was done before the hire.", records=(facts.ref,))


def check_monthly(facts: SpecialistFacts, monthly: CheckMonthly) -> Outcome:
    """A look-up was repeated in every completed month."""
    hired = facts.member.hired_on
    if hired is None:
        return cannot_tell(_NO_HIRE_DAY, records=(facts.ref,))
    days = [row.completed_on for row in facts.checks(monthly.kind) if row.completed_on]
    missing = _missing_months(days, hired, facts.today, monthly.look_back_months)
    if missing:
        return broken(
            f"No {monthly.kind.value} look-up is on file for {_month_words(missing)}.",
            records=(facts.ref,),
            arithmetic=f"{counted(len(missing), 'month')} of the last {monthly.look_back_months} without one",
        )
    return met(f"The {monthly.kind.value} look-up was repeated every month.", records=(facts.ref,))


CHECKS = (
    Check("supervision-contract", Subject.SPECIALIST, ContractDays, contract_signed),
    Check("supervision-monthly", Subject.SPECIALIST, MonthlySupervision, supervised_monthly),
    Check("training-by", Subject.SPECIALIST, TrainingDue, trained),
    Check("yearly-hours", Subject.SPECIALIST, YearlyHours, yearly_hours),
    Check("check-requested", Subject.SPECIALIST, CheckRequest, check_requested),
    Check("check-before-hire", Subject.SPECIALIST, CheckBefore, check_before_hire),
    Check("check-monthly", Subject.SPECIALIST, CheckMonthly, check_monthly),
)
