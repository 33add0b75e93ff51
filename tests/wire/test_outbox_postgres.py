"""The outbox on PostgreSQL: many workers, and one that is killed."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from pss_fhir.client import RequestsTransport
from pss_fhir.clock import FixedClock
from pss_fhir.outbox import OutboxState
from pss_fhir.store import Store
from tests.builders import NOTE_IDENTIFIER
from tests.postgres import empty_tables, missing_programs, new_database, postgres_cluster
from tests.wire import outbox_crash
from tests.wire.filing_ehr import FilingEhr, serving
from tests.wire.filing_records import KEY, client_to, outbox_of, sign_note


@pytest.fixture(scope="module")
def shared_url() -> Iterator[str]:
    """A database of a throw-away cluster."""
    if reason := missing_programs():
        pytest.skip(reason)
    with postgres_cluster() as folder:
        yield new_database(folder, "outbox")


@pytest.fixture
def url(shared_url: str) -> str:
    """The same database without rows."""
    empty_tables(shared_url)
    return shared_url


@pytest.fixture
def store(url: str, clock: FixedClock) -> Iterator[Store]:
    opened = Store.open(url, key=KEY, clock=clock)
    yield opened
    opened.close()


def test_many_workers_at_once_send_it_once(store: Store, clock: FixedClock) -> None:
    ehr = FilingEhr()
    sign_note(store)
    outbox = outbox_of(store, clock)
    client = client_to(ehr.base_url, ehr, clock)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: outbox.work_once(lambda _: client), range(12)))
    assert store.outbox.get(NOTE_IDENTIFIER).state == OutboxState.FILED
    assert ehr.log.count("create DocumentReference") == 1


@pytest.mark.parametrize("point", [1, 2, 5, 6, 7])
def test_worker_killed_leaves_one_note(store: Store, url: str, clock: FixedClock, point: int) -> None:
    sign_note(store)
    context = multiprocessing.get_context("forkserver")
    transport = RequestsTransport()
    with serving(FilingEhr()) as ehr:
        process = context.Process(
            target=outbox_crash.work, args=(url, ehr.base_url, NOTE_IDENTIFIER, clock.now(), point)
        )
        process.start()
        process.join(timeout=60)
        assert process.exitcode == -signal.SIGKILL
        clock.advance(timedelta(minutes=6))
        client = client_to(ehr.base_url, transport, clock)
        outbox_of(store, clock).work_once(lambda _: client)
        transport.close()
        assert store.outbox.get(NOTE_IDENTIFIER).state == OutboxState.FILED
        assert len(ehr.holding(NOTE_IDENTIFIER)) == 1
