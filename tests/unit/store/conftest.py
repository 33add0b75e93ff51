"""A store on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from pss_fhir.clock import FixedClock
from pss_fhir.store import Store
from tests.postgres import empty_tables, missing_programs, new_database, postgres_cluster
from tests.sqlite import migrated_sqlite

KEY = bytes(range(32))


@pytest.fixture(scope="session")
def socket_folder() -> Iterator[str]:
    """A running PostgreSQL cluster."""
    if reason := missing_programs():
        pytest.skip(reason)
    with postgres_cluster() as folder:
        yield folder


@pytest.fixture(scope="session")
def shared_url(socket_folder: str) -> str:
    """A PostgreSQL database for all tests in turn; making one for each would take most of their time."""
    return new_database(socket_folder, "shared")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without rows, once of each kind."""
    if request.param == "sqlite":
        return migrated_sqlite(tmp_path / "store.db")
    url: str = request.getfixturevalue("shared_url")
    empty_tables(url)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store.db"
    return new_database(request.getfixturevalue("socket_folder"), f"t{uuid4().hex}")


@pytest.fixture
def store(database_url: str, clock: FixedClock) -> Iterator[Store]:
    """An open store."""
    opened = Store.open(database_url, key=KEY, clock=clock)
    yield opened
    opened.close()
