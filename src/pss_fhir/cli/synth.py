"""``pss-fhir synth``: a synthetic agency of any size."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click


@click.command(name="synth")
@click.option("--clients", type=click.IntRange(1), default=20, show_default=True, help="Persons served.")
@click.option(
    "--staff", type=click.IntRange(1), default=2, show_default=True, help="Peer support specialists."
)
@click.option(
    "--months", type=click.IntRange(1, 120), default=3, show_default=True, help="Months of 30 days."
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same agency.")
@click.option(
    "--from",
    "start",
    type=click.DateTime(["%Y-%m-%d"]),
    default="2026-01-05",
    show_default=True,
    metavar="DATE",
    help="First day of the story (YYYY-MM-DD).",
)
@click.option(
    "--broken",
    type=click.FloatRange(0, 1),
    default=0.02,
    show_default=True,
    help="Share of the visits that break a rule on purpose.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder to write; fhir/, staff/ and truth.ndjson in it.",
)
def command(
    clients: int, staff: int, months: int, seed: int, start: datetime, broken: float, out: Path
) -> None:
    """Write a synthetic agency: FHIR NDJSON per type, the staff folder, and the truth about its breaks.

    Everybody is made up and marked so (family name HTEST, tag HTEST).
    """
    from pss_fhir.synth.agency import AgencySize, write_agency

    size = AgencySize(clients=clients, staff=staff, months=months, broken=broken)
    made = write_agency(size, out, seed=seed, starts_on=start.date())
    click.echo(
        f"{out}: {clients} clients, {staff} specialists, {made.contacts} contacts with their notes; "
        f"{made.broken} break a rule on purpose (truth.ndjson).",
        err=True,
    )
