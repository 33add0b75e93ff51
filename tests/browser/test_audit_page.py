"""The page of an audit in a browser: no axe-core finding, no sideways scrolling, and fit to print."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from pss_fhir.compliance import audit, load_policies
from pss_fhir.compliance.report.page import html_report
from pss_fhir.domain.incident import Incident, IncidentLevel
from tests.browser.test_accessible import faults_on
from tests.builders import NOW, at, make_chart, make_credential, make_note, make_specialist, make_staff
from tests.builders_care import WHOLE_RECORDS

pytestmark = pytest.mark.browser

Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page with something in every section."""
    sent = WHOLE_RECORDS["Disclosure"].model_copy(update={"client_ref": "Patient/riley"})
    staff = make_staff(trainings=())
    report = audit(
        [make_chart(orders=(), notes=(make_note(),), course={"disclosures": (sent,), "consents": ()})],
        as_of=NOW,
        policies=load_policies(),
        staff=staff,
        specialists=[make_specialist(credentials=(make_credential(expires_on=date(2026, 12, 1)),))],
        incidents=[
            Incident(
                incident_id="I-1",
                level=IncidentLevel.TWO,
                occurred_at=at(9),
                aware_at=at(9),
                during_service=True,
                local_plan="trillium",
            )
        ],
        for_pictures=True,
    )
    file: Path = tmp_path_factory.mktemp("audit") / "audit.html"
    file.write_text(html_report(report), encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_audit_page_has_no_fault_and_scrolls_one_way(
    window: Callable[..., Page], address: str, width: int, scheme: Scheme
) -> None:
    page = window(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert faults_on(page) == []


def test_audit_page_prints_dark_on_white_whatever_the_screen(
    window: Callable[..., Page], address: str
) -> None:
    page = window(color_scheme="dark")
    page.goto(address)
    page.emulate_media(media="print")
    colors = page.evaluate(
        "(() => { const it = getComputedStyle(document.body); return [it.color, it.backgroundColor]; })()"
    )
    assert colors == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert not page.locator("nav").is_visible()
    assert page.locator("svg").count() >= 6


def test_audit_page_asks_nothing_of_any_server(window: Callable[..., Page], address: str) -> None:
    page = window()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    assert asked == [address]
