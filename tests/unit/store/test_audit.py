"""The audit trail: added to, never changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from pss_fhir.clock import FixedClock
from pss_fhir.store import Store

ISS = "https://ehr.example/fhir"


def append(store: Store, action: str = "note.signed", subject_ref: str | None = "Patient/riley") -> None:
    store.audit.append(
        iss=ISS, user_ref="Practitioner/jo", action=action, subject_ref=subject_ref, outcome="done"
    )


def behind_its_back(database_url: str, *statements: str) -> None:
    """Change the database as somebody would who has its password."""
    url = make_url(database_url)
    engine = create_engine(
        url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url
    )
    try:
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
    finally:
        engine.dispose()


def unlocked(database_url: str) -> list[str]:
    """What such a person has to say first, to get the append-only triggers out of the way."""
    if database_url.startswith("sqlite"):
        return ["DROP TRIGGER audit_trail_no_update", "DROP TRIGGER audit_trail_no_delete"]
    return ["SET session_replication_role = replica"]


def test_entries_come_back_in_order_and_narrowed(store: Store, clock: FixedClock) -> None:
    append(store, "chart.opened")
    clock.advance(timedelta(minutes=1))
    append(store, "launch.refused", None)
    later = clock.now()
    assert [entry.action for entry in store.audit.entries()] == ["chart.opened", "launch.refused"]
    assert [entry.action for entry in store.audit.entries(subject_ref="Patient/riley")] == ["chart.opened"]
    assert [entry.action for entry in store.audit.entries(since=later)] == ["launch.refused"]


def test_untouched_trail_has_no_fault(store: Store) -> None:
    assert (store.audit.first_fault(), store.audit.newest_signature()) == (None, None)
    for _ in range(3):
        append(store)
    assert store.audit.first_fault() is None
    assert store.audit.newest_signature() is not None


def test_trail_written_by_many_at_once_stays_one_chain(store: Store) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: append(store), range(24)))
    assert len(list(store.audit.entries())) == 24
    assert store.audit.first_fault() is None


@pytest.mark.parametrize("statement", ["UPDATE audit_trail SET outcome = 'x'", "DELETE FROM audit_trail"])
def test_database_refuses_to_change_or_delete(store: Store, database_url: str, statement: str) -> None:
    append(store)
    with pytest.raises(DBAPIError, match="append-only"):
        behind_its_back(database_url, statement)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit_trail SET user_ref = 'Practitioner/other' WHERE entry = 2", 2),
        ("DELETE FROM audit_trail WHERE entry = 2", 3),
    ],
)
def test_change_behind_its_back_is_found(store: Store, database_url: str, statement: str, fault: int) -> None:
    for _ in range(3):
        append(store)
    behind_its_back(database_url, *unlocked(database_url), statement)
    assert store.audit.first_fault() == fault
