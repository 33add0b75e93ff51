"""The sign-in ends in the middle of a note: nothing that was typed is lost, and the note is filed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pss_fhir.cli.visitor import Page
from pss_fhir.outbox import load_profile
from pss_fhir.workflows.scopes import CONTEXT_SCOPES, IDENTITY_SCOPES, resource_scopes
from tests.demo.person import Person
from tests.demo.stage import Stage, staged

TYPED = "We made a list for the talk and practiced it twice."
TOKEN_SECONDS = 300


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """An EHR whose tokens last five minutes and cannot be renewed."""
    granted = (*CONTEXT_SCOPES, *IDENTITY_SCOPES, *resource_scopes("patient", load_profile("open")))
    with staged(tmp_path, scopes=granted) as running:
        running.ehr.set_token_life(TOKEN_SECONDS)
        yield running


def go_on(jo: Person, chart: Page) -> Page:
    """Take up the draft that waits."""
    return jo.follow(chart, "Continue")


def typed_in(note: Page) -> str:
    """What the note's form holds."""
    return dict(note.form_with("intervention_text").fields)["intervention_text"]


def test_draft_is_saved_after_the_token_died_and_filed_after_a_new_launch(stage: Stage, jo: Person) -> None:
    note = jo.begin(jo.launch())
    stage.clock.advance(timedelta(seconds=TOKEN_SECONDS + 60))

    ended = jo.write(note, action="save")
    assert ended.heading == "You need to sign in again"
    assert "Drafts and signed notes in this app are safe." in ended.text
    assert "client.auth-required" in ended.text or "smart.sign-in" in ended.text

    chart = jo.launch()
    assert "A draft is waiting" in chart.text
    taken_up = go_on(jo, chart)
    assert typed_in(taken_up) == TYPED
    result = jo.sign(jo.write(taken_up, {}))

    assert result.heading.startswith("Filed, ")
    assert len(stage.notes()) == 1


def test_autosave_needs_no_token(stage: Stage, jo: Person) -> None:
    note = jo.begin(jo.launch())
    stage.clock.advance(timedelta(seconds=TOKEN_SECONDS + 60))
    form = note.form_with("intervention_text")
    form.action += "/autosave"

    jo.submit(form, {"intervention_text": TYPED})

    assert jo.hops[-1].status == 200
    assert json.loads(jo.raw)["version"] == 2
    assert typed_in(go_on(jo, jo.launch())) == TYPED


def test_token_that_dies_on_the_signing_page_leaves_a_signed_note_that_waits(
    stage: Stage, jo: Person
) -> None:
    """The chart is still at hand, so the signature counts; filing waits for a sign-in."""
    reviewed = jo.review(jo.launch())
    stage.clock.advance(timedelta(seconds=TOKEN_SECONDS - 10))
    jo.open(reviewed.url)
    stage.ehr.order_fault("expired-token", method="POST", path="/DocumentReference$")

    result = jo.sign(reviewed)
    assert result.heading == "Signed. Waiting for you to sign in again."
    assert "Sign in again" in [words for words, _ in result.links]
    assert stage.notes() == []

    jo.launch()
    stage.work()
    assert jo.open(result.url).heading.startswith("Filed, ")
    assert len(stage.notes()) == 1


def test_waiting_note_is_filed_by_the_standalone_sign_in_that_the_page_offers(
    stage: Stage, jo: Person
) -> None:
    reviewed = jo.review(jo.launch())
    stage.ehr.order_fault("expired-token", method="POST", path="/DocumentReference$")
    result = jo.sign(reviewed)

    sign_in = jo.follow(result, "Sign in again")
    jo.submit(sign_in.form_with("sandbox_user"), {}, ("sandbox_answer", "allow"))
    stage.work()

    assert jo.open(result.url).heading.startswith("Filed, ")
    assert len(stage.notes()) == 1


def test_what_was_typed_before_the_idle_lock_is_saved_when_it_arrives(stage: Stage, jo: Person) -> None:
    note = jo.begin(jo.launch())
    stage.clock.advance(timedelta(minutes=16))

    locked = jo.write(note, action="save")
    assert "What you had typed was saved" in locked.text
    assert jo.open(note.url).status == 403

    taken_up = go_on(jo, jo.launch())
    assert typed_in(taken_up) == TYPED


def test_token_that_can_be_renewed_is_renewed_unseen(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        stage.ehr.set_token_life(TOKEN_SECONDS)
        jo = Person(stage)
        note = jo.begin(jo.launch())
        stage.clock.advance(timedelta(seconds=TOKEN_SECONDS + 60))

        result = jo.sign(jo.write(note))

        assert result.heading.startswith("Filed, ")
        assert len(stage.notes()) == 1


def test_renewal_that_the_ehr_refuses_ends_in_words_and_a_safe_draft(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        stage.ehr.set_token_life(TOKEN_SECONDS)
        jo = Person(stage)
        note = jo.begin(jo.launch())
        stage.clock.advance(timedelta(seconds=TOKEN_SECONDS + 60))
        stage.ehr.order_fault("revoked-refresh", times=50)

        ended = jo.write(note, action="save")

        assert (ended.status, ended.heading) == (403, "You need to sign in again")
        stage.ehr.faults.clear()
        assert typed_in(go_on(jo, jo.launch())) == TYPED
