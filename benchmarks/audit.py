"""How long an audit takes: a year of 200 clients, 20 specialists and 30,000 visits, in one process.

Prints seconds of processor time, microseconds for each note and the memory at its highest; judges nothing.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pss_fhir.compliance import audit, load_policies
from pss_fhir.domain.chart import Chart
from tests import builders

FIRST = date(2025, 11, 3)
AS_OF = datetime(2026, 11, 2, 22, 0, tzinfo=UTC)


def made_chart(number: int, visits: int, specialists: int) -> Chart:
    """One client with so many signed visits over a year, no two of a specialist at once."""
    client = f"Patient/c{number}"
    worker = f"Practitioner/p{number % specialists}"
    notes = []
    for index in range(visits):
        day = FIRST + timedelta(days=index * 364 // visits)
        start = builders.at(7, day=day) + timedelta(hours=number // specialists % 12)
        contact = builders.make_contact(
            ref=f"Encounter/e{number}-{index}",
            contact_identifier=None,
            client_ref=client,
            specialist_ref=worker,
            started_at=start,
            ended_at=start + timedelta(minutes=52),
        )
        notes.append(
            builders.make_note(
                note_identifier=f"urn:uuid:{number:08d}-0000-0000-0000-{index:012d}",
                contact=contact,
                intervention_text=f"Visit {index}: we tried step {index % 7} of the plan out together.",
                signature=builders.make_signature(signer_ref=worker, signed_at=start + timedelta(hours=2)),
            )
        )
    return builders.make_chart(client=builders.make_client(ref=client), notes=tuple(notes), staff=None)


def made_charts(clients: int, visits: int, specialists: int) -> Iterator[Chart]:
    """The charts, one after the other."""
    return (made_chart(number, visits // clients, specialists) for number in range(clients))


def main() -> None:
    """Run the audit once and print what it took, the making of the charts left out."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--clients", type=int, default=200)
    options.add_argument("--visits", type=int, default=30_000)
    options.add_argument("--specialists", type=int, default=20)
    given = options.parse_args()
    policies = load_policies()
    began = time.process_time()
    for _ in made_charts(given.clients, given.visits, given.specialists):
        pass
    making = time.process_time() - began
    began = time.process_time()
    report = audit(
        made_charts(given.clients, given.visits, given.specialists), as_of=AS_OF, policies=policies
    )
    took = time.process_time() - began - making
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{report.charts} charts, {report.notes} notes, {len(report.findings)} findings")
    each = took / report.notes * 1e6
    print(f"{took:.1f} s of processor time, {each:.0f} us a note, {highest} MB at the highest")


if __name__ == "__main__":
    main()
