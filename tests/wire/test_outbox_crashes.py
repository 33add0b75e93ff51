"""A worker is killed at each numbered point; the next one leaves the note exactly once and the state true."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pss_fhir.client import RequestsTransport
from pss_fhir.clock import FixedClock
from pss_fhir.outbox import OutboxState, Rung
from pss_fhir.store import Store
from tests.builders import CLIENT_REF, NOTE_IDENTIFIER, SPECIALIST_REF
from tests.sqlite import migrated_sqlite
from tests.wire import outbox_crash
from tests.wire.filing_ehr import Fault, FilingEhr, serving
from tests.wire.filing_records import (
    ISS,
    KEY,
    RETRACTION_IDENTIFIER,
    client_to,
    outbox_of,
    sign_note,
    sign_retraction,
)

SENDING_RUNGS = [rung for rung in Rung if rung is not Rung.COPY_PRINT]
STRAIGHT = range(1, 9)
DOCS = Path(__file__).resolve().parents[2] / "docs/outbox.md"


@pytest.fixture(scope="session")
def processes() -> Any:
    """Where the workers come from: a server that has everything imported and forks quickly."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.wire.outbox_crash"])
    return context


@pytest.fixture
def ehr() -> Iterator[FilingEhr]:
    with serving(FilingEhr()) as server:
        yield server


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    opened = Store.open(migrated_sqlite(tmp_path / "store.db"), key=KEY, clock=clock)
    yield opened
    opened.close()


def run(
    processes: Any, target: Callable[..., None], *args: object, started: Callable[[int], None] | None = None
) -> None:
    """Run a process that must die by SIGKILL, or else the point was not reached."""
    process = processes.Process(target=target, args=args)
    process.start()
    if started:
        started(process.pid)
    process.join(timeout=60)
    assert process.exitcode == -signal.SIGKILL


def crash(
    processes: Any, store_folder: Path, ehr: FilingEhr, clock: FixedClock, identifier: str, point: int
) -> None:
    """Let a worker die at a point while it files a record."""
    pids: list[int] = []
    hook = {3: "before_carrying_out", 4: "before_answer"}.get(point)
    writes = ("create", "update")
    if hook:
        setattr(
            ehr, hook, lambda does: os.kill(pids.pop(), signal.SIGKILL) if pids and does in writes else None
        )
    url = f"sqlite:///{store_folder}/store.db"
    args = (url, ehr.base_url, identifier, clock.now(), point)
    run(processes, outbox_crash.work, *args, started=pids.append)


def recover(store: Store, ehr: FilingEhr, clock: FixedClock) -> None:
    """Let a new worker do whatever there is to do, over the hours that follow."""
    transport = RequestsTransport()
    client = client_to(ehr.base_url, transport, clock)
    outbox = outbox_of(store, clock)
    for _ in range(4):
        clock.advance(timedelta(minutes=31))
        outbox.work_once(lambda _: client)
    transport.close()


@pytest.mark.parametrize("point", STRAIGHT)
@pytest.mark.parametrize("rung", SENDING_RUNGS)
def test_worker_killed_on_the_straight_way_leaves_one_note(
    processes: Any, store: Store, ehr: FilingEhr, clock: FixedClock, tmp_path: Path, rung: Rung, point: int
) -> None:
    sign_note(store, plan=(rung, Rung.COPY_PRINT))
    crash(processes, tmp_path, ehr, clock, NOTE_IDENTIFIER, point)
    is_there = bool(ehr.holding(NOTE_IDENTIFIER))
    assert is_there is (point >= 3)
    assert (store.outbox.get(NOTE_IDENTIFIER).state == OutboxState.FILED) is (point == 8)

    recover(store, ehr, clock)
    row = store.outbox.get(NOTE_IDENTIFIER)
    assert (row.state, row.rung) == (OutboxState.FILED, rung)
    assert len(ehr.holding(NOTE_IDENTIFIER)) == 1
    assert ehr.log.count(f"create {rung.resource_type}") == 1


@pytest.mark.parametrize("point", STRAIGHT)
def test_worker_killed_at_server_with_conditional_create_leaves_one_note(
    processes: Any, store: Store, ehr: FilingEhr, clock: FixedClock, tmp_path: Path, point: int
) -> None:
    ehr.honors_if_none_exist = True
    sign_note(store)
    crash(processes, tmp_path, ehr, clock, NOTE_IDENTIFIER, point)
    recover(store, ehr, clock)
    assert store.outbox.get(NOTE_IDENTIFIER).state == OutboxState.FILED
    assert len(ehr.holding(NOTE_IDENTIFIER)) == 1


@pytest.mark.parametrize(
    ("point", "is_carried_out"), [(9, True), (9, False), (10, True), (10, False), (11, False)]
)
def test_worker_killed_after_a_lost_answer_leaves_one_note(
    processes: Any,
    store: Store,
    ehr: FilingEhr,
    clock: FixedClock,
    tmp_path: Path,
    point: int,
    is_carried_out: bool,
) -> None:
    ehr.faults = [Fault("create", is_carried_out=is_carried_out)]
    sign_note(store)
    crash(processes, tmp_path, ehr, clock, NOTE_IDENTIFIER, point)
    recover(store, ehr, clock)
    assert store.outbox.get(NOTE_IDENTIFIER).state == OutboxState.FILED
    assert len(ehr.holding(NOTE_IDENTIFIER)) == 1


@pytest.mark.parametrize("point", [1, 12, 13])
def test_worker_killed_on_the_last_rung_leaves_note_to_be_copied(
    processes: Any, store: Store, ehr: FilingEhr, clock: FixedClock, tmp_path: Path, point: int
) -> None:
    sign_note(store, plan=(Rung.COPY_PRINT,))
    crash(processes, tmp_path, ehr, clock, NOTE_IDENTIFIER, point)
    recover(store, ehr, clock)
    assert store.outbox.get(NOTE_IDENTIFIER).state == OutboxState.TO_BE_COPIED
    assert ehr.records == {}


@pytest.mark.parametrize("point", STRAIGHT)
def test_worker_killed_while_it_retracts_leaves_note_marked_once(
    processes: Any, store: Store, ehr: FilingEhr, clock: FixedClock, tmp_path: Path, point: int
) -> None:
    sign_note(store)
    recover(store, ehr, clock)
    sign_retraction(store)
    crash(processes, tmp_path, ehr, clock, RETRACTION_IDENTIFIER, point)
    recover(store, ehr, clock)
    assert store.outbox.get(RETRACTION_IDENTIFIER).state == OutboxState.FILED
    assert store.outbox.get(NOTE_IDENTIFIER).state == OutboxState.RETRACTED
    assert [record["status"] for record in ehr.records.values()] == ["entered-in-error"]
    assert ehr.records["DocumentReference/n1"]["meta"]["versionId"] == "2"


@pytest.mark.parametrize("point", [14, 15])
def test_process_killed_while_it_signs_leaves_a_draft_or_a_signed_note(
    processes: Any, store: Store, ehr: FilingEhr, clock: FixedClock, tmp_path: Path, point: int
) -> None:
    run(processes, outbox_crash.sign, f"sqlite:///{tmp_path}/store.db", clock.now(), point)
    drafts = store.drafts.open_for(ISS, CLIENT_REF, SPECIALIST_REF)
    assert len(drafts) == (1 if point == 14 else 0)
    assert len(store.outbox.list()) == (0 if point == 14 else 1)
    recover(store, ehr, clock)
    assert len(ehr.holding(NOTE_IDENTIFIER)) == (0 if point == 14 else 1)


def test_points_are_those_of_the_documentation() -> None:
    listed = dict(re.findall(r"^\| (\d+) \| (.+?) \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE))
    assert {int(number): words for number, words in listed.items()} == outbox_crash.POINTS
