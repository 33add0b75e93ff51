"""The pictures of the app that README.md shows: ``python -m tests.browser.take_pictures`` makes them anew.

To be looked at before they are committed: no test compares them.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.conftest import ARGUMENTS, Clinic, start_clinic, write_note

IMAGES = Path(__file__).parents[2] / "docs" / "images"
TELEPHONE = {"viewport": {"width": 320, "height": 720}, "device_scale_factor": 2}
DESK = {"viewport": {"width": 1280, "height": 860}}
OWN_LOOK = {"need_patient_banner": None, "sends_style": False}


def main() -> None:
    """Write every picture."""
    with sync_playwright() as playwright, ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        clinic = start_clinic(Path(folder), stack)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
        stack.callback(browser.close)
        _sign_and_file(browser, clinic)
        _write_without_an_order(browser, clinic)


def _page(browser: Browser, clinic: Clinic, patient: str, look: dict[str, object]) -> Page:
    page = browser.new_page(color_scheme="light", reduced_motion="reduce", **look)  # type: ignore[arg-type]  # the options of two kinds of page
    page.goto(clinic.launch_url(patient, **OWN_LOOK))
    return page


def _sign_and_file(browser: Browser, clinic: Clinic) -> None:
    page = _page(browser, clinic, "Patient/client-1", TELEPHONE)
    chart = page.url
    page.get_by_role("button", name="Start a note").click()
    write_note(page)
    page.fill("#f-next_step", "Look at how the call with the landlord went. Bring the folder with the bills.")
    page.get_by_role("button", name="Review and sign").click()
    page.get_by_role("heading", name="Is this right?").wait_for()
    page.screenshot(path=IMAGES / "review-320.png")
    page.check("#f-attested")
    page.get_by_role("button", name="Sign and file").click()
    expect(page.locator("h1")).to_contain_text("Filed")
    page.screenshot(path=IMAGES / "result-320.png")
    page.goto(chart)
    page.screenshot(path=IMAGES / "chart-320.png")


def _write_without_an_order(browser: Browser, clinic: Clinic) -> None:
    page = _page(browser, clinic, "Patient/client-4", DESK)
    page.get_by_role("button", name="Start a note").click()
    write_note(page)
    expect(page.locator("#save-state")).to_contain_text("Saved in this app")
    page.get_by_text("Must be fixed").first.wait_for()
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    page.screenshot(path=IMAGES / "note-1280.png")


if __name__ == "__main__":
    main()
