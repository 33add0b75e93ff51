"""The audit trail: who did what to whose record, when, and how it ended; never the content.

Entries are only ever added. The database refuses to change or delete them, and each carries a
signature over itself and the entry before it, so that :meth:`AuditTrail.first_fault` finds an entry
that was changed, added or taken out behind the database's back. What it cannot find is that the
newest entries are gone: keep a copy of :meth:`AuditTrail.newest_signature` elsewhere for that.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, insert, select

from pss_fhir.store.database import Database
from pss_fhir.store.tables import audit_keys, audit_trail

_START = "start"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry.

    Attributes:
        entry: counts from 1; gaps mean nothing (a transaction that was given up leaves one).
        user_ref: who did it.
        action: a short fixed word such as ``note.signed``.
        subject_ref: whose record it was; None where no person's record was touched.
        outcome: a short fixed word such as ``done`` or an issue code.
    """

    entry: int
    at: datetime
    iss: str
    user_ref: str
    action: str
    subject_ref: str | None
    outcome: str


class AuditTrail:
    """The append-only trail."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, *, iss: str, user_ref: str, action: str, subject_ref: str | None, outcome: str) -> None:
        """Add an entry, at the present moment."""
        db = self._database
        newest = select(audit_trail.c.signature).order_by(audit_trail.c.entry.desc()).limit(1)
        with db.writing() as connection:
            db.one_at_a_time(connection, "pss-fhir audit trail")
            previous = connection.execute(newest).scalar_one_or_none() or _START
            row = {
                "at": db.clock.now(),
                "iss": iss,
                "user_ref": user_ref,
                "action": action,
                "subject_ref": subject_ref,
                "outcome": outcome,
                "previous": previous,
            }
            row["signature"] = _signature(self._key(connection) or self._new_key(connection), row)
            connection.execute(insert(audit_trail).values(row))

    def entries(
        self, *, subject_ref: str | None = None, since: datetime | None = None
    ) -> Iterator[AuditEntry]:
        """Entries, oldest first, of one person's record or since a moment where asked."""
        wanted = select(audit_trail).order_by(audit_trail.c.entry)
        if subject_ref is not None:
            wanted = wanted.where(audit_trail.c.subject_ref == subject_ref)
        if since is not None:
            wanted = wanted.where(audit_trail.c.at >= since)
        with self._database.reading() as connection:
            for row in connection.execute(wanted):
                yield AuditEntry(
                    row.entry, row.at, row.iss, row.user_ref, row.action, row.subject_ref, row.outcome
                )

    def newest_signature(self) -> str | None:
        """The signature of the newest entry, None for an empty trail."""
        wanted = select(audit_trail.c.signature).order_by(audit_trail.c.entry.desc()).limit(1)
        with self._database.reading() as connection:
            return connection.execute(wanted).scalar_one_or_none()

    def first_fault(self) -> int | None:
        """The first entry that does not follow from the one before it, None where all do."""
        previous = _START
        with self._database.reading() as connection:
            key = self._key(connection) or b""
            for row in connection.execute(select(audit_trail).order_by(audit_trail.c.entry)):
                if row.previous != previous or not _is_signed(key, row):
                    return int(row.entry)
                previous = row.signature
        return None

    def _key(self, connection: Connection) -> bytes | None:
        sealed = connection.execute(select(audit_keys.c.sealed_key)).scalar_one_or_none()
        return bytes.fromhex(self._database.sealer.open(sealed, "audit_keys")) if sealed else None

    def _new_key(self, connection: Connection) -> bytes:
        key = secrets.token_bytes(32)
        sealed = self._database.sealer.seal(key.hex(), "audit_keys")
        connection.execute(insert(audit_keys).values(entry=1, sealed_key=sealed))
        return key


def _is_signed(key: bytes, row: Row[tuple[object, ...]]) -> bool:
    return hmac.compare_digest(row.signature, _signature(key, dict(row._mapping)))  # noqa: SLF001 - SQLAlchemy's public name


def _signature(key: bytes, row: dict[str, object]) -> str:
    """HMAC-SHA-256 over the entry and the signature of the one before it, in hexadecimal."""
    at = row["at"]
    assert isinstance(at, datetime)  # noqa: S101 - the column's type
    names = ("iss", "user_ref", "action", "subject_ref", "outcome", "previous")
    message = json.dumps([at.isoformat(), *(row[name] for name in names)])
    return hmac.new(key, message.encode(), hashlib.sha256).hexdigest()
