"""Writing a note: prefilled, saved by hand and by itself, checked, never overwritten, never lost."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from tests.app.conftest import Clinic, Visitor, hidden_fields, whole_note


def first_goal(page: str) -> str:
    """The reference of the first goal that the form offers."""
    found = re.search(r'name="goals" value="([^"]+)"', page)
    assert found
    return found[1]


def test_new_note_is_prefilled_and_calm(jo: Visitor) -> None:
    """Today, me and this person are there; an empty form accuses nobody."""
    address, _ = jo.begin_note()

    page = jo.get(address).text

    assert 'value="2026-11-03"' in page
    assert "Written by Jo HTEST, NC CPSS" in page
    assert "I want to keep my own apartment" in page
    assert "Still to fill in (6):" in page
    assert "aria-invalid" not in page
    assert "Must be fixed" not in page
    assert "rec-001" not in page


def test_save_keeps_every_field_and_comes_back_to_the_form(jo: Visitor) -> None:
    address, own = jo.begin_note()
    goal = first_goal(jo.get(address).text)

    saved = jo.post(
        address, {**own, **whole_note(goals=goal, **{f"progress-{goal}": "setback"}), "action": "save"}
    )
    page = jo.get(saved.headers["Location"]).text

    assert saved.status_code == 303
    for text in (
        "To get ready for the talk",
        "practiced it twice",
        "clear by the second try",
        "how the call went",
    ):
        assert text in page
    assert re.search(r'value="setback" checked', page)
    assert re.search(r'name="interventions" value="role-play" checked', page)
    assert '<option value="home" selected>' in page
    assert "52 min = 3 units, 7 min left over" in page
    assert "not yet in the EHR" in page


def test_call_is_written_down_with_how_it_went(jo: Visitor) -> None:
    address, own = jo.begin_note()
    call = {"modality": "telephone", "has_agreed": "yes", "specialist_place": "office"}

    jo.post(address, {**own, **whole_note(audio_only_reason="no-video", **call), "action": "save"})
    page = jo.get(address).text
    review = jo.get(f"{address}/review").text

    assert 'name="has_agreed" value="yes" checked' in page
    assert re.search(r'id="f-audio_only_reason".*?<option value="no-video" selected>', page, re.DOTALL)
    assert "The person agreed to it. Specialist at: " in review


def test_text_with_markup_comes_back_as_text(jo: Visitor) -> None:
    address, own = jo.begin_note()
    nasty = '</textarea><script>alert("x")</script>'

    jo.post(address, {**own, **whole_note(purpose=nasty)})

    page = jo.get(address).text

    assert "<script>alert" not in page
    assert f"{html.escape(nasty).replace('&quot;', '&#34;')}</textarea>" in page


def test_text_that_begins_with_a_line_break_keeps_it(jo: Visitor) -> None:
    """HTML swallows the first line break of a textarea; the page puts one there for it."""
    address, own = jo.begin_note()
    jo.post(address, {**own, **whole_note(purpose="\r\nsecond line")})

    assert ">\n\nsecond line</textarea>" in jo.get(address).text


def test_autosave_says_where_the_text_is_and_gives_the_next_version(jo: Visitor) -> None:
    address, own = jo.begin_note()

    told = jo.post(f"{address}/autosave", {**own, **whole_note()}).get_json()

    assert told == {"version": 2, "words": "Saved in this app 4:00 PM · not yet in the EHR"}


def test_autosave_names_what_it_could_not_keep(jo: Visitor) -> None:
    address, own = jo.begin_note()

    told = jo.post(f"{address}/autosave", {**own, **whole_note(started_at="")}).get_json()

    assert "Except: There is an end but no start." in told["words"]


def test_autosave_from_an_older_window_overwrites_nothing(jo: Visitor) -> None:
    address, own = jo.begin_note()
    jo.post(f"{address}/autosave", {**own, **whole_note(purpose="newer")})

    answer = jo.post(f"{address}/autosave", {**own, **whole_note(purpose="older")})

    assert answer.status_code == 409
    assert answer.get_json()["is_final"] is True
    assert "newer" in jo.get(address).text


def test_save_from_an_older_window_asks_which_text_to_keep(jo: Visitor) -> None:
    """Both texts survive: one in the store, one on the page, and Save takes the page's."""
    address, own = jo.begin_note()
    jo.post(address, {**own, **whole_note(purpose="newer")})

    clash = jo.post(address, {**own, **whole_note(purpose="older")})

    assert clash.status_code == 409
    assert "changed in another window" in clash.text
    assert "older</textarea>" in clash.text
    assert "newer</textarea>" in jo.get(address).text
    again = jo.post(address, {**hidden_fields(clash.text), **whole_note(purpose="older")})
    assert again.status_code == 303
    assert "older</textarea>" in jo.get(address).text


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"started_at": "25:00"}, "This is not a time."),
        (
            {"service_on": "2026-11-02", "started_at": "", "ended_at": ""},
            "A day without a start time cannot be kept.",
        ),
    ],
)
def test_save_of_what_cannot_be_read_shows_it_as_typed(
    jo: Visitor, changes: dict[str, str], says: str
) -> None:
    address, own = jo.begin_note()

    page = jo.post(address, {**own, **whole_note(**changes)})

    assert page.status_code == 422
    assert says in page.text
    for value in filter(None, changes.values()):
        assert f'value="{value}"' in page.text


def test_clock_starts_and_ends_a_visit_without_javascript(clinic: Clinic, jo: Visitor) -> None:
    address, own = jo.begin_note()

    jo.post(address, {**own, "action": "start"})
    running = jo.get(address).text
    clinic.clock.advance(timedelta(minutes=13))
    jo.post(
        address,
        {
            **hidden_fields(running),
            "service_on": "2026-11-03",
            "started_at": "16:00",
            "is_billed": "yes",
            "action": "stop",
        },
    )

    assert "The visit started at <strong>4:00 PM</strong>" in running
    assert "4:00 PM to 4:13 PM: 13 min = 0 units, 13 min left over" in jo.get(address).text


def test_short_talk_can_be_kept_without_units(jo: Visitor) -> None:
    address, own = jo.begin_note()
    fields = whole_note(started_at="15:40", ended_at="15:47")
    del fields["is_billed"]

    jo.post(address, {**own, **fields})

    assert "7 min, not billed" in jo.get(address).text


def test_review_of_an_empty_note_leads_to_the_first_problem(jo: Visitor) -> None:
    address, own = jo.begin_note()

    review = jo.post(address, {**own, "action": "review"})
    back = jo.get(review.headers["Location"])
    page = jo.get(back.headers["Location"]).text

    assert 'id="problems"' in page
    assert 'href="#f-started_at"' in page
    assert re.search(r'id="f-purpose"[^>]* aria-invalid="true"', page)


def test_rules_fragment_names_rule_why_and_field(jo: Visitor) -> None:
    address, own = jo.begin_note()
    jo.post(address, {**own, **whole_note(place="jail")})

    fragment = jo.get(f"{address}/rules").text

    assert "<html" not in fragment
    assert "pss-060" in fragment or "pss-063" in fragment
    assert 'href="#f-place"' in fragment
    assert "Why: " in fragment


def test_draft_waits_in_the_chart_and_can_be_deleted(jo: Visitor) -> None:
    address, own = jo.begin_note()
    jo.post(address, {**own, **whole_note()})

    chart = jo.get(f"/l/{jo.lid}/").text
    question = jo.get(f"{address}/discard").text
    jo.post(f"{address}/discard", hidden_fields(question))

    assert "Visit of Tue, Nov 3, 2026" in chart
    assert "It is deleted in 14 days" in chart
    assert "Delete this draft?" in question
    assert jo.get(address).status_code == 404
    assert "A draft is waiting" not in jo.get(f"/l/{jo.lid}/").text


def test_draft_is_there_after_a_new_launch(clinic: Clinic, jo: Visitor) -> None:
    """Another device, the same person: the draft is where it was."""
    address, own = jo.begin_note()
    jo.post(address, {**own, **whole_note()})
    elsewhere = clinic.visitor()
    elsewhere.launch()

    assert "A draft is waiting" in elsewhere.get(f"/l/{elsewhere.lid}/").text


def test_draft_is_saved_while_the_ehr_is_down(clinic: Clinic, jo: Visitor) -> None:
    address, own = jo.begin_note()
    goal = first_goal(jo.get(address).text)
    clinic.clock.advance(timedelta(minutes=6))
    clinic.ehr.order_fault("500", times=50)

    told = jo.post(
        f"{address}/autosave", {**own, **whole_note(goals=goal, **{f"words-{goal}": "as the page showed it"})}
    )

    assert told.status_code == 200
    assert told.get_json()["version"] == 2
