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
    help="Folder to write, empty or not there; fhir/, kept/, staff/ and truth.ndjson in it.",
)
def command(
    clients: int, staff: int, months: int, seed: int, start: datetime, broken: float, out: Path
) -> None:
    """Write a synthetic agency: an EHR's FHIR, the agency's own records, the staff folder, and the truth.

    Everybody is made up and marked so (family name HTEST, tag HTEST). The truth file names each rule that an
    audit on the story's last day finds broken. docs/synth.md says what is in the story.
    """
    import sys

    from pss_fhir.synth.agency import AgencySize, write_agency

    size = AgencySize(clients=clients, staff=staff, months=months, broken=broken)
    with click.progressbar(
        length=clients, label="Clients", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        made = write_agency(
            size, out, seed=seed, starts_on=start.date(), on_client=lambda done: bar.update(done - bar.pos)
        )
    click.echo(
        f"{out}: {clients} clients, {staff} specialists, {made.contacts} contacts, "
        f"{made.resources} resources; {made.broken} rules broken on purpose (truth.ndjson).",
        err=True,
    )
    click.echo(
        f"See them: pss-fhir audit {out / 'fhir'} --staff {out / 'staff'} --as-of {made.ends_on}", err=True
    )
