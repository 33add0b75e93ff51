"""An audit: notes, charts, disclosures, staff, teams, incidents and the agency, against the rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from pss_fhir.clock import local_date
from pss_fhir.compliance.burn_down import BurnDown
from pss_fhir.compliance.calendar import DueItem, due_items
from pss_fhir.compliance.check import Subject
from pss_fhir.compliance.engine import (
    TO_ACT_ON,
    Answered,
    answers_for_agency,
    answers_for_chart,
    answers_for_disclosure,
    answers_for_incident,
    answers_for_note,
    answers_for_specialist,
    answers_for_team,
)
from pss_fhir.compliance.facts.across_charts import AcrossCharts, booked
from pss_fhir.compliance.facts.chart import ChartFacts
from pss_fhir.compliance.facts.disclosure import DisclosureFacts, disclosures_to_check
from pss_fhir.compliance.facts.draft_view import draft_of, draft_of_contact
from pss_fhir.compliance.facts.incident import IncidentFacts
from pss_fhir.compliance.facts.note import NoteFacts
from pss_fhir.compliance.facts.note_sketch import sketch_of
from pss_fhir.compliance.facts.staff import AgencyFacts, SpecialistFacts, TeamFacts
from pss_fhir.compliance.finding import Finding
from pss_fhir.compliance.incident_clocks import IncidentClock, incident_clocks
from pss_fhir.compliance.load import load_policies
from pss_fhir.compliance.outcome import Answer
from pss_fhir.compliance.policy_set import PolicySet
from pss_fhir.compliance.use_of_units import burn_downs
from pss_fhir.domain.chart import Chart
from pss_fhir.domain.incident import Incident
from pss_fhir.domain.note import Progress
from pss_fhir.domain.people import Specialist
from pss_fhir.domain.record import Days
from pss_fhir.domain.staff import StaffRecords


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
    """

    subject: str
    practitioner_ref: str | None
    role: str
    clients: int
    hours_per_week: float | None
    specialists: int
    supervisor: str | None = None


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
        as_of: the moment of asking.
        period: days of service that were looked at.
        findings: in the order in which they need doing.
        policies: the rules that were asked.
        asked: how often each rule gave each answer, by what it was asked about; those left out of
            ``findings`` included.
        burn_downs: by the client's reference, of charts with an authorization or unmanaged units in use.
        due: what falls due for staff, the soonest first.
        caseloads: of everybody who works for the agency on that day.
        clocks: of the incidents, the one that is due first at the head.
        sent: the disclosures of the period, by person and day.
        written: what pictures show of each note; empty unless it was asked for.
        charts, notes: how many were looked at.
    """

    as_of: datetime
    period: Days
    findings: tuple[Finding, ...]
    policies: PolicySet = field(repr=False)
    asked: Mapping[tuple[Subject, str], Counter[Answer]]
    burn_downs: tuple[tuple[str, BurnDown], ...]
    due: tuple[DueItem, ...]
    caseloads: tuple[StaffLoad, ...]
    clocks: tuple[IncidentClock, ...]
    sent: tuple[SentRecords, ...]
    written: tuple[WrittenNote, ...]
    charts: int
    notes: int

    @cached_property
    def answers(self) -> Counter[Answer]:
        """How often each answer was given."""
        return sum(self.asked.values(), Counter())

    @property
    def has_errors(self) -> bool:
        """Whether a rule that binds in full is broken."""
        return any(finding.is_blocking for finding in self.findings)


def audit(
    charts: Iterable[Chart],
    *,
    as_of: datetime,
    policies: PolicySet | None = None,
    staff: StaffRecords | None = None,
    specialists: Sequence[Specialist] = (),
    incidents: Sequence[Incident] = (),
    period: Days | None = None,
    all_answers: bool = False,
    for_pictures: bool = False,
    only: Collection[Subject] = tuple(Subject),
    about: Collection[str] = (),
) -> AuditReport:
    """Every rule asked about everything it speaks of.

    Args:
        charts: clients' records; read one after the other, so a generator keeps memory flat.
        as_of: the moment of asking.
        policies: the rules; those of the package where none are given.
        staff: the agency's staff records, of everybody.
        specialists: staff as the EHR knows them.
        incidents: the agency's incidents.
        period: days of service of the notes that are looked at; all where none is given. Units are counted
            over everything, whatever the period.
        all_answers: also rules that are met or do not apply; else only broken and cannot-tell.
        for_pictures: whether to keep what pictures show of each note.
        only: kinds of things of which answers are kept.
        about: references (``Patient/1``, ``staff/S-1``, ``incident/I-1``, a note's) of which alone answers
            are kept; those of everything where none is given.
    """
    loaded = policies or load_policies()
    days = period or Days()
    found = _Found(
        all_answers=all_answers, for_pictures=for_pictures, only=frozenset(only), about=frozenset(about)
    )
    for chart in charts:
        facts = ChartFacts(chart, loaded, as_of=as_of, specialists=specialists)
        found.look_at_chart(facts, days)
        found.across.add(booked(one for one in facts.visits if days.has(one.on)), ())
    for incident in sorted(incidents, key=lambda one: one.incident_id):
        of_incident = IncidentFacts(incident, loaded, as_of=as_of)
        found.keep(answers_for_incident(of_incident))
        found.clocks += incident_clocks(of_incident)
    agency = AgencyFacts(
        staff or StaffRecords(),
        tuple(incidents),
        loaded,
        today=local_date(as_of),
        across=found.across,
        knows_staff=staff is not None,
    )
    found.look_at_staff(agency, {specialist.ref: specialist for specialist in specialists})
    found.keep(answers_for_agency(agency))
    return AuditReport(
        as_of=as_of,
        period=days,
        findings=tuple(sorted(found.findings, key=lambda finding: finding.order)),
        policies=loaded,
        asked=dict(found.asked),
        burn_downs=tuple(found.burn_downs),
        due=tuple(sorted(found.due, key=lambda item: (item.due_on, item.subject, item.what, item.rule))),
        caseloads=tuple(found.caseloads),
        clocks=tuple(sorted(found.clocks, key=lambda clock: (clock.due_at, clock.subject, clock.rule))),
        sent=tuple(found.sent),
        written=tuple(found.written),
        charts=found.charts,
        notes=found.notes,
    )


@dataclass
class _Found:
    """What an audit has found so far."""

    all_answers: bool
    for_pictures: bool
    only: frozenset[Subject]
    about: frozenset[str]
    findings: list[Finding] = field(default_factory=list)
    asked: dict[tuple[Subject, str], Counter[Answer]] = field(default_factory=lambda: defaultdict(Counter))
    burn_downs: list[tuple[str, BurnDown]] = field(default_factory=list)
    due: list[DueItem] = field(default_factory=list)
    caseloads: list[StaffLoad] = field(default_factory=list)
    written: list[WrittenNote] = field(default_factory=list)
    clocks: list[IncidentClock] = field(default_factory=list)
    sent: list[SentRecords] = field(default_factory=list)
    across: AcrossCharts = field(default_factory=AcrossCharts)
    charts: int = 0
    notes: int = 0

    def keep(self, answers: Iterable[Answered]) -> None:
        for one in answers:
            if one.subject_kind not in self.only:
                continue
            if self.about and self.about.isdisjoint((one.subject, one.outcome.focus or one.focus)):
                continue
            self.asked[one.subject_kind, one.bound.rule.id][one.outcome.answer] += 1
            if self.all_answers or one.outcome.answer in TO_ACT_ON:
                self.findings.append(one.finding())

    def look_at_chart(self, facts: ChartFacts, days: Days) -> None:
        self.charts += 1
        for note in notes_to_check(facts, days):
            self.notes += 1
            if self.for_pictures:
                self.written.append(_written(note))
            sketch = sketch_of(note.signed, facts.chart.client.name) if note.signed else None
            self.across.add((), [sketch] if sketch else ())
            self.keep(answers_for_note(note))
        self.keep(answers_for_chart(facts))
        for sent in disclosures_to_check(facts.chart, facts.policies, period=days, as_of=facts.as_of):
            answers = tuple(answers_for_disclosure(sent))
            self.keep(answers)
            self.sent.append(_sent(sent, answers))
        downs = burn_downs(facts.chart, facts.policies, as_of=facts.as_of)
        self.burn_downs += [(facts.chart.client.ref, one) for one in downs if _is_shown(one)]

    def look_at_staff(self, agency: AgencyFacts, by_ref: Mapping[str, Specialist]) -> None:
        staff, policies, today = agency.staff, agency.policies, agency.today
        for member in sorted(staff.members, key=lambda one: one.staff_id):
            known = by_ref.get(member.practitioner_ref or "")
            person = SpecialistFacts(member, staff, policies, today=today, specialist=known)
            team = TeamFacts(member, staff, today=today)
            self.keep(answers_for_specialist(person))
            if team.members:
                self.keep(answers_for_team(team, policies))
            self.due += due_items(person)
            if person.is_employed:
                self.caseloads.append(_caseload(person, team))


def notes_to_check(facts: ChartFacts, period: Days) -> Iterator[NoteFacts]:
    """Every note of a chart and every billed visit that has none, with service in a period."""
    noted: set[str] = set()
    for note in facts.notes:
        noted |= {name for name in (note.contact.ref, note.contact.contact_identifier) if name}
        if note.contact.service_on is None or period.has(note.contact.service_on):
            yield NoteFacts(facts, draft_of(note), signed=note)
    for visit in facts.visits:
        if visit.on > facts.today or not period.has(visit.on):
            continue
        if visit.contact.is_billable and noted.isdisjoint(visit.names):
            yield NoteFacts(facts, draft_of_contact(visit.contact), contact=visit.contact)


def _written(note: NoteFacts) -> WrittenNote:
    end, signature = note.contact.ended_at, note.signature
    return WrittenNote(
        focus=note.focus,
        client_ref=note.draft.client_ref,
        specialist_ref=note.contact.specialist_ref,
        service_on=note.day,
        hours_to_sign=(signature.signed_at - end).total_seconds() / 3600 if signature and end else None,
        goals=tuple((one.goal_ref, one.progress) for one in note.draft.goals) if note.signed else (),
    )


def _sent(facts: DisclosureFacts, answers: Iterable[Answered]) -> SentRecords:
    case = facts.case
    grounds = [one.outcome.answer for one in answers if one.bound.rule.check == "ground-in-law"]
    return SentRecords(
        client_ref=case.client_ref,
        focus=facts.ref,
        on=case.on,
        recipient=case.recipient.ref or case.recipient.name or "",
        reason=case.reason.value if case.reason else "",
        is_part_2=bool(case.is_part_2),
        ground=grounds[0] if grounds else None,
    )


def _is_shown(down: BurnDown) -> bool:
    return down.authorization_ref is not None or down.used > 0


def _caseload(person: SpecialistFacts, team: TeamFacts) -> StaffLoad:
    hours = [row.approved_hours_per_week for row in person.caseload]
    known = [one for one in hours if one is not None]
    return StaffLoad(
        subject=person.ref,
        practitioner_ref=person.member.practitioner_ref,
        role=person.member.role.value,
        clients=len(hours),
        hours_per_week=sum(known) if len(known) == len(hours) else None,
        specialists=len(team.specialists),
        supervisor=f"staff/{person.member.supervisor_id}" if person.member.supervisor_id else None,
    )
