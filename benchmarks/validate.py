"""The validator beside others: every target of it, in one run, on the same bytes.

``python benchmarks/validate.py [FILE.ndjson ...]``

Without files the corpus is made with carebundle and clinosim, as far as they are installed. A peer that is
not installed is named with the command that installs it; ``make bench`` installs them all. Nothing is
judged: the table at the end says what is met.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.machine import machine
from benchmarks.validator import corpus, on_spark, peers, scale
from benchmarks.validator.rows import Row, at_least, less_than, table
from benchmarks.validator.speed import ORJSON, Rate, compare
from pss_fhir.issues import Severity
from pss_fhir.validation import Validator

SAMPLE = 200
"""Lines for peers that do some hundred a second."""
TURNS = 7
"""Runs of one process, of two and of Spark, of which the median counts: machines are shared, seldom still."""


def main() -> None:
    """Measure and print."""
    chosen = _arguments()
    print(machine("orjson"))
    sources = {str(file): list(corpus.read([file])) for file in chosen.files} or corpus.generated()
    lines = [line for each in sources.values() for line in each[: chosen.count]]
    if not lines:
        sys.exit("There is nothing to validate. Name NDJSON files, or install a generator as said above.")
    validator = Validator()
    clean = [line for line in lines if not validator.validate(line)]
    bare = [line for line in map(corpus.without_profiles, lines) if not validator.validate(line)]
    print(f"corpus: {', '.join(f'{name} {len(each):,}' for name, each in sources.items())} resources")
    print(f"clean by base R4: {len(bare):,}; by the profiles that they claim: {len(clean):,}")
    rows = [
        *_base(validator, bare, chosen),
        *_profiles(validator, clean, chosen),
        *_broken(validator, chosen),
        *_flags(validator),
        *_processes(clean, chosen),
        *_memory(clean, chosen),
        *_start(),
    ]
    print(f"\n{table(rows)}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="NDJSON to validate")
    parser.add_argument("--count", type=int, default=5_000, help="most resources of each source")
    parser.add_argument("--rounds", type=int, default=12, help="rounds, of which the best counts")
    parser.add_argument("--lines", type=int, default=100_000, help="lines for several processes and Spark")
    parser.add_argument("--stream", type=int, default=100, help="MB through standard input; four times, too")
    parser.add_argument("--packages", type=Path, default=peers.PACKAGES, help="folder of published packages")
    parser.add_argument("--json-schema", type=Path, default=peers.SCHEMA, help="HL7's fhir.schema.json of R4")
    return parser.parse_args()


def _base(validator: Validator, lines: Sequence[bytes], chosen: argparse.Namespace) -> list[Row]:
    checks = {"pss-fhir": validator.validate, **peers.in_this_process(chosen.json_schema)}
    rates = compare("base R4, clean", lines, checks, chosen.rounds)
    _medplum(lines, None)
    ours = rates["pss-fhir"]
    models = next(rate for name, rate in rates.items() if name.startswith("fhir.resources"))
    return [
        at_least("base R4, share of orjson.loads", _ratio(ours, rates[ORJSON]), 0.20, "{:.1%}"),
        at_least("base R4, times fhir.resources", _ratio(ours, models), 10, "{:.1f}"),
    ]


def _profiles(validator: Validator, lines: Sequence[bytes], chosen: argparse.Namespace) -> list[Row]:
    ours = {"pss-fhir": validator.validate}
    rates = compare("US Core 6.1.0, clean", lines, ours, chosen.rounds)
    guide = [line for line in corpus.guide_examples() if not validator.validate(line)]
    agency = [line for line in corpus.guide_agency() if not validator.validate(line)]
    few = compare("our guide's examples, clean", guide, ours, chosen.rounds * 4)
    own = compare("our guide, an agency's records, clean", agency, ours, chosen.rounds)
    rows = [
        at_least(
            "US Core 6.1.0, share of orjson.loads", _ratio(rates["pss-fhir"], rates[ORJSON]), 0.17, "{:.1%}"
        ),
        at_least("our guide, share of orjson.loads", _ratio(own["pss-fhir"], own[ORJSON]), 0.17, "{:.1%}"),
        Row("  the same on its examples", f"{_ratio(few['pss-fhir'], few[ORJSON]):.1%}"),
    ]
    sample = lines[:: max(1, len(lines) // SAMPLE)]
    whole = rates["pss-fhir"].per_second
    other = _medplum(sample, chosen.packages)
    rows.append(_times("Medplum", whole, other, 30))
    try:
        name, check = peers.pyrofile(chosen.packages)
    except peers.NotThere as missing:
        return [*rows, _times("pyrofile", whole, str(missing), 150)]
    slow = compare("US Core 6.1.0, a sample", sample, {**ours, name: check}, 1)
    return [*rows, _times("pyrofile", slow["pss-fhir"].per_second, slow[name].per_second, 150)]


def _medplum(lines: Sequence[bytes], packages: Path | None) -> float | str:
    """Medplum's resources a second, or why there are none."""
    try:
        timed = peers.medplum(lines, 2, packages)
    except peers.NotThere as missing:
        print(f"not measured: {missing}")
        return str(missing)
    per_second = len(lines) / timed.seconds
    print(f"  Medplum {timed.version:<26}{per_second:>10,.0f}/s, {timed.flagged} of {len(lines)} flagged")
    return per_second


def _times(peer: str, ours: float, theirs: float | str, target: float) -> Row:
    if isinstance(theirs, str):
        return at_least(f"US Core 6.1.0, times {peer}", None, target, "{:.0f}", theirs)
    return at_least(f"US Core 6.1.0, times {peer}", ours / theirs, target, "{:.0f}")


def _ratio(ours: Rate, theirs: Rate) -> float:
    return ours.per_second / theirs.per_second


def _broken(validator: Validator, chosen: argparse.Namespace) -> list[Row]:
    examples = [
        line
        for line in corpus.us_core_examples()
        if b'"resourceType":"Bundle"' not in line and not validator.validate(line)
    ]
    broken = corpus.broken(examples, 2_000, validator)
    lines = [each.line for each in broken]
    rates = compare("broken on purpose", lines, {"pss-fhir": validator.validate}, chosen.rounds)
    caught = sum(corpus.is_caught(validator, each) for each in broken)
    return [
        at_least("broken data, resources a second", rates["pss-fhir"].per_second, 10_000, "{:,.0f}"),
        at_least(f"broken data, of {len(broken):,} caught at their path", caught, len(broken), "{:,}"),
    ]


def _flags(validator: Validator) -> list[Row]:
    errors = sum(
        issue.severity is Severity.ERROR
        for line in corpus.us_core_examples()
        for issue in validator.validate(line)
    )
    return [less_than("errors on the 183 examples of US Core 6.1.0", errors, 1, "{}")]


def _processes(lines: Sequence[bytes], chosen: argparse.Namespace) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        file = scale.write_lines(Path(folder, "corpus.ndjson"), lines, chosen.lines)
        print(f"\nseveral processes: {chosen.lines:,} lines, {file.stat().st_size / 1e6:.0f} MB")
        runs: dict[int, list[scale.Run]] = {1: [], 2: []}
        whole = []
        for _ in range(TURNS):
            for jobs, found in runs.items():
                found += scale.runs(file, jobs)
            whole.append(sum(each.seconds for each in scale.runs(file, 1, at_once=2)) / 2)
        alone, together = (sorted(runs[jobs], key=lambda each: each.seconds)[TURNS // 2] for jobs in (1, 2))
        for jobs, each in ((1, alone), (2, together)):
            print(
                f"  {jobs} at work{each.resources / each.seconds:>12,.0f}/s   clock {each.seconds:.2f} s, "
                f"processor {each.here:.2f} s here and {each.workers:.2f} s in workers"
            )
        pairs = list(zip(runs[1], runs[2], strict=True))
        by_clock = median(one.seconds / two.seconds for one, two in pairs)
        by_processor = median(one.here / (two.here + two.workers / 2) for one, two in pairs)
        machine = median(2 * one.seconds / each for one, each in zip(runs[1], whole, strict=True))
        return [
            at_least("two processes, times one", by_clock, 1.7, "{:.2f}"),
            Row("  the same by processor time", f"{by_processor:.2f}"),
            Row("  two that each do the whole, times one", f"{machine:.2f}"),
            *_on_spark(file, alone),
        ]


def _on_spark(file: Path, alone: scale.Run) -> list[Row]:
    cores = os.cpu_count() or 1
    what = "Spark per core, share of one process"
    try:
        used = on_spark.run_on_spark(file, cores, TURNS)
    except on_spark.NotThere as missing:
        return [at_least(what, None, 0.7, "{:.0%}", str(missing))]
    print(
        f"  Spark {version('pyspark')}, {cores} cores{alone.resources / used.seconds:>10,.0f}/s   "
        f"clock {used.seconds:.2f} s, processor {used.processor:.2f} s, Spark's own included"
    )
    return [
        at_least(what, alone.seconds / used.seconds / cores, 0.7, "{:.0%}"),
        Row("  the same by processor time", f"{alone.here / used.processor:.0%}"),
    ]


def _memory(lines: Sequence[bytes], chosen: argparse.Namespace) -> list[Row]:
    once, more = (scale.peak_memory(lines, chosen.stream * 1_000_000 * times) for times in (1, 4))
    return [
        less_than(f"memory, {chosen.stream} MB streamed, MB", once, 150, "{:.0f}", "only Linux tells"),
        less_than(f"memory, {chosen.stream * 4} MB streamed, MB", more, 150, "{:.0f}", "only Linux tells"),
    ]


def _start() -> list[Row]:
    cold, kept = scale.starts(5)
    print(
        f"\nstart, processor: {kept.processor:.2f} s with compiled forms kept, {cold.processor:.2f} without"
    )
    return [
        less_than("start with the compiled form kept, s", kept.seconds, 0.4, "{:.2f}"),
        less_than("start without, s", cold.seconds, 3, "{:.2f}"),
    ]


if __name__ == "__main__":
    main()
