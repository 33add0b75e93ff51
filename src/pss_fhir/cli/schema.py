"""``pss-fhir schema [KIND]``: the JSON Schema of domain records."""

from __future__ import annotations

from pathlib import Path

import click
import orjson

from pss_fhir.cli.to_fhir import writing


@click.command(name="schema")
@click.argument("kind", required=False)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write. Default: standard output.",
)
def command(kind: str | None, output: Path | None) -> None:
    """Print the JSON Schema (2020-12) of the records that to-fhir takes and from-fhir gives.

    KIND is the type of one record (Goal, ServiceNote, ...); without it the schema takes any of them.
    """
    from pss_fhir.mapping.record_schema import schema_of
    from pss_fhir.mapping.records import RECORD_NAMES

    if kind is not None and kind not in RECORD_NAMES:
        raise click.BadParameter(f"none of {', '.join(RECORD_NAMES)}", param_hint="KIND")
    with writing(output) as stream:
        stream.write(orjson.dumps(schema_of(kind), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
