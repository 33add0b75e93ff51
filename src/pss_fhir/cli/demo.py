"""``pss-fhir demo``: the embedded agency, its EHR, the launcher and the app, on this machine."""

from __future__ import annotations

import json
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pss_fhir.cli.synth_option import synth_option
from pss_fhir.errors import RemoteError
from pss_fhir.issues import message_for

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from pss_fhir.sandbox import Sandbox

_MODES = ("open", "epic", "oracle", "athena", "ecw", "read-only")


@dataclass(frozen=True)
class Demo:
    """The running parts."""

    sandbox: Sandbox
    app_url: str


@click.command(name="demo")
@click.option("--once", is_flag=True, help="Walk through one note without a browser, and end.")
@click.option(
    "--mode", type=click.Choice(_MODES), default="open", show_default=True, help="Vendor mode of the EHR."
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The app's port; 0: a free one.")
@click.option("--ehr-port", type=click.IntRange(0, 65535), default=0, help="The EHR's port; 0: a free one.")
@synth_option
def command(once: bool, mode: str, port: int, ehr_port: int, agency_folder: Path | None) -> None:
    """Run the embedded agency: an EHR with synthetic people, a launcher, and the app.

    Everything is kept in a temporary folder and gone when it ends. All people are made up.
    """
    with running_demo(mode=mode, port=port, ehr_port=ehr_port, agency_folder=agency_folder) as demo:
        if once:
            walk_once(demo)
            return
        click.echo(f"The launcher:  {demo.sandbox.launcher_url}")
        click.echo(f"The app:       {demo.app_url}")
        click.echo(f"The EHR:       {demo.sandbox.fhir_base}  ({mode})")
        click.echo("Open the launcher, pick a person, write a note. All people are made up. Ctrl-C ends it.")
        demo.sandbox.wait()


@contextmanager
def running_demo(
    *, mode: str = "open", port: int = 0, ehr_port: int = 0, agency_folder: Path | None = None
) -> Iterator[Demo]:
    """The sandbox and the app on loopback ports, with a worker that files what is waiting."""
    from pss_fhir.cli.demo_agency import CLIENT_ID, make_agency
    from pss_fhir.client import RequestsTransport
    from pss_fhir.clock import SystemClock
    from pss_fhir.sandbox import Sandbox
    from pss_fhir.sandbox.server import LoopbackServer
    from pss_fhir.validation import Validator
    from pss_fhir.workflows.file_note import keep_filing
    from pss_fhir.workflows.start import start_services
    from smart_app.app import create_app
    from smart_app.settings import AppSettings

    with (
        tempfile.TemporaryDirectory(prefix="pss-fhir-demo-") as folder,
        Sandbox(mode=mode, validate=Validator().validate, agency_folder=agency_folder).start(
            ehr_port
        ) as sandbox,
    ):
        apps: list[WSGIApplication] = []
        server = LoopbackServer(lambda environ, begin: apps[0](environ, begin), port)
        agency = make_agency(sandbox, server.origin, Path(folder, "staff"))
        sandbox.register_app(
            CLIENT_ID,
            f"{server.origin}/callback",
            launch_url=f"{server.origin}/launch",
            name="pss-fhir",
        )
        services = start_services(
            agency,
            store_url=f"sqlite:///{folder}/pss-fhir.sqlite3",
            encryption_keys=[secrets.token_bytes(32)],
            environment={},
            transport=RequestsTransport(),
            clock=SystemClock(),
        )
        apps.append(create_app(services, AppSettings(secret_key=secrets.token_urlsafe(48))))
        server.start()
        try:
            with keep_filing(services):
                yield Demo(sandbox=sandbox, app_url=server.origin)
        finally:
            server.stop()


def walk_once(demo: Demo) -> None:
    """Walk from a launch to the note read back, and print each step.

    Raises:
        RemoteError: a page is not what the next step needs, or the note was not filed though the EHR takes
            notes.
    """
    from datetime import UTC, datetime

    from pss_fhir.cli.demo_walk import walk

    began = time.monotonic()
    patient, user = "Patient/client-1", "Practitioner/specialist-1"
    click.echo(f"EHR         {demo.sandbox.fhir_base} ({demo.sandbox.mode.name})")
    click.echo(f"app         {demo.app_url}")
    iss, launch = demo.sandbox.new_launch(patient, user)
    filed = walk(demo.app_url, iss, launch, now=datetime.now(UTC), say=click.echo)
    for ref in filed.refs:
        held = demo.sandbox.api.store.read(*ref.split("/"))
        resource = json.loads(held.body or b"{}")
        click.echo(f"read back   {ref}, version {resource['meta']['versionId']}, from the EHR's own store")
    if filed.is_to_be_copied:
        click.echo("not filed   this EHR takes no notes; the text is there to copy or print")
    elif not filed.is_filed:
        code = "demo.not-filed"
        raise RemoteError(message_for(code, heading=filed.heading), code=code, where=demo.sandbox.fhir_base)
    click.echo(f"done in {time.monotonic() - began:.1f} s")
