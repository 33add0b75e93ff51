"""The embedded EHR and the app on loopback ports, under one clock that the test moves."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pss_fhir.client import RequestsTransport, RetryPolicy
from pss_fhir.clock import FixedClock, local_date
from pss_fhir.outbox import Outbox
from pss_fhir.sandbox import Sandbox
from pss_fhir.sandbox.server import LoopbackServer
from pss_fhir.validation import Validator
from pss_fhir.wire import Transport
from pss_fhir.workflows.agency import Agency, Site
from pss_fhir.workflows.build_record import builder
from pss_fhir.workflows.file_note import client_for
from pss_fhir.workflows.services import Services
from pss_fhir.workflows.start import start_services
from smart_app.app import create_app
from smart_app.settings import AppSettings
from tests.builders import NOW

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

CLIENT_ID = "pss-fhir"
SECRET_KEY = "a test's own secret, forty characters long"
ENCRYPTION_KEY = b"k" * 32
QUICK = RetryPolicy(attempts=2, first_delay_seconds=0.01)
"""A GET is repeated once, at once: the faults are many, and nobody waits."""

Json = dict[str, Any]


@dataclass
class Stage:
    """Everything that runs.

    Attributes:
        folder: where the app's database is.
    """

    ehr: Sandbox
    services: Services
    clock: FixedClock
    app_url: str
    folder: Path

    def held(self, resource_type: str) -> list[Json]:
        """What was written into the EHR since the test began, oldest first; entered in error included."""
        store = self.ehr.api.store
        seeded = {f"{each['resourceType']}/{each['id']}" for each in self.ehr.agency.resources}
        return [each.resource for each in store.all_of(resource_type) if each.ref not in seeded]

    def notes(self) -> list[Json]:
        """Every note and addition that the EHR got, by whichever rung."""
        return [*self.held("DocumentReference"), *self.held("QuestionnaireResponse")]

    def work(self, *, after_minutes: int = 0) -> int:
        """Let the worker take up whatever is due after some minutes; how many records there were."""
        self.clock.advance(timedelta(minutes=after_minutes))
        return self.services.outbox.work_once(lambda row: client_for(self.services, row))


def site_of(ehr: Sandbox, **changes: Any) -> Site:
    """The EHR as the agency has set it up; the profile is that of the EHR's mode."""
    settings = {"name": "HTEST EHR", "iss": ehr.fhir_base, "client_id": CLIENT_ID, "profile": ehr.mode.name}
    return Site(**{**settings, "frame_ancestors": (ehr.origin,), **changes})


def services_of(site: Site, app_url: str, store: Path, clock: FixedClock, transport: Transport) -> Services:
    """The app's services with a database; the profiles are compiled once for all tests."""
    agency = Agency(name="HTEST Recovery Services", app_url=app_url, sites=(site,))
    made = start_services(
        agency,
        store_url=f"sqlite:///{store}",
        encryption_keys=[ENCRYPTION_KEY],
        environment={},
        transport=transport,
        clock=clock,
        retry=QUICK,
    )
    return replace(made, validator=_validator())


@cache
def _validator() -> Validator:
    return Validator()


@contextmanager
def staged(
    folder: Path,
    *,
    mode: str = "open",
    scopes: Sequence[str] | None = None,
    transport: Transport | None = None,
    new_secret: Callable[[], str] = lambda: secrets.token_urlsafe(32),
    **site: Any,
) -> Iterator[Stage]:
    """The EHR in a vendor mode, and the app, at 4 pm on the day of the tests' story.

    Args:
        folder: for the app's database.
        mode: vendor mode.
        scopes: what the EHR grants at most; everything that is asked for if None.
        transport: carries the app's requests; sockets if None.
        new_secret: makes the EHR's codes, tokens and launch handles.
        site: settings of the site other than the usual ones.
    """
    clock = FixedClock(NOW)
    apps: list[WSGIApplication] = []
    with (
        Sandbox(mode=mode, clock=clock, as_of=local_date(NOW), new_secret=new_secret).start() as ehr,
        _listening(lambda environ, begin: apps[0](environ, begin)) as app_url,
    ):
        ehr.register_app(CLIENT_ID, f"{app_url}/callback", launch_url=f"{app_url}/launch", scopes=scopes)
        carries = transport or RequestsTransport()
        services = services_of(site_of(ehr, **site), app_url, folder / "app.sqlite3", clock, carries)
        apps.append(create_app(services, AppSettings(secret_key=SECRET_KEY)))
        try:
            yield Stage(ehr, services, clock, app_url, folder)
        finally:
            services.store.close()


@contextmanager
def _listening(app: WSGIApplication) -> Iterator[str]:
    server = LoopbackServer(app, 0)
    server.start()
    try:
        yield server.origin
    finally:
        server.stop()


def text_in(note: Json) -> str:
    """The text that a note in the EHR holds, whichever rung it came by."""
    if note["resourceType"] == "QuestionnaireResponse":
        return next(
            str(answer["valueString"])
            for item in note["item"]
            for answer in item.get("answer", ())
            if item["linkId"] == "text"
        )
    (content,) = note["content"]
    return base64.b64decode(content["attachment"]["data"]).decode()


def with_rows(services: Services, outbox_rows: Any) -> Services:
    """The same services with another hand on the outbox's rows."""
    services.store.outbox = outbox_rows
    made = Outbox(services.store, builder(services.agency, services.store), clock=services.clock)
    return replace(services, outbox=made)
