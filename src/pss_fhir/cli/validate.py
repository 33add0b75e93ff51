"""``pss-fhir validate PATH...``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import click

from pss_fhir.errors import UsageError

if TYPE_CHECKING:
    from io import BufferedReader

    from pss_fhir.inputs import Text
    from pss_fhir.validation.batch import Outcome
    from pss_fhir.validation.parts import Part
    from pss_fhir.validation.summary import Summary
    from pss_fhir.validation.validator import Validator

_STDIN = "-"


@click.command(name="validate")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    metavar="URL",
    help="Profile that resources of its type must meet.",
)
@click.option(
    "--package",
    "packages",
    multiple=True,
    metavar="NAME#VERSION|FILE.tgz|DIR",
    help="FHIR package to load beside the bundled.",
)
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes.")
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="Where it runs.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "ndjson", "outcome", "junit", "sarif"]),
    default="text",
    show_default=True,
    help="How findings are written.",
)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write, all of it or none."
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="What makes exit code 1.",
)
@click.option("--best-practice", is_flag=True, help="Check invariants marked as best practice too.")
@click.option(
    "--unknown-extension",
    type=click.Choice(["error", "warning", "information"]),
    default="warning",
    show_default=True,
    help="Severity of an extension whose definition is not held.",
)
@click.option(
    "--closed", is_flag=True, help="Every relative reference must lead to a resource among the inputs."
)
@click.option(
    "--max-bytes",
    type=click.IntRange(1),
    default=50_000_000,
    show_default=True,
    help="Most bytes of one resource.",
)
def command(
    paths: tuple[str, ...],
    profiles: tuple[str, ...],
    packages: tuple[str, ...],
    jobs: int,
    engine: str,
    form: str,
    output: Path | None,
    fail_on: str,
    best_practice: bool,
    unknown_extension: str,
    closed: bool,
    max_bytes: int,
) -> None:
    """Validate FHIR resources against R4 and profiles.

    PATH is a resource, a Bundle, NDJSON (.gz and .zst too), a folder, or - for standard input. R4, US Core
    6.1.0, 7.0.0 and 8.0.0 and our own guide are at hand without a network.
    """
    from pss_fhir.issues import Severity
    from pss_fhir.validation.validator import Validator

    validator = Validator(
        packages,
        profiles=profiles,
        best_practice=best_practice,
        unknown_extension=Severity(unknown_extension),
        closed_set=_closed_set(paths, max_bytes) if closed else None,
        max_bytes=max_bytes,
    )
    summary = _written(
        validator, _with_progress(paths, _outcomes(validator, paths, jobs, engine)), form, output
    )
    if summary.unreadable:
        sys.exit(3)
    worst = [Severity.ERROR] if fail_on == "error" else [Severity.ERROR, Severity.WARNING]
    sys.exit(1 if any(summary.severities[each] for each in worst) else 0)


def _outcomes(validator: Validator, paths: tuple[str, ...], jobs: int, engine: str) -> Iterator[Outcome]:
    """What is found, where and by as many processes as asked for."""
    if engine == "spark":
        from pss_fhir.validation.spark import validate_files

        return validate_files(validator, _spark_paths(paths))
    if jobs > 1:
        from pss_fhir.validation.processes import validate_parts

        return validate_parts(validator, _parts(paths, validator.max_bytes), jobs=jobs)
    from pss_fhir.validation.batch import validate_texts

    return validate_texts(validator, _texts(paths, validator.max_bytes))


def _written(validator: Validator, outcomes: Iterator[Outcome], form: str, output: Path | None) -> Summary:
    """Write the outcomes as they come; what was counted."""
    from pss_fhir.ndjson import replacing
    from pss_fhir.validation.formats import FORMATS
    from pss_fhir.validation.summary import Summary

    summary = Summary()
    with ExitStack() as stack:
        target: IO[bytes] = stack.enter_context(replacing(output)) if output else sys.stdout.buffer
        stack.enter_context(closing(outcomes))  # type: ignore[type-var] # generators have close()
        writer = FORMATS[form](target)
        is_watched = target.isatty()
        try:
            for outcome in outcomes:
                summary.add(outcome)
                writer.write(outcome)
                if is_watched:
                    target.flush()
            writer.finish(validator.not_checked, summary)
            target.flush()
        except BrokenPipeError:
            # The reader has gone (`| head`) and wants no more; Python would complain again at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
    return summary


def _closed_set(paths: tuple[str, ...], max_bytes: int) -> frozenset[str]:
    from pss_fhir.validation.closed import resources_named

    if _STDIN in paths:
        raise UsageError(
            "--closed reads its input twice, which standard input cannot. Name files or folders."
        )
    return resources_named(_texts(paths, max_bytes))


def _files(paths: tuple[str, ...]) -> list[Path]:
    from pss_fhir.inputs import files_of

    return [file for path in paths if path != _STDIN for file in files_of(Path(path))]


def _spark_paths(paths: tuple[str, ...]) -> list[Path]:
    if _STDIN in paths:
        raise UsageError("standard input cannot be read by --engine spark. Name files or folders.")
    return _files(paths)


def _texts(paths: tuple[str, ...], max_bytes: int) -> Iterator[Text]:
    from pss_fhir.inputs import files_of, read_file, read_stream

    for path in paths:
        if path == _STDIN:
            yield from read_stream(_Arriving(), _STDIN, max_bytes=max_bytes)
        else:
            for file in files_of(Path(path)):
                yield from read_file(file, max_bytes=max_bytes)


def _parts(paths: tuple[str, ...], max_bytes: int) -> Iterator[Part]:
    from pss_fhir.inputs import files_of
    from pss_fhir.validation.parts import parts_of_files, parts_of_stream

    for path in paths:
        if path == _STDIN:
            yield from parts_of_stream(_Arriving(), _STDIN, max_bytes=max_bytes)
        else:
            yield from parts_of_files(files_of(Path(path)), max_bytes=max_bytes)


class _Arriving:
    """Standard input, given on as it arrives, so that findings need not wait for more of it."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to ``size`` bytes, at least one before the end."""
        return cast("BufferedReader", sys.stdin.buffer).read1(size)


def _with_progress(paths: tuple[str, ...], outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """The outcomes, with a bar on standard error when that is a terminal: rate and time left, by bytes."""
    files = _files(paths)
    if not sys.stderr.isatty():
        yield from outcomes
        return
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # a thread that is not needed, and that a fork could catch unawares
    known = None if _STDIN in paths or any(file.suffix in (".gz", ".zst") for file in files) else 0
    total = None if known is None else sum(file.stat().st_size for file in files)
    count = 0
    with closing(outcomes), tqdm(total=total, unit="B", unit_scale=True, miniters=1, file=sys.stderr) as bar:  # type: ignore[type-var] # generators have close()
        for outcome in outcomes:
            count += outcome.texts
            bar.set_postfix_str(f"{count:,} resources", refresh=False)
            bar.update(outcome.bytes_read)
            yield outcome
