"""The main path against servers nobody here wrote: launch, chart, note, signature, filed, read back.

The FHIR server is sekmet-fhir, the authorization server oidc-provider, each a process of its own;
the app is the real one on a loopback port, and the person is a visitor who follows links and fills
in forms.
"""

from __future__ import annotations

import base64
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from joserfc.jwk import ECKey

from pss_fhir.cli import demo_walk
from pss_fhir.cli.visitor import Page, Visitor
from pss_fhir.client import RequestsTransport
from pss_fhir.clock import SystemClock, local_date
from pss_fhir.sandbox.agency.seed import make_agency
from pss_fhir.sandbox.server import LoopbackServer
from pss_fhir.smart import PrivateKeyJwt, public_key_set
from pss_fhir.workflows.agency import Agency, Site
from pss_fhir.workflows.file_note import keep_filing
from pss_fhir.workflows.services import Services
from pss_fhir.workflows.start import start_services
from smart_app.app import create_app
from smart_app.settings import AppSettings
from tests.interop.servers import AgencyEhr, running_agency_ehr
from tests.ports import free_port

pytestmark = [pytest.mark.interop, pytest.mark.timeout(180)]

CLIENT = "client-1"
SPECIALIST = "specialist-1"
KEY_ID = "interop"


@dataclass
class Running:
    """The foreign servers and the app in front of them."""

    ehr: AgencyEhr
    app_url: str
    services: Services

    def launch(self, context: dict[str, Any] | None = None) -> tuple[str, str]:
        """The ``iss`` and a fresh ``launch`` handle for the first client's chart."""
        handle = secrets.token_urlsafe(12)
        self.ehr.plan_launch(handle, {"patient": CLIENT, **(context or {})}, SPECIALIST)
        return self.ehr.fhir_base, handle

    def open_chart(self, visitor: Visitor) -> Page:
        """The chart after an EHR launch."""
        iss, launch = self.launch()
        return visitor.open(f"{self.app_url}/launch?{urlencode({'iss': iss, 'launch': launch})}")

    def notes(self) -> list[dict[str, Any]]:
        """What the FHIR server holds of ours for the client."""
        found = self.ehr.held(f"DocumentReference?patient={CLIENT}&_count=200")
        return [note for note in found if note["identifier"][0].get("system") == "urn:ietf:rfc:3986"]


@pytest.fixture(scope="module", params=[False, True], ids=["relative", "absolute-references"])
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder: Path = tmp_path_factory.mktemp("main-path")
    key = ECKey.generate_key("P-384").as_pem(private=True)
    (folder / "key.pem").write_bytes(key)
    app_url = f"http://127.0.0.1:{free_port()}"
    public = public_key_set(PrivateKeyJwt(key, KEY_ID))["keys"][0]
    registration = {
        "client_id": "pss-fhir",
        "token_endpoint_auth_method": "private_key_jwt",
        "token_endpoint_auth_signing_alg": "ES384",
        "jwks": {"keys": [{name: value for name, value in public.items() if name != "key_ops"}]},
        "redirect_uris": [f"{app_url}/callback"],
        "grant_types": ["authorization_code", "refresh_token"],
        "application_type": "native",
    }
    with running_agency_ehr(folder, [registration], absolute_references=request.param) as ehr:
        ehr.seed(*_in_order_of_reference(make_agency(local_date(datetime.now(UTC))).resources))
        site = Site(
            name="Interop EHR",
            iss=ehr.fhir_base,
            client_id="pss-fhir",
            auth="private-key",
            private_key_file=folder / "key.pem",
            key_id=KEY_ID,
        )
        services = start_services(
            Agency(name="HTEST Recovery", app_url=app_url, sites=(site,)),
            store_url=f"sqlite:///{folder}/app.sqlite3",
            encryption_keys=[secrets.token_bytes(32)],
            environment={},
            transport=RequestsTransport(),
            clock=SystemClock(),
        )
        app = create_app(services, AppSettings(secret_key=secrets.token_urlsafe(48)))
        server = LoopbackServer(app, int(app_url.rsplit(":", 1)[1]))
        server.start()
        yield Running(ehr, app_url, services)
        server.stop()


def _in_order_of_reference(resources: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
    """Only the first client's records and what they point at: enough for the path, quick to put there."""
    wanted = [
        resource
        for resource in resources
        if any(CLIENT in str(resource.get(name)) for name in ("id", "subject", "patient", "beneficiary"))
        or resource["resourceType"] in ("Organization", "Location", "Practitioner", "PractitionerRole")
    ]
    first = ("Organization", "Location", "Practitioner", "PractitionerRole", "Patient")
    return sorted(wanted, key=lambda resource: (*(resource["resourceType"] != name for name in first),))


def text_of(note: dict[str, Any]) -> str:
    return base64.b64decode(note["content"][0]["attachment"]["data"]).decode()


def test_ehr_launch_to_filed_note_is_in_the_server_once_and_read_back(running: Running) -> None:
    before = len(running.notes())
    iss, launch = running.launch()

    filed = demo_walk.walk(running.app_url, iss, launch, now=datetime.now(UTC), say=lambda _: None)

    assert filed.heading.startswith("Filed")
    notes = running.notes()
    assert len(notes) == before + 1
    newest = next(note for note in notes if f"DocumentReference/{note['id']}" in filed.refs)
    assert newest["docStatus"] == "final"
    assert "We made a list for the talk" in text_of(newest)


def test_filing_costs_one_post_and_one_read(running: Running) -> None:
    visitor = Visitor()
    reviewed = write_note(visitor, running.open_chart(visitor))
    running.ehr.requests_seen()

    visitor.submit(reviewed.form_with("attested"), {"attested": "yes"})

    seen = [line for line in running.ehr.requests_seen() if "DocumentReference" in line]
    assert [line.split("/")[0] for line in seen][:2] == ["POST DocumentReference", "GET DocumentReference"]
    assert len([line for line in seen if line.startswith("POST")]) == 1


def test_standalone_launch_opens_the_chart(running: Running) -> None:
    running.ehr.plan_launch(None, {"patient": CLIENT}, SPECIALIST)

    chart = Visitor().open(f"{running.app_url}/launch/standalone?{urlencode({'iss': running.ehr.fhir_base})}")

    assert chart.status == 200
    assert any(form.action.endswith("/note/") for form in chart.forms)


def test_token_that_expires_in_the_middle_of_a_note_is_renewed_and_the_note_filed(running: Running) -> None:
    visitor = Visitor()
    reviewed = write_note(visitor, running.open_chart(visitor))
    running.ehr.order_fault("expire-tokens")

    filed = visitor.submit(reviewed.form_with("attested"), {"attested": "yes"})

    assert filed.heading.startswith("Filed")


def test_answer_lost_after_commit_files_the_note_once(running: Running) -> None:
    visitor = Visitor()
    reviewed = write_note(visitor, running.open_chart(visitor))
    before = len(running.notes())
    running.ehr.order_fault("lose-answer")

    page = visitor.submit(reviewed.form_with("attested"), {"attested": "yes"})
    assert page.heading == "We do not know yet if it arrived.", page.text
    with keep_filing(running.services, pause_seconds=1):
        page = wait_until_filed(visitor, page)

    assert page.heading.startswith("Filed"), page.text
    assert len(running.notes()) == before + 1


def wait_until_filed(visitor: Visitor, page: Page) -> Page:
    """The note's page once the worker has settled it; it looks again half a minute after a lost answer."""
    deadline = time.monotonic() + 90
    while not page.heading.startswith("Filed") and time.monotonic() < deadline:
        time.sleep(1)
        page = visitor.open(page.url)
    return page


def test_launch_that_the_server_does_not_know_ends_on_a_page_that_says_so(running: Running) -> None:
    address = urlencode({"iss": running.ehr.fhir_base, "launch": "nobody-knows-this"})

    page = Visitor().open(f"{running.app_url}/launch?{address}")

    assert page.status >= 400
    assert "smart." in page.text


def write_note(visitor: Visitor, chart: Page) -> Page:
    """The review page of a note about a visit that has just ended."""
    note = visitor.submit(next(form for form in chart.forms if form.action.endswith("/note/")), {})
    form = note.form_with("intervention_text")
    values = demo_walk.visit(datetime.now(UTC)) | demo_walk.words(form.choices.get("goals", []))
    reviewed = visitor.submit(form, values, ("action", "review"))
    assert reviewed.heading == "Review and sign", reviewed.text
    return reviewed


def test_units_of_the_server_are_on_the_chart_and_what_it_does_not_offer_is_named(running: Running) -> None:
    """sekmet-fhir offers no Goal, so the chart says so and the rules that need goals cannot tell."""
    chart = running.open_chart(Visitor())

    assert "of 270 units used" in chart.text
    assert "this EHR does not offer Goal over FHIR" in chart.text
