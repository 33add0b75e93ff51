"""``pss-fhir staff``: the agency's own staff records."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pss_fhir.clock import SystemClock
from pss_fhir.issues import Severity

if TYPE_CHECKING:
    from pss_fhir.store import Store


@click.group(name="staff")
def command() -> None:
    """The agency's own staff records: credentials, trainings, supervision, assignments, checks."""


@command.command(name="import")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--database",
    metavar="DB-URL",
    help="Database to fill. Default: PSS_FHIR_DATABASE_URL, else the SQLite file of this user.",
)
@click.option("--check", "only_checks", is_flag=True, help="Read and report; change nothing.")
def import_folder(folder: Path, database: str | None, *, only_checks: bool) -> None:
    """Put the staff folder in the place of the staff records in the database.

    Every bad row is told with file, line and column; good rows are kept. Ends with 1 where a row was left
    out. Incidents are not put in the database; `pss-fhir audit --staff FOLDER` reads them.
    """
    from pss_fhir.cli.audit import tell
    from pss_fhir.compliance import read_staff_folder
    from pss_fhir.compliance.words import counted

    read = read_staff_folder(folder)
    tell(read.issues)
    records = read.records
    if not only_checks:
        with open_store(database) as store:
            store.staff.replace(records)
    verb = "Read" if only_checks else "Imported"
    click.echo(
        f"{verb} {counted(len(records.members), 'person', 'people')}, "
        f"{counted(len(records.credentials), 'credential')}, {counted(len(records.trainings), 'training')}, "
        f"{counted(len(records.supervision), 'supervision')}, "
        f"{counted(len(records.assignments), 'assignment')}, {counted(len(records.checks), 'check')}."
    )
    if any(issue.severity is Severity.ERROR for issue in read.issues):
        raise click.exceptions.Exit(1)


@contextmanager
def open_store(database: str | None) -> Iterator[Store]:
    """The app's database, opened with the key of the environment and closed afterwards.

    Args:
        database: its URL; that of the environment where none is given.
    """
    from pss_fhir.cli.serve import ENCRYPTION_KEY, database_url
    from pss_fhir.store import Store
    from smart_app.settings import secret_from

    key, *older = (one.encode() for one in secret_from(os.environ, ENCRYPTION_KEY).split())
    url = database or database_url(os.environ)
    store = Store.open(url, key=key, older_keys=older, clock=SystemClock())
    try:
        yield store
    finally:
        store.close()
