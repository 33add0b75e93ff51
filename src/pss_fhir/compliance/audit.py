"""An audit: notes, charts, disclosures, staff, teams, incidents and the agency, against the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from pss_fhir.clock import local_date
from pss_fhir.compliance.audit_report import AuditReport, SentRecords, StaffLoad, WorkedGoal, WrittenNote
from pss_fhir.compliance.burn_down import BurnDown
from pss_fhir.compliance.calendar import DueItem, UnknownItem, due_items, unknown_items
from pss_fhir.compliance.chart_audit import ChartAudit, audit_chart
from pss_fhir.compliance.check import Subject
from pss_fhir.compliance.engine import (
    answers_for_agency,
    answers_for_incident,
    answers_for_specialist,
    answers_for_team,
)
from pss_fhir.compliance.facts.across_charts import AcrossCharts, BookedVisit
from pss_fhir.compliance.facts.incident import IncidentFacts
from pss_fhir.compliance.facts.note_sketch import NoteSketch
from pss_fhir.compliance.facts.staff import AgencyFacts, SpecialistFacts, TeamFacts
from pss_fhir.compliance.facts.staff_rows import StaffRows
from pss_fhir.compliance.finding import Finding
from pss_fhir.compliance.incident_clocks import IncidentClock, incident_clocks
from pss_fhir.compliance.kept_answers import AuditScope, KeptAnswers, Tally
from pss_fhir.compliance.later_records import LaterRecords, incidents_at
from pss_fhir.compliance.later_staff_rows import staff_at
from pss_fhir.compliance.load import load_policies
from pss_fhir.compliance.policy_set import PolicySet
from pss_fhir.domain.chart import Chart
from pss_fhir.domain.incident import Incident
from pss_fhir.domain.people import Specialist
from pss_fhir.domain.record import Days
from pss_fhir.domain.staff import StaffRecords
from pss_fhir.external_sort import SortedItems

_MOST_FINDINGS = 20_000
"""Findings that are held in memory."""


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
        as_of: the moment of asking; what is dated after it is not there yet, and told as ``later``.
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
    scope = AuditScope(
        as_of,
        policies or load_policies(),
        period or Days(),
        all_answers=all_answers,
        for_pictures=for_pictures,
        only=frozenset(only),
        about=frozenset(about),
    )
    whole = Audit(scope, staff=staff, specialists=specialists)
    for chart in charts:
        if chart.staff is not None:
            known = whole.staff if chart.staff is staff else staff_at(as_of, chart.staff)[0]
            chart = chart.model_copy(update={"staff": known})
        whole.add(audit_chart(chart, scope, specialists=whole.specialists, staff=whole.staff_rows))
    return whole.finish(incidents)


class Audit:
    """An audit under way: chart by chart, in any order, then the agency as a whole.

    Args:
        scope: what is asked.
        staff: the agency's staff records, of everybody; None where there are none.
        specialists: staff as the EHR knows them.

    Attributes:
        specialists: the same by their references.
        staff: the staff records as they stood at the moment of asking, None where there are none.
        staff_rows: the same by person.
    """

    def __init__(
        self, scope: AuditScope, *, staff: StaffRecords | None, specialists: Sequence[Specialist]
    ) -> None:
        self.scope = scope
        self.specialists: Mapping[str, Specialist] = {one.ref: one for one in specialists}
        self._later = LaterRecords()
        if staff is not None:
            staff, self._later = staff_at(scope.as_of, staff)
        self.staff = staff
        self.staff_rows = StaffRows(staff) if staff is not None else None
        self._findings: SortedItems[Finding] = SortedItems(
            lambda finding: finding.order, most_in_memory=_MOST_FINDINGS
        )
        self._asked: dict[tuple[Subject, str], Tally] = {}
        self._across = AcrossCharts()
        self._burn_downs: list[tuple[str, BurnDown]] = []
        self._due: list[DueItem] = []
        self._unknown: list[UnknownItem] = []
        self._caseloads: list[StaffLoad] = []
        self._clocks: list[IncidentClock] = []
        self._sent: list[SentRecords] = []
        self._written: list[WrittenNote] = []
        self._goals: list[WorkedGoal] = []
        self._charts = 0
        self._notes = 0
        self._named: set[str] = set()

    def add(self, chart: ChartAudit) -> None:
        """Take in what one chart gave."""
        self._charts += 1
        self._notes += chart.notes
        self._keep(chart.answers)
        self.compare(chart.visits, chart.sketches)
        self._burn_downs += chart.burn_downs
        self._written += chart.written
        self._goals += chart.goals
        self._sent += chart.sent
        self._later.add(chart.later)

    def compare(self, visits: Iterable[BookedVisit], sketches: Iterable[NoteSketch]) -> None:
        """Take in visits and notes that are compared with those of other charts."""
        self._across.add(visits, sketches)

    def finish(self, incidents: Sequence[Incident], *, agency: str | None = None) -> AuditReport:
        """The report, once incidents, staff, teams and the agency were asked about as well.

        Args:
            incidents: the agency's incidents.
            agency: its name, where it is known.
        """
        incidents, later = incidents_at(self.scope.as_of, incidents)
        self._later.add(later)
        self._look_at_incidents(incidents)
        self._look_at_staff()
        self._look_at_agency(incidents)
        asked = {key: Counter(tally.by_answer()) for key, tally in self._asked.items()}
        return AuditReport(
            agency=agency,
            as_of=self.scope.as_of,
            period=self.scope.period,
            findings=self._findings,
            policies=self.scope.policies,
            asked=asked,
            burn_downs=tuple(self._burn_downs),
            due=tuple(sorted(self._due, key=lambda item: (item.due_on, item.subject, item.what, item.rule))),
            unknown=tuple(self._unknown),
            unread_staff=self.staff.unread_of(None) if self.staff is not None else None,
            caseloads=tuple(self._caseloads),
            clocks=tuple(sorted(self._clocks, key=lambda clock: (clock.due_at, clock.subject, clock.rule))),
            sent=tuple(self._sent),
            written=tuple(self._written),
            goals=tuple(self._goals),
            charts=self._charts,
            notes=self._notes,
            later=self._later,
            only=self.scope.only,
            about=self.scope.about,
            named=frozenset(self._named),
        )

    def _keep(self, answers: KeptAnswers) -> None:
        self._named |= answers.named
        for finding in answers.findings:
            self._findings.add(finding)
        for key, tally in answers.asked.items():
            self._asked.setdefault(key, Tally()).add(tally)

    def _look_at_incidents(self, incidents: Sequence[Incident]) -> None:
        answers = KeptAnswers()
        for incident in sorted(incidents, key=lambda one: one.incident_id):
            facts = IncidentFacts(incident, self.scope.policies, as_of=self.scope.as_of)
            answers.keep(answers_for_incident(facts), self.scope)
            self._clocks += incident_clocks(facts)
        self._keep(answers)

    def _look_at_staff(self) -> None:
        if self.staff_rows is None:
            return
        rows, policies, today = self.staff_rows, self.scope.policies, local_date(self.scope.as_of)
        answers = KeptAnswers()
        for member in rows.members:
            known = self.specialists.get(member.practitioner_ref or "")
            person = SpecialistFacts(member, rows.of(member), policies, today=today, specialist=known)
            team = TeamFacts(member, rows.team_of(member), today=today)
            answers.keep(answers_for_specialist(person), self.scope)
            if team.members:
                answers.keep(answers_for_team(team, policies), self.scope)
            self._due += due_items(person)
            self._unknown += unknown_items(person)
            if person.is_employed:
                self._caseloads.append(_caseload(person, team))
        self._keep(answers)

    def _look_at_agency(self, incidents: tuple[Incident, ...]) -> None:
        facts = AgencyFacts(
            self.staff or StaffRecords(),
            incidents,
            self.scope.policies,
            today=local_date(self.scope.as_of),
            across=self._across,
            knows_staff=self.staff is not None,
        )
        answers = KeptAnswers()
        answers.keep(answers_for_agency(facts), self.scope)
        self._keep(answers)


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
        is_whole="assignments" not in person.unread,
    )
