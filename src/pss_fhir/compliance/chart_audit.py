"""One chart of an audit: what the rules found in it, and what is kept of it for the audit as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pss_fhir.compliance.audit_report import SentRecords, WorkedGoal, WrittenNote
from pss_fhir.compliance.burn_down import BurnDown
from pss_fhir.compliance.engine import (
    Answers,
    answers_for_chart,
    answers_for_disclosure,
    answers_for_notes,
)
from pss_fhir.compliance.facts.across_charts import BookedVisit, booked
from pss_fhir.compliance.facts.chart import ChartFacts
from pss_fhir.compliance.facts.disclosure import DisclosureFacts, disclosures_to_check
from pss_fhir.compliance.facts.draft_view import draft_of, draft_of_contact
from pss_fhir.compliance.facts.note import NoteFacts
from pss_fhir.compliance.facts.note_sketch import NoteSketch, name_marks, sketch_of
from pss_fhir.compliance.facts.staff_rows import StaffRows
from pss_fhir.compliance.kept_answers import AuditScope, KeptAnswers
from pss_fhir.compliance.later_records import LaterRecords, chart_at
from pss_fhir.compliance.use_of_units import burn_downs
from pss_fhir.domain.chart import Chart
from pss_fhir.domain.people import Specialist
from pss_fhir.domain.record import Days


@dataclass(slots=True)
class ChartAudit:
    """What one chart gave.

    Attributes:
        answers: what the rules answered.
        visits, sketches: what other charts are compared with.
        burn_downs, written, goals: what pictures show; empty unless it was asked for.
        sent: the disclosures of the period.
        later: what of the chart is dated after the moment of asking, and was not looked at.
        notes: how many were looked at.
    """

    answers: KeptAnswers
    visits: list[BookedVisit]
    sketches: list[NoteSketch] = field(default_factory=list)
    burn_downs: list[tuple[str, BurnDown]] = field(default_factory=list)
    written: list[WrittenNote] = field(default_factory=list)
    goals: list[WorkedGoal] = field(default_factory=list)
    sent: list[SentRecords] = field(default_factory=list)
    later: LaterRecords = field(default_factory=LaterRecords)
    notes: int = 0


def audit_chart(
    chart: Chart, scope: AuditScope, *, specialists: Mapping[str, Specialist], staff: StaffRows | None
) -> ChartAudit:
    """Every rule asked about a chart, its notes and its disclosures, as they stood at the moment of asking.

    Args:
        chart: one client's records.
        scope: what is asked.
        specialists: staff as the EHR knows them, by reference.
        staff: the agency's staff records, of everybody.
    """
    chart, later = chart_at(scope.as_of, chart)
    facts = ChartFacts(chart, scope.policies, as_of=scope.as_of, specialists=specialists, staff_rows=staff)
    visits = booked(one for one in facts.visits if scope.period.has(one.on))
    found = ChartAudit(KeptAnswers(), visits, later=later)
    name = name_marks(chart.client.name)
    notes = list(notes_to_check(facts, scope.period))
    found.notes = len(notes)
    for note, answers in zip(notes, answers_for_notes(notes), strict=True):
        found.answers.keep(answers, scope)
        if scope.for_pictures:
            found.written.append(_written(note))
        if note.signed is not None and note.day is not None:
            found.sketches.append(sketch_of(note.signed, note.day, name))
    found.answers.keep(answers_for_chart(facts), scope)
    for sent in disclosures_to_check(chart, scope.policies, period=scope.period, as_of=scope.as_of):
        answers = answers_for_disclosure(sent)
        found.answers.keep(answers, scope)
        found.sent.append(_sent(sent, answers))
    if scope.for_pictures:
        downs = burn_downs(chart, scope.policies, as_of=scope.as_of)
        found.burn_downs += [(chart.client.ref, one) for one in downs if _is_shown(one)]
        found.goals += _worked_on(chart, facts.today)
    return found


def notes_to_check(facts: ChartFacts, period: Days) -> Iterator[NoteFacts]:
    """Every note of a chart and every billed visit that has none, with service in a period."""
    noted: set[str] = set()
    for note in facts.notes:
        noted |= {name for name in (note.contact.ref, note.contact.contact_identifier) if name}
        written = NoteFacts(facts, draft_of(note), signed=note)
        if written.day is None or period.has(written.day):
            yield written
    for visit in facts.visits:
        if period.has(visit.on) and visit.service_code is not None and noted.isdisjoint(visit.names):
            yield NoteFacts(facts, draft_of_contact(visit.contact), contact=visit.contact)


def _written(note: NoteFacts) -> WrittenNote:
    end = note.ended_at
    return WrittenNote(
        focus=note.focus,
        client_ref=note.draft.client_ref,
        specialist_ref=note.contact.specialist_ref,
        service_on=note.day,
        hours_to_sign=(note.entered_at - end).total_seconds() / 3600 if note.signed and end else None,
        goals=tuple((one.goal_ref, one.progress) for one in note.draft.goals) if note.signed else (),
    )


def _sent(facts: DisclosureFacts, answers: Answers) -> SentRecords:
    case = facts.case
    grounds = [outcome.answer for bound, outcome in answers.given if bound.rule.check == "ground-in-law"]
    return SentRecords(
        client_ref=case.client_ref,
        focus=facts.ref,
        on=case.on,
        recipient=case.recipient.ref or case.recipient.name or "",
        reason=case.reason.value if case.reason else "",
        is_part_2=bool(case.is_part_2),
        ground=grounds[0] if grounds else None,
    )


def _worked_on(chart: Chart, day: date) -> Iterator[WorkedGoal]:
    """The goals that are worked on on a day; none once the person has left."""
    episodes = chart.course.real_episodes()
    if not episodes or any(one.counts_on(day) for one in episodes):
        for goal in chart.goals:
            if goal.is_current_on(day):
                yield WorkedGoal(chart.client.ref, goal.ref, goal.start_on)


def _is_shown(down: BurnDown) -> bool:
    return down.authorization_ref is not None or down.used > 0
