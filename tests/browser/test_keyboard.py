"""A whole note with the keyboard alone: launch, write, check, sign, file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Clinic

pytestmark = pytest.mark.browser

VISIBLE_FOCUS = """
() => {
  const it = document.activeElement;
  const shown = it.closest(".chip") ?? it;
  const box = shown.getBoundingClientRect();
  const ring = getComputedStyle(shown);
  const x = box.x + Math.min(box.width / 2, 40);
  const isSeen = [.1, .3, .5, .7, .9].some((share) => {
    const at = document.elementFromPoint(x, box.y + share * box.height);
    return at !== null && (it.contains(at) || at.contains(it));
  });
  const hasRing = ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) >= 2;
  return [hasRing, isSeen, it.outerHTML.slice(0, 100)];
}
"""


def tab_to(page: Page, selector: str, *, most: int = 120) -> None:
    """Press Tab until the focus is where it should be; on the way every stop must be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        has_ring, is_seen, html = page.evaluate(VISIBLE_FOCUS)
        assert has_ring, f"no focus ring on {html}"
        assert is_seen, f"the focus is covered on {html}"
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"no way to {selector} by Tab")


@pytest.mark.parametrize("height", [800, 420])
def test_whole_note_is_written_and_filed_with_the_keyboard_alone(
    clinic: Clinic, window: Callable[..., Page], height: int
) -> None:
    page = window(viewport={"width": 1000, "height": height})
    page.goto(clinic.launch_url())

    tab_to(page, ".skip")
    page.keyboard.press("Enter")
    tab_to(page, "button.grand")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Note for this visit")

    tab_to(page, "#f-started_at")
    page.keyboard.type("0303PM")
    tab_to(page, "#f-ended_at")
    page.keyboard.type("0355PM")
    tab_to(page, "#f-place")
    page.keyboard.type("Their home")
    tab_to(page, "input[name=goals]")
    page.keyboard.press("Space")
    tab_to(page, "input[name^=progress-]")
    page.keyboard.press("Space")
    tab_to(page, "#f-purpose")
    page.keyboard.type("To get ready for the talk.")
    tab_to(page, "input[value=role-play]")
    page.keyboard.press("Space")
    tab_to(page, "#f-intervention_text")
    page.keyboard.type("We practiced the talk twice.")
    tab_to(page, "#f-response")
    page.keyboard.type("Was clear by the second try.")
    tab_to(page, "button[value=review]")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Review and sign")

    tab_to(page, "#f-attested")
    page.keyboard.press("Space")
    tab_to(page, "button.grand")
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Filed, 4:00 PM")


def test_review_of_an_empty_note_puts_the_focus_on_the_problems(
    clinic: Clinic, window: Callable[..., Page]
) -> None:
    page = window()
    page.goto(clinic.launch_url())
    page.click("text=Start a note")

    page.click("text=Review and sign")

    expect(page.locator("#problems")).to_be_focused()
    page.click("#problems a >> nth=0")
    expect(page.locator("#f-started_at")).to_be_focused()


def test_idle_warning_takes_the_focus_and_gives_it_back(clinic: Clinic, window: Callable[..., Page]) -> None:
    page = window()
    page.clock.install()
    page.goto(clinic.launch_url())
    page.click("text=Start a note")
    page.focus("#f-purpose")
    clinic.clock.advance(timedelta(minutes=14, seconds=5))
    page.clock.run_for(14 * 60_000 + 7_000)

    expect(page.locator("#idle")).to_be_visible()
    expect(page.locator("#idle-stay")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#idle")).to_be_hidden()
    expect(page.locator("#f-purpose")).to_be_focused()
