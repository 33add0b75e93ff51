"""The tables of the store, as the newest migration leaves them.

A column named ``sealed_...`` is encrypted (see :mod:`pss_fhir.store.sealing`). The rest is what the
store must be able to look up: server, references, states, moments and hashes. No plain column
holds a name, a birth date, a word of a note or a token.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; SQLite, which knows no time zones, keeps it without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment as the database keeps it."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be kept")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


metadata = MetaData(naming_convention=NAMING)

pending_launches = Table(
    "pending_launches",
    metadata,
    Column("lid", String(64), primary_key=True),
    Column("iss", Text, nullable=False),
    Column("browser_hash", String(128), nullable=False),
    Column("state_hash", String(64), nullable=False, unique=True),
    Column("sealed_payload", LargeBinary, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
)
"""Launches that were begun and wait for the browser to come back from the sign-in page."""

launches = Table(
    "launches",
    metadata,
    Column("lid", String(64), primary_key=True),
    Column("iss", Text, nullable=False),
    Column("browser_hash", String(128), nullable=False),
    Column("user_ref", Text, nullable=False),
    Column("sealed_context", LargeBinary, nullable=False),
    Column("sealed_tokens", LargeBinary, nullable=False),
    Column("sealed_remembered", LargeBinary),
    Column("opened_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
    Index(None, "iss", "user_ref"),
)
"""Open launches; a closed one is deleted."""

drafts = Table(
    "drafts",
    metadata,
    Column("draft_id", String(64), primary_key=True),
    Column("note_identifier", String(64), nullable=False, unique=True),
    Column("iss", Text, nullable=False),
    Column("client_ref", Text, nullable=False),
    Column("author_ref", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("sealed_draft", LargeBinary),
    Column("started_at", Moment, nullable=False),
    Column("saved_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
    Index(None, "iss", "client_ref", "author_ref"),
)
"""Drafts; one that was signed, discarded or has expired keeps its row for a while, without its words."""

nonces = Table(
    "nonces",
    metadata,
    Column("nonce_hash", String(64), primary_key=True),
    Column("about", String(128), nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
)
"""Right to sign once; using it deletes it."""

used_tokens = Table(
    "used_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("expires_at", Moment, nullable=False, index=True),
)
"""Tokens of callers that count once, until they end by themselves."""

signed_records = Table(
    "signed_records",
    metadata,
    Column("identifier", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("about", String(64), ForeignKey("signed_records.identifier"), index=True),
    Column("iss", Text, nullable=False),
    Column("client_ref", Text, nullable=False),
    Column("author_ref", Text, nullable=False),
    Column("signed_at", Moment, nullable=False),
    Column("sealed_record", LargeBinary, nullable=False),
    Column("sealed_text", LargeBinary),
    Index(None, "iss", "client_ref"),
)
"""Signed notes, addenda and retractions; ``about`` is the note or addendum that one belongs to."""

outbox = Table(
    "outbox",
    metadata,
    Column("identifier", String(64), ForeignKey("signed_records.identifier"), primary_key=True),
    Column("profile", String(64), nullable=False),
    Column("plan", Text, nullable=False),
    Column("state", String(32), nullable=False),
    Column("ref", Text),
    Column("may_exist", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("problem", Text),
    Column("sealed_resource", LargeBinary),
    Column("next_at", Moment),
    Column("lease", String(64)),
    Column("lease_until", Moment),
    Column("filed_at", Moment),
    Column("changed_at", Moment, nullable=False),
    Index(None, "state", "next_at"),
)
"""Where each signed record stands on its way to the EHR; the words of states are the outbox's."""

outbox_history = Table(
    "outbox_history",
    metadata,
    Column("entry", Integer, primary_key=True, autoincrement=True),
    Column("identifier", String(64), ForeignKey("outbox.identifier"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("from_state", String(32)),
    Column("to_state", String(32), nullable=False),
    Column("rung", String(32)),
    Column("answer", Text, nullable=False),
)
"""Every change of state, with what the server answered; append-only."""

hand_filings = Table(
    "hand_filings",
    metadata,
    Column("identifier", String(64), ForeignKey("outbox.identifier"), primary_key=True),
    Column("attested_at", Moment, nullable=False),
    Column("attested_by_ref", Text, nullable=False),
)
"""The word of a person who copied a record into the EHR by hand."""

audit_trail = Table(
    "audit_trail",
    metadata,
    Column("entry", Integer, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("iss", Text, nullable=False),
    Column("user_ref", Text, nullable=False),
    Column("action", String(64), nullable=False),
    Column("subject_ref", Text),
    Column("outcome", String(64), nullable=False),
    Column("previous", String(64), nullable=False, unique=True),
    Column("signature", String(64), nullable=False),
)
"""Who did what to whose record, without content; append-only, each entry signed over the one before."""

audit_keys = Table(
    "audit_keys",
    metadata,
    Column("entry", Integer, primary_key=True, autoincrement=False),
    Column("sealed_key", LargeBinary, nullable=False),
)
"""The key that signs the audit trail: one row. It is random and never changes, so that old entries can
still be checked after the key that seals it was replaced."""

staff_records = Table(
    "staff_records",
    metadata,
    Column("entry", Integer, primary_key=True, autoincrement=False),
    Column("sealed_records", LargeBinary, nullable=False),
    Column("replaced_at", Moment, nullable=False),
)
"""The agency's staff folder as last imported: one row."""
