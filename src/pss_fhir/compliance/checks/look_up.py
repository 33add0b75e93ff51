"""Background look-ups: criminal record, registry, exclusion lists."""

from __future__ import annotations

from pydantic import Field

from pss_fhir.compliance.anniversary import missing_months
from pss_fhir.compliance.check import Check, StaffParameters, Subject
from pss_fhir.compliance.checks.missing import NO_HIRE_DAY
from pss_fhir.compliance.facts.staff import SpecialistFacts
from pss_fhir.compliance.outcome import Outcome, broken, cannot_tell, does_not_apply, met
from pss_fhir.compliance.words import counted, day_words, month_words
from pss_fhir.domain.staff import CheckKind

_WORDS = {
    CheckKind.CRIMINAL: "criminal",
    CheckKind.REGISTRY: "health care registry (HCPR)",
    CheckKind.EXCLUSION: "exclusion list",
}


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


def check_requested(facts: SpecialistFacts, request: CheckRequest) -> Outcome:
    """A look-up was requested in time."""
    hired = facts.member.hired_on
    if hired is None:
        return cannot_tell(NO_HIRE_DAY, records=(facts.ref,))
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
            f"The request for the {_WORDS[request.kind]} check was due on {day_words(due)} and {when}.",
            records=(facts.ref,),
            arithmetic=arithmetic,
        )
    return met(
        f"The {_WORDS[request.kind]} check was requested in time.",
        records=(facts.ref,),
        arithmetic=arithmetic,
    )


def check_before_hire(facts: SpecialistFacts, before: CheckBefore) -> Outcome:
    """A look-up was completed before the person was hired."""
    hired = facts.member.hired_on
    if hired is None:
        return cannot_tell(NO_HIRE_DAY, records=(facts.ref,))
    days = [row.completed_on for row in facts.checks(before.kind) if row.completed_on]
    if not days:
        return broken(f"No completed {_WORDS[before.kind]} look-up is on file.", records=(facts.ref,))
    if min(days) > hired:
        return broken(
            f"The first {_WORDS[before.kind]} look-up on file is of {day_words(min(days))}, "
            f"after the hire on {day_words(hired)}.",
            records=(facts.ref,),
        )
    return met(f"The {_WORDS[before.kind]} look-up was done before the hire.", records=(facts.ref,))


def check_monthly(facts: SpecialistFacts, monthly: CheckMonthly) -> Outcome:
    """A look-up was repeated in every completed month."""
    hired = facts.member.hired_on
    if hired is None:
        return cannot_tell(NO_HIRE_DAY, records=(facts.ref,))
    days = [row.completed_on for row in facts.checks(monthly.kind) if row.completed_on]
    missing = missing_months(days, hired, facts.today, monthly.look_back_months)
    if missing:
        return broken(
            f"No {_WORDS[monthly.kind]} look-up is on file for {month_words(missing)}.",
            records=(facts.ref,),
            arithmetic=f"{counted(len(missing), 'month')} of the last {monthly.look_back_months} without one",
        )
    return met(f"The {_WORDS[monthly.kind]} look-up was repeated every month.", records=(facts.ref,))


CHECKS = (
    Check("check-requested", Subject.SPECIALIST, CheckRequest, check_requested, rows=("checks",)),
    Check("check-before-hire", Subject.SPECIALIST, CheckBefore, check_before_hire, rows=("checks",)),
    Check("check-monthly", Subject.SPECIALIST, CheckMonthly, check_monthly, rows=("checks",)),
)
