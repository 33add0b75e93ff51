"""How long a synthetic agency takes, and whether its memory stays flat: 1,000 clients, 100,000 contacts.

Prints seconds of processor time, microseconds for each contact and for each resource, and the memory at its
highest after a tenth of the clients and at the end; judges nothing.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.machine import machine
from pss_fhir.synth.agency import AgencySize, write_agency


def main() -> None:
    """Write the agency once into a temporary folder and print what it took."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--clients", type=int, default=1000)
    options.add_argument("--staff", type=int, default=100)
    options.add_argument("--months", type=int, default=12)
    given = options.parse_args()
    print(machine())
    size = AgencySize(clients=given.clients, staff=given.staff, months=given.months)
    highest: dict[int, int] = {}
    with tempfile.TemporaryDirectory(prefix="pss-fhir-synth-") as folder:
        began = time.process_time()
        made = write_agency(
            size,
            Path(folder),
            seed=7,
            starts_on=date(2026, 1, 5),
            on_client=lambda done: highest.__setitem__(done, _most_memory()),
        )
        took = time.process_time() - began
        written = sum(file.stat().st_size for file in Path(folder).rglob("*.*"))
    print(f"{made.contacts:,} contacts, {made.resources:,} resources, {written / 1e6:,.0f} MB written")
    print(
        f"{took:.1f} s of processor time: {took / made.contacts * 1e6:.0f} us a contact, "
        f"{took / made.resources * 1e6:.0f} us a resource; "
        f"{took / made.contacts * 1e5:.1f} s for 100,000 contacts"
    )
    tenth = highest[max(1, given.clients // 10)]
    print(f"{tenth} MB at the highest after a tenth of the clients, {highest[given.clients]} MB at the end")


def _most_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
