"""``pss-fhir sandbox``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from pss_fhir.cli.synth_option import synth_option

_MODES = ("open", "epic", "oracle", "athena", "ecw", "read-only")


@click.command(name="sandbox")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port on 127.0.0.1; a free one by default."
)
@click.option("--mode", type=click.Choice(_MODES), default="open", help="Which kind of EHR it is like.")
@click.option(
    "--data", type=click.Path(dir_okay=False), default=":memory:", help="SQLite file; memory by default."
)
@click.option("--seed", type=int, default=0, help="Another agency of the same shape.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day around which the agency's dates lie."
)
@synth_option
@click.option(
    "--staff-folder", type=click.Path(file_okay=False), help="Write the agency's staff records there."
)
@click.option("--no-sign-in", is_flag=True, help="Let everybody use the FHIR API without a token.")
def command(
    port: int,
    mode: str,
    data: str,
    seed: int,
    as_of: datetime | None,
    agency_folder: Path | None,
    staff_folder: str | None,
    no_sign_in: bool,
) -> None:
    """Run the embedded EHR: made-up people, a FHIR server, sign-in, and pages to launch an app from.

    It listens on this machine alone and ends with Ctrl-C.
    """
    from pss_fhir.sandbox import Sandbox

    sandbox = Sandbox(
        mode=mode,
        data=data,
        seed=seed,
        as_of=as_of.date() if as_of else None,
        asks_for_sign_in=not no_sign_in,
        agency_folder=agency_folder,
    ).start(port)
    if staff_folder is not None:
        sandbox.write_staff_folder(Path(staff_folder))
    click.echo(f"Pages      {sandbox.launcher_url}")
    click.echo(f"FHIR base  {sandbox.fhir_base}")
    click.echo("Ctrl-C ends it.", err=True)
    try:
        sandbox.wait()
    finally:
        sandbox.stop()
