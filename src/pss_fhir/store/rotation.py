"""Puts everything that is sealed under the newest key, so that an older one can be thrown away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Column, Row, Table, select, update

from pss_fhir.store.database import Database
from pss_fhir.store.tables import (
    audit_keys,
    drafts,
    launches,
    outbox,
    pending_launches,
    signed_records,
    staff_records,
)

Place = Callable[[Row[Any]], tuple[str, ...]]

_LAUNCH = ("lid", "iss", "browser_hash", "user_ref")


def _place(name: str, *columns: str) -> Place:
    return lambda row: (name, *(row._mapping[column] for column in columns))  # noqa: SLF001 - SQLAlchemy's public name


SEALED: tuple[tuple[Table, str, Place], ...] = (
    (pending_launches, "sealed_payload", _place("pending_launches", "lid", "iss", "browser_hash")),
    (launches, "sealed_context", _place("launches.context", *_LAUNCH)),
    (launches, "sealed_tokens", _place("launches.tokens", *_LAUNCH)),
    (launches, "sealed_remembered", _place("launches.remembered", *_LAUNCH)),
    (drafts, "sealed_draft", _place("drafts", "draft_id", "iss", "client_ref", "author_ref")),
    (
        signed_records,
        "sealed_record",
        _place("signed_records", "identifier", "kind", "iss", "client_ref", "author_ref"),
    ),
    (signed_records, "sealed_text", _place("signed_records.text", "identifier")),
    (outbox, "sealed_resource", _place("outbox", "identifier")),
    (audit_keys, "sealed_key", _place("audit_keys")),
    (staff_records, "sealed_records", _place("staff_records")),
)
"""Every sealed column with the place its values are bound to; a test holds it against the tables."""


def reseal(database: Database) -> int:
    """Seal with the newest key whatever an older one sealed; how many values there were.

    Each value is a transaction of its own, guarded by the value it replaces, so people can go on
    working; run it again until it gives 0, then drop the old key.

    Raises:
        StoreError: a value does not open with any of the keys.
    """
    return sum(_reseal_column(database, table, table.c[name], place) for table, name, place in SEALED)


def _reseal_column(database: Database, table: Table, column: Column[Any], place: Place) -> int:
    sealer = database.sealer
    with database.reading() as connection:
        rows = connection.execute(select(table).where(column.is_not(None))).all()
    count = 0
    for row in rows:
        sealed = row._mapping[column.name]  # noqa: SLF001 - SQLAlchemy's public name
        if sealer.is_newest(sealed):
            continue
        where = place(row)
        again = sealer.seal(sealer.open(sealed, *where), *where)
        with database.writing() as connection:
            connection.execute(update(table).where(column == sealed).values({column.name: again}))
        count += 1
    return count
