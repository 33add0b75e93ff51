"""The note form read into a draft: nothing typed is lost, and what cannot be read is named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from pss_fhir.clock import NEW_YORK
from pss_fhir.domain.contact import AudioOnlyReason, ContactKind, Modality, Place, Remote
from pss_fhir.domain.interventions import Intervention
from pss_fhir.domain.note import NoteDraft, Progress
from smart_app.note_form import ReadForm, cleaned, read_form, with_clock
from tests.builders import CLIENT_REF, GOAL_REF, NOTE_IDENTIFIER, SPECIALIST_REF

TODAY = date(2026, 11, 3)
GOALS = {GOAL_REF: "I want to keep my own apartment."}
EMPTY = NoteDraft(note_identifier=NOTE_IDENTIFIER, client_ref=CLIENT_REF, author_ref=SPECIALIST_REF)


def read(before: NoteDraft = EMPTY, **sent: Any) -> ReadForm:
    """What a form says; lists stand for several values of one name."""
    fields = MultiDict({"service_on": "2026-11-03", "is_billed": "yes"})
    for name, value in sent.items():
        fields.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return read_form(fields, before, GOALS, today=TODAY)


def codes(form: ReadForm) -> list[tuple[str, str | None]]:
    """Code and field of each problem."""
    return [(issue.code, issue.path) for issue in form.problems]


def test_read_form_of_a_whole_note_takes_every_field() -> None:
    fields = MultiDict(
        [
            ("service_on", "2026-11-03"),
            ("started_at", "14:00"),
            ("ended_at", "14:52"),
            ("kind", "collateral"),
            ("modality", "telephone"),
            ("place", "home"),
            ("place_name", "kitchen"),
            ("goals", GOAL_REF),
            (f"progress-{GOAL_REF}", "setback"),
            ("interventions", "housing-support"),
            ("interventions", "recovery-coaching"),
            ("purpose", "why"),
            ("intervention_text", "what"),
            ("response", "how"),
            ("next_step", "next"),
        ]
    )

    form = read_form(fields, EMPTY, GOALS, today=TODAY)
    draft = form.draft

    assert form.problems == ()
    assert draft.contact.minutes == 52
    assert (draft.kind, draft.modality, draft.place) == (
        ContactKind.COLLATERAL,
        Modality.TELEPHONE,
        Place.HOME,
    )
    assert draft.is_billed is False
    assert [(goal.goal_ref, goal.words, goal.progress) for goal in draft.goals] == [
        (GOAL_REF, GOALS[GOAL_REF], Progress.SETBACK)
    ]
    assert draft.interventions == (Intervention.COACHING, Intervention.HOUSING)
    assert [draft.place_name, draft.purpose, draft.intervention_text, draft.response, draft.next_step] == [
        "kitchen",
        "why",
        "what",
        "how",
        "next",
    ]


AT_A_DISTANCE = {
    "has_agreed": "yes",
    "specialist_place": "office",
    "audio_only_reason": "declined-video",
    "failure": " The line broke twice. ",
}


def test_read_form_of_a_call_says_how_it_went_at_a_distance() -> None:
    by_phone = read(modality="telephone", **AT_A_DISTANCE).draft

    assert by_phone.contact.remote == Remote(
        specialist_place=Place.OFFICE,
        has_agreed=True,
        audio_only_reason=AudioOnlyReason.DECLINED_VIDEO,
        failure="The line broke twice.",
    )
    assert read(modality="telephone").draft.remote is None


def test_read_form_of_a_video_call_has_no_reason_for_voice_alone() -> None:
    remote = read(modality="telehealth", **AT_A_DISTANCE).draft.contact.remote

    assert remote is not None
    assert remote.audio_only_reason is None
    assert remote.failure == "The line broke twice."


def test_read_form_of_a_visit_keeps_what_was_written_of_a_call_out_of_the_contact() -> None:
    """Somebody may choose the wrong way of meeting for a moment."""
    by_phone = read(modality="telephone", **AT_A_DISTANCE).draft

    visit = read(by_phone, modality="in-person", **AT_A_DISTANCE).draft

    assert visit.contact.remote is None
    assert read(visit, modality="telephone", **AT_A_DISTANCE).draft.remote == by_phone.remote


def test_read_form_names_a_choice_that_there_is_not() -> None:
    form = read(modality="telephone", specialist_place="moon")

    assert codes(form) == [("app.choice-unknown", "specialist_place")]


def test_read_form_keeps_what_the_form_does_not_show() -> None:
    """Identifier, author, encounter and order come from the draft, whatever is sent."""
    before = EMPTY.model_copy(update={"encounter_ref": "Encounter/1", "order_ref": "ServiceRequest/1"})

    draft = read(before, client_ref="Patient/other", encounter_ref="Encounter/2").draft

    assert (draft.note_identifier, draft.client_ref, draft.encounter_ref, draft.order_ref) == (
        NOTE_IDENTIFIER,
        CLIENT_REF,
        "Encounter/1",
        "ServiceRequest/1",
    )


def test_read_form_with_a_goal_that_is_not_offered_leaves_it_out() -> None:
    assert read(goals="Goal/of-somebody-else").draft.goals == ()


def test_read_form_with_a_goal_the_draft_holds_keeps_its_words_when_the_chart_is_gone() -> None:
    held = read(goals=GOAL_REF).draft

    again = read_form(MultiDict({"goals": GOAL_REF}), held, {}, today=TODAY).draft

    assert again.goals == held.goals


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"place": "moon"}, [("app.choice-unknown", "place")]),
        ({"interventions": ["therapy"]}, [("app.choice-unknown", "interventions")]),
        ({"started_at": "noon"}, [("app.time-unreadable", "started_at")]),
        ({"service_on": "3 Nov", "started_at": "14:00"}, [("app.day-unreadable", "started_at")]),
        ({"service_on": "0020-11-03", "started_at": "14:00"}, [("app.day-unreadable", "started_at")]),
        ({"service_on": "9999-12-31", "started_at": "14:00"}, [("app.day-unreadable", "started_at")]),
        ({"ended_at": "14:52"}, [("app.end-without-start", "started_at")]),
        ({"service_on": "2026-11-01"}, [("app.day-without-start", "started_at")]),
        ({"service_on": "2026-03-08", "started_at": "02:30"}, [("app.time-skipped", "started_at")]),
    ],
)
def test_read_form_names_what_cannot_be_kept(sent: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert codes(read(**sent)) == expected


def test_read_form_with_a_time_it_cannot_read_keeps_the_times_of_before() -> None:
    before = read(started_at="14:00", ended_at="14:52").draft

    form = read(before, started_at="14h", ended_at="15:00")

    assert (form.draft.started_at, form.draft.ended_at) == (before.started_at, before.ended_at)


def test_read_form_with_an_end_before_the_start_keeps_both_and_counts_no_minutes() -> None:
    draft = read(started_at="14:00", ended_at="13:00").draft

    assert draft.ended_at is not None
    assert draft.contact.minutes is None


def test_read_form_of_a_visit_past_midnight_counts_to_the_next_day() -> None:
    draft = read(service_on="2026-11-02", started_at="23:30", ended_at="00:15", ends_next_day="yes").draft

    assert draft.contact.minutes == 45
    assert draft.service_on == date(2026, 11, 2)


def test_read_form_across_the_repeated_hour_counts_the_time_that_passed() -> None:
    """01:50 to 01:10 on the night the clocks go back can only mean the second 01:10."""
    draft = read(service_on="2026-11-01", started_at="01:50", ended_at="01:10").draft

    assert draft.contact.minutes == 20


def test_read_form_again_keeps_the_second_of_two_equal_wall_times() -> None:
    """Saving a page twice must not move a visit by an hour."""
    first = read(service_on="2026-11-01", started_at="00:50", ended_at="01:10").draft
    later = datetime(2026, 11, 1, 1, 10, fold=1, tzinfo=NEW_YORK)
    held = NoteDraft.model_validate({**first.model_dump(), "ended_at": later})

    again = read(held, service_on="2026-11-01", started_at="00:50", ended_at="01:10").draft

    assert again.ended_at == later.astimezone(UTC)
    assert again.contact.minutes == 80


def test_cleaned_text_has_one_kind_of_line_break_and_no_control_characters() -> None:
    assert cleaned("a\r\nb\rc\x0bd\te\x00f\x7f") == "a\nb\nc\nd\te f "


@given(st.text())
def test_cleaned_text_stays_as_it_is_when_cleaned_again(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)


@given(
    st.text(alphabet=st.characters(min_codepoint=32, exclude_characters="\x7f", exclude_categories=["Cs"]))
)
def test_cleaned_text_loses_nothing_a_person_can_type(text: str) -> None:
    assert cleaned(text) == text


def test_with_clock_starts_and_ends_to_the_minute_a_watch_shows() -> None:
    start = with_clock(EMPTY, "start", datetime(2026, 11, 3, 19, 0, 40, tzinfo=UTC))
    end = with_clock(start, "stop", datetime(2026, 11, 3, 19, 52, 5, tzinfo=UTC))

    assert start.started_at == datetime(2026, 11, 3, 19, 0, tzinfo=UTC)
    assert end.contact.minutes == 52
