"""An audit as a whole: what it looks at, in which order, and what it leaves out."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from pss_fhir.compliance import Answer, AuditReport, Finding, audit, load_policies
from pss_fhir.compliance.figures import EntryHours
from pss_fhir.compliance.policy_set import PolicySet
from pss_fhir.domain.chart import Chart, ChartPart
from pss_fhir.domain.contact import ContactKind
from pss_fhir.domain.course import CourseOfCare
from pss_fhir.domain.incident import Incident, IncidentLevel
from pss_fhir.domain.record import Days
from pss_fhir.domain.staff import Assignment, RefusedRow, StaffCredential, StaffMember, StaffRole
from pss_fhir.domain.team import CareTeam, TeamMember, TeamRole
from pss_fhir.issues import Severity
from tests.builders import (
    CLIENT_REF,
    NOW,
    SPECIALIST_REF,
    at,
    make_chart,
    make_client,
    make_contact,
    make_credential,
    make_note,
    make_specialist,
    make_staff,
)

POLICIES = load_policies()
SECOND = timedelta(seconds=1)


def run(*charts: Chart, **changes: Any) -> AuditReport:
    arguments: dict[str, Any] = {"as_of": NOW, "policies": POLICIES, "specialists": [make_specialist()]}
    return audit(charts, **(arguments | changes))


def of(report: AuditReport, rule: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.rule == rule]


def test_audit_story_with_its_note_breaks_no_rule() -> None:
    report = run(make_chart(notes=(make_note(),)), staff=make_staff())
    assert report.answers[Answer.BROKEN] == 0
    assert not report.has_errors
    assert (report.charts, report.notes) == (1, 1)


DUE = at(14, 52, day=date(2026, 11, 4))
"""24 hours after the visit: until then its note is on time."""


@pytest.mark.parametrize(("as_of", "is_due"), [(DUE - SECOND, False), (DUE, False), (DUE + SECOND, True)])
def test_audit_visit_without_note_is_named_once_it_is_late(as_of: datetime, is_due: bool) -> None:
    report = run(make_chart(contacts=(make_contact(),)), as_of=as_of, all_answers=True)
    [missing] = of(report, "rec-001")
    assert missing.focus == "Encounter/visit-1103"
    assert (missing.answer, missing.message) == (
        (Answer.BROKEN, "No note is on record for this visit.")
        if is_due
        else (Answer.DOES_NOT_APPLY, "No note is on record; one is on time until Nov 4, 2026, 2:52 pm.")
    )


@pytest.mark.parametrize(
    "ended_at",
    [None, at(14, 1, day=date(2026, 11, 4)), at(14, 52, day=date(2062, 11, 3))],
    ids=["none", "a minute over a day", "36 years"],
)
@pytest.mark.parametrize(("since", "is_due"), [(timedelta(), False), (SECOND, True)])
def test_audit_visit_without_note_and_without_a_sound_end_is_named_two_days_after_its_start(
    ended_at: datetime | None, since: timedelta, is_due: bool
) -> None:
    """No visit is taken to last longer than a day, so that a mistyped end hides no missing note."""
    chart = make_chart(contacts=(make_contact(ended_at=ended_at),))
    report = run(chart, as_of=at(14, day=date(2026, 11, 5)) + since, all_answers=True)
    assert [one.answer is Answer.BROKEN for one in of(report, "rec-001")] == [is_due]


def test_audit_visit_without_note_is_named_at_once_where_no_rule_gives_time() -> None:
    rules = tuple(one for one in POLICIES.rules if not isinstance(one.parameters, EntryHours))
    replaced = (frozenset[int](),) * len(rules)
    policies = PolicySet(rules, POLICIES.payers, POLICIES.calendar, replaced)
    report = run(make_chart(contacts=(make_contact(),)), as_of=at(15), policies=policies)
    assert [one.answer for one in of(report, "rec-001")] == [Answer.BROKEN]


def test_audit_visit_without_note_cannot_be_told_where_notes_were_not_read() -> None:
    chart = make_chart(contacts=(make_contact(),), unread=frozenset({ChartPart.NOTES}))
    assert [finding.answer for finding in of(run(chart), "rec-001")] == [Answer.CANNOT_TELL]


@pytest.mark.parametrize(
    ("period", "notes"),
    [
        (Days(start_on=date(2026, 11, 3)), 1),
        (Days(end_on=date(2026, 11, 3)), 1),
        (Days(start_on=date(2026, 11, 4)), 0),
        (Days(end_on=date(2026, 11, 2)), 0),
    ],
)
def test_audit_period_takes_its_first_and_last_day(period: Days, notes: int) -> None:
    assert run(make_chart(notes=(make_note(),)), period=period).notes == notes


def test_audit_specialist_with_two_clients_at_once_is_found() -> None:
    other = make_contact(
        ref="Encounter/other",
        contact_identifier=None,
        client_ref="Patient/two",
        started_at=at(14, 30),
        ended_at=at(15, 30),
    )
    two = make_chart(client=make_client(ref="Patient/two"), contacts=(other,))
    [clash] = of(run(make_chart(contacts=(make_contact(),)), two), "pss-036")
    assert (clash.answer, clash.subject, clash.focus) == (Answer.BROKEN, "agency", "Encounter/other")


def test_audit_members_of_one_group_are_no_clash() -> None:
    group = {"kind": ContactKind.GROUP, "contact_identifier": None}
    one = make_chart(contacts=(make_contact(ref="Encounter/a", **group),))
    other = make_contact(ref="Encounter/b", client_ref="Patient/two", **group)
    two = make_chart(client=make_client(ref="Patient/two"), contacts=(other,))
    assert of(run(one, two), "pss-036") == []


@pytest.mark.parametrize(
    ("clients", "severity"),
    [(12, None), (13, Severity.WARNING), (15, Severity.WARNING), (16, Severity.ERROR)],
)
def test_audit_caseload_of_two_conflicting_texts_warns_then_breaks(
    clients: int, severity: Severity | None
) -> None:
    """12 by one text of the state, 15 by another; both themselves are allowed."""
    rows = tuple(
        Assignment(staff_id="S-1", client_ref=f"Patient/{number}", is_family_member=False)
        for number in range(clients)
    )
    found = of(run(staff=make_staff(assignments=rows)), "pss-042")
    assert [finding.severity for finding in found] == ([severity] if severity else [])


@pytest.mark.parametrize(("clients", "is_over"), [(10, False), (11, True)])
def test_audit_caseload_of_the_employer_is_10(clients: int, is_over: bool) -> None:
    rows = tuple(Assignment(staff_id="S-1", client_ref=f"Patient/{number}") for number in range(clients))
    assert bool(of(run(staff=make_staff(assignments=rows)), "agency-caseload-max")) is is_over


@pytest.mark.parametrize(
    ("hours", "is_over"),
    [
        ([5.0] * 8, False),
        ([5.0] * 9, True),
        ([10.0] * 4, False),
        ([10.0] * 4 + [1.0], True),
        ([5.0] * 4 + [10.0] * 2, False),
        ([5.0] * 5 + [10.0] * 2, True),
        ([5.1] * 4, False),
        ([5.1] * 5, True),
    ],
)
def test_audit_mixed_caseload_is_the_sum_of_its_shares(hours: list[float], is_over: bool) -> None:
    rows = tuple(
        Assignment(staff_id="S-1", client_ref=f"Patient/{number}", approved_hours_per_week=one)
        for number, one in enumerate(hours)
    )
    assert bool(of(run(staff=make_staff(assignments=rows)), "agency-caseload-ratio")) is is_over


@pytest.mark.parametrize(("specialists", "is_over"), [(8, False), (9, True)])
def test_audit_team_of_one_supervisor_is_8(specialists: int, is_over: bool) -> None:
    staff = make_staff()
    more = tuple(
        StaffMember(
            staff_id=f"T-{number}", family="HTEST", given="X", role=StaffRole.CPSS, supervisor_id="S-9"
        )
        for number in range(specialists - 1)
    )
    report = run(staff=staff.model_copy(update={"members": (*staff.members, *more)}))
    assert bool(of(report, "pss-041")) is is_over
    assert [one.specialists for one in report.caseloads if one.subject == "staff/S-9"] == [specialists]


def test_audit_incident_goes_by_the_plan_of_its_place() -> None:
    """Trillium pays for the client; Alliance's rule binds where the service was given."""
    incident = Incident(
        incident_id="I-1",
        level=IncidentLevel.THREE,
        occurred_at=at(8),
        aware_at=at(9),
        during_service=True,
        local_plan="alliance",
        last_service_on=date(2026, 11, 2),
    )
    [notice] = of(run(make_chart(), incidents=[incident]), "inc-008")
    assert (notice.subject, notice.answer, notice.severity) == ("incident/I-1", Answer.BROKEN, Severity.ERROR)
    elsewhere = incident.model_copy(update={"local_plan": "vaya"})
    assert of(run(make_chart(), incidents=[elsewhere]), "inc-008") == []


def test_audit_without_staff_records_asks_nothing_of_staff() -> None:
    report = run(make_chart(staff=None, unread=frozenset({ChartPart.STAFF})))
    assert report.caseloads == report.due == ()
    assert [finding.answer for finding in of(report, "pss-040")] == [Answer.CANNOT_TELL]


def test_audit_findings_come_in_the_order_in_which_they_need_doing() -> None:
    report = run(make_chart(orders=(), notes=(make_note(),)), staff=make_staff(trainings=()))
    ranks = [(finding.answer is Answer.CANNOT_TELL, finding.severity.rank) for finding in report.findings]
    assert ranks == sorted(ranks)
    assert report.has_errors


def test_audit_keeps_what_pictures_show_only_when_asked() -> None:
    chart = make_chart(notes=(make_note(),))
    assert run(chart).written == ()
    [written] = run(chart, for_pictures=True).written
    assert written.hours_to_sign == pytest.approx(8 / 60)


NOTHING = {"credentials": (), "trainings": (), "supervision": (), "assignments": (), "checks": ()}


@pytest.mark.parametrize(
    ("unread", "rule", "severity"),
    [
        ("credentials", "crt-008", Severity.ERROR),
        ("credentials", "crt-011", Severity.ERROR),
        ("trainings", "agency-training-orientation", Severity.WARNING),
        ("supervision", "agency-supervision-contract", Severity.WARNING),
        ("checks", "qual-012", Severity.ERROR),
    ],
)
def test_audit_file_that_was_not_read_accuses_nobody(unread: str, rule: str, severity: Severity) -> None:
    """An empty file says that there is nothing; one that is missing or unreadable says nothing."""
    staff, people = make_staff(**NOTHING), [make_specialist(credentials=())]
    [broken] = of(run(staff=staff, specialists=people), rule)
    assert (broken.answer, broken.severity) == (Answer.BROKEN, severity)
    [unknown] = of(run(staff=staff.model_copy(update={"unread": (unread,)}), specialists=people), rule)
    assert unknown.answer is Answer.CANNOT_TELL
    assert "missing or could not be read" in unknown.message


def test_audit_certificate_of_a_note_cannot_be_told_where_credentials_were_not_read() -> None:
    person, staff = make_specialist(credentials=()), make_staff(**NOTHING)
    answers = []
    for records in (staff, staff.model_copy(update={"unread": ("credentials",)})):
        chart = make_chart(notes=(make_note(),), specialist=person, staff=records)
        [found] = of(run(chart, staff=records, specialists=[person]), "pss-044")
        answers.append(found.answer)
    assert answers == [Answer.BROKEN, Answer.CANNOT_TELL]


def test_audit_staff_list_that_was_not_read_does_not_deny_a_director() -> None:
    staff = make_staff(**NOTHING, members=())
    [broken] = of(run(staff=staff), "pss-040")
    [unknown] = of(run(staff=staff.model_copy(update={"unread": ("members",)})), "pss-040")
    assert (broken.answer, unknown.answer) == (Answer.BROKEN, Answer.CANNOT_TELL)


def test_audit_page_calls_nothing_overdue_that_a_file_not_read_may_hold() -> None:
    staff = make_staff(**NOTHING)
    due = run(staff=staff.model_copy(update={"unread": tuple(NOTHING)})).due
    assert [item.rule for item in run(staff=staff).due]
    assert due == ()


def test_audit_findings_about_staff_hold_no_abbreviation_of_the_files() -> None:
    """The words of the columns (``hcpr``, ``qp``) are for files; people read what they stand for."""
    staff = make_staff(checks=(), members=(*make_staff().members[:1],))
    report = run(staff=staff, all_answers=True)
    told = " ".join(one.message for one in (*of(report, "qual-012"), *of(report, "qual-005")))
    assert "health care registry (HCPR)" in told
    supervised = of(run(staff=make_staff(), all_answers=True), "qual-005")
    assert "The supervisor is a qualified professional." in {one.message for one in supervised}


@pytest.mark.parametrize(("staff_id", "is_known"), [("S-1", False), (None, False), ("S-2", True)])
@pytest.mark.parametrize(
    ("of_list", "rule"),
    [
        ("credentials", "crt-008"),
        ("credentials", "agency-training-cpr"),
        ("trainings", "agency-training-orientation"),
        ("supervision", "agency-supervision-contract"),
        ("checks", "qual-012"),
    ],
)
def test_audit_row_that_was_refused_accuses_nobody_whom_it_may_name(
    of_list: str, rule: str, staff_id: str | None, *, is_known: bool
) -> None:
    refused = (RefusedRow(of=of_list, staff_id=staff_id),)
    people = [make_specialist(credentials=())]
    [found] = of(run(staff=make_staff(**NOTHING, refused=refused), specialists=people), rule)
    assert found.answer is (Answer.BROKEN if is_known else Answer.CANNOT_TELL)


def test_audit_training_is_not_on_file_though_credentials_that_do_not_show_it_were_not_read() -> None:
    staff = make_staff(**NOTHING, unread=("credentials",))
    [found] = of(run(staff=staff), "agency-training-client-rights")
    assert found.answer is Answer.BROKEN


def test_audit_training_before_the_first_client_is_not_overdue_while_assignments_were_not_read() -> None:
    staff = make_staff(**NOTHING, unread=("assignments",))
    [found] = of(run(staff=staff), "agency-training-orientation")
    assert found.answer is Answer.CANNOT_TELL
    assert "agency-training-orientation" not in {item.rule for item in run(staff=staff).due}


@pytest.mark.parametrize(
    "rule",
    [
        "pss-042",
        "agency-caseload-max",
        "agency-caseload-ratio",
        "agency-family-member",
        "agency-training-client-specific",
    ],
)
def test_audit_caseload_is_not_called_small_while_assignments_were_not_read(rule: str) -> None:
    for refused in ({"unread": ("assignments",)}, {"refused": (RefusedRow(of="assignments"),)}):
        report = run(staff=make_staff(assignments=(), **refused), all_answers=True)
        answers = {one.answer for one in of(report, rule) if one.subject == "staff/S-1"}
        assert answers == {Answer.CANNOT_TELL}
        assert not any(one.is_whole for one in report.caseloads)


def test_audit_caseload_that_is_too_large_already_stays_too_large() -> None:
    rows = tuple(Assignment(staff_id="S-1", client_ref=f"Patient/{number}") for number in range(16))
    staff = make_staff(assignments=rows, refused=(RefusedRow(of="assignments", staff_id="S-1"),))
    [found] = of(run(staff=staff), "pss-042")
    assert found.answer is Answer.BROKEN


def test_audit_team_is_not_called_small_while_a_row_of_staff_was_refused() -> None:
    refused = (RefusedRow(of="members", staff_id="S-7"),)
    report = run(staff=make_staff(refused=refused), all_answers=True)
    [team] = of(report, "pss-041")
    [director] = of(report, "pss-040")
    assert (team.answer, director.answer) == (Answer.CANNOT_TELL, Answer.MET)


def test_audit_late_notices_cannot_be_counted_while_an_incident_was_refused() -> None:
    report = run(staff=make_staff(refused=(RefusedRow(of="incidents"),)), all_answers=True)
    [found] = of(report, "inc-010")
    assert found.answer is Answer.CANNOT_TELL


def test_audit_certificate_that_ended_cannot_be_told_where_a_newer_row_was_refused() -> None:
    [old] = make_staff().credentials[:1]
    ended = old.credential.model_copy(
        update={"issued_on": date(2020, 1, 1), "expires_on": date(2021, 12, 31)}
    )
    person, held = make_specialist(credentials=()), (old.model_copy(update={"credential": ended}),)
    answers = []
    for refused in ((), (RefusedRow(of="credentials", staff_id="S-1"),)):
        records = make_staff(credentials=held, refused=refused)
        chart = make_chart(notes=(make_note(),), specialist=person, staff=records)
        found = of(run(chart, staff=records, specialists=[person]), "crt-011")
        answers.append({one.answer for one in found})
    assert answers == [{Answer.BROKEN}, {Answer.CANNOT_TELL}]


@pytest.mark.parametrize(
    ("issued_on", "answer"), [(date(2026, 11, 3), Answer.MET), (date(2026, 11, 4), Answer.BROKEN)]
)
def test_audit_certificate_counts_from_its_first_day_on(issued_on: date, answer: Answer) -> None:
    held = make_credential(issued_on=issued_on, expires_on=date(2028, 11, 2))
    staff = make_staff(credentials=(StaffCredential(staff_id="S-1", credential=held),))
    report = run(staff=staff, specialists=[], all_answers=True, about={"staff/S-1"})
    [found] = of(report, "crt-011")
    assert found.answer is answer
    assert ("from Nov 4, 2026 on" in found.message) is (answer is Answer.BROKEN)


@pytest.mark.parametrize(
    ("refused", "is_family", "answer"),
    [
        ((), False, Answer.MET),
        (("S-1",), False, Answer.CANNOT_TELL),
        ((None,), False, Answer.CANNOT_TELL),
        (("S-9",), False, Answer.MET),
        (("S-1",), True, Answer.BROKEN),
    ],
)
def test_audit_not_family_cannot_be_told_where_another_row_about_the_specialist_was_refused(
    refused: tuple[str | None, ...], *, is_family: bool, answer: Answer
) -> None:
    [given] = make_staff().assignments
    records = make_staff(
        assignments=(given.model_copy(update={"is_family_member": is_family}),),
        refused=tuple(RefusedRow(of="assignments", staff_id=one) for one in refused),
    )
    chart = make_chart(notes=(make_note(),), staff=records)
    [found] = of(run(chart, staff=records, all_answers=True), "pss-045")
    assert found.answer is answer


def test_audit_not_family_by_the_care_team_cannot_be_told_where_a_row_about_the_specialist_was_refused() -> (
    None
):
    member = TeamMember(member_ref=SPECIALIST_REF, role=TeamRole.PEER_SPECIALIST, is_family_member=False)
    team = CareTeam(ref="CareTeam/t", client_ref=CLIENT_REF, members=(member,))
    answers = []
    for refused in ((), (RefusedRow(of="assignments", staff_id="S-1"),)):
        records = make_staff(assignments=(), refused=refused)
        chart = make_chart(notes=(make_note(),), staff=records, course=CourseOfCare(teams=(team,)))
        answers += [one.answer for one in of(run(chart, staff=records, all_answers=True), "pss-045")]
    assert answers == [Answer.MET, Answer.CANNOT_TELL]
