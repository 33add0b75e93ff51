"""Whatever server, network, worker and person do: never lost, never doubled, never filed too early."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from pss_fhir.clock import FixedClock
from pss_fhir.errors import StaleRecord
from pss_fhir.outbox import OutboxState, Rung, confirm_copied, copy_by_hand, signed_in, try_again
from pss_fhir.outbox.states import TRANSITIONS
from pss_fhir.store import OutboxRow, Store
from pss_fhir.wire import Response
from tests.builders import NOTE_IDENTIFIER, SPECIALIST_REF
from tests.conftest import MONDAY_OF_A_DST_WEEK
from tests.sqlite import migrated_sqlite
from tests.wire.filing_ehr import Fault, FilingEhr, status
from tests.wire.filing_records import (
    ISS,
    KEY,
    RETRACTION_IDENTIFIER,
    client_to,
    outbox_of,
    sign_note,
    sign_retraction,
)

WRITES = ("create", "update")
LOST = [
    *[Fault(does, is_carried_out=carried) for does in WRITES for carried in (True, False)],
    *[
        Fault(does, is_carried_out=carried, answer=status(500))
        for does in WRITES
        for carried in (True, False)
    ],
    Fault("create", is_carried_out=True, answer=Response(201, {}, b"", "")),
    Fault("create", late=timedelta(seconds=20)),
]
REFUSED = [
    *[Fault(does, answer=status(code)) for does in WRITES for code in (401, 403, 405, 409, 422, 429)],
    *[Fault(does, is_unconnected=True) for does in (*WRITES, "search", "read", "metadata")],
    *[Fault(does, answer=status(code)) for does in ("search", "read") for code in (401, 403, 404, 503)],
]


class Crash(BaseException):
    """The worker dies here; no handler of ours may catch it."""


class DyingRows:
    """Rows of a worker that dies before or after one of its next writes."""

    def __init__(self, rows: Any) -> None:
        self._rows = rows
        self.dies_in: int | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._rows, name)

    def transition(self, row: OutboxRow, new_state: str, answer: str, **changes: Any) -> OutboxRow:
        self._tick()
        moved: OutboxRow = self._rows.transition(row, new_state, answer, **changes)
        self._tick()
        return moved

    def _tick(self) -> None:
        if self.dies_in is not None:
            self.dies_in -= 1
            if self.dies_in < 0:
                self.dies_in = None
                raise Crash


class Filing(RuleBasedStateMachine):
    """One signed note, a server, a worker and a person."""

    @initialize(is_conditional=st.booleans(), search=st.sampled_from(["identifier", "patient", "ignores"]))
    def begin(self, is_conditional: bool, search: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pss-outbox-"))
        self.clock = FixedClock(MONDAY_OF_A_DST_WEEK)
        self.store = Store.open(migrated_sqlite(self.folder / "store.db"), key=KEY, clock=self.clock)
        self.rows = DyingRows(self.store.outbox)
        self.store.outbox = self.rows  # type: ignore[assignment] # has all that is used
        self.ehr = FilingEhr(clock=self.clock, honors_if_none_exist=is_conditional, search=search)
        self.outbox = outbox_of(self.store, self.clock)
        sign_note(self.store)
        self.is_retracted = False

    def state(self, identifier: str = NOTE_IDENTIFIER) -> OutboxState:
        return OutboxState(self.store.outbox.get(identifier).state)

    def work(self, *, is_signed_in: bool = True) -> None:
        client = client_to(self.ehr.base_url, self.ehr, self.clock) if is_signed_in else None
        self.outbox.work_once(lambda _: client)

    @rule(is_signed_in=st.sampled_from([True, True, True, False]))
    def worker_works(self, is_signed_in: bool) -> None:
        self.work(is_signed_in=is_signed_in)

    @rule(writes=st.integers(0, 7))
    def worker_dies(self, writes: int) -> None:
        self.rows.dies_in = writes
        with suppress(Crash):
            self.work()
        self.rows.dies_in = None

    @rule(fault=st.sampled_from(LOST + REFUSED))
    def something_goes_wrong(self, fault: Fault) -> None:
        self.ehr.faults.append(fault)

    @rule(minutes=st.sampled_from([1, 6, 61, 1440]))
    def time_passes(self, minutes: int) -> None:
        self.clock.advance(timedelta(minutes=minutes))

    @rule()
    def person_signs_in(self) -> None:
        signed_in(self.store, ISS, SPECIALIST_REF, now=self.clock.now())

    @rule(plan=st.sampled_from([(), tuple(Rung), (Rung.COPY_PRINT,)]))
    def person_tries_again(self, plan: tuple[Rung, ...]) -> None:
        with suppress(StaleRecord):
            try_again(self.store, NOTE_IDENTIFIER, now=self.clock.now(), plan=plan)

    @rule()
    def person_copies(self) -> None:
        with suppress(StaleRecord):
            copy_by_hand(self.store, NOTE_IDENTIFIER)
            confirm_copied(self.store, NOTE_IDENTIFIER, by_ref=SPECIALIST_REF)

    @precondition(lambda self: not self.is_retracted)
    @rule(is_wanted=st.integers(0, 5))
    def person_retracts(self, is_wanted: int) -> None:
        if is_wanted == 0:
            sign_retraction(self.store)
            self.is_retracted = True

    @invariant()
    def state_is_true(self) -> None:
        """What the state says is so in the EHR."""
        row = self.store.outbox.get(NOTE_IDENTIFIER)
        held = len(self.ehr.holding(NOTE_IDENTIFIER))
        assert held <= 1, "doubled"
        match OutboxState(row.state):
            case OutboxState.FILED:
                is_being_marked = self.is_retracted and held == 0
                assert held == 1 or is_being_marked
                assert row.filed_at is not None
            case OutboxState.SENT:
                assert row.ref in self.ehr.records
            case OutboxState.QUEUED | OutboxState.TO_BE_COPIED | OutboxState.COPIED_BY_HAND:
                assert (held, row.may_exist, row.ref) == (0, False, None)
            case OutboxState.RETRACTED:
                assert held == 0
            case _:
                assert held == 0 or row.may_exist, "the EHR holds it and nobody would look for it"
        assert (row.filed_at is not None) <= (row.state in (OutboxState.FILED, OutboxState.RETRACTED))

    @invariant()
    def history_goes_only_ways_of_the_table(self) -> None:
        for identifier in [row.identifier for row in self.store.outbox.list()]:
            entries = self.store.outbox.history(identifier)
            ways = [(entry.from_state, entry.to_state) for entry in entries if entry.from_state]
            assert set(ways) <= set(TRANSITIONS)
            assert all(one.to_state == two.from_state for one, two in pairwise(entries))

    def teardown(self) -> None:
        """When everything works again and people do their part, it comes to a good end."""
        self.ehr.faults = []
        for _ in range(8):
            self.clock.advance(timedelta(days=1))
            signed_in(self.store, ISS, SPECIALIST_REF, now=self.clock.now())
            for row in self.store.outbox.list(states=(OutboxState.REFUSED,)):
                try_again(self.store, row.identifier, now=self.clock.now())
            self.work()
            self.state_is_true()
        ends = {
            OutboxState.FILED,
            OutboxState.TO_BE_COPIED,
            OutboxState.COPIED_BY_HAND,
            OutboxState.RETRACTED,
        }
        assert self.state() in ends
        if self.is_retracted:
            assert self.state(RETRACTION_IDENTIFIER) in ends
            by_hand = self.state(RETRACTION_IDENTIFIER) is OutboxState.TO_BE_COPIED
            assert by_hand or self.state() is OutboxState.RETRACTED
        self.store.close()
        shutil.rmtree(self.folder)


TestFiling = Filing.TestCase
TestFiling.settings = settings(max_examples=30, stateful_step_count=20, phases=set(Phase) - {Phase.explain})
