"""The app over the real workflows and the embedded EHR, in one process, and someone who uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import Client, TestResponse

from pss_fhir.clock import FixedClock, local_date
from pss_fhir.sandbox import Sandbox
from pss_fhir.workflows.agency import Agency, Site
from pss_fhir.workflows.services import Services
from pss_fhir.workflows.start import start_services
from smart_app.app import create_app
from smart_app.settings import AppSettings
from tests.builders import NOW

APP = "https://app.example"
SECRET = "a test's own secret, forty characters long"


@dataclass
class Clinic:
    """An agency with its EHR and its app, all in this process."""

    ehr: Sandbox
    services: Services
    clock: FixedClock
    app: Any

    def visitor(self) -> Visitor:
        """Somebody with a browser of their own."""
        return Visitor(self)


@dataclass
class Visitor:
    """Somebody with a browser: one cookie jar for the app, one for the EHR."""

    clinic: Clinic
    browser: FlaskClient = field(init=False)
    lid: str = ""

    def __post_init__(self) -> None:
        self.browser = self.clinic.app.test_client()

    def get(self, path: str, **options: Any) -> TestResponse:
        """The answer to opening a page of the app."""
        return self.browser.get(path, base_url=APP, **options)

    def post(self, path: str, data: dict[str, Any], **options: Any) -> TestResponse:
        """The answer to sending a form of the app."""
        return self.browser.post(path, base_url=APP, data=data, **options)

    def launch(self, patient: str = "Patient/client-1", **options: Any) -> str:
        """Open a chart from the EHR as its specialist; the launch id."""
        iss, launch = self.clinic.ehr.new_launch(patient, "Practitioner/specialist-1", **options)
        first = self.get(f"/launch?{urlencode({'iss': iss, 'launch': launch})}")
        to_ehr = self.get(first.headers["Location"])
        back = Client(self.clinic.ehr).get(to_ehr.headers["Location"])
        arrived = self.get(_path_of(back.headers["Location"]))
        assert arrived.status_code == 303, arrived.text
        self.lid = arrived.headers["Location"].split("/")[2]
        return self.lid

    def begin_note(self) -> tuple[str, dict[str, str]]:
        """The address of a new note, and the hidden fields and version of its form."""
        chart = self.get(f"/l/{self.lid}/")
        started = self.post(f"/l/{self.lid}/note/", hidden_fields(chart.text))
        address = started.headers["Location"]
        return address, hidden_fields(self.get(address).text)


def hidden_fields(page: str) -> dict[str, str]:
    """Token, launch, stamp, version and the like, as they stand in a page's last form that has them."""
    found = re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', page)
    return dict(found)


def _path_of(url: str) -> str:
    parts = urlsplit(url)
    assert parts.query == urlencode(parse_qs(parts.query), doseq=True)
    return f"{parts.path}?{parts.query}"


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    """An agency at 4 pm on the story's day."""
    clock = FixedClock(NOW)
    ehr = Sandbox(clock=clock, as_of=local_date(NOW))
    agency = Agency(
        name="HTEST Recovery Services",
        app_url=APP,
        sites=(
            Site(
                name="HTEST EHR",
                iss=ehr.fhir_base,
                client_id="pss-fhir",
                frame_ancestors=("https://ehr.example",),
            ),
        ),
    )
    ehr.register_app("pss-fhir", f"{APP}/callback", launch_url=f"{APP}/launch", name="pss-fhir")
    services = start_services(
        agency,
        store_url=f"sqlite:///{tmp_path / 'pss-fhir.sqlite3'}",
        encryption_keys=[b"k" * 32],
        environment={},
        transport=ehr.transport(),
        clock=clock,
    )
    yield Clinic(ehr, services, clock, create_app(services, AppSettings(secret_key=SECRET)))
    ehr.stop()


@pytest.fixture
def jo(clinic: Clinic) -> Visitor:
    """The specialist, with a chart open."""
    visitor = clinic.visitor()
    visitor.launch()
    return visitor


def whole_note(**changes: str) -> dict[str, Any]:
    """The fields of a note about a visit of 52 minutes that has just ended."""
    ended_at = NOW - timedelta(minutes=5)
    return {
        "service_on": f"{NOW:%Y-%m-%d}",
        "started_at": f"{ended_at - timedelta(minutes=52):%H:%M}",
        "ended_at": f"{ended_at:%H:%M}",
        "is_billed": "yes",
        "kind": "individual",
        "modality": "in-person",
        "place": "home",
        "purpose": "To get ready for the talk with the landlord.",
        "interventions": ["role-play", "goal-setting"],
        "intervention_text": "We made a list for the talk and practiced it twice.",
        "response": "Was clear by the second try, and will call on Thursday.",
        "next_step": "Look at how the call went.",
        **changes,
    }
