"""What an audit found, and what pictures show of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from pss_fhir.compliance.burn_down import BurnDown
from pss_fhir.compliance.calendar import DueItem, UnknownItem
from pss_fhir.compliance.check import Subject
from pss_fhir.compliance.finding import Finding
from pss_fhir.compliance.incident_clocks import IncidentClock
from pss_fhir.compliance.later_records import LaterRecords
from pss_fhir.compliance.outcome import Answer
from pss_fhir.compliance.policy_set import PolicySet
from pss_fhir.domain.note import Progress
from pss_fhir.domain.record import Days


@dataclass(frozen=True)
class StaffLoad:
    """How many clients and specialists somebody has on the day of the audit.

    Attributes:
        subject: ``staff/S-1``.
        practitioner_ref: the same person in the EHR, where the staff records say.
        role: as the staff records name it.
        clients: clients assigned today.
        hours_per_week: approved hours of them, None where an assignment does not say.
        specialists: peer support specialists supervised today.
        supervisor: ``staff/S-9``, None where no supervisor is named.
        is_whole: whether every assignment of the person could be read; else there may be more clients.
    """

    subject: str
    practitioner_ref: str | None
    role: str
    clients: int
    hours_per_week: float | None
    specialists: int
    supervisor: str | None = None
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class WrittenNote:
    """What a picture shows of one note.

    Attributes:
        focus: the record findings speak of.
        hours_to_sign: from the end of the visit to the signature, None where there is no end or no note.
        goals: the goals it worked on and how each moved.
    """

    focus: str
    client_ref: str
    specialist_ref: str | None
    service_on: date | None
    hours_to_sign: float | None
    goals: tuple[tuple[str, Progress | None], ...]


@dataclass(frozen=True, slots=True)
class WorkedGoal:
    """A goal that is being worked on on the day of the audit.

    Attributes:
        goal_ref: the goal.
        start_on: since when, None where the chart does not say.
    """

    client_ref: str
    goal_ref: str
    start_on: date | None


@dataclass(frozen=True, slots=True)
class SentRecords:
    """One line of an accounting of disclosures, and whether a ground in law lets it go."""

    client_ref: str
    focus: str | None
    on: date
    recipient: str
    reason: str
    is_part_2: bool
    ground: Answer | None


@dataclass(frozen=True)
class AuditReport:
    """What an audit found.

    Attributes:
        agency: whose audit it is: a name, None where it is not known.
        as_of: the moment of asking.
        period: days of service that were looked at.
        findings: in the order in which they need doing; on disk where they are many.
        policies: the rules that were asked.
        asked: how often each rule gave each answer, by what it was asked about; those left out of
            ``findings`` included.
        burn_downs: by the client's reference, of charts with an authorization or unmanaged units in use;
            empty unless it was asked for.
        due: what falls due for staff, the soonest first.
        unknown: what may fall due for staff, and nobody can say when.
        unread_staff: the lists of the staff records of which a row may be unread; None without staff records.
        caseloads: of everybody who works for the agency on that day.
        clocks: of the incidents, the one that is due first at the head.
        sent: the disclosures of the period, by person and day.
        written: what pictures show of each note; empty unless it was asked for.
        goals: those being worked on on the day of the audit; empty unless pictures were asked for.
        charts, notes: how many were looked at.
        later: what is dated after the moment of asking, and was not looked at.
        only, about: the kinds of things, and the references, to which the audit was narrowed.
        named: those references of ``about`` about which a rule was asked.
        not_read: how many records, rows and files could not be read, as far as whoever read them says.
    """

    agency: str | None
    as_of: datetime
    period: Days
    findings: Collection[Finding]
    policies: PolicySet = field(repr=False)
    asked: Mapping[tuple[Subject, str], Counter[Answer]]
    burn_downs: tuple[tuple[str, BurnDown], ...]
    due: tuple[DueItem, ...]
    unknown: tuple[UnknownItem, ...]
    unread_staff: frozenset[str] | None
    caseloads: tuple[StaffLoad, ...]
    clocks: tuple[IncidentClock, ...]
    sent: tuple[SentRecords, ...]
    written: tuple[WrittenNote, ...]
    goals: tuple[WorkedGoal, ...]
    charts: int
    notes: int
    later: LaterRecords
    only: frozenset[Subject]
    about: frozenset[str]
    named: frozenset[str]
    not_read: int = 0

    @cached_property
    def answers(self) -> Counter[Answer]:
        """How often each answer was given."""
        return sum(self.asked.values(), Counter())

    @property
    def has_errors(self) -> bool:
        """Whether a rule that binds in full is broken."""
        return any(finding.is_blocking for finding in self.findings)
