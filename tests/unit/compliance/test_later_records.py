"""An audit as of a day: what is dated later is not there yet, and is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from pss_fhir.compliance import Answer, AuditReport, audit, load_policies
from pss_fhir.compliance.later_records import LaterKind, LaterRecords
from pss_fhir.domain.chart import Chart
from pss_fhir.domain.consent import Disclosure, DisclosurePurpose, Recipient
from pss_fhir.domain.contact import Contact, ContactStatus
from pss_fhir.domain.course import CourseOfCare
from pss_fhir.domain.incident import Incident, IncidentLevel, IncidentStep, StepTaken
from pss_fhir.domain.note import NoteStatus, ServiceNote
from tests.builders import (
    CLIENT_REF,
    ENCOUNTER_REF,
    NOTE_IDENTIFIER,
    NOTE_REF,
    SPECIALIST_REF,
    at,
    make_chart,
    make_contact,
    make_note,
    make_signature,
    make_specialist,
)
from tests.builders_care import DISCHARGE_SUMMARY, EPISODE

POLICIES = load_policies()
SECOND = timedelta(seconds=1)
OTHER_NOTE = "urn:uuid:0c8f6e2e-41f5-4a0e-9f5e-2f6f0c1d7a11"


def run(chart: Chart, as_of: datetime, **changes: Any) -> AuditReport:
    arguments: dict[str, Any] = {"policies": POLICIES, "specialists": [make_specialist()]}
    return audit([chart], as_of=as_of, **(arguments | changes))


def answers(report: AuditReport, rule: str) -> list[Answer]:
    return [one.answer for one in report.findings if one.rule == rule]


def signed(moment: datetime, **changes: Any) -> ServiceNote:
    return make_note(ref=NOTE_REF, signature=make_signature(signed_at=moment), **changes)


@pytest.mark.parametrize(("since", "is_there"), [(-SECOND, False), (timedelta(), True), (SECOND, True)])
def test_note_at_the_moment_of_its_signature_is_there(since: timedelta, is_there: bool) -> None:
    report = run(make_chart(notes=(signed(at(15)),)), at(15) + since)
    assert report.later.counts == ({} if is_there else {LaterKind.NOTE: 1})
    assert report.later.refs(LaterKind.NOTE) == (() if is_there else (NOTE_REF,))


@pytest.mark.parametrize("contacts", [(), (make_contact(),)])
def test_note_signed_later_leaves_its_visit_without_a_note_and_late_in_its_time_alone(
    contacts: tuple[Contact, ...],
) -> None:
    chart = make_chart(contacts=contacts, notes=(signed(at(10, day=date(2026, 11, 20))),))
    soon = run(chart, at(15), all_answers=True)
    assert (soon.notes, soon.later.counts) == (1, {LaterKind.NOTE: 1})
    assert answers(soon, "rec-005") == [Answer.MET]
    late = run(chart, at(10, day=date(2026, 11, 19)))
    assert answers(late, "rec-005") == [Answer.BROKEN]
    [missing] = [one for one in late.findings if one.rule == "rec-001"]
    assert (missing.answer, missing.focus) == (Answer.BROKEN, ENCOUNTER_REF)


def test_note_signed_before_its_visit_took_place_is_not_there_yet() -> None:
    """A mistyped day of service: told, and looked at on that day."""
    note = signed(at(9), contact=make_contact(started_at=at(14), ended_at=at(15)))
    report = run(make_chart(notes=(note,)), at(10))
    assert (report.notes, report.later.counts) == (0, {LaterKind.NOTE: 1})


def test_note_that_is_replaced_later_still_counts() -> None:
    first = signed(at(15), status=NoteStatus.SUPERSEDED)
    second = make_note(
        note_identifier=OTHER_NOTE,
        replaces_identifier=NOTE_IDENTIFIER,
        signature=make_signature(signed_at=at(9, day=date(2026, 11, 9))),
    )
    chart = make_chart(contacts=(make_contact(),), notes=(first, second))
    before = run(chart, at(9, day=date(2026, 11, 8)), all_answers=True)
    assert [one.focus for one in before.findings if one.rule == "rec-001"] == [NOTE_REF]
    after = run(chart, at(9, day=date(2026, 11, 9)), all_answers=True)
    assert [one.focus for one in after.findings if one.rule == "rec-001"] == [OTHER_NOTE]


def test_note_that_does_not_count_is_not_told() -> None:
    note = signed(at(15), status=NoteStatus.RETRACTED)
    assert run(make_chart(notes=(note,)), at(10)).later == LaterRecords()


@pytest.mark.parametrize(("hour", "used"), [(13, 0), (14, 3)])
def test_visit_that_begins_later_uses_no_units(hour: int, used: int) -> None:
    report = run(make_chart(contacts=(make_contact(),)), at(hour), for_pictures=True)
    [down] = [one for _, one in report.burn_downs if one.authorization_ref is not None]
    assert down.used == used
    assert report.later.counts == ({} if used else {LaterKind.VISIT: 1})


@pytest.mark.parametrize("status", [ContactStatus.PLANNED, ContactStatus.CANCELLED])
def test_visit_that_is_not_said_to_have_taken_place_may_lie_ahead(status: ContactStatus) -> None:
    assert run(make_chart(contacts=(make_contact(status=status),)), at(10)).later == LaterRecords()


def test_disclosure_made_later_is_not_asked_about() -> None:
    line = Disclosure(
        ref="AuditEvent/1",
        client_ref=CLIENT_REF,
        disclosed_at=at(14),
        discloser_ref=SPECIALIST_REF,
        recipient=Recipient(name="HTEST Clinic"),
        purpose=DisclosurePurpose.TREATMENT,
        record_refs=(NOTE_REF,),
    )
    chart = make_chart(course=CourseOfCare(disclosures=(line,)))
    before, after = run(chart, at(13)), run(chart, at(14))
    assert (before.sent, before.later.refs(LaterKind.DISCLOSURE)) == ((), ("AuditEvent/1",))
    assert (len(after.sent), after.later.counts) == (1, {})


def test_discharge_summary_signed_later_is_still_due() -> None:
    signature = make_signature(signed_at=at(9, day=date(2026, 12, 20)))
    summary = DISCHARGE_SUMMARY.model_copy(update={"status": NoteStatus.CURRENT, "signature": signature})
    chart = make_chart(course=CourseOfCare(episodes=(EPISODE,), discharges=(summary,)))
    before, after = (run(chart, at(9, day=date(2026, month, 20))) for month in (11, 12))
    assert (answers(before, "rec-018"), before.later.refs(LaterKind.SUMMARY)) == ([], (summary.ref,))
    assert (answers(after, "rec-018"), after.later.counts) == ([Answer.BROKEN], {})


def incident(*steps: StepTaken) -> Incident:
    return Incident(
        incident_id="I-1", level=IncidentLevel.TWO, occurred_at=at(8), aware_at=at(9), steps=steps
    )


def test_incident_that_staff_knows_of_later_is_not_there_yet() -> None:
    before, after = (run(make_chart(), moment, incidents=[incident()]) for moment in (at(9) - SECOND, at(9)))
    assert (before.clocks, before.later.refs(LaterKind.INCIDENT)) == ((), ("incident/I-1",))
    assert after.clocks
    assert after.later.counts == {}


def test_step_taken_later_leaves_the_clock_of_an_incident_running() -> None:
    told = StepTaken(step=IncidentStep.STATE_SYSTEM, taken_at=at(9, day=date(2026, 11, 20)))
    report = run(make_chart(), at(10), incidents=[incident(told, told)])
    assert all(clock.taken_at is None for clock in report.clocks)
    assert report.later.counts == {LaterKind.STEP: 2}
    assert report.later.refs(LaterKind.STEP) == ("incident/I-1",)


def test_later_records_of_parts_are_the_same_in_any_order() -> None:
    parts = []
    for number in (3, 1, 4, 2):
        part = LaterRecords()
        part.put(LaterKind.NOTE, [(at(number), f"DocumentReference/{number}")])
        parts.append(part)
    forth, back = LaterRecords(), LaterRecords()
    for one, other in zip(parts, reversed(parts), strict=True):
        forth.add(one)
        back.add(other)
    assert forth == back
    assert forth.counts == {LaterKind.NOTE: 4}
    assert forth.refs(LaterKind.NOTE) == tuple(f"DocumentReference/{number}" for number in (1, 2, 3))
