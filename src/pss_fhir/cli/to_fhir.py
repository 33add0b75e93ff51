"""``pss-fhir to-fhir RECORDS``: domain records -> FHIR resources."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click
import orjson

from pss_fhir import ndjson
from pss_fhir.clock import SystemClock
from pss_fhir.issues import Issue, Severity
from pss_fhir.workflows.json_files import Value, read_values

_AGENCY = re.compile(r"Organization/[A-Za-z0-9\-.]{1,64}", re.ASCII)


@click.command(name="to-fhir")
@click.argument("records", nargs=-1, required=True, metavar="RECORDS...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["bundle", "ndjson"]),
    default="bundle",
    help="One transaction Bundle, or one resource per line.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="File of the Bundle, or folder of one NDJSON file per type. Default: standard output.",
)
@click.option(
    "--agency",
    "agency_ref",
    metavar="Organization/ID",
    help="Who sends the records. Each then goes along with a Provenance: its author, and the agency.",
)
def command(records: tuple[str, ...], form: str, output: Path | None, agency_ref: str | None) -> None:
    """Write domain records as FHIR R4 resources.

    RECORDS are JSON (one record or a list) or NDJSON files, folders of them, or - for standard input. A
    record is {"type": "Goal", ...} with the fields of the domain. Bad records are reported with file, line
    and field on standard error; the good ones are written.
    """
    from pss_fhir.mapping.transaction import transaction_of

    if agency_ref is not None and not _AGENCY.fullmatch(agency_ref):
        raise click.BadParameter("it is no Organization/ID", param_hint="--agency")
    resources, issues = _written(read_values(records), agency_ref)
    if form == "bundle":
        _write_bundle(transaction_of(resources), output)
    else:
        _write_ndjson(resources, output)
    report(issues)


def _written(values: Iterable[Value], agency_ref: str | None) -> tuple[list[dict[str, Any]], list[Issue]]:
    """The resources of the good records, and the findings about the bad ones."""
    from pss_fhir.domain.people import Client
    from pss_fhir.errors import MappingError
    from pss_fhir.mapping import as_json, to_fhir
    from pss_fhir.mapping.provenance import authorships_of
    from pss_fhir.mapping.records import read_record

    read = []
    issues: list[Issue] = []
    for value in values:
        if value.issue is not None:
            issues.append(value.place(value.issue))
            continue
        record, found = read_record(value.raw)
        issues += [value.place(issue) for issue in found]
        if record is not None:
            read.append((value, record))
    clients = {record.ref: record for _, record in read if isinstance(record, Client)}
    written = []
    for value, record in read:
        try:
            client = clients.get(getattr(record, "client_ref", None) or "")
            written.append((record, as_json(to_fhir(record, client=client))))
        except MappingError as refused:
            issues += [value.place(issue) for issue in refused.issues]
    resources = [resource for _, resource in written]
    if agency_ref is not None:
        authorships = authorships_of(written, agency_ref=agency_ref, recorded_at=SystemClock().now())
        resources += [as_json(to_fhir(authorship)) for authorship in authorships]
    return resources, issues


def _write_bundle(bundle: dict[str, Any], output: Path | None) -> None:
    with writing(output) as stream:
        stream.write(orjson.dumps(bundle, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def _write_ndjson(resources: list[dict[str, Any]], folder: Path | None) -> None:
    if folder is None:
        write_lines(resources, None)
        return
    folder.mkdir(parents=True, exist_ok=True)
    for resource_type in dict.fromkeys(resource["resourceType"] for resource in resources):
        of_type = [each for each in resources if each["resourceType"] == resource_type]
        write_lines(of_type, folder / f"{resource_type}.ndjson")


def write_lines(objects: Iterable[dict[str, Any]], output: Path | None) -> None:
    """One object per line, to a file or to standard output."""
    with writing(output) as stream:
        for each in objects:
            stream.write(orjson.dumps(each, option=orjson.OPT_APPEND_NEWLINE))


@contextmanager
def writing(output: Path | None) -> Iterator[BinaryIO]:
    """A file that appears whole at the end, or standard output."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with ndjson.replacing(output) as stream:
        yield stream  # type: ignore[misc] # a binary file opened for writing is one


def report(issues: Sequence[Issue]) -> None:
    """Print the findings on standard error; end with exit code 1 where one is an error."""
    for issue in issues:
        place = ":".join(str(part) for part in (issue.file, issue.line) if part is not None)
        click.echo(f"{place}: {issue.severity.value}: {issue}" if place else str(issue), err=True)
    if any(issue.severity is Severity.ERROR for issue in issues):
        raise click.exceptions.Exit(1)
