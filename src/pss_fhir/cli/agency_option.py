"""The option that names the agency file, for every command that acts for an agency."""

from __future__ import annotations

from pathlib import Path

import click

config_option = click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("agency.toml"),
    show_default=True,
    help="What the agency says about itself and its EHRs; docs/agency.md lists every setting.",
)
