"""The options by which commands choose rules, payer and day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import click

from pss_fhir.compliance import PolicySet, load_policies
from pss_fhir.compliance.words import counted
from pss_fhir.errors import RuleDataError

F = TypeVar("F", bound=Callable[..., object])

STATEWIDE = "statewide"
POSITION_DESCRIPTION = "position-description"

policy_option: Callable[[F], F] = click.option(
    "--policy",
    "policies",
    multiple=True,
    metavar="FILE|NAME",
    help="An agency's policy file or folder, or one of the sets of the package: "
    f"{STATEWIDE} (no employer's limits), {POSITION_DESCRIPTION} (with one employer's limits; the default).",
)
as_of_option: Callable[[F], F] = click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day to ask about (YYYY-MM-DD)."
)


def named_policies(named: Sequence[str]) -> PolicySet:
    """The rules that ``--policy`` names; without any, those of the package.

    Every fault of a broken file goes to standard error, one line each, before it is raised.

    Raises:
        click.UsageError: a name is neither a file nor a set of the package.
        RuleDataError: a file is broken.
    """
    sets = [name for name in named if name in (STATEWIDE, POSITION_DESCRIPTION)]
    files = [Path(name) for name in named if name not in sets]
    for path in files:
        if not path.exists():
            raise click.UsageError(
                f"--policy {path}: no such file, and the sets of the package are {STATEWIDE} and "
                f"{POSITION_DESCRIPTION}."
            )
    try:
        return load_policies(files, with_agency=STATEWIDE not in sets)
    except RuleDataError as refused:
        for issue in refused.issues:
            click.echo(f"{issue.file}:{issue.line or 1}: {issue.message} [{issue.code}]", err=True)
        told = counted(len(refused.issues), "fault is", "faults are")
        raise RuleDataError(
            f"no rule was loaded: {told} named above. Mend the lines named.", issues=refused.issues
        ) from refused


def day_of(as_of: datetime | None) -> date | None:
    """The day that ``--as-of`` names."""
    return as_of.date() if as_of else None
