"""What falls due for staff: certificates, trainings, supervision, each with the rule that asks for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
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
from pss_fhir.compliance.policy_set import BoundRule
from pss_fhir.compliance.words import listed
from pss_fhir.domain.people import CredentialKind
from pss_fhir.domain.staff import StaffRole, SupervisionKind

_CERTIFICATE = "NC peer support certificate"
_CRISIS_TRAINING = "crisis prevention (CPI) training"
_NO_HIRE_DAY = "the day of hire is not on file"
_NO_LAST_DAY = "its last day is not on file"
_NEVER_END = frozenset({CredentialKind.HIGH_SCHOOL, CredentialKind.BACHELOR, CredentialKind.MASTER})


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


@dataclass(frozen=True, slots=True)
class UnknownItem:
    """One thing of which nobody can say when it falls due.

    Attributes:
        subject: ``staff/S-1``.
        rule: the rule that asks for it.
        what: what is to be renewed or done.
        why: which file, row or fact is wanting.
    """

    subject: str
    rule: str
    what: str
    why: str


def due_items(facts: SpecialistFacts) -> tuple[DueItem, ...]:
    """Everything that falls due for one staff member by the rules in force, the soonest first.

    Something that is done and does not come again is left out; what cannot be known, for
    :func:`unknown_items` to tell.
    """
    items = {
        DueItem(facts.ref, bound.rule.id, what, day, (day - facts.today).days)
        for bound in _asked(facts)
        if bound.rows.isdisjoint(facts.unread)
        for what, day in _due(bound.parameters, facts)
        if isinstance(day, date)
    }
    return tuple(sorted(items, key=lambda item: (item.due_on, item.what, item.rule)))


def unknown_items(facts: SpecialistFacts) -> tuple[UnknownItem, ...]:
    """What may fall due for one staff member by the rules in force, and nobody can say when."""
    items: set[UnknownItem] = set()
    for bound in _asked(facts):
        if unread := bound.rows & facts.unread:
            found = [(what, _why_unread(unread, facts)) for what in _named(bound.parameters, facts)]
        else:
            found = [(what, why) for what, why in _due(bound.parameters, facts) if isinstance(why, str)]
        items.update(UnknownItem(facts.ref, bound.rule.id, what, why) for what, why in found)
    return tuple(sorted(items, key=lambda item: (item.what, item.rule)))


def _asked(facts: SpecialistFacts) -> Iterator[BoundRule]:
    """The rules in force that may speak of somebody who works for the agency in this role."""
    if not facts.is_employed:
        return
    for subject in (Subject.SPECIALIST, Subject.NOTE):
        for bound in facts.policies.answering(subject, facts.today, ANY_PAYER):
            if facts.member.role in getattr(bound.parameters, "roles", (StaffRole.CPSS,)):
                yield bound


def _why_unread(unread: Collection[str], facts: SpecialistFacts) -> str:
    def told(name: str) -> str:
        file = "staff.csv" if name == "members" else f"{name}.csv"
        is_whole = name in facts.staff.unread
        return f"{file} is missing or could not be read" if is_whole else f"a row of {file} could not be read"

    return listed(told(name) for name in sorted(unread))


def _named(parameters: object, facts: SpecialistFacts) -> Iterator[str]:
    """What a rule asks for that may fall due."""
    if isinstance(parameters, CertificateTerm):
        yield _CERTIFICATE
    elif isinstance(parameters, OnFile):
        if not _NEVER_END.issuperset(parameters.kinds):
            yield parameters.what
    elif isinstance(parameters, CrisisTraining):
        yield _CRISIS_TRAINING
    elif isinstance(parameters, ContractDays):
        yield "supervision contract or its review"
    elif isinstance(parameters, TrainingDue):
        if not parameters.for_each_client:
            yield f"training in {parameters.what}"
    elif isinstance(parameters, YearlyHours):
        yield f"continuing education of {facts.today.year}"


def _due(parameters: object, facts: SpecialistFacts) -> Iterator[tuple[str, date | str]]:
    """What falls due, with its last day, or with the reason why nobody can say that."""
    if isinstance(parameters, CertificateTerm):
        yield from _certificate(facts, parameters)
    elif isinstance(parameters, OnFile):
        for kind in parameters.kinds:
            ends = [one.expires_on for one in facts.worker.held(kind)]
            known = [end for end in ends if end is not None]
            if known and len(known) == len(ends):
                yield parameters.what, max(known)
    elif isinstance(parameters, CrisisTraining):
        yield from _crisis_training(facts, parameters)
    elif isinstance(parameters, ContractDays):
        yield from _contract(facts, parameters)
    elif isinstance(parameters, TrainingDue):
        yield from _training(facts, parameters)
    elif isinstance(parameters, YearlyHours):
        year = facts.today.year
        if facts.member.hired_on is None:
            yield f"continuing education of {year}", _NO_HIRE_DAY
        elif facts.member.hired_on <= date(year, 1, 1):
            yield f"continuing education of {year}", date(year, 12, 31)


def _certificate(facts: SpecialistFacts, term: CertificateTerm) -> Iterator[tuple[str, date | str]]:
    ends = [last_day_of(one, term.months) for one in facts.worker.held(CredentialKind.NC_CPSS)]
    known = [end for end in ends if end is not None]
    if ends:
        yield _CERTIFICATE, max(known) if len(known) == len(ends) else _NO_LAST_DAY


def _crisis_training(facts: SpecialistFacts, term: CrisisTraining) -> Iterator[tuple[str, date | str]]:
    held = facts.worker.crisis_trainings(term.months)
    ends = [end for one in held if (end := last_day_of(one, term.months))]
    if held:
        yield _CRISIS_TRAINING, max(ends, default=None) or _NO_LAST_DAY


def _contract(facts: SpecialistFacts, term: ContractDays) -> Iterator[tuple[str, date | str]]:
    held = facts.supervision(SupervisionKind.CONTRACT, SupervisionKind.CONTRACT_REVIEW)
    hired = facts.member.hired_on
    if held:
        yield "review of the supervision contract", last_day_within(held[-1].held_on, term.review_months)
    else:
        yield "supervision contract", hired + timedelta(days=term.days_from_hire) if hired else _NO_HIRE_DAY


def _training(facts: SpecialistFacts, due: TrainingDue) -> Iterator[tuple[str, date | str]]:
    if not due.for_each_client and first_day_done(facts, due) is None:
        yield f"training in {due.what}", due_day_of(facts, due) or _NO_HIRE_DAY
