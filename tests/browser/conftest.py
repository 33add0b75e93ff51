"""A real Chromium, the embedded EHR and the app on loopback ports, at a moment that stands still."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from pss_fhir.client import RequestsTransport
from pss_fhir.clock import FixedClock, local_date
from pss_fhir.sandbox import Sandbox
from pss_fhir.sandbox.server import LoopbackServer
from pss_fhir.workflows.agency import Agency, Site
from pss_fhir.workflows.services import Services
from pss_fhir.workflows.start import start_services
from smart_app.app import create_app
from smart_app.settings import AppSettings
from tests.builders import NOW

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP *.example 127.0.0.1",
    "--test-third-party-cookie-phaseout",
)


@dataclass
class Clinic:
    """An agency whose EHR and app run on this machine."""

    ehr: Sandbox
    app_url: str
    services: Services
    clock: FixedClock

    def launch_url(self, patient: str = "Patient/client-1", **options: Any) -> str:
        """The address at which the EHR starts the app for a person."""
        iss, launch = self.ehr.new_launch(patient, "Practitioner/specialist-1", **options)
        return f"{self.app_url}/launch?{urlencode({'iss': iss, 'launch': launch})}"


def start_clinic(
    folder: Path,
    stack: ExitStack,
    *,
    serve: Callable[[Any], str] | None = None,
    frame_ancestors: tuple[str, ...] = (),
) -> Clinic:
    """An agency with a database of its own; the app on plain http unless ``serve`` puts it elsewhere."""
    clock = FixedClock(NOW)
    ehr = stack.enter_context(Sandbox(clock=clock, as_of=local_date(NOW)))
    apps: list[Any] = []
    app_url = (serve or (lambda app: put_on_loopback(app, stack)))(
        lambda environ, begin: apps[0](environ, begin)
    )
    site = Site(
        name="HTEST EHR",
        iss=ehr.fhir_base,
        client_id="pss-fhir",
        frame_ancestors=frame_ancestors,
    )
    agency = Agency(name="HTEST Recovery Services", app_url=app_url, sites=(site,))
    ehr.register_app("pss-fhir", f"{app_url}/callback", launch_url=f"{app_url}/launch", name="pss-fhir")
    services = start_services(
        agency,
        store_url=f"sqlite:///{folder / 'pss-fhir.sqlite3'}",
        encryption_keys=[b"k" * 32],
        environment={},
        transport=RequestsTransport(),
        clock=clock,
    )
    apps.append(create_app(services, AppSettings(secret_key="a browser test's own secret, long enough")))
    return Clinic(ehr, app_url, services, clock)


def put_on_loopback(app: Any, stack: ExitStack) -> str:
    """The origin at which a WSGI application now answers, until the stack is closed."""
    server = LoopbackServer(app, 0)
    server.start()
    stack.callback(server.stop)
    return server.origin


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    """An agency on plain http, as on a development machine."""
    with ExitStack() as stack:
        yield start_clinic(tmp_path, stack)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, or Playwright's own."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens windows, each with cookies of its own; complaints of the console fail the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_window(*, may_complain: bool = False, **options: Any) -> Page:
        context = chromium.new_context(
            **{"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", **options}
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        if may_complain:
            return page
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None,
        )
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []


def write_note(page: Page) -> None:
    """Fill in a whole note about a visit of 52 minutes."""
    page.fill("#f-started_at", "15:03")
    page.fill("#f-ended_at", "15:55")
    page.select_option("#f-place", "home")
    page.locator("input[name=goals]").first.check()
    page.locator("input[name^=progress-][value=progress]").first.check()
    page.check("input[name=interventions][value=role-play]")
    page.fill("#f-purpose", "To get ready for the talk with the landlord.")
    page.fill("#f-intervention_text", "We made a list for the talk and practiced it twice.")
    page.fill("#f-response", "Was clear by the second try, and will call on Thursday.")
    page.fill("#f-next_step", "Look at how the call went.")
