"""``pss-fhir from-fhir PATH``: FHIR resources -> domain records."""

from __future__ import annotations

from pathlib import Path

import click

from pss_fhir.cli.to_fhir import report, write_lines
from pss_fhir.issues import Severity
from pss_fhir.workflows.json_files import read_values


@click.command(name="from-fhir")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--base", "base_url", metavar="URL", help="FHIR base of the server that they came from.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="NDJSON file to write. Default: standard output.",
)
@click.option("--quiet", is_flag=True, help="Report errors and warnings only.")
def command(paths: tuple[str, ...], base_url: str | None, output: Path | None, *, quiet: bool) -> None:
    """Read FHIR R4 resources as domain records, one JSON object per line.

    A PATH is a resource, a Bundle, NDJSON (.gz and .zst too), a folder, or - for standard input. References
    between all of them are followed. What cannot be read is reported with file, line and element on standard
    error; the rest is written.
    """
    from pss_fhir.mapping.conversion import read_each
    from pss_fhir.mapping.records import record_json

    values = list(read_values(paths))
    issues = [value.place(value.issue) for value in values if value.issue is not None]
    whole = [value for value in values if value.issue is None]
    records = []
    for read in read_each([value.raw for value in whole], base_url=base_url):
        issues += [whole[read.position].place(issue) for issue in read.issues]
        if read.record is not None:
            records.append(record_json(read.record))
    write_lines(records, output)
    report([issue for issue in issues if not quiet or issue.severity is not Severity.INFORMATION])
