"""Several processes: the findings of one, in its order, and a clean end whatever happens."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pss_fhir.errors import PssFhirError
from pss_fhir.inputs import Text, read_file
from pss_fhir.validation import Validator
from pss_fhir.validation.batch import Outcome, validate_texts
from pss_fhir.validation.parts import Part, parts_of_files
from pss_fhir.validation.processes import validate_parts

LINES = [
    '{"resourceType":"Patient","id":"htest"}',
    '{"resourceType":"Patient","id":"htest","gender":"x","birthDate":"2026-02-30"}',
    "nope",
    "",
    '{"resourceType":"Observation","id":"N","meta":{"profile":["urn:x"]}}',
]
MAX = 1_000_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "a.ndjson"
    made.write_text("".join(f"{LINES[number % 5]}\n" for number in range(400)))
    return made


def told(outcomes: Iterator[Outcome]) -> list[Outcome]:
    return [each for each in outcomes if each.issues]


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_parts_when_validated_by_several_then_the_outcomes_of_one_in_its_order(file: Path, jobs: int) -> None:
    alone, together = Validator(), Validator()
    expected = list(validate_texts(alone, read_file(file, max_bytes=MAX)))
    found = list(
        validate_parts(together, parts_of_files([file, file], max_bytes=MAX, part_bytes=300), jobs=jobs)
    )

    assert told(iter(expected)) * 2 == told(iter(found))
    assert [2 * sum(each.texts for each in expected), 2 * sum(each.bytes_read for each in expected)] == [
        sum(each.texts for each in found),
        sum(each.bytes_read for each in found),
    ]
    assert [issue.code for issue in alone.not_checked] == [issue.code for issue in together.not_checked] != []


def test_parts_when_none_then_nothing() -> None:
    assert list(validate_parts(Validator(), [], jobs=2)) == []


def test_parts_when_one_process_is_slow_then_only_a_few_are_taken_ahead(tmp_path: Path) -> None:
    taken = 0

    def parts() -> Iterator[Part]:
        nonlocal taken
        for number in range(50):
            taken += 1
            made = tmp_path / f"{number}.json"
            made.write_text(LINES[0])
            yield from parts_of_files([made], max_bytes=MAX)

    outcomes = validate_parts(Validator(), parts(), jobs=2)
    next(outcomes)
    taken_at_first = taken
    outcomes.close()

    assert taken_at_first <= 2 * 3 + 1


@dataclass
class Deadly:
    """A part that ends the process that reads it."""

    lines: int = 0
    is_first: bool = True

    def texts(self, max_bytes: int) -> Iterator[Text]:  # noqa: ARG002 - as parts are asked
        os.kill(os.getpid(), signal.SIGKILL)
        yield Text("-", None, b"{}")


def test_process_when_it_ends_on_its_own_then_said_and_the_others_end(file: Path) -> None:
    before, *_ = parts_of_files([file], max_bytes=MAX)
    outcomes = validate_parts(Validator(), [before, Deadly(), before], jobs=2)  # type: ignore[list-item] # a stand-in

    with pytest.raises(PssFhirError, match="ended on its own; findings up to here are complete"):
        list(outcomes)
    assert multiprocessing.active_children() == []


def test_processes_when_nobody_wants_more_then_they_end(file: Path) -> None:
    outcomes = validate_parts(Validator(), parts_of_files([file] * 50, max_bytes=MAX, part_bytes=300), jobs=2)
    next(outcomes)
    outcomes.close()

    assert multiprocessing.active_children() == []


def test_processes_when_the_first_is_killed_then_none_stays_behind(file: Path) -> None:
    program = (
        "import sys, multiprocessing, pathlib; from pss_fhir.validation import Validator; "
        "from pss_fhir.validation.processes import validate_parts; "
        "from pss_fhir.validation.parts import parts_of_files; "
        "found = validate_parts(Validator(), parts_of_files([pathlib.Path(sys.argv[1])] * 9_000, "
        "max_bytes=10**6, part_bytes=300), jobs=2); next(found); "
        "print(*(each.pid for each in multiprocessing.active_children()), flush=True); [*found]"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(file)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        children = [int(each) for each in process.stdout.readline().split()]
        process.kill()
    deadline = time.monotonic() + 30
    while (left := [each for each in children if _is_alive(each)]) and time.monotonic() < deadline:
        time.sleep(0.05)

    assert (len(children), left) == (2, [])


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
