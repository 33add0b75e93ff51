"""``pss-fhir outbox``: notes on their way to the EHR; never a word of a note, and never whose it is."""

from __future__ import annotations

import json
import signal
import threading
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pss_fhir.cli.agency_option import config_option

if TYPE_CHECKING:
    from pss_fhir.outbox import Filing
    from pss_fhir.store import OutboxRow, Store

_DONE = ("filed", "copied-by-hand", "retracted")

_database = click.option(
    "--database",
    metavar="DB-URL",
    help="The app's database. Default: PSS_FHIR_DATABASE_URL, else the SQLite file of this user.",
)
_format = click.option(
    "--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True
)


@click.group(name="outbox")
def command() -> None:
    """Signed notes, addenda and retractions on their way to the EHR.

    Identifiers, states, codes and moments are printed, never any content.
    """


@command.command(name="list")
@click.option("--all", "shows_all", is_flag=True, help="Those that are done, too.")
@_database
@_format
def list_rows(database: str | None, output_format: str, *, shows_all: bool) -> None:
    """Print every record that is not done, in the order in which they were signed."""
    from pss_fhir.cli.staff import open_store

    with open_store(database) as store:
        rows = [row for row in store.outbox.list() if shows_all or row.state not in _DONE]
    if output_format == "json":
        click.echo(json.dumps([_shown_row(row) for row in rows], indent=2))
        return
    for row in rows:
        why = f"  [{row.problem.code}]" if row.problem else ""
        until = f"  next {_shown_moment(row.next_at)}" if row.next_at else ""
        click.echo(
            f"{row.identifier}  {row.kind:<10}  {row.state:<19}  {row.rung:<22}  "
            f"signed {_shown_moment(row.signed_at)}{until}{why}"
        )
    if not rows:
        click.echo("Nothing is on its way." if not shows_all else "Nothing was signed here.", err=True)


@command.command(name="show")
@click.argument("identifier", metavar="ID")
@_database
@_format
def show(identifier: str, database: str | None, output_format: str) -> None:
    """Print where one record stands, why, and every state it went through."""
    from pss_fhir.cli.staff import open_store

    with open_store(database) as store:
        filing = _filing(store, identifier)
    if output_format == "json":
        click.echo(json.dumps(_shown_filing(filing), indent=2))
        return
    click.echo(f"{filing.note_identifier}  {filing.kind.value}  {filing.state.value}")
    click.echo(filing.words)
    if filing.next_at:
        click.echo(f"It is taken up again at {_shown_moment(filing.next_at)}.")
    if filing.problem:
        click.echo(f"Code: {filing.problem.code} (`pss-fhir explain {filing.problem.code}` says what to do)")
    click.echo(f"Sent {filing.attempts} time{'' if filing.attempts == 1 else 's'}. History:")
    for entry in filing.history:
        rung = f"  by {entry.rung}" if entry.rung else ""
        click.echo(f"  {_shown_moment(entry.at)}  {entry.to_state:<19}  {entry.answer}{rung}")


@command.command(name="retry")
@click.argument("identifier", metavar="ID")
@_database
def retry(identifier: str, database: str | None) -> None:
    """Make a record due now; what may be in the EHR is looked for before anything is sent again."""
    from pss_fhir.cli.staff import open_store
    from pss_fhir.clock import SystemClock
    from pss_fhir.outbox import try_again

    with open_store(database) as store:
        row = try_again(store, identifier, now=SystemClock().now())
    click.echo(f"{row.identifier} is {row.state} and due now; the next worker takes it up.")


@command.command(name="run")
@config_option
@click.option("--once", is_flag=True, help="Take up what is due now, and end.")
def run(config: Path, *, once: bool) -> None:
    """File what is due until it is stopped, beside or instead of the worker inside `pss-fhir serve`.

    A record is sent only while the person who signed it is signed in. Secrets come from the
    environment, as for `pss-fhir serve`.
    """
    from pss_fhir.cli.serve import services_of
    from pss_fhir.workflows.file_note import client_for

    services = services_of(config)
    try:
        if once:
            count = services.outbox.work_once(lambda row: client_for(services, row))
            click.echo(f"Took up {count} record{'' if count == 1 else 's'}.")
            return
        stop = threading.Event()
        for wish in (signal.SIGINT, signal.SIGTERM):
            signal.signal(wish, lambda *_: stop.set())
        click.echo("Filing what is due; stop with Ctrl-C.", err=True)
        services.outbox.run(lambda row: client_for(services, row), stop=stop)
    finally:
        services.store.close()


def _filing(store: Store, identifier: str) -> Filing:
    from pss_fhir.outbox import filing_of, load_profile

    row = store.outbox.get(identifier)
    return filing_of(row, store.outbox.history(identifier), load_profile(row.profile))


def _shown_row(row: OutboxRow) -> dict[str, Any]:
    return {
        "identifier": row.identifier,
        "kind": row.kind,
        "about": row.about,
        "state": row.state,
        "rung": row.rung,
        "signed_at": row.signed_at.isoformat(),
        "attempts": row.attempts,
        "next_at": row.next_at.isoformat() if row.next_at else None,
        "filed_at": row.filed_at.isoformat() if row.filed_at else None,
        "ref": row.ref,
        "problem": row.problem.code if row.problem else None,
    }


def _shown_filing(filing: Filing) -> dict[str, Any]:
    return {
        "identifier": filing.note_identifier,
        "kind": filing.kind.value,
        "about": filing.about,
        "state": filing.state.value,
        "rung": filing.rung.value,
        "attempts": filing.attempts,
        "next_at": filing.next_at.isoformat() if filing.next_at else None,
        "filed_at": filing.filed_at.isoformat() if filing.filed_at else None,
        "ref": filing.ref,
        "problem": filing.problem.to_json() if filing.problem else None,
        "words": filing.words,
        "history": [
            {
                "at": entry.at.isoformat(),
                "from": entry.from_state,
                "to": entry.to_state,
                "rung": entry.rung,
                "answer": entry.answer,
            }
            for entry in filing.history
        ],
    }


def _shown_moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
