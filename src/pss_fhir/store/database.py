"""One database for all parts of the store: transactions, the clock and the keys.

SQLite runs with WAL, foreign keys on, ``synchronous=FULL`` (a signature outlives a power cut) and
waits up to 30 seconds for another writer. A transaction that will write takes SQLite's write lock
at its start, so it never fails half-way because somebody else wrote first. PostgreSQL runs READ
COMMITTED; every change that depends on what was read says so in its WHERE clause.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from pss_fhir.clock import Clock
from pss_fhir.errors import StoreError, UsageError
from pss_fhir.store.sealing import Sealer

_WAIT_SECONDS = 30


class Database:
    """An open database. Safe to share between threads; each transaction has a connection of its own."""

    def __init__(self, url: str, *, sealer: Sealer, clock: Clock) -> None:
        self._url = _usable_url(url)
        self.sealer = sealer
        self.clock = clock
        self.engine = _engine(self._url)
        self._writing = self.engine.execution_options(pss_writes=True)

    @property
    def shown_url(self) -> str:
        """The URL without its password."""
        return self._url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads.

        Raises:
            StoreError: the database cannot be used.
        """
        with self._transaction(self.engine) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction whose changes are kept together at its end, or not at all.

        Raises:
            StoreError: the database cannot be used.
        """
        with self._transaction(self._writing) as connection:
            yield connection

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
        try:
            with engine.begin() as connection:
                yield connection
        except SQLAlchemyError as failed:
            reason = type(failed.orig).__name__ if isinstance(failed, DBAPIError) else type(failed).__name__
            raise StoreError(
                f"the database did not do what was asked ({reason}); nothing of this change was kept. "
                "Check that the server runs, the disk has room and the account may write, then try again.",
                code="store.unusable",
                where=self.shown_url,
            ) from failed

    def one_at_a_time(self, connection: Connection, what: str) -> None:
        """Hold off every other transaction that names the same ``what``, until this one ends.

        SQLite has one writer anyway.
        """
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:what))"), {"what": what})

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


def _usable_url(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as wrong:
        raise UsageError(
            "the database URL cannot be read; it was needed as sqlite:////path/to/file.db or "
            "postgresql://user@host/name. Correct the setting.",
            code="store.url-invalid",
        ) from wrong
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and parsed.database and parsed.database != ":memory:":
        return parsed.set(drivername="sqlite")
    raise UsageError(
        f"a database URL of kind {backend!r} cannot be used; needed is a SQLite file or PostgreSQL "
        "(a database in memory would lose signed notes). Correct the setting.",
        code="store.url-invalid",
    )


def _engine(url: URL) -> Engine:
    is_sqlite = url.get_backend_name() == "sqlite"
    if is_sqlite:
        _make_private(Path(str(url.database)))
    options: dict[str, Any] = (
        {"connect_args": {"timeout": _WAIT_SECONDS}} if is_sqlite else {"pool_pre_ping": True}
    )
    try:
        # hide_parameters: a failing statement must not carry what it was about to write.
        engine = create_engine(url, hide_parameters=True, **options)
    except (NoSuchModuleError, ModuleNotFoundError) as missing:
        raise UsageError(
            "the driver for this database is not installed; psycopg was needed. "
            "Install it with: pip install 'pss-fhir[postgres]'",
            code="store.driver-missing",
        ) from missing
    if is_sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_private(file: Path) -> None:
    """Make the file readable by its owner alone; SQLite gives its WAL the same rights."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as failed:
        raise StoreError(
            f"the database file cannot be opened for writing: {failed.strerror}. "
            "Check the path and whose it is.",
            code="store.unusable",
            where=str(file),
        ) from failed


def _prepare_sqlite(dbapi_connection: Any, _record: object) -> None:
    # None: sqlite3 shall begin no transactions by itself; _begin_sqlite does.
    dbapi_connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
        dbapi_connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("pss_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
