"""What falls due for staff: certificates, trainings, supervision, each with the rule that asks for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pss_fhir.compliance.anniversary import last_day_within
from pss_fhir.compliance.check import Subject
from pss_fhir.compliance.checks.credential import CrisisTraining, last_day_of
from pss_fhir.compliance.checks.qualification import CertificateTerm, OnFile
from pss_fhir.compliance.checks.supervision import ContractDays
from pss_fhir.compliance.checks.training import TrainingDue, YearlyHours, due_day_of, first_day_done
from pss_fhir.compliance.facts.staff import SpecialistFacts
from pss_fhir.compliance.payers import ANY_PAYER
from pss_fhir.domain.people import CredentialKind
from pss_fhir.domain.staff import StaffRole, SupervisionKind


class Window(StrEnum):
    """How soon something falls due."""

    OVERDUE = "overdue"
    DAYS_30 = "30-days"
    DAYS_60 = "60-days"
    DAYS_90 = "90-days"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing that falls due.

    Attributes:
        subject: ``staff/S-1``.
        rule: the rule that asks for it.
        what: what is to be renewed or done.
        due_on: the last day on which it is in time.
        days_left: days until then; negative when it has passed.
    """

    subject: str
    rule: str
    what: str
    due_on: date
    days_left: int

    @property
    def window(self) -> Window:
        """How soon it falls due; day 30 itself is within 30 days."""
        if self.days_left < 0:
            return Window.OVERDUE
        for most, window in ((30, Window.DAYS_30), (60, Window.DAYS_60), (90, Window.DAYS_90)):
            if self.days_left <= most:
                return window
        return Window.LATER


def due_items(facts: SpecialistFacts) -> tuple[DueItem, ...]:
    """Everything that falls due for one staff member by the rules in force, the soonest first.

    Something that is done and does not come again is left out.
    """
    if not facts.is_employed:
        return ()
    items: list[DueItem] = []
    for subject in (Subject.SPECIALIST, Subject.NOTE):
        for bound in facts.policies.answering(subject, facts.today, ANY_PAYER):
            roles = getattr(bound.parameters, "roles", (StaffRole.CPSS,))
            if not bound.rows.isdisjoint(facts.unread) or facts.member.role not in roles:
                continue
            for what, day in _due(bound.parameters, facts):
                items.append(DueItem(facts.ref, bound.rule.id, what, day, (day - facts.today).days))
    return tuple(sorted(set(items), key=lambda item: (item.due_on, item.what, item.rule)))


def _due(parameters: object, facts: SpecialistFacts) -> Iterable[tuple[str, date]]:
    if isinstance(parameters, CertificateTerm):
        yield from _last_day(facts, CredentialKind.NC_CPSS, "NC peer support certificate", parameters.months)
    elif isinstance(parameters, OnFile):
        for kind in parameters.kinds:
            yield from _last_day(facts, kind, parameters.what, None)
    elif isinstance(parameters, CrisisTraining):
        yield from _crisis_training(facts, parameters)
    elif isinstance(parameters, ContractDays):
        yield from _contract(facts, parameters)
    elif isinstance(parameters, TrainingDue):
        yield from _training(facts, parameters)
    elif isinstance(parameters, YearlyHours):
        year = facts.today.year
        if facts.member.hired_on is not None and facts.member.hired_on <= date(year, 1, 1):
            yield f"continuing education of {year}", date(year, 12, 31)


def _last_day(
    facts: SpecialistFacts, kind: CredentialKind, what: str, months: int | None
) -> Iterable[tuple[str, date]]:
    ends = [last_day_of(one, months) if months else one.expires_on for one in facts.worker.held(kind)]
    known = [end for end in ends if end is not None]
    if known and len(known) == len(ends):
        yield what, max(known)


def _crisis_training(facts: SpecialistFacts, term: CrisisTraining) -> Iterable[tuple[str, date]]:
    ends = [one.expires_on for one in facts.worker.held(CredentialKind.CPI) if one.expires_on]
    taken = [row.completed_on for row in facts.worker.trainings("cpi")]
    if not ends and taken:
        ends = [last_day_within(max(taken), term.months) + timedelta(days=1)]
    if ends:
        yield "crisis prevention (CPI) training", max(ends)


def _contract(facts: SpecialistFacts, term: ContractDays) -> Iterable[tuple[str, date]]:
    held = facts.supervision(SupervisionKind.CONTRACT, SupervisionKind.CONTRACT_REVIEW)
    if held:
        yield "review of the supervision contract", last_day_within(held[-1].held_on, term.review_months)
    elif facts.member.hired_on is not None:
        yield "supervision contract", facts.member.hired_on + timedelta(days=term.days_from_hire)


def _training(facts: SpecialistFacts, due: TrainingDue) -> Iterable[tuple[str, date]]:
    day = due_day_of(facts, due)
    if not due.for_each_client and day is not None and first_day_done(facts, due) is None:
        yield f"training in {due.what}", day
