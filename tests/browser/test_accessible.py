"""Every page: no axe-core finding, no sideways scrolling, in light and dark, on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Clinic, write_note

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SMALL_TARGET = """
() => [...document.querySelectorAll("a, button, input, select, textarea, summary")].filter((it) => {
  const box = (it.closest("label.chip, label.tick") ?? it).getBoundingClientRect();
  const isInText = it.matches("p a, li a, dd a, .actions a:not(.button), nav a") || it.type === "hidden";
  return box.width && !isInText && !it.closest(".skip") && !it.matches(".skip") && box.height < 43.5;
}).map((it) => it.outerHTML.slice(0, 90))
"""
CUT_OFF = """
() => [...document.querySelectorAll("label, button, p, h1, h2, legend")].filter((it) =>
  it.clientWidth && it.scrollWidth > it.clientWidth + 1
  && getComputedStyle(it).display !== "inline" && !it.matches(".unseen")
).map((it) => it.outerHTML.slice(0, 90))
"""


def faults_on(page: Page) -> list[str]:
    """What axe-core finds, each with the rule and the place."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{each['id']}: {node['target']} {node['html'][:120]}" for each in found for node in each["nodes"]
    ]


def pages_of_the_app(page: Page, clinic: Clinic) -> Iterator[str]:
    """Walk through every page, with its name each time one is open."""
    page.goto(f"{clinic.app_url}/launch/standalone")
    yield "front door"
    page.goto(clinic.launch_url(need_patient_banner=None))
    for summary in page.locator("summary").all():
        summary.click()
    yield "chart"
    chart = page.url
    page.click("text=Safety plan")
    yield "safety plan"
    page.goto(chart)
    page.click("text=Start a note")
    yield "empty note"
    note = page.url
    page.click("text=Review and sign")
    yield "note with problems"
    page.locator("details summary").first.click()
    write_note(page)
    expect(page.locator("#save-state")).to_contain_text("Saved in this app")
    yield "whole note"
    page.check("input[name=modality][value=telephone]")
    yield "note about a call"
    page.check("input[name=modality][value=in-person]")
    page.goto(f"{note}/discard")
    yield "delete a draft"
    page.goto(chart)
    yield "chart with a draft"
    page.goto(f"{note}/review")
    yield "review"
    page.click("text=Sign and file")
    yield "review without the box"
    page.check("#f-attested")
    page.click("text=Sign and file")
    page.locator("summary").click()
    yield "filed"
    filed = page.url
    for path in ("/copy", "/addendum", "/wrong-person"):
        page.goto(filed + path)
        yield path
    page.click("text=Mark as entered in error")
    yield "taking back with problems"
    page.goto(f"{chart}note/none")
    yield "failure"
    page.goto(f"{clinic.app_url}/lock")
    yield "locked"


@pytest.mark.timeout(600)  # nineteen pages, each looked at by axe; a busy machine takes its time
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_is_accessible(
    clinic: Clinic, window: Callable[..., Page], scheme: str, width: int
) -> None:
    page = window(viewport={"width": width, "height": 720}, color_scheme=scheme, reduced_motion="reduce")
    faults: list[str] = []

    for name in pages_of_the_app(page, clinic):
        faults += [f"{name}: {fault}" for fault in faults_on(page)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{name}: {wide} px wide in a window of {width}")
        faults += [f"{name}: small target {html}" for html in page.evaluate(SMALL_TARGET)]

    assert faults == []


def test_faults_on_a_bad_page_are_found(window: Callable[..., Page]) -> None:
    """The check itself can fail."""
    page = window()
    page.set_content("<html><body><img src=x><p style='color:#ccc'>pale</p></body></html>")

    assert any(fault.startswith("image-alt") for fault in faults_on(page))
    assert any(fault.startswith("color-contrast") for fault in faults_on(page))


def test_pages_hold_wide_text_spacing(clinic: Clinic, window: Callable[..., Page]) -> None:
    """WCAG 1.4.12: people may set their own spacing, and nothing is cut off or runs out of the page."""
    page = window(viewport={"width": 320, "height": 720}, bypass_csp=True)
    page.goto(clinic.launch_url())
    page.click("text=Start a note")
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: .12em !important; "
        "word-spacing: .16em !important }"
    )

    cut = page.evaluate(CUT_OFF)

    assert cut == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_pictures_hold_in_forced_colors(clinic: Clinic, window: Callable[..., Page]) -> None:
    """Where the system takes all colors away, each line still has one, and a pattern of its own."""
    page = window(forced_colors="active")
    page.goto(clinic.launch_url())

    lines = page.evaluate(
        """() => Object.fromEntries(["used", "even", "pace"].map((name) => {
             const line = document.querySelector(`.burn .${name}`);
             if (!line) return [name, null];
             const style = getComputedStyle(line);
             return [name, [style.stroke, style.strokeDasharray]];
           }))"""
    )

    assert lines["used"][0] != "none"
    assert lines["even"][0] != "none"
    assert lines["used"][1] == "none"
    assert lines["even"][1] != lines["pace"][1] != "none"
