"""An audit as of a day: what is dated later is not there yet, and is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from pss_fhir.compliance import Answer, AuditReport, audit, load_policies
from pss_fhir.compliance.later_records import LaterKind, LaterRecords, chart_at
from pss_fhir.compliance.later_staff_rows import staff_at
from pss_fhir.domain.chart import Chart
from pss_fhir.domain.consent import Disclosure, DisclosurePurpose, Recipient
from pss_fhir.domain.contact import Contact, ContactStatus
from pss_fhir.domain.course import CourseOfCare
from pss_fhir.domain.diagnosis import Diagnosis, DiagnosisStatus
from pss_fhir.domain.incident import Incident, IncidentLevel, IncidentStep, StepTaken
from pss_fhir.domain.note import NoteStatus, ServiceNote
from pss_fhir.domain.record import Days
from pss_fhir.domain.staff import (
    Assignment,
    BackgroundCheck,
    CheckKind,
    StaffCredential,
    Supervision,
    SupervisionKind,
    Training,
)
from tests.builders import (
    AUTHORIZATION_REF,
    CLIENT_REF,
    ENCOUNTER_REF,
    NOTE_IDENTIFIER,
    NOTE_REF,
    ORDER_REF,
    SPECIALIST_REF,
    at,
    make_authorization,
    make_chart,
    make_contact,
    make_credential,
    make_note,
    make_order,
    make_signature,
    make_specialist,
    make_staff,
)
from tests.builders_care import (
    AUTHORIZATION_REQUEST,
    CONSENT,
    DIAGNOSIS,
    DISCHARGE_SUMMARY,
    EPISODE,
)

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


EVE = at(23, 59, day=date(2026, 11, 3))
"""The last minute of a day; records of these tests are dated the next day."""
NEXT = date(2026, 11, 4)
MORNING = at(0, day=NEXT)
LATE_DIAGNOSIS = DIAGNOSIS.model_copy(update={"noted_on": NEXT})
LATE_REQUEST = AUTHORIZATION_REQUEST.model_copy(update={"asked_on": NEXT})
LATE_CONSENT = CONSENT.model_copy(update={"signed_at": MORNING})


def retracted(diagnosis: Diagnosis) -> Diagnosis:
    return diagnosis.model_copy(update={"status": DiagnosisStatus.RETRACTED})


def make_check(kind: CheckKind = CheckKind.CRIMINAL, **changes: Any) -> BackgroundCheck:
    return BackgroundCheck(staff_id="S-1", kind=kind, **changes)


def make_supervision(day: date) -> Supervision:
    return Supervision(staff_id="S-1", supervisor_id="S-9", kind=SupervisionKind.INDIVIDUAL, held_on=day)


@pytest.mark.parametrize(
    ("changes", "kind", "ref"),
    [
        ({"orders": (make_order(signed_on=NEXT),)}, LaterKind.ORDER, ORDER_REF),
        ({"authorizations": (make_authorization(decided_on=NEXT),)}, LaterKind.DECISION, AUTHORIZATION_REF),
        ({"course": CourseOfCare(diagnoses=(LATE_DIAGNOSIS,))}, LaterKind.DIAGNOSIS, DIAGNOSIS.ref),
        ({"course": CourseOfCare(requests=(LATE_REQUEST,))}, LaterKind.REQUEST, AUTHORIZATION_REQUEST.ref),
        ({"course": CourseOfCare(consents=(LATE_CONSENT,))}, LaterKind.CONSENT, CONSENT.ref),
    ],
)
def test_record_that_came_to_be_known_the_next_day_is_there_from_its_midnight_on(
    changes: dict[str, Any], kind: LaterKind, ref: str
) -> None:
    chart = make_chart(**changes)
    before, found = chart_at(EVE, chart)
    assert (found.counts, found.refs(kind)) == ({kind: 1}, (ref,))
    assert chart_at(MORNING, chart) == (chart, LaterRecords())
    [part] = changes
    if part == "course":
        assert [getattr(before.course, name) for name in chart.course.model_fields_set] == [()]
    else:
        assert getattr(before, part) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"orders": (make_order(signed_on=None),)},
        {"authorizations": (make_authorization(decided_on=None),)},
        {"course": CourseOfCare(diagnoses=(DIAGNOSIS.model_copy(update={"noted_on": None}),))},
        {"course": CourseOfCare(consents=(CONSENT.model_copy(update={"signed_at": None}),))},
        {"course": CourseOfCare(diagnoses=(retracted(LATE_DIAGNOSIS),))},
    ],
)
def test_record_that_does_not_say_when_it_was_known_or_was_retracted_stays(changes: dict[str, Any]) -> None:
    chart = make_chart(**changes)
    assert chart_at(EVE, chart) == (chart, LaterRecords())


def test_visit_uses_no_units_of_an_authorization_before_it_was_decided_on() -> None:
    """Its days may begin before."""
    held = make_authorization(decided_on=date(2026, 11, 20))
    chart = make_chart(notes=(signed(at(15)),), authorizations=(held,))
    found = []
    for day in (19, 20):
        report = run(chart, at(9, day=date(2026, 11, day)), for_pictures=True)
        found.append([(down.authorization_ref, down.used) for _, down in report.burn_downs])
    assert found == [[(None, 3)], [(AUTHORIZATION_REF, 3)]]


def test_diagnosis_recorded_later_entitles_to_nothing_yet() -> None:
    chart = make_chart(course=CourseOfCare(diagnoses=(LATE_DIAGNOSIS,)))
    before, after = (run(chart, moment, all_answers=True) for moment in (EVE, MORNING))
    assert (answers(before, "pss-011"), answers(after, "pss-011")) == ([Answer.CANNOT_TELL], [Answer.MET])


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"trainings": (Training(staff_id="S-1", topic="cpi", completed_on=NEXT),)}, LaterKind.TRAINING),
        ({"supervision": (make_supervision(NEXT),)}, LaterKind.SUPERVISION),
        ({"checks": (make_check(requested_on=NEXT),)}, LaterKind.CHECK),
        ({"checks": (make_check(completed_on=NEXT),)}, LaterKind.CHECK),
        ({"checks": (make_check(requested_on=NEXT, completed_on=date(2026, 11, 9)),)}, LaterKind.CHECK),
    ],
)
def test_row_of_the_staff_records_that_is_dated_the_next_day_is_there_from_its_midnight_on(
    changes: dict[str, Any], kind: LaterKind
) -> None:
    staff = make_staff(**changes)
    before, found = staff_at(EVE, staff)
    assert (found.counts, found.refs(kind)) == ({kind: 1}, ("staff/S-1",))
    assert [getattr(before, name) for name in changes] == [()]
    assert staff_at(at(0, day=date(2026, 11, 9)), staff) == (staff, LaterRecords())


def test_background_check_that_is_answered_later_is_under_way() -> None:
    row = make_check(requested_on=date(2026, 11, 2), completed_on=NEXT, result="clear")
    before, found = staff_at(EVE, make_staff(checks=(row, row)))
    assert before.checks == (make_check(requested_on=date(2026, 11, 2)),) * 2
    assert found.counts == {LaterKind.CHECK: 2}


def test_certificate_and_assignment_may_begin_later() -> None:
    held = StaffCredential(staff_id="S-1", credential=make_credential(issued_on=NEXT))
    given = Assignment(staff_id="S-1", client_ref=CLIENT_REF, days=Days(start_on=NEXT))
    staff = make_staff(credentials=(held,), assignments=(given,))
    assert staff_at(EVE, staff) == (staff, LaterRecords())


@pytest.mark.parametrize("is_of_chart", [False, True])
def test_audit_looks_at_no_row_of_the_staff_records_that_is_dated_later(*, is_of_chart: bool) -> None:
    row = make_check(CheckKind.EXCLUSION, completed_on=NEXT)
    staff = make_staff(checks=(*make_staff().checks, row))
    chart = make_chart(staff=staff if is_of_chart else None)
    before, after = (run(chart, moment, staff=staff) for moment in (EVE, MORNING))
    assert before.later.counts == {LaterKind.CHECK: 1}
    assert after.later.counts == {}


def test_crisis_training_taken_later_does_not_cover_a_visit_of_today() -> None:
    """With the records of the chart alone: no row counts before its day."""
    late = Training(staff_id="S-1", topic="cpi", completed_on=NEXT)
    staff = make_staff(trainings=(late,), credentials=())
    chart = make_chart(notes=(signed(at(15)),), staff=staff)
    [before] = [one for one in run(chart, EVE).findings if one.rule == "agency-cpi-current"]
    assert "begins on" not in before.message


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
