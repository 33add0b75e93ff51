"""A worker that kills itself at a numbered point; docs/outbox.md lists the points under the same numbers."""

from __future__ import annotations

import os
import signal
from datetime import datetime, timedelta
from typing import Any, NoReturn

from pss_fhir.client import RequestsTransport
from pss_fhir.clock import FixedClock
from pss_fhir.outbox import OutboxState
from pss_fhir.store import OutboxRow, Store, notes
from tests.wire.filing_records import KEY, client_to, outbox_of, sign_note

POINTS = {
    1: "the row is leased, nothing is written",
    2: "SENDING is written, nothing is sent",
    3: "the server has the request and has not carried it out",
    4: "the server has carried it out and has not answered",
    5: "the answer has arrived and is not written",
    6: "SENT is written, nothing is read back",
    7: "it is read back and found right, which is not written",
    8: "FILED is written",
    9: "UNKNOWN is written, nothing is looked for",
    10: "it was looked for, and the result is not written",
    11: "it was not found, and QUEUED is written",
    12: "copy and print is the only way left, which is not written",
    13: "TO_BE_COPIED is written",
    14: "the note is signed in a transaction that is not committed",
    15: "the note is signed",
}

_BEFORE = {5: OutboxState.SENT, 7: OutboxState.FILED, 12: OutboxState.TO_BE_COPIED}
_AFTER = {
    2: OutboxState.SENDING,
    6: OutboxState.SENT,
    8: OutboxState.FILED,
    9: OutboxState.UNKNOWN,
    11: OutboxState.QUEUED,
    13: OutboxState.TO_BE_COPIED,
}


def die() -> NoReturn:
    """End at once, as a power cut would: no handler runs, nothing is flushed."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("SIGKILL cannot be survived")


class DyingRows:
    """The outbox's rows, in a process that dies before or after one of the writes."""

    def __init__(self, rows: Any, point: int) -> None:
        self._rows = rows
        self._point = point

    def __getattr__(self, name: str) -> Any:
        return getattr(self._rows, name)

    def lease_one(self, identifier: str, life: timedelta) -> OutboxRow | None:
        row: OutboxRow | None = self._rows.lease_one(identifier, life)
        if self._point == 1:
            die()
        return row

    def transition(self, row: OutboxRow, new_state: str, answer: str, **changes: Any) -> OutboxRow:
        leaves_unknown = self._point == 10 and row.state == OutboxState.UNKNOWN
        if new_state == _BEFORE.get(self._point) or leaves_unknown:
            die()
        moved: OutboxRow = self._rows.transition(row, new_state, answer, **changes)
        if new_state == _AFTER.get(self._point):
            die()
        return moved


def work(url: str, base_url: str, identifier: str, moment: datetime, point: int) -> None:
    """Take one record as far as the point."""
    clock = FixedClock(moment)
    store = Store.open(url, key=KEY, clock=clock)
    store.outbox = DyingRows(store.outbox, point)  # type: ignore[assignment] # has all that is used
    client = client_to(base_url, RequestsTransport(), clock)
    outbox = outbox_of(store, clock)
    outbox.step(identifier, client)
    clock.advance(timedelta(minutes=1))
    outbox.step(identifier, client)


def sign(url: str, moment: datetime, point: int) -> None:
    """Sign a note as far as the point."""
    store = Store.open(url, key=KEY, clock=FixedClock(moment))
    insert_row = notes.insert_row

    def insert_and_die(*args: Any, **kwargs: Any) -> None:
        insert_row(*args, **kwargs)
        die()

    if point == 14:
        notes.insert_row = insert_and_die
    sign_note(store)
    die()
