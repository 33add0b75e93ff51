"""What the records around the contacts change: units, groups, family, gaps, the end of an episode."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from pss_fhir.compliance import Answer, Finding, burn_downs, check_chart, check_signed_note, load_policies
from pss_fhir.compliance.facts.chart import ChartFacts
from pss_fhir.compliance.facts.ledger import Pool
from pss_fhir.domain.chart import Chart
from pss_fhir.domain.course import CourseOfCare
from pss_fhir.domain.episode import DischargeReason, DischargeSummary, Episode, EpisodeStatus
from pss_fhir.domain.group import GroupSession
from pss_fhir.domain.note import NoteStatus
from pss_fhir.domain.record import Days
from pss_fhir.domain.team import CareTeam, TeamMember, TeamRole, TeamStatus
from tests.builders import (
    CLIENT_REF,
    NOW,
    SPECIALIST_REF,
    at,
    make_chart,
    make_contact,
    make_group_contact,
    make_note,
    make_signature,
    make_staff,
)

POLICIES = load_policies()
ENDED = date(2026, 10, 1)


def episode(name: str, start: date | None, end: date | None = None, **changes: Any) -> Episode:
    status = EpisodeStatus.FINISHED if end else EpisodeStatus.ACTIVE
    given = {"status": status, "days": Days(start_on=start, end_on=end)} | changes
    return Episode(ref=f"EpisodeOfCare/{name}", client_ref=CLIENT_REF, **given)


OLD = episode("old", date(2026, 1, 5), date(2026, 8, 31))
NEW = episode("new", date(2026, 10, 5))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 4), OLD),
        (date(2026, 1, 5), OLD),
        (date(2026, 10, 4), OLD),
        (date(2026, 10, 5), NEW),
        (date(2027, 1, 1), NEW),
    ],
)
def test_episode_of_day_is_the_last_that_had_begun_or_the_first(day: date, expected: Episode) -> None:
    assert CourseOfCare(episodes=(NEW, OLD)).episode_of(day) == expected


@pytest.mark.parametrize(
    "changes",
    [{"status": EpisodeStatus.PLANNED}, {"status": EpisodeStatus.RETRACTED}, {"days": Days(start_on=None)}],
)
def test_episode_that_was_never_real_or_tells_no_start_is_passed_over(changes: dict[str, Any]) -> None:
    course = CourseOfCare(episodes=(episode("x", date(2026, 9, 1), **changes), OLD))
    assert course.real_episodes() == (OLD,)
    assert CourseOfCare().episode_of(ENDED) is None


def with_summer_visit(**course: Any) -> Chart:
    """24 units used in July without an approval, and one note in November."""
    summer = make_contact(
        ref="Encounter/summer",
        contact_identifier=None,
        started_at=at(9, day=date(2026, 7, 6)),
        ended_at=at(15, day=date(2026, 7, 6)),
    )
    return make_chart(authorizations=(), contacts=(summer,), notes=(make_note(),), course=course)


def test_units_without_approval_are_there_once_for_each_episode() -> None:
    [free] = burn_downs(with_summer_visit(episodes=(OLD, NEW)), POLICIES, as_of=NOW)
    [spent] = burn_downs(with_summer_visit(), POLICIES, as_of=NOW)
    assert (free.used, spent.used) == (3, 27)


@pytest.mark.parametrize(("episodes", "answer"), [((OLD, NEW), Answer.MET), ((), Answer.DOES_NOT_APPLY)])
def test_unmanaged_rule_counts_the_episode_of_the_visit(
    episodes: tuple[Episode, ...], answer: Answer
) -> None:
    chart = with_summer_visit(episodes=episodes)
    assert rule(
        check_signed_note(chart, chart.notes[0], POLICIES, as_of=NOW, all_answers=True), "pss-021"
    ) == [answer]


def test_pool_without_episodes_is_of_the_year_alone() -> None:
    facts = ChartFacts(make_chart(), POLICIES, as_of=NOW)
    assert facts.pool_of(ENDED, "H0038") == Pool(2027, "H0038", None)


def rule(found: tuple[Finding, ...], name: str) -> list[Answer]:
    return [one.answer for one in found if one.rule == name]


@pytest.mark.parametrize(
    ("present", "leaders", "answer"),
    [
        (12, 1, Answer.MET),
        (13, 1, Answer.BROKEN),
        (13, 2, Answer.MET),
        (24, 2, Answer.MET),
        (25, 2, Answer.BROKEN),
    ],
)
def test_group_may_have_twelve_members_for_each_who_leads_it(
    present: int, leaders: int, answer: Answer
) -> None:
    session = GroupSession(
        ref="Encounter/session",
        roster_ref="Group/monday",
        leader_refs=tuple(f"Practitioner/p-{number}" for number in range(leaders)),
        people_present=present,
    )
    note = make_note(contact=make_group_contact(people_present=None, group_ref=session.ref))
    chart = make_chart(notes=(note,), course={"sessions": (session,)})
    found = check_signed_note(chart, note, POLICIES, as_of=NOW, all_answers=True)
    assert rule(found, "pss-043") == [answer]


@pytest.mark.parametrize(
    ("is_family", "changes", "answer"),
    [
        (True, {}, Answer.BROKEN),
        (False, {}, Answer.MET),
        (None, {}, Answer.CANNOT_TELL),
        (True, {"status": TeamStatus.INACTIVE}, Answer.CANNOT_TELL),
    ],
)
def test_care_team_says_who_is_family_where_the_staff_folder_does_not(
    is_family: bool | None, changes: dict[str, Any], answer: Answer
) -> None:
    member = TeamMember(member_ref=SPECIALIST_REF, role=TeamRole.PEER_SPECIALIST, is_family_member=is_family)
    team = CareTeam(ref="CareTeam/t", client_ref=CLIENT_REF, members=(member,), **changes)
    chart = make_chart(notes=(make_note(),), staff=make_staff(assignments=()), course={"teams": (team,)})
    found = check_signed_note(chart, chart.notes[0], POLICIES, as_of=NOW, all_answers=True)
    assert rule(found, "pss-045") == [answer]


def test_gap_is_no_matter_once_the_episode_has_ended() -> None:
    old = make_contact(started_at=at(9, day=date(2026, 8, 3)), ended_at=at(10, day=date(2026, 8, 3)))
    running = make_chart(contacts=(old,), course={"episodes": (episode("e", date(2026, 1, 5)),)})
    ended = make_chart(contacts=(old,), course={"episodes": (OLD,)})
    assert rule(check_chart(running, POLICIES, as_of=NOW, all_answers=True), "rec-019") == [Answer.BROKEN]
    assert rule(check_chart(ended, POLICIES, as_of=NOW, all_answers=True), "rec-019") == [
        Answer.DOES_NOT_APPLY
    ]


def summary(signed_after: int, **changes: Any) -> DischargeSummary:
    moment = at(15, day=ENDED + timedelta(days=signed_after))
    given = {
        "summary_identifier": "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0d1",
        "client_ref": CLIENT_REF,
        "reason": DischargeReason.GOALS_REACHED,
        "discharged_on": ENDED,
        "services": "Weekly visits.",
        "progress": "Moved in.",
        "aftercare": "May come back.",
        "written_at": moment,
        "signature": make_signature(signed_at=moment),
    }
    return DischargeSummary(**(given | changes))


@pytest.mark.parametrize(
    ("summaries", "later", "answer"),
    [
        ((summary(29),), 60, Answer.MET),
        ((summary(30),), 60, Answer.MET),
        ((summary(31),), 60, Answer.BROKEN),
        ((), 30, Answer.DOES_NOT_APPLY),
        ((), 31, Answer.BROKEN),
        ((summary(1, status=NoteStatus.RETRACTED),), 31, Answer.BROKEN),
        ((summary(1, episode_ref="EpisodeOfCare/other"),), 31, Answer.BROKEN),
        ((summary(31), summary(2)), 60, Answer.MET),
    ],
)
def test_discharge_summary_is_due_on_day_30(
    summaries: tuple[DischargeSummary, ...], later: int, answer: Answer
) -> None:
    one = episode("e", date(2026, 1, 5), ENDED)
    chart = make_chart(course={"episodes": (one,), "discharges": summaries})
    found = check_chart(
        chart, POLICIES, as_of=at(23, 59, day=ENDED + timedelta(days=later)), all_answers=True
    )
    assert rule(found, "rec-018") == [answer]


def test_discharge_summary_of_each_of_two_episodes_is_asked_for() -> None:
    first, second = episode("a", date(2026, 1, 5), date(2026, 3, 1)), episode("b", date(2026, 5, 1), ENDED)
    chart = make_chart(course={"episodes": (second, first), "discharges": (summary(3),)})
    found = check_chart(chart, POLICIES, as_of=at(9, day=date(2026, 12, 1)), all_answers=True)
    by_focus = {one.focus: one.answer for one in found if one.rule == "rec-018"}
    assert by_focus == {first.ref: Answer.BROKEN, second.ref: Answer.MET}
