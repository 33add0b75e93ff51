"""One signed note, a server to file it into, and the means to move both on."""

from __future__ import annotations

from datetime import timedelta

from pss_fhir.clock import FixedClock
from pss_fhir.outbox import Filing, OutboxState
from pss_fhir.store import Store
from tests.builders import NOTE_IDENTIFIER
from tests.wire.filing_ehr import FilingEhr
from tests.wire.filing_records import client_to, outbox_of

LONG = timedelta(hours=2)


class Story:
    """One store, one server, one signed note and the means to move them on."""

    def __init__(self, store: Store, ehr: FilingEhr, clock: FixedClock) -> None:
        self.store, self.ehr, self.clock = store, ehr, clock
        self.outbox = outbox_of(store, clock)

    def step(self, identifier: str = NOTE_IDENTIFIER, *, is_signed_in: bool = True) -> Filing:
        client = client_to(self.ehr.base_url, self.ehr, self.clock) if is_signed_in else None
        return self.outbox.step(identifier, client)

    def later(self, identifier: str = NOTE_IDENTIFIER, by: timedelta = LONG) -> Filing:
        self.clock.advance(by)
        return self.step(identifier)

    def state(self, identifier: str = NOTE_IDENTIFIER) -> OutboxState:
        return self.outbox.filing(identifier).state

    def held(self, identifier: str = NOTE_IDENTIFIER) -> int:
        return len(self.ehr.holding(identifier))

    def writes(self) -> int:
        return sum(line.startswith(("create", "update")) for line in self.ehr.log)

    def log(self) -> list[str]:
        return [line.split()[0] for line in self.ehr.log if not line.startswith("metadata")]
