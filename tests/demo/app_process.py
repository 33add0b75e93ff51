"""The whole app in a process of its own, which may end at once at a numbered point of the outbox."""

from __future__ import annotations

from datetime import datetime
from multiprocessing.synchronize import Event
from pathlib import Path

from pss_fhir.client import RequestsTransport
from pss_fhir.clock import FixedClock
from pss_fhir.sandbox.server import LoopbackServer
from pss_fhir.workflows.agency import Site
from pss_fhir.workflows.file_note import keep_filing
from smart_app.app import create_app
from smart_app.settings import AppSettings
from tests.demo.stage import SECRET_KEY, services_of, with_rows
from tests.wire.outbox_crash import DyingRows


def serve(site: Site, port: int, store: Path, moment: datetime, point: int | None, is_up: Event) -> None:
    """Serve the app and file whatever is due, until killed.

    Args:
        site: the EHR.
        port: the app's port, the same after a restart.
        store: the app's database.
        moment: where the clock of this process stands.
        point: dies there; a number of ``tests.wire.outbox_crash.POINTS``, None for no such point.
        is_up: set when requests are answered.
    """
    app_url = f"http://127.0.0.1:{port}"
    services = services_of(site, app_url, store, FixedClock(moment), RequestsTransport())
    if point is not None:
        services = with_rows(services, DyingRows(services.store.outbox, point))
    server = LoopbackServer(create_app(services, AppSettings(secret_key=SECRET_KEY)), port)
    server.start()
    with keep_filing(services, pause_seconds=0.1):
        is_up.set()
        server.join()
