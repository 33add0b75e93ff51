"""What a contact by phone or video asks for besides appears when it is chosen, and not before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Clinic

pytestmark = pytest.mark.browser


def test_fields_of_a_call_are_there_when_they_are_needed(clinic: Clinic, window: Callable[..., Page]) -> None:
    page = window(viewport={"width": 320, "height": 800})
    page.goto(clinic.launch_url())
    page.get_by_role("button", name="Start a note").click()
    agreed = page.get_by_label("The person agreed to meet this way")
    why = page.get_by_label("Why not by video?")

    for value, is_far, is_voice in (
        ("telephone", True, True),
        ("telehealth", True, False),
        ("in-person", False, False),
    ):
        page.check(f"input[name=modality][value={value}]")
        expect(agreed).to_be_visible(visible=is_far)
        expect(why).to_be_visible(visible=is_voice)
