"""The safety plan on a telephone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Clinic

pytestmark = pytest.mark.browser


def test_safety_plan_is_one_touch_from_the_chart_and_never_scrolls_sideways(
    clinic: Clinic, window: Callable[..., Page]
) -> None:
    page = window(viewport={"width": 320, "height": 800})
    page.goto(clinic.launch_url())
    page.get_by_role("link", name="Safety plan").click()

    expect(page.get_by_role("heading", name="Riley’s safety plan")).to_be_visible()
    assert page.get_by_role("link", name="919-555-0142").get_attribute("href") == "tel:9195550142"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
