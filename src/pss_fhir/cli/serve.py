"""``pss-fhir serve``."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click
import platformdirs

from pss_fhir.cli.agency_option import config_option

if TYPE_CHECKING:
    from pss_fhir.workflows.services import Services

ENCRYPTION_KEY = "PSS_FHIR_ENCRYPTION_KEY"
DATABASE_URL = "PSS_FHIR_DATABASE_URL"


@click.command(name="serve")
@config_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on, behind a proxy.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="Port to listen on."
)
@click.option("--threads", type=click.IntRange(2, 64), default=8, show_default=True, help="Requests at once.")
def command(config: Path, host: str, port: int, threads: int) -> None:
    """Serve the SMART app. Secrets come from the environment; docs/app.md names the variables."""
    import waitress

    from pss_fhir.workflows.file_note import keep_filing
    from smart_app.app import create_app
    from smart_app.settings import SECRET_KEY, AppSettings, secret_from

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    settings = AppSettings(secret_key=secret_from(os.environ, SECRET_KEY))
    services = services_of(config)
    app = create_app(services, settings)
    click.echo(f"Listening on http://{host}:{port} for {services.agency.app_url}", err=True)
    with keep_filing(services):
        waitress.serve(app, host=host, port=port, threads=threads, ident=None, _quiet=True)


def services_of(config: Path) -> Services:
    """The services that an agency file and the environment describe.

    Raises:
        PssFhirError: a setting, a secret, a rule file or the database cannot be used.
    """
    from pss_fhir.client import RequestsTransport
    from pss_fhir.clock import SystemClock
    from pss_fhir.workflows.agency import load_agency
    from pss_fhir.workflows.start import start_services
    from smart_app.settings import secret_from

    return start_services(
        load_agency(config),
        store_url=database_url(os.environ),
        encryption_keys=[key.encode() for key in secret_from(os.environ, ENCRYPTION_KEY).split()],
        environment=os.environ,
        transport=RequestsTransport(),
        clock=SystemClock(),
    )


def database_url(environment: Mapping[str, str]) -> str:
    """Where the database is: as the environment says, else a SQLite file of this user."""
    if given := environment.get(DATABASE_URL, "").strip():
        return given
    folder = platformdirs.user_data_path("pss-fhir", appauthor=False, ensure_exists=True)
    folder.chmod(0o700)
    return f"sqlite:///{folder / 'pss-fhir.sqlite3'}"
