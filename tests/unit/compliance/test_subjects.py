"""One thing at a time: each subject is reached by itself and says what the audit of everything says."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

import pytest

from pss_fhir.compliance import (
    Finding,
    audit,
    calendar_gaps_of,
    calendar_of,
    check_chart,
    check_disclosure,
    check_incident,
    check_specialist,
    check_team,
    clocks_of,
    load_policies,
)
from pss_fhir.compliance.check import Subject
from pss_fhir.compliance.incident_clocks import ClockState
from pss_fhir.domain.consent import Disclosure
from pss_fhir.domain.incident import Incident, IncidentLevel, IncidentStep, StepTaken
from tests.builders import (
    CLIENT_REF,
    NOW,
    at,
    make_chart,
    make_note,
    make_specialist,
    make_staff,
)
from tests.builders_care import WHOLE_RECORDS

POLICIES = load_policies()
STAFF = make_staff(trainings=(), supervision=())
JO, SAM = STAFF.members
TODAY = date(2026, 11, 3)
AWARE = at(9, day=date(2026, 11, 2))
INCIDENT = Incident(
    incident_id="I-1",
    level=IncidentLevel.TWO,
    occurred_at=AWARE,
    aware_at=AWARE,
    during_service=True,
    local_plan="trillium",
)
SENT = Disclosure.model_validate(dict(WHOLE_RECORDS["Disclosure"]) | {"client_ref": CLIENT_REF})
CHART = make_chart(orders=(), notes=(make_note(),), course={"disclosures": (SENT,), "consents": ()})


def everything(**narrowed: Any) -> Collection[Finding]:
    return audit(
        [CHART],
        as_of=NOW,
        policies=POLICIES,
        staff=STAFF,
        specialists=[make_specialist()],
        incidents=[INCIDENT],
        **narrowed,
    ).findings


def test_check_chart_says_what_the_audit_says() -> None:
    assert set(check_chart(CHART, POLICIES, as_of=NOW)) == set(everything(only={Subject.CHART}))


def test_check_specialist_says_what_the_audit_says() -> None:
    found = check_specialist(JO, STAFF, POLICIES, today=TODAY, specialist=make_specialist())
    assert found
    assert set(found) == set(everything(only={Subject.SPECIALIST}, about={"staff/S-1"}))


def test_check_team_says_what_is_so_of_the_team_and_its_members() -> None:
    found = check_team(SAM, STAFF, POLICIES, today=TODAY)
    assert "agency-supervision-monthly" in {finding.rule for finding in found}
    assert {finding.subject for finding in found} <= {"staff/S-9", "staff/S-1"}


def test_check_incident_says_what_the_audit_says() -> None:
    found = check_incident(INCIDENT, POLICIES, as_of=NOW)
    assert found
    assert set(found) == set(everything(about={"incident/I-1"}))


def test_check_disclosure_says_what_the_audit_says() -> None:
    found = check_disclosure(SENT, (), POLICIES, as_of=NOW)
    assert found
    assert set(found) == set(everything(only={Subject.DISCLOSURE}))


def test_audit_about_one_note_leaves_everything_else_out() -> None:
    focus = CHART.notes[0].ref or CHART.notes[0].note_identifier
    found = everything(about={focus})
    assert {finding.focus for finding in found} == {focus}
    assert not everything(about={"Patient/nobody"})


def test_calendar_of_member_is_in_the_order_of_days() -> None:
    items = calendar_of(JO, STAFF, POLICIES, today=TODAY, specialist=make_specialist())
    assert [item.due_on for item in items] == sorted(item.due_on for item in items)
    assert {item.subject for item in items} == {"staff/S-1"}


def test_calendar_gaps_of_member_are_those_of_the_audit_and_fall_due_on_no_day() -> None:
    staff = STAFF.model_copy(update={"unread": ("supervision",)})
    [gap] = calendar_gaps_of(JO, staff, POLICIES, today=TODAY, specialist=make_specialist())
    assert (gap.subject, gap.what) == ("staff/S-1", "supervision contract or its review")
    assert gap.why == "supervision.csv is missing or could not be read"
    assert gap in audit([], as_of=NOW, policies=POLICIES, staff=staff).unknown
    assert gap.rule not in {item.rule for item in calendar_of(JO, staff, POLICIES, today=TODAY)}


def test_calendar_gaps_of_member_of_whole_records_are_none() -> None:
    assert calendar_gaps_of(JO, STAFF, POLICIES, today=TODAY) == ()


@pytest.mark.parametrize(
    ("taken", "later", "state"),
    [
        (None, timedelta(hours=72), ClockState.RUNNING),
        (None, timedelta(hours=72, seconds=1), ClockState.OVERDUE),
        (timedelta(hours=72), timedelta(days=9), ClockState.DONE),
        (timedelta(hours=72, seconds=1), timedelta(days=9), ClockState.DONE_LATE),
    ],
)
def test_clocks_of_incident_run_to_their_last_moment(
    taken: timedelta | None, later: timedelta, state: ClockState
) -> None:
    steps = (StepTaken(step=IncidentStep.STATE_SYSTEM, taken_at=AWARE + taken),) if taken else ()
    incident = INCIDENT.model_copy(update={"steps": steps})
    [clock] = [one for one in clocks_of(incident, POLICIES, as_of=AWARE + later) if one.rule == "inc-005"]
    assert (clock.state, clock.due_at - clock.started_at) == (state, timedelta(hours=72))
    left = timedelta(hours=72) - (taken or later)
    assert clock.hours_left == pytest.approx(left.total_seconds() / 3600)


def test_clocks_of_incident_without_a_level_are_those_for_any_level() -> None:
    unknown = INCIDENT.model_copy(update={"level": None})
    assert {clock.rule for clock in clocks_of(unknown, POLICIES, as_of=NOW)} == {"inc-019"}
