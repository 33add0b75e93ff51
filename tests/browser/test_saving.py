"""Saving by itself: soon, truthfully, across a lost network, and never over another window's text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Clinic, write_note

pytestmark = pytest.mark.browser

SAVED = "Saved in this app 4:00 PM · not yet in the EHR"


def begin(clinic: Clinic, page: Page) -> str:
    """Open a new note; its address."""
    page.goto(clinic.launch_url())
    page.click("text=Start a note")
    page.wait_for_load_state("load")
    return page.url


def test_draft_is_saved_within_five_seconds_of_a_pause(clinic: Clinic, window: Callable[..., Page]) -> None:
    page = window()
    address = begin(clinic, page)

    page.locator("#f-purpose").press_sequentially("To get ready")
    expect(page.locator("#save-state")).to_have_text("Not saved yet")
    expect(page.locator("#save-state")).to_have_text(SAVED, timeout=5_000)

    page.goto(address)
    expect(page.locator("#f-purpose")).to_have_value("To get ready")


def test_draft_is_saved_while_somebody_goes_on_typing(clinic: Clinic, window: Callable[..., Page]) -> None:
    """No pause at all: five seconds after the first letter it is saved all the same."""
    page = window()
    begin(clinic, page)
    page.focus("#f-purpose")

    with page.expect_response(lambda answer: answer.url.endswith("/autosave"), timeout=6_500):
        for _ in range(60):
            page.keyboard.type("a")
            page.wait_for_timeout(90)


def test_rules_speak_beside_the_fields_as_they_change(clinic: Clinic, window: Callable[..., Page]) -> None:
    page = window()
    begin(clinic, page)

    page.select_option("#f-place", "jail")

    expect(page.locator("#says-place li")).not_to_have_count(0)
    page.fill("#f-started_at", "15:03")
    page.fill("#f-ended_at", "15:55")
    expect(page.locator("#rules .sum")).to_have_text("52 min = 3 units, 7 min left over")


def test_lost_network_is_told_and_made_good(clinic: Clinic, window: Callable[..., Page]) -> None:
    page = window()
    begin(clinic, page)
    page.context.set_offline(True)

    page.fill("#f-purpose", "typed without a network")
    expect(page.locator("#save-state")).to_contain_text("Not saved: no connection")
    page.context.set_offline(False)

    expect(page.locator("#save-state")).to_have_text(SAVED, timeout=15_000)


def test_leaving_with_unsaved_text_is_asked_about(clinic: Clinic, window: Callable[..., Page]) -> None:
    page = window()
    begin(clinic, page)
    page.context.set_offline(True)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.locator("#f-purpose").press_sequentially("not saved")
    page.close(run_before_unload=True)
    page.wait_for_event("close")

    assert asked == ["beforeunload"]


def test_second_window_is_asked_which_text_to_keep(clinic: Clinic, window: Callable[..., Page]) -> None:
    first = window()
    address = begin(clinic, first)
    second = first.context.new_page()
    second.goto(address)
    first.fill("#f-purpose", "first window")
    expect(first.locator("#save-state")).to_have_text(SAVED)

    second.fill("#f-purpose", "second window")
    expect(second.locator("#save-state")).to_contain_text("another window changed this note")
    second.click("text=Save >> nth=0")

    expect(second.locator("main")).to_contain_text("This note was changed in another window.")
    expect(second.locator("#f-purpose")).to_have_value("second window")


def test_note_is_written_and_filed_without_javascript(clinic: Clinic, window: Callable[..., Page]) -> None:
    page = window(java_script_enabled=False)
    begin(clinic, page)

    write_note(page)
    page.click("text=Review and sign")
    page.check("#f-attested")
    page.click("text=Sign and file")

    expect(page.locator("h1")).to_have_text("Filed, 4:00 PM")


def test_pages_keep_nothing_in_the_browser(clinic: Clinic, window: Callable[..., Page]) -> None:
    page = window()
    begin(clinic, page)
    write_note(page)
    expect(page.locator("#save-state")).to_have_text(SAVED)

    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert page.evaluate("caches.keys().then((all) => all.length).catch(() => 0)") == 0
