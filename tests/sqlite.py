"""A SQLite store that needs no migration: the bytes of one that was migrated once in this run."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from pss_fhir.clock import FixedClock
from pss_fhir.store import Store


def migrated_sqlite(file: Path) -> str:
    """The URL of a new store without rows, in a file of that name."""
    file.write_bytes(_migrated())
    return f"sqlite:///{file}"


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "store.db"
        moment = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
        Store.open(f"sqlite:///{file}", key=bytes(32), clock=moment).close()
        return file.read_bytes()
