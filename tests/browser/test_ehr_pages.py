"""The pages of the embedded EHR: no axe-core finding, no sideways scrolling, and they work by themselves."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Clinic

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def addresses(clinic: Clinic) -> list[str]:
    """Every page, the sign-in page of a standalone launch among them."""
    request = {
        "response_type": "code",
        "client_id": "pss-fhir",
        "redirect_uri": f"{clinic.app_url}/callback",
        "scope": "launch/patient openid fhirUser patient/Patient.rs",
        "state": "state-1",
        "aud": clinic.ehr.fhir_base,
        "code_challenge": "x" * 43,
        "code_challenge_method": "S256",
    }
    home = clinic.ehr.launcher_url
    return [
        home,
        f"{home}documents/client-1",
        f"{home}documents/client-1/DocumentReference/note-client-1-1",
        f"{clinic.ehr.issuer}/authorize?{urlencode(request)}",
        f"{clinic.ehr.issuer}/authorize?client_id=unknown",
    ]


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_have_no_axe_finding_and_do_not_scroll_sideways(
    clinic: Clinic, window: Callable[..., Page], width: int
) -> None:
    page = window(viewport={"width": width, "height": 800})
    for address in addresses(clinic):
        page.goto(address)
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_two_charts_kind_of_ehr_and_failures_are_chosen_by_keyboard(
    clinic: Clinic, window: Callable[..., Page]
) -> None:
    page = window()
    page.goto(clinic.ehr.launcher_url)
    page.focus("input[name=name][value=open]")
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert clinic.ehr.mode.name == "epic"
    page.select_option("#fault", "500")
    page.get_by_role("button", name="Order").click()
    page.wait_for_selector("text=Ordered: 500")
    clinic.ehr.faults.clear()
    page.focus("#open-2")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Open", exact=True).click()
    frames = page.locator("iframe")
    expect(frames).to_have_count(2)
    assert frames.nth(1).get_attribute("title") == "pss-fhir in the chart of Casey HTEST"
