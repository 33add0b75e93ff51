"""Supervision that a specialist is owed."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from pss_fhir.compliance.anniversary import last_day_within, missing_months
from pss_fhir.compliance.check import Check, StaffParameters, Subject
from pss_fhir.compliance.checks.missing import NO_HIRE_DAY
from pss_fhir.compliance.facts.staff import SpecialistFacts
from pss_fhir.compliance.outcome import Outcome, broken, cannot_tell, does_not_apply, met
from pss_fhir.compliance.words import counted, day_words, month_words
from pss_fhir.domain.staff import SupervisionKind
from pss_fhir.issues import Severity


class ContractDays(StaffParameters):
    """Days from hire to the supervision contract, and months to its next review."""

    days_from_hire: int = Field(ge=0)
    review_months: int = Field(ge=1)


class MonthlySupervision(StaffParameters):
    """How many completed months are looked at."""

    look_back_months: int = Field(default=12, ge=1)


def contract_signed(facts: SpecialistFacts, term: ContractDays) -> Outcome:
    """An individual supervision contract is signed in time and reviewed every year."""
    hired = facts.member.hired_on
    if hired is None:
        return cannot_tell(NO_HIRE_DAY, records=(facts.ref,))
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


def supervised_monthly(facts: SpecialistFacts, term: MonthlySupervision) -> Outcome:
    """Supervision was held in every completed month."""
    hired = facts.member.hired_on
    if hired is None:
        return cannot_tell(NO_HIRE_DAY, records=(facts.ref,))
    held = facts.supervision(SupervisionKind.INDIVIDUAL, SupervisionKind.GROUP)
    missing = missing_months([row.held_on for row in held], hired, facts.today, term.look_back_months)
    if missing:
        return broken(
            f"No supervision is on file for {month_words(missing)}.",
            records=(facts.ref,),
            arithmetic=f"{counted(len(missing), 'month')} of the last {term.look_back_months} without one",
        )
    return met("Supervision was held in every completed month.", records=(facts.ref,))


CHECKS = (
    Check("supervision-contract", Subject.SPECIALIST, ContractDays, contract_signed, rows=("supervision",)),
    Check(
        "supervision-monthly",
        Subject.SPECIALIST,
        MonthlySupervision,
        supervised_monthly,
        rows=("supervision",),
    ),
)
