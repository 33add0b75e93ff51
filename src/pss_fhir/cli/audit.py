"""``pss-fhir audit PATH...``."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pss_fhir.cli.policy_options import as_of_option, day_of, named_policies, policy_option
from pss_fhir.clock import NEW_YORK, SystemClock
from pss_fhir.issues import Issue, Severity

if TYPE_CHECKING:
    from pss_fhir.compliance import AuditReport, StaffFolder
    from pss_fhir.compliance.kept_answers import AuditScope

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(name="audit")
@click.argument("paths", nargs=-1, metavar="PATH...")
@as_of_option
@policy_option
@click.option(
    "--staff",
    metavar="FOLDER|DB-URL",
    help="The agency's staff folder, or the database it was imported into.",
)
@click.option("--from", "first", type=_DAY, metavar="DATE", help="First day of service to look at.")
@click.option("--to", "last", type=_DAY, metavar="DATE", help="Last day of service to look at.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "ndjson", "outcome", "html", "measurereport"]),
    default="text",
    show_default=True,
    help="How findings are written.",
)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write, all of it or none."
)
@click.option(
    "--reporter",
    metavar="NAME",
    help="Who reports, for html and measurereport: the agency's name, or for measurereport Organization/ID "
    "on its own server. Without it the name of the one Organization whose EpisodeOfCare are audited.",
)
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(["note", "chart", "specialist", "team", "agency", "incident", "disclosure"]),
    help="Only findings about things of this kind.",
)
@click.option(
    "--about",
    multiple=True,
    metavar="REF",
    help="Only findings about this: Patient/1, a note's reference, staff/S-1, incident/I-1.",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="Where it is computed; spark needs the extra pss-fhir[spark] and gives the same findings.",
)
@click.option("--all", "all_answers", is_flag=True, help="Also rules that are met or do not apply.")
def command(
    paths: tuple[str, ...],
    as_of: datetime | None,
    policies: tuple[str, ...],
    staff: str | None,
    first: datetime | None,
    last: datetime | None,
    form: str,
    output: Path | None,
    reporter: str | None,
    only: tuple[str, ...],
    about: tuple[str, ...],
    engine: str,
    *,
    all_answers: bool,
) -> None:
    """Check charts and staff against the rules of NC peer support.

    A PATH is a resource, a Bundle, NDJSON (.gz and .zst too), a folder, or - for standard input. What cannot
    be read is told on standard error with file and line; the rest is audited. Ends with 1 when a rule that
    binds in full is broken; else with 3 when something could not be read, so that nobody takes it for clean.
    """
    from pss_fhir.cli.audit_output import FORMS
    from pss_fhir.compliance.check import Subject
    from pss_fhir.compliance.kept_answers import AuditScope
    from pss_fhir.domain.record import Days

    if not paths and staff is None:
        raise click.UsageError("name what to audit: a PATH, --staff, or both.")
    if first and last and last < first:
        raise click.UsageError("--to is before --from.")
    loaded = named_policies(policies)
    folder = _staff(staff) if staff is not None else None
    scope = AuditScope(
        _end_of_day(as_of) if as_of else SystemClock().now(),
        loaded,
        Days(start_on=day_of(first), end_on=day_of(last)),
        all_answers=all_answers,
        for_pictures=form == "html",
        only=frozenset(Subject(kind) for kind in only) or frozenset(Subject),
        about=frozenset(about),
    )
    with _few_collections():
        report, noticed = _audit(paths, scope, folder, engine)
    report = replace(report, not_read=tell(noticed), agency=reporter or report.agency)
    if unknown := [one for one in dict.fromkeys(about) if one not in report.named]:
        told = f"nothing was found to ask about {', '.join(unknown)}; check the reference."
        if not report.named:
            raise click.UsageError(told)
        click.echo(told, err=True)
    _write(FORMS[form](report), output)
    if report.has_errors:
        raise click.exceptions.Exit(1)
    if report.not_read:
        raise click.exceptions.Exit(3)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Looking for circles of objects far less often: records hold none, and there are a lot of records."""
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _audit(
    paths: Sequence[str], scope: AuditScope, folder: StaffFolder | None, engine: str
) -> tuple[AuditReport, Iterator[Issue]]:
    if engine == "spark":
        from pss_fhir.workflows.audit_on_spark import audit_on_spark

        if "-" in paths:
            raise click.UsageError("--engine spark cannot read standard input: every executor reads files.")
        return audit_on_spark([Path(path) for path in paths], scope, folder)
    from pss_fhir.workflows.audit_agency import audit_agency
    from pss_fhir.workflows.json_files import read_values

    return audit_agency(read_values(paths), scope, folder=folder)


def _end_of_day(as_of: datetime) -> datetime:
    """The last second of a day in North Carolina, so that the whole day counts."""
    return datetime.combine(as_of.date(), time(23, 59, 59), tzinfo=NEW_YORK)


def _staff(named: str) -> StaffFolder:
    from pss_fhir.compliance import StaffFolder, read_staff_folder

    if "://" not in named:
        return read_staff_folder(Path(named))
    from pss_fhir.cli.staff import open_store

    with open_store(named) as store:
        records = store.staff.records()
    if records is None:
        raise click.UsageError(
            "the database holds no staff records; run `pss-fhir staff import FOLDER` first."
        )
    return StaffFolder(records, (), ())


def tell(issues: Iterable[Issue]) -> int:
    """What was noticed about the files themselves, on standard error; remarks only as a count by type.

    Returns:
        How many things could not be read.
    """
    from pss_fhir.compliance.words import counted
    from pss_fhir.workflows.person_audit import OTHER_TYPE

    not_read = 0
    others: Counter[str] = Counter()
    for issue in issues:
        if issue.code == OTHER_TYPE:
            others[issue.path or "?"] += 1
        not_read += issue.severity is Severity.ERROR
        if issue.severity.rank < 2:
            place = ":".join(str(part) for part in (issue.file, issue.line, issue.column) if part is not None)
            click.echo(
                f"{place}: {issue.severity.value}: {issue}" if place else f"{issue.severity.value}: {issue}",
                err=True,
            )
    for name, number in sorted(others.items()):
        click.echo(
            f"type {name}, {counted(number, 'resource')}: no rule looks at it, and it was not audited.",
            err=True,
        )
    return not_read


def _write(pieces: Iterable[str], output: Path | None) -> None:
    if output is None:
        for piece in pieces:
            click.echo(piece, nl=False)
        return
    from pss_fhir.ndjson import replacing

    with replacing(output) as file:
        file.writelines(piece.encode() for piece in pieces)
