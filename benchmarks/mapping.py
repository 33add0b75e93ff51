"""The mapping beside bare fhir.resources, in one run, on the same resources.

``python benchmarks/mapping.py [--rounds N] [--milliseconds N]``

For each concept a whole record is written as a model of fhir.resources, as FHIR JSON, and read back from
the JSON; bare is the construction of the very same resource from JSON by its model, which checks it and
knows nothing of a record. Processor time, medians of rounds taken in turns, so that a busy machine harms all
alike.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.machine import machine
from pss_fhir.domain.record import Record
from pss_fhir.mapping import as_json, from_fhir, to_fhir
from pss_fhir.mapping.conversion import MODULES
from tests.record_examples import EXAMPLES

Work = Callable[[], object]


def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    print(machine("fhir.resources", "pydantic"))
    print(f"{'':<24}{'a second, there and back':>26}{'bare':>10}{'write':>10}{'read':>8}{'both':>8}")
    ratios = []
    for name in sorted(MODULES, key=lambda each: (each != "ServiceNote", list(MODULES).index(each))):
        is_note = name == "ServiceNote"
        took = _measured(EXAMPLES[name], arguments.rounds * (3 if is_note else 1), arguments.milliseconds)
        bare, both = took["bare"], took["both"]
        ratios.append((both / bare, name))
        print(
            f"{name:<24}{1 / both:>26,.0f}{1 / bare:>10,.0f}"
            f"{took['write'] / bare:>9.2f}x{took['read'] / bare:>7.2f}x{both / bare:>7.2f}x"
        )
    print(f"\nthe most beside bare: {max(ratios)[1]}, {max(ratios)[0]:.2f}x")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7, help="rounds of each concept; notes get three times")
    parser.add_argument("--milliseconds", type=int, default=40, help="how long one piece of work is repeated")
    return parser.parse_args()


def _measured(record: Record, rounds: int, milliseconds: int) -> dict[str, float]:
    """Median seconds of each piece of work on a record."""
    model = to_fhir(record)
    resource = as_json(model)
    construct = type(model).model_validate
    works: dict[str, Work] = {
        "bare": lambda: construct(resource),
        "write": lambda: to_fhir(record),
        "read": lambda: from_fhir(resource),
        "both": lambda: from_fhir(as_json(to_fhir(record))),
    }
    assert works["both"]() == record
    times = {name: max(1, int(milliseconds / 1000 / _seconds(work, 3))) for name, work in works.items()}
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            taken[name].append(_seconds(work, times[name]))
    return {name: statistics.median(each) for name, each in taken.items()}


def _seconds(work: Work, times: int) -> float:
    """Processor seconds that one repetition takes."""
    begun = time.process_time()
    for _ in range(times):
        work()
    return max(time.process_time() - begun, 1e-9) / times


if __name__ == "__main__":
    main()
