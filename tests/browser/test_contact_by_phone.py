"""What a contact by phone or video asks for besides appears when it is chosen, and not before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Clinic

pytestmark = pytest.mark.browser


def test_hint_for_phone_and_video_is_there_when_it_is_needed(
    clinic: Clinic, window: Callable[..., Page]
) -> None:
    page = window(viewport={"width": 320, "height": 800})
    page.goto(clinic.launch_url())
    page.get_by_role("button", name="Start a note").click()
    hint = page.get_by_text("also write who was on the line")

    expect(hint).to_be_hidden()
    for value, is_far in (("telephone", True), ("telehealth", True), ("in-person", False)):
        page.check(f"input[name=modality][value={value}]")
        expect(hint).to_be_visible() if is_far else expect(hint).to_be_hidden()
