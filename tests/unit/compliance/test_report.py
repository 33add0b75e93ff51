"""The page of an audit: numbers in tables and pictures, nothing unescaped, no names."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from pss_fhir import __version__
from pss_fhir.compliance import audit, load_policies
from pss_fhir.compliance.check import Subject
from pss_fhir.compliance.report.markup import table, text
from pss_fhir.compliance.report.page import html_report
from pss_fhir.domain.chart import Chart
from pss_fhir.domain.episode import EpisodeStatus
from pss_fhir.domain.incident import Incident, IncidentLevel
from pss_fhir.domain.plan import GoalStatus
from pss_fhir.domain.record import Days
from pss_fhir.domain.staff import Assignment, RefusedRow
from tests.builders import (
    NOW,
    at,
    make_authorization,
    make_chart,
    make_contact,
    make_credential,
    make_goal,
    make_note,
    make_signature,
    make_specialist,
    make_staff,
)
from tests.builders_care import EPISODE

POLICIES = load_policies()
EMPTY = {"meta"}
GAP = '<rect class="gap"'
INCIDENT = Incident(
    incident_id="I-1",
    level=IncidentLevel.TWO,
    aware_at=at(9, day=date(2026, 11, 2)),
    occurred_at=at(9, day=date(2026, 11, 2)),
    during_service=True,
    local_plan="trillium",
)


class Nesting(HTMLParser):
    """Fails on a tag that is closed out of turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's signature
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page(**changes: Any) -> str:
    staff = make_staff(credentials=(*make_staff().credentials[1:],), trainings=())
    chart = make_chart(orders=(), notes=(make_note(),), staff=staff)
    arguments: dict[str, Any] = {
        "as_of": NOW,
        "policies": POLICIES,
        "staff": staff,
        "specialists": [make_specialist(credentials=(make_credential(expires_on=date(2026, 12, 1)),))],
        "for_pictures": True,
    }
    return html_report(audit([chart], **(arguments | changes)))


def page_of(chart: Chart, **changes: Any) -> str:
    arguments: dict[str, Any] = {"as_of": NOW, "policies": POLICIES, "for_pictures": True}
    return html_report(audit([chart], **(arguments | changes)))


def part(shown: str, title: str) -> str:
    """One section of the page."""
    [found] = [one for one in shown.split("<section id=")[1:] if f"<h2>{title}</h2>" in one]
    return found


def test_html_report_is_well_formed_and_holds_every_picture_with_its_table() -> None:
    shown = page(incidents=[INCIDENT])
    nesting = Nesting()
    nesting.feed(shown)
    assert nesting.open == []
    pictures = dict(re.findall(r"<svg role=\"img\".*?<title>(.*?)</title><desc>(.+?)</desc>", shown))
    assert set(pictures) == {
        "Clocks of incidents",
        "Units left, authorization A-1001",
        "Caseloads",
        "Specialists of each supervisor",
        "How soon things fall due",
        "How soon notes were signed",
        "Goals and the notes that worked on them",
    }
    assert shown.count("<table>") == len(pictures) + len(["the marks"])


def test_html_report_is_headed_by_the_agency_where_its_name_is_known() -> None:
    report = audit([], as_of=NOW, policies=POLICIES)
    assert "<h1>Audit of Nov 3, 2026</h1>" in html_report(report)
    shown = html_report(replace(report, agency="Peers & Co"))
    assert "<title>Peers &amp; Co: audit of Nov 3, 2026</title>" in shown
    assert "<h1>Peers &amp; Co: audit of Nov 3, 2026</h1>" in shown


def test_html_report_shows_clocks_of_incidents_with_what_is_left() -> None:
    shown = page(incidents=[INCIDENT])
    assert "<td>✕ overdue, by 7 hours</td>" in shown
    assert "<td>▶ 41 hours left</td>" in shown


def test_html_report_shows_disclosures_and_whether_a_ground_lets_them_go() -> None:
    sent = {
        "client_ref": "Patient/riley",
        "disclosed_at": NOW,
        "discloser_ref": "Organization/agency",
        "recipient": {"name": "Trillium"},
        "purpose": "payment",
        "record_refs": ("DocumentReference/n",),
        "is_part_2": True,
    }
    chart = make_chart(course={"disclosures": (sent,), "consents": ()})
    shown = html_report(audit([chart], as_of=NOW, policies=POLICIES, for_pictures=True))
    assert "<td>Trillium</td><td>payment</td><td>yes</td><td>✕ no ground</td>" in shown


@pytest.mark.parametrize(("clients", "is_over"), [(10, False), (11, True)])
def test_html_report_draws_a_caseload_by_the_tightest_limit(clients: int, is_over: bool) -> None:
    rows = tuple(Assignment(staff_id="S-1", client_ref=f"Patient/{number}") for number in range(clients))
    whole = page(staff=make_staff(assignments=rows))
    shown = whole[whole.index("<h2>Caseloads</h2>") : whole.index("<h2>Teams</h2>")]
    assert f"{clients} of 10{', over' if is_over else ''}</text>" in shown
    assert ('<rect class="over"' in shown) is is_over


def test_html_report_keeps_every_link_of_its_contents() -> None:
    shown = page()
    assert set(re.findall(r'href="#([^"]+)"', shown)) == set(re.findall(r'<section id="([^"]+)"', shown))


def test_html_report_sorts_findings_by_who_can_act() -> None:
    """What Jo's notes lack stands with what Jo owes as staff."""
    shown = page()
    assert "<h3>Practitioner/jo</h3>" not in shown
    of_jo = shown[shown.index("<h3>staff/S-1</h3>") : shown.index("<h3>staff/S-9</h3>")]
    assert "<code>pss-080</code>" in of_jo
    assert "<code>agency-training-orientation</code>" in of_jo


def test_html_report_tells_findings_that_say_the_same_once() -> None:
    """Twenty-two visits without an order are one row, which names twenty of them."""
    notes = tuple(
        make_note(
            note_identifier=f"urn:uuid:00000000-0000-0000-0000-0000000000{number:02}",
            contact=make_contact(
                ref=f"Encounter/v-{number}",
                contact_identifier=None,
                started_at=at(9, day=date(2026, 10, 5 + number)),
                ended_at=at(9, 30, day=date(2026, 10, 5 + number)),
            ),
            signature=make_signature(signed_at=at(10, day=date(2026, 10, 5 + number))),
        )
        for number in range(22)
    )
    shown = html_report(
        audit([make_chart(orders=(), notes=notes)], as_of=NOW, policies=POLICIES, for_pictures=True)
    )
    assert shown.count("<code>pss-080</code>") == 1
    assert "000000019 (Oct 24, 2026), and 2 more; `--format ndjson` names every one" in shown


def test_html_report_finding_shows_the_sum_and_the_section_of_its_source() -> None:
    shown = page(incidents=[INCIDENT], as_of=at(9, day=date(2026, 11, 6)))
    entry = shown[shown.index("<code>inc-005</code>") :]
    entry = entry[: entry.index("</article>")]
    assert "(clock from Nov 2, 2026, 9:00 am, due Nov 5, 2026, 9:00 am)" in entry
    assert "10A NCAC 27G .0604, (a) (state, FOUND-P)." in entry


def test_html_report_without_last_day_of_service_ends_on_the_day_of_the_audit() -> None:
    assert "<p>Service days from the beginning to Nov 3, 2026.</p>" in page()


@pytest.mark.parametrize(("days", "is_long"), [(30, False), (31, True)])
def test_html_report_goal_without_notes_between_two_for_more_than_30_days_shows_the_gap(
    days: int, is_long: bool
) -> None:
    days_of_service = (date(2026, 9, 1), date(2026, 9, 1) + timedelta(days=days))
    notes = tuple(
        make_note(
            note_identifier=f"urn:uuid:00000000-0000-0000-0000-00000000000{number}",
            contact=make_contact(
                ref=f"Encounter/v-{number}",
                contact_identifier=None,
                started_at=at(9, day=day),
                ended_at=at(9, 30, day=day),
            ),
            signature=make_signature(signed_at=at(10, day=day)),
        )
        for number, day in enumerate(days_of_service)
    )
    asked_at = at(16, day=days_of_service[1])
    shown = part(page_of(make_chart(notes=notes), as_of=asked_at), "Goals")
    assert (GAP in shown) is is_long
    assert f"<td>{days}</td>" in shown


@pytest.mark.parametrize(("days", "is_long"), [(30, False), (31, True)])
def test_html_report_goal_without_a_note_for_more_than_30_days_until_the_audit_shows_the_gap(
    days: int, is_long: bool
) -> None:
    asked_at = at(16, day=date(2026, 11, 3) + timedelta(days=days))
    shown = part(page_of(make_chart(notes=(make_note(),)), as_of=asked_at), "Goals")
    assert (GAP in shown, f": no note in {days} days</text>" in shown) == (is_long, is_long)
    [row] = re.findall(r"<tbody><tr>(.*?)</tr></tbody>", shown)
    assert row.endswith(f'<td>{days}</td><td class="day">Nov 3, 2026</td><td>{days}</td>')


@pytest.mark.parametrize(
    ("changes", "period", "told", "days"),
    [
        ({}, None, "no note in 152 days", ("never", "152")),
        ({"start_on": None}, None, "no note yet", ("never", "–")),
        ({"start_on": date(2026, 11, 3)}, None, "no note in 0 days", ("never", "0")),
        ({}, Days(start_on=date(2026, 10, 4)), "no note in 30 days", ("none in this time", "30")),
        ({}, Days(end_on=date(2026, 7, 1)), "no note in 27 days", ("never", "27")),
    ],
)
def test_html_report_goal_that_never_had_a_note_is_shown(
    changes: dict[str, Any], period: Days | None, told: str, days: tuple[str, str]
) -> None:
    chart = make_chart(goals=(make_goal(**({"start_on": date(2026, 6, 4)} | changes)),))
    shown = part(page_of(chart, period=period), "Goals")
    assert f": {told}</text>" in shown
    [row] = re.findall(r"<tbody><tr>(.*?)</tr></tbody>", shown)
    assert row.endswith(f"<td>{days[0]}</td><td>{days[1]}</td>")
    assert (GAP in shown) is (told == "no note in 152 days")


@pytest.mark.parametrize(
    "changes",
    [{"status": GoalStatus.COMPLETED}, {"status": GoalStatus.PROPOSED}, {"start_on": date(2026, 11, 4)}],
)
def test_html_report_goal_that_is_not_worked_on_waits_for_no_note(changes: dict[str, Any]) -> None:
    goals = (make_goal(**changes),)
    assert "No goal that is worked on" in part(page_of(make_chart(goals=goals)), "Goals")
    if "status" in changes:
        asked_at = at(16, day=date(2027, 2, 1))
        shown = part(page_of(make_chart(goals=goals, notes=(make_note(),)), as_of=asked_at), "Goals")
        assert GAP not in shown
        assert '<td class="day">Nov 3, 2026</td><td>–</td></tr>' in shown


@pytest.mark.parametrize(("ended", "is_shown"), [(date(2026, 11, 2), False), (date(2026, 11, 3), True)])
def test_html_report_goal_of_somebody_who_was_discharged_waits_for_no_note(
    ended: date, *, is_shown: bool
) -> None:
    episode = EPISODE.model_copy(update={"days": Days(start_on=date(2026, 1, 5), end_on=ended)})
    chart = make_chart(goals=(make_goal(),), course={"episodes": (episode,)})
    assert ("No goal that is worked on" in part(page_of(chart), "Goals")) is not is_shown
    begun = EPISODE.model_copy(update={"status": EpisodeStatus.CANCELLED})
    without = make_chart(goals=(make_goal(),), course={"episodes": (begun,)})
    assert "No goal that is worked on" not in part(page_of(without), "Goals")


def test_html_report_explains_no_lines_where_no_authorization_runs() -> None:
    past = make_authorization(days=Days(start_on=date(2026, 1, 5), end_on=date(2026, 4, 4)))
    shown = part(page_of(make_chart(authorizations=(past,))), "Units")
    assert "<td>ended</td>" in shown
    assert 'class="legend"' not in shown
    assert 'class="legend"' in part(page_of(make_chart()), "Units")


def test_html_report_names_alike_trainings_once_of_what_nobody_can_say() -> None:
    shown = part(page(staff=make_staff(unread=("trainings",))), "What falls due")
    assert shown.count("training in ") == 1
    assert re.search(r"<td>[^<]*training in [^<]*, client rights, [^<]* and [^<]*</td>", shown)


def test_html_report_pictures_the_goals_with_the_longest_gaps_where_there_are_many() -> None:
    goals = tuple(
        make_goal(ref=f"Goal/{number}", start_on=date(2026, 11, 3) - timedelta(days=number))
        for number in range(41)
    )
    shown = part(page_of(make_chart(goals=goals)), "Goals")
    drawn = re.findall(r">(Goal/\d+) of Patient/riley: no note in \d+ days?</text>", shown)
    assert (len(drawn), "Goal/0" in drawn, shown.count("<tr><td>")) == (40, False, 41)
    assert "The picture has the 40 goals with the longest gaps" in shown


def test_html_report_explains_the_marks_of_every_picture() -> None:
    rows = tuple(Assignment(staff_id="S-1", client_ref=f"Patient/{number}") for number in range(11))
    late = make_note(signature=make_signature(signed_at=at(10, day=date(2026, 11, 12))))
    shown = page_of(
        make_chart(notes=(late,)),
        as_of=at(16, day=date(2026, 11, 12)),
        staff=make_staff(assignments=rows, trainings=()),
        incidents=[INCIDENT],
    )
    for section in shown.split("<section id=")[1:]:
        drawn = section
        explained: set[str] = set()
        for swatch in re.findall(r'<svg class="swatch" aria-hidden="true".*?</svg>', section):
            explained |= set(re.findall(r'class="(\w+)"', swatch[20:]))
            drawn = drawn.replace(swatch, "")
        used = set(re.findall(r'<(?:rect|polyline) class="(\w+)"', drawn))
        assert used - {"rest", "axis"} <= explained, section[:60]
    assert set(re.findall(r'<rect class="over"', shown)) == {'<rect class="over"'}


def test_html_report_table_of_goals_counts_every_mark_of_the_picture() -> None:
    shown = page()
    lanes = shown[shown.index("<title>Goals") :]
    head = re.findall(r'<th scope="col">(.*?)</th>', lanes[: lanes.index("</thead>")])
    [row] = re.findall(r"<tbody><tr>(.*?)</tr></tbody>", lanes)[:1]
    cells = dict(zip(head, re.findall(r"<td.*?>(.*?)</td>", row), strict=True))
    told = ("progress", "achieved", "no change", "setback", "not said")
    assert int(cells["notes"]) == sum(int(cells[name]) for name in told) == 1


def test_html_report_names_nobody() -> None:
    assert "HTEST" not in page()


def test_html_report_of_nothing_says_so() -> None:
    shown = html_report(
        audit([], as_of=NOW, policies=POLICIES, staff=make_staff(members=()), for_pictures=True)
    )
    for what in ("authorization", "visit", "disclosure", "clock of an incident"):
        assert f"<p>No {what} is among what was read.</p>" in shown
    for words in ("No assignment", "Nothing is overdue", "No goal"):
        assert words in shown


@pytest.mark.parametrize(("value", "shown"), [("<b>&", "&lt;b&gt;&amp;"), (None, "–"), (3, "3")])
def test_text_escapes_and_shows_nothing_as_a_dash(value: object, shown: str) -> None:
    assert text(value) == shown
    assert f"<td>{shown}</td>" in table("a", ("b",), [(value,)])


@pytest.mark.parametrize(
    "changes", [{"unread": ("assignments",)}, {"refused": (RefusedRow(of="assignments"),)}]
)
def test_html_report_caseloads_say_when_assignments_were_not_read(changes: dict[str, Any]) -> None:
    told = "assignments.csv is missing or could not all be read; there may be more clients."
    shown = part(page(staff=make_staff(**changes)), "Caseloads")
    assert told in shown
    assert ">at least 1 of 10</text>" in shown
    assert "<td>cpss</td><td>at least 1</td>" in shown
    assert "could not all be read" not in page(staff=make_staff())


def test_html_report_caseload_is_whole_where_a_row_about_somebody_else_was_not_read() -> None:
    staff = make_staff(refused=(RefusedRow(of="assignments", staff_id="S-9"),))
    shown = part(page(staff=staff), "Caseloads")
    assert "there may be more clients" in shown
    assert "<td>cpss</td><td>1</td>" in shown


def test_html_report_calendar_says_what_could_not_be_known_and_why() -> None:
    """Two people have the same open question, a third person none."""
    jo, sam = make_staff().members
    kim = jo.model_copy(update={"staff_id": "S-2", "practitioner_ref": None, "hired_on": date(2026, 11, 2)})
    staff = make_staff(members=(kim, jo, sam), supervision=(), unread=("supervision",))
    shown = part(page(staff=staff), "What falls due")
    [rows] = re.findall(r"<caption>Of what nobody can say.*?</table>", shown)
    assert (
        "<td>staff/S-1, staff/S-2</td><td>supervision contract or its review</td>"
        "<td>supervision.csv is missing or could not be read</td>"
    ) in rows
    assert rows.count("<tr>") == 2
    assert "Of what nobody can say" not in page(staff=make_staff())


def test_html_report_calendar_never_says_nothing_where_it_does_not_know() -> None:
    nobody = make_staff(members=())
    assert "<p>Nothing is overdue" in part(page(staff=nobody), "What falls due")
    unread = make_staff(members=(), unread=("members",))
    shown = page(staff=unread)
    assert "<p>Nothing that is known is overdue" in part(shown, "What falls due")
    told = "staff.csv is missing or could not all be read; there may be people who are not here."
    for title in ("What falls due", "Caseloads", "Teams"):
        assert told in part(shown, title)


def test_html_report_without_staff_records_says_that_nothing_can_be_said_of_staff() -> None:
    shown = page(staff=None)
    for title in ("What falls due", "Caseloads", "Teams"):
        section = part(shown, title)
        assert "No staff records were given" in section
        assert "on record" not in section
        assert "Nothing" not in section


def lacks_supervision(shown: str) -> str:
    """The last cell of the table of teams."""
    [teams] = re.findall(r"<caption>Teams</caption>.*?</table>", shown)
    return re.findall(r"<td>(.*?)</td>", teams)[-1]


@pytest.mark.parametrize("narrowed", [{"only": {Subject.NOTE}}, {"about": {"staff/S-9"}}])
def test_html_report_does_not_say_that_nobody_lacks_supervision_where_that_was_not_asked(
    narrowed: dict[str, Any],
) -> None:
    assert lacks_supervision(page(**narrowed)) == "not asked"
    assert lacks_supervision(page()) == "nobody"
    assert lacks_supervision(page(about={"staff/S-1"})) == "nobody"


def test_html_report_says_whose_supervision_cannot_be_told() -> None:
    staff = make_staff(supervision=(), unread=("supervision",))
    assert lacks_supervision(page(staff=staff)) == "not known of staff/S-1"
    assert lacks_supervision(page(staff=make_staff(supervision=()))) == "staff/S-1"


def test_html_report_names_the_rules_in_force_and_the_agencys_own_files(tmp_path: Path) -> None:
    own = tmp_path / "our-rules.toml"
    own.write_text("")
    shown = page(policies=load_policies([own]))
    told = f"Rules: those of pss-fhir {__version__}, with our-rules.toml of the agency laid over, as of Nov"
    assert told in shown
    assert re.search(r"\d+ rules were asked\.", shown)
    assert str(tmp_path) not in shown
    assert f"Rules: those of pss-fhir {__version__}, as of" in page()


def test_html_report_explains_each_mark_and_short_word_that_it_uses() -> None:
    shown = page()
    used = set(re.findall(r"\((?:federal|state|plan|agency), ([A-Za-z-]+)\)", shown))
    [legend] = re.findall(r"<caption>What the marks and short words mean</caption>.*?</table>", shown)
    explained = re.findall(r"<tr><td>(.*?)</td><td>(.+?)</td></tr>", legend)
    assert used
    assert used <= {word for word, _ in explained}
    assert "✕ error" in {word for word, _ in explained}


def test_html_report_writes_the_day_of_service_as_it_writes_every_day() -> None:
    shown = page()
    assert "(Nov 3, 2026)" in shown
    assert not re.search(r"\(20\d\d-\d\d-\d\d\)", shown)


def test_html_report_late_note_is_told_with_a_sum_that_says_more_than_its_message() -> None:
    late = make_note(signature=make_signature(signed_at=at(9, day=date(2026, 11, 6))))
    findings = audit([make_chart(notes=(late,))], as_of=at(9, day=date(2026, 11, 7))).findings
    [found] = [one for one in findings if one.rule == "rec-005"]
    assert found.evidence.arithmetic == "42 hours after the time had run out"
