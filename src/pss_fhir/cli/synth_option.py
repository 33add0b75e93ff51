"""The option that fills the embedded EHR with an agency from files."""

from __future__ import annotations

from pathlib import Path

import click

synth_option = click.option(
    "--agency",
    "agency_folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder that `pss-fhir synth` wrote; its agency takes the place of the built-in one.",
)
