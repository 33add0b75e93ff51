"""Domain records to what pages show: made-up charts, every state of a filing, missing parts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import render_template

from pss_fhir.compliance import burn_downs, load_policies
from pss_fhir.domain.chart import ChartPart
from pss_fhir.domain.note import NoteStatus, Progress
from pss_fhir.domain.record import TimeSpan
from pss_fhir.domain.units import UnitCount
from pss_fhir.issues import Issue, Severity
from pss_fhir.outbox import Filing, OutboxState, Rung
from pss_fhir.store import HistoryEntry, RecordKind
from pss_fhir.workflows.check_draft import VisitUnits
from pss_fhir.workflows.file_note import FiledNote, Sequel
from pss_fhir.workflows.read_chart import ChartView
from smart_app.present.chart_page import show_chart
from smart_app.present.frame import Frame, show_person
from smart_app.present.result_page import show_result
from smart_app.present.units import in_force, show_units, units_words
from tests.app.conftest import Clinic
from tests.builders import (
    GOAL_REF,
    NOTE_IDENTIFIER,
    NOW,
    at,
    make_authorization,
    make_chart,
    make_client,
    make_contact,
    make_goal_progress,
    make_note,
)

TODAY = NOW.date()
TWO_TO_THREE = TimeSpan(started_at=at(14), ended_at=at(15))
THREE_TO_FOUR = TimeSpan(started_at=at(15), ended_at=at(16))
OWN = UnitCount(minutes=52, units=3, left_over_minutes=7)


@pytest.mark.parametrize(
    ("units", "told"),
    [
        (VisitUnits(OWN, 3), None),
        (VisitUnits(OWN, 3, (TWO_TO_THREE,)), None),
        (VisitUnits(OWN, 4), ("4 units", "the minutes of all visits of the day are added up first")),
        (VisitUnits(OWN, 1, (TWO_TO_THREE,)), ("1 unit", "it overlaps the visit from 2:00 PM to 3:00 PM")),
        (
            VisitUnits(OWN, 0, (TWO_TO_THREE, THREE_TO_FOUR)),
            ("0 units", "it overlaps other visits of the day"),
        ),
    ],
)
def test_units_when_the_day_gets_another_number_then_both_and_the_reason(
    units: VisitUnits, told: tuple[str, str] | None
) -> None:
    beyond = f". Adds {told[0]} to the day, because {told[1]}." if told else ""

    assert units_words(units) == f"52 min = 3 units, 7 min left over{beyond}"


def make_filing(state: OutboxState = OutboxState.FILED, **changes: Any) -> Filing:
    """A note's filing in a state, signed an hour ago."""
    signed = HistoryEntry(
        at=NOW - timedelta(hours=1),
        from_state=None,
        to_state="queued",
        rung="document-period",
        answer="signed",
    )
    moved = HistoryEntry(
        at=NOW, from_state="queued", to_state=state.value, rung="document-period", answer="201"
    )
    fields: dict[str, Any] = {
        "note_identifier": NOTE_IDENTIFIER,
        "kind": RecordKind.NOTE,
        "about": None,
        "state": state,
        "rung": Rung.DOCUMENT_PERIOD,
        "ref": "DocumentReference/1" if state is OutboxState.FILED else None,
        "filed_at": NOW if state is OutboxState.FILED else None,
        "attempts": 1,
        "next_at": None,
        "problem": None,
        "words": "What the outbox says.",
        "history": (signed, moved),
    }
    return Filing(**(fields | changes))


def make_view(**changes: Any) -> ChartView:
    """A chart view with nothing beside the chart."""
    fields: dict[str, Any] = {
        "chart": make_chart(),
        "burn_downs": (),
        "drafts": (),
        "filings": (),
        "problems": (),
    }
    return ChartView(**(fields | changes))


def chart_page(view: ChartView) -> Any:
    """The chart page of a view."""
    return show_chart(view, site_name="HTEST EHR", now=NOW, note_href=lambda identifier: f"/{identifier}")


def test_note_that_the_ehr_holds_and_one_that_waits_are_listed_once_each() -> None:
    waiting = make_filing(OutboxState.QUEUED, note_identifier="urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0ff")
    view = make_view(chart=make_chart(notes=(make_note(),)), filings=(waiting, make_filing()))

    notes = chart_page(view).notes

    assert [(note.state_words, note.href is not None) for note in notes] == [
        ("Not in the EHR yet", True),
        ("Filed", True),
    ]


def test_note_of_somebody_else_has_no_page_here() -> None:
    note = chart_page(make_view(chart=make_chart(notes=(make_note(),)))).notes[0]

    assert (note.state_words, note.href) == ("In the EHR", None)


def test_note_entered_in_error_says_so_and_counts_for_no_goal() -> None:
    page = chart_page(make_view(chart=make_chart(notes=(make_note(status=NoteStatus.RETRACTED),))))

    assert page.notes[0].state_words == "Entered in error"
    assert page.goals[0].lane.marks == ()


def test_goal_shows_each_note_that_worked_on_it() -> None:
    notes = tuple(
        make_note(
            note_identifier=f"urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0{day:02}",
            contact=make_contact(
                started_at=at(10, day=date(2026, 10, day)), ended_at=at(11, day=date(2026, 10, day))
            ),
            goals=(make_goal_progress(goal_ref=GOAL_REF, progress=progress),),
        )
        for day, progress in ((5, Progress.SETBACK), (20, Progress.ACHIEVED))
    )

    goal = chart_page(make_view(chart=make_chart(notes=notes))).goals[0]

    assert [mark.shape for mark in goal.lane.marks] == ["down", "star"]
    assert goal.source_words == "In their own words"
    assert goal.target_words == "Wants to be there by Feb 28, 2027"


@pytest.mark.parametrize(
    ("part", "attribute"),
    [
        (ChartPart.GOALS, "no_goals_words"),
        (ChartPart.NOTES, "no_notes_words"),
        (ChartPart.AUTHORIZATIONS, "no_authorizations_words"),
    ],
)
def test_part_that_was_not_read_is_never_called_empty(part: ChartPart, attribute: str) -> None:
    page = chart_page(make_view(chart=make_chart(unread=frozenset({part}))))

    assert "could not read" in getattr(page, attribute)
    assert "could not read" not in getattr(chart_page(make_view()), attribute)


def test_same_problem_many_times_is_said_once_with_the_worst_first() -> None:
    mild = Issue(Severity.INFORMATION, "chart.part-not-offered", "The plans were not read.")
    bad = Issue(Severity.WARNING, "chart.part-failed", "The goals could not be read.")

    unread = chart_page(make_view(problems=(mild, mild, bad))).unread

    assert [each.message for each in unread] == [
        "The goals could not be read.",
        "The plans were not read. (2 times)",
    ]


def test_elements_of_records_are_kept_apart_for_whoever_looks_after_the_ehr() -> None:
    """A path of a resource says nothing to a specialist, and much to an administrator."""
    element = Issue(Severity.WARNING, "mapping.no-time", "Encounter.period.start names a day but no time.")
    part = Issue(Severity.WARNING, "chart.part-failed", "The goals could not be read.")

    page = chart_page(make_view(problems=(element, element, part)))

    assert [each.message for each in page.unread] == ["The goals could not be read."]
    assert [each.message for each in page.left_out] == [
        "Encounter.period.start names a day but no time. (2 times)"
    ]


def test_units_of_an_authorization_are_pictured_and_told_in_numbers() -> None:
    chart = make_chart(contacts=(make_contact(),), authorizations=(make_authorization(units=64),))
    burns = burn_downs(chart, load_policies(), as_of=NOW)
    card = show_units(1, burns[0], TODAY)

    assert (card.left_words, card.used_words) == ("61 units left", "3 of 64 units used.")
    assert card.picture is not None
    assert ("Units approved", "64") in card.rows
    assert ("Units left", "61") in card.rows
    assert in_force(burns, is_group=False) is burns[0]


def test_units_that_are_overdrawn_are_never_called_left() -> None:
    chart = make_chart(contacts=(make_contact(),), authorizations=(make_authorization(units=2),))

    card = show_units(1, burn_downs(chart, load_policies(), as_of=NOW)[0], TODAY)

    assert card.left_words == "1 unit too many"
    assert card.weight == "bad"


def test_person_without_a_full_birth_date_is_shown_without_an_age() -> None:
    person = show_person(make_client(birth_on=None, died=True), is_shown=True, today=TODAY)

    assert person.born == "birth date not in the record"
    assert person.died == "The record says that this person has died."


@pytest.mark.parametrize(
    ("state", "in_seconds", "is_said"),
    [
        (OutboxState.UNKNOWN, 40, True),
        (OutboxState.QUEUED, 90, True),
        (OutboxState.UNKNOWN, 0, False),
        (OutboxState.FILED, 1800, False),
        (OutboxState.REFUSED, None, False),
    ],
)
def test_wait_that_a_wish_does_not_shorten_is_said(
    state: OutboxState, in_seconds: int | None, is_said: bool
) -> None:
    next_at = None if in_seconds is None else NOW + timedelta(seconds=in_seconds)
    filed = FiledNote(make_note(), make_filing(state, next_at=next_at), "T")

    lines = show_result(filed, None, sign_in_href="/", now=NOW).lines

    assert any(line.startswith("The app takes it up again at 4:0") for line in lines) is is_said


@pytest.mark.parametrize("state", OutboxState)
def test_result_page_of_every_state_renders_and_never_says_more_than_is_known(
    clinic: Clinic, state: OutboxState
) -> None:
    problem = Issue(Severity.ERROR, "client.forbidden", "The server refused it.")
    filing = make_filing(state, problem=problem if state is OutboxState.REFUSED else None)
    filed = FiledNote(note=make_note(is_late_entry=True), filing=filing, text="TEXT OF THE NOTE")
    page = show_result(filed, make_view(), sign_in_href="/launch/standalone", now=NOW)
    frame = Frame(lid="L", chart_stamp="S", here="", person=None, style_url=None)

    with clinic.app.test_request_context():
        html = render_template("result/show.html", page=page, frame=frame)

    assert "TEXT OF THE NOTE" in html
    assert "What the outbox says." in html
    assert "Late entry" in html
    assert ("<h1>Filed, 4:00 PM</h1>" in html) is (state is OutboxState.FILED)
    assert ("Sign in again</a>" in html) is (state is OutboxState.WAITING_FOR_SIGN_IN)
    assert ("Copy or print the note" in html) is (state is OutboxState.TO_BE_COPIED)
    assert ("client.forbidden" in html) is (state is OutboxState.REFUSED)
    assert ("data-watch" in html) is page.is_moving


def test_result_page_shows_an_addition_and_a_taking_back_with_their_own_states() -> None:
    about = {"about": NOTE_IDENTIFIER, "note_identifier": "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0aa"}
    added = make_filing(OutboxState.TO_BE_COPIED, kind=RecordKind.ADDENDUM, **about)
    taken = make_filing(OutboxState.REFUSED, kind=RecordKind.RETRACTION, **about)
    sequels = (Sequel(added, "ADDED TEXT"), Sequel(taken, None))

    page = show_result(FiledNote(make_note(), make_filing(), "T", sequels), None, sign_in_href="/", now=NOW)

    assert [(each.title, each.text, each.confirm_words, each.can_try) for each in page.sequels] == [
        ("Addition, 3:00 PM", "ADDED TEXT", "I filed it", False),
        ("Taken back, 3:00 PM", None, None, True),
    ]
    assert page.can_retract is False


def test_history_of_a_filing_ends_with_its_state() -> None:
    filing = make_filing(OutboxState.UNKNOWN)

    page = show_result(FiledNote(make_note(), filing, "T"), None, sign_in_href="/", now=NOW)

    assert page.history[-1] == ("4:00 PM", "Not known if it arrived (201)")
