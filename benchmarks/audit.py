"""How long an audit takes, and how much memory: `pss-fhir audit` over synthetic agencies of several sizes.

Each size is made by `pss-fhir synth` (150 contacts for each person in 16 months, 10 people for each
specialist) and audited in processes of their own, files and staff folder to findings. Prints the median of
the seconds of processor time and all of them, microseconds for each contact, the memory at its highest, and
how both compare with the first size; judges nothing. Python's byte code is at hand, as pip leaves it.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.byte_code import with_byte_code_in
from benchmarks.machine import machine
from pss_fhir.compliance import check_note, load_policies
from tests import builders

PSS_FHIR = (sys.executable, "-c", "from pss_fhir.cli.main import main; main()")
FIRST = date(2026, 1, 5)
MONTHS = 16
CONTACTS_OF_ONE = 150
PEOPLE_OF_ONE = 10


@dataclass(frozen=True)
class Taken:
    """What audits of one agency took.

    Attributes:
        contacts: how many there were.
        seconds: of processor time, of each audit.
        megabytes: of memory, at the highest.
    """

    contacts: int
    seconds: tuple[float, ...]
    megabytes: int

    @property
    def each(self) -> float:
        """Microseconds for each contact, the median."""
        return median(self.seconds) / self.contacts * 1e6


def make_agency(contacts: int, folder: Path) -> None:
    """An agency of about so many contacts."""
    people = max(contacts // CONTACTS_OF_ONE, 1)
    staff = -(-people // PEOPLE_OF_ONE)
    size = [f"--clients={people}", f"--staff={staff}", f"--months={MONTHS}", "--seed=7"]
    run = [*PSS_FHIR, "synth", *size, f"--from={FIRST}", f"--out={folder}"]
    subprocess.run(run, check=True, stderr=subprocess.DEVNULL)


def audits(folder: Path, engine: str, rounds: int, surroundings: Mapping[str, str]) -> Taken:
    """Audits of an agency, measured."""
    used = [_audit(folder, engine, surroundings) for _ in range(rounds)]
    with (folder / "fhir" / "Encounter.ndjson").open("rb") as file:
        contacts = sum(1 for _ in file)
    seconds = tuple(one.ru_utime + one.ru_stime for one in used)
    return Taken(contacts, seconds, max(one.ru_maxrss for one in used) // 1024)


def _audit(folder: Path, engine: str, surroundings: Mapping[str, str]) -> resource.struct_rusage:
    as_of = FIRST + timedelta(days=30 * MONTHS - 1)
    command = ["audit", str(folder / "fhir"), "--staff", str(folder / "staff"), f"--as-of={as_of}"]
    options = ["--format=ndjson", f"--output={folder / 'findings.ndjson'}", f"--engine={engine}"]
    process = subprocess.Popen([*PSS_FHIR, *command, *options], env=surroundings)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 1), f"the audit ended with {process.returncode}"
    return used


@contextmanager
def byte_code_at_hand(made: Path) -> Iterator[Mapping[str, str]]:
    """Surroundings in which the byte code that an audit loads is there."""
    with tempfile.TemporaryDirectory(prefix="pss-fhir-byte-code-") as folder:
        surroundings = with_byte_code_in(folder)
        make_agency(1, made / "one")
        _audit(made / "one", "local", surroundings)
        yield surroundings


def time_of_one_note(rounds: int) -> float:
    """Milliseconds of processor time of the check before signing, the chart at hand; the median."""
    chart, draft, policies = builders.make_chart(), builders.make_draft(), load_policies()
    taken = []
    for _ in range(rounds):
        began = time.process_time()
        check_note(chart, draft, policies, as_of=builders.NOW)
        taken.append((time.process_time() - began) * 1000)
    return sorted(taken)[rounds // 2]


def main() -> None:
    """Measure each size and print it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--contacts", type=int, nargs="+", default=[30_000, 120_000])
    options.add_argument("--engine", choices=["local", "spark"], default="local")
    options.add_argument("--folder", type=Path, help="where agencies are kept for the next run")
    options.add_argument(
        "--rounds", type=int, default=3, help="audits of each size, of which the median counts"
    )
    given = options.parse_args()
    print(machine("orjson", "pydantic"))
    first: Taken | None = None
    with (
        tempfile.TemporaryDirectory(prefix="pss-fhir-audit-") as made,
        byte_code_at_hand(Path(made)) as surroundings,
    ):
        for contacts in given.contacts:
            folder = (given.folder or Path(made)) / str(contacts)
            if not (folder / "truth.ndjson").exists():
                make_agency(contacts, folder)
            taken = audits(folder, given.engine, given.rounds, surroundings)
            first = first or taken
            all_seconds = ", ".join(f"{one:.1f}" for one in taken.seconds)
            print(
                f"{taken.contacts:>9,} contacts: {median(taken.seconds):7.1f} s ({all_seconds}), "
                f"{taken.each:5.0f} us each ({taken.each / first.each:.2f} times the first), "
                f"{taken.megabytes} MB ({taken.megabytes / first.megabytes:.2f} times)",
                flush=True,
            )
    print(f"check before signing: {time_of_one_note(200):.1f} ms")


if __name__ == "__main__":
    main()
