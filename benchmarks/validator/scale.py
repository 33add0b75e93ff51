"""What is not speed of one process: several processes, memory, start."""

from __future__ import annotations

import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.byte_code import with_byte_code_in
from pss_fhir.inputs import read_file
from pss_fhir.validation import Validator
from pss_fhir.validation.batch import validate_texts
from pss_fhir.validation.parts import parts_of_files
from pss_fhir.validation.processes import validate_parts

MAX_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """One run over a file.

    Attributes:
        resources: that were validated.
        seconds: by the clock.
        here: processor seconds of this process.
        workers: processor seconds of all others.
    """

    resources: int
    seconds: float
    here: float
    workers: float


def write_lines(file: Path, lines: Sequence[bytes], count: int) -> Path:
    """A file with so many lines, the given ones over and over."""
    with file.open("wb") as stream:
        for start in range(0, count, len(lines)):
            stream.write(b"\n".join(lines[: count - start]) + b"\n")
    return file


def runs(file: Path, jobs: int, *, at_once: int = 1) -> list[Run]:
    """So many runs of :func:`run` at one time, each in a process that is new, as a command's is.

    A process that has run benchmarks before has a memory in pieces, which slows those that it forks.
    """
    with ProcessPoolExecutor(at_once, multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(run, [file] * at_once, [jobs] * at_once))


def run(file: Path, jobs: int) -> Run:
    """Validate the file with a validator that has compiled nothing yet."""
    validator = Validator()
    before, begun = _used(), time.perf_counter()
    if jobs == 1:
        outcomes = validate_texts(validator, read_file(file, max_bytes=MAX_BYTES))
    else:
        outcomes = validate_parts(validator, parts_of_files([file], max_bytes=MAX_BYTES), jobs=jobs)
    resources = sum(outcome.texts for outcome in outcomes)
    seconds, after = time.perf_counter() - begun, _used()
    return Run(resources, seconds, after[0] - before[0], after[1] - before[1])


def _used() -> tuple[float, float]:
    """Processor seconds of this process and of its children that have ended."""
    mine, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return mine.ru_utime + mine.ru_stime, theirs.ru_utime + theirs.ru_stime


_PEAK = """
import sys
from pss_fhir.cli.main import main
sys.argv = ["pss-fhir", "validate", "-", "--format", "ndjson"]
try:
    main()
finally:
    status = open("/proc/self/status").read()
    print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")), file=sys.stderr)
"""


def peak_memory(lines: Sequence[bytes], size: int) -> float | None:
    """Most resident memory of ``pss-fhir validate -``, in MB, while so many bytes stream through it.

    None where the system does not tell (only Linux does).
    """
    if not Path("/proc/self/status").exists():
        return None
    part = b"\n".join(lines) + b"\n"
    command = [sys.executable, "-c", _PEAK]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        writer = threading.Thread(target=_feed, args=(process.stdin.fileno(), part, size))
        writer.start()
        writer.join()
        process.stdin.close()
        told = process.stderr.read().split()
    return int(told[-1]) * 1_024 / 1e6


def _feed(handle: int, part: bytes, size: int) -> None:
    for _ in range(-(-size // len(part))):
        rest = memoryview(part)
        while rest:
            rest = rest[os.write(handle, rest) :]


_FIRST = (
    "from pss_fhir.validation import Validator; from pathlib import Path; import sys; "
    "Validator(unit_cache=Path(sys.argv[1])).validate({'resourceType': 'Patient'})"
)


@dataclass(frozen=True, slots=True)
class Start:
    """From nothing to the first finding: seconds by the clock, and of the processor."""

    seconds: float
    processor: float


def starts(rounds: int) -> tuple[Start, Start]:
    """The least of several starts, without the compiled form and with it.

    The package's own byte code is at hand in both, as pip leaves it with an installed package, whether
    Python is told here to write any or not.
    """
    cold, kept = [], []
    with tempfile.TemporaryDirectory() as byte_code:
        _start(byte_code, byte_code)
        for _ in range(rounds):
            with tempfile.TemporaryDirectory() as folder:
                cold.append(_start(folder, byte_code))
                kept.append(_start(folder, byte_code))
    return _least(cold), _least(kept)


def _start(folder: str, byte_code: str) -> Start:
    before, begun = _used()[1], time.perf_counter()
    subprocess.run([sys.executable, "-c", _FIRST, folder], check=True, env=with_byte_code_in(byte_code))
    return Start(time.perf_counter() - begun, _used()[1] - before)


def _least(found: Sequence[Start]) -> Start:
    return Start(min(each.seconds for each in found), min(each.processor for each in found))
