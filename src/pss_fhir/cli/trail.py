"""``pss-fhir trail``: the app's audit trail."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

import click

from pss_fhir.clock import NEW_YORK


@click.group(name="trail")
def command() -> None:
    """Who used whose record through the app, when, and how it ended; never the content."""


@command.command(name="export")
@click.option(
    "--database",
    metavar="DB-URL",
    help="The app's database. Default: PSS_FHIR_DATABASE_URL, else the SQLite file of this user.",
)
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="First day, in North Carolina. Default: all."
)
@click.option("--person", "client_ref", metavar="Patient/ID", help="Only about this person's record.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="NDJSON file to write. Default: standard output.",
)
def export(database: str | None, since: datetime | None, client_ref: str | None, output: Path | None) -> None:
    """Write the trail as FHIR AuditEvents, one per line, oldest first.

    Each line keeps its id, so that a server or a file that takes them twice holds them once. Ends with 1
    where an entry of the trail was changed, added or taken out behind the app's back.
    """
    from pss_fhir.cli.staff import open_store
    from pss_fhir.cli.to_fhir import report, write_lines
    from pss_fhir.issues import make_issue
    from pss_fhir.mapping import as_json, to_fhir
    from pss_fhir.workflows.export_trail import export_trail

    first = datetime.combine(since.date(), time(), NEW_YORK) if since else None
    with open_store(database) as store:
        uses = export_trail(store.audit, client_ref=client_ref, since=first)
        write_lines((as_json(to_fhir(use)) for use in uses), output)
        fault = store.audit.first_fault()
    if fault is not None:
        report([make_issue("store.trail-broken", entry=fault)])
