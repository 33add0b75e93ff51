"""The first form of the store."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_launches()
    _create_drafts()
    _create_signed_records()
    _create_outbox()
    _create_records_of_the_agency()
    for table in ("outbox_history", "audit_trail"):
        _make_append_only(table)


def _create_launches() -> None:
    op.create_table(
        "pending_launches",
        sa.Column("lid", sa.String(64), nullable=False),
        sa.Column("iss", sa.Text, nullable=False),
        sa.Column("browser_hash", sa.String(128), nullable=False),
        sa.Column("state_hash", sa.String(64), nullable=False),
        sa.Column("sealed_payload", sa.LargeBinary, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("lid", name="pk_pending_launches"),
        sa.UniqueConstraint("state_hash", name="uq_pending_launches_state_hash"),
    )
    op.create_index("ix_pending_launches_expires_at", "pending_launches", ["expires_at"])
    op.create_table(
        "launches",
        sa.Column("lid", sa.String(64), nullable=False),
        sa.Column("iss", sa.Text, nullable=False),
        sa.Column("browser_hash", sa.String(128), nullable=False),
        sa.Column("user_ref", sa.Text, nullable=False),
        sa.Column("sealed_context", sa.LargeBinary, nullable=False),
        sa.Column("sealed_tokens", sa.LargeBinary, nullable=False),
        sa.Column("sealed_remembered", sa.LargeBinary),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("lid", name="pk_launches"),
    )
    op.create_index("ix_launches_expires_at", "launches", ["expires_at"])
    op.create_index("ix_launches_iss_user_ref", "launches", ["iss", "user_ref"])


def _create_drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("draft_id", sa.String(64), nullable=False),
        sa.Column("note_identifier", sa.String(64), nullable=False),
        sa.Column("iss", sa.Text, nullable=False),
        sa.Column("client_ref", sa.Text, nullable=False),
        sa.Column("author_ref", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("sealed_draft", sa.LargeBinary),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("draft_id", name="pk_drafts"),
        sa.UniqueConstraint("note_identifier", name="uq_drafts_note_identifier"),
    )
    op.create_index("ix_drafts_expires_at", "drafts", ["expires_at"])
    op.create_index("ix_drafts_iss_client_ref_author_ref", "drafts", ["iss", "client_ref", "author_ref"])
    op.create_table(
        "nonces",
        sa.Column("nonce_hash", sa.String(64), nullable=False),
        sa.Column("about", sa.String(128), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("nonce_hash", name="pk_nonces"),
    )
    op.create_index("ix_nonces_expires_at", "nonces", ["expires_at"])


def _create_signed_records() -> None:
    op.create_table(
        "signed_records",
        sa.Column("identifier", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("about", sa.String(64)),
        sa.Column("iss", sa.Text, nullable=False),
        sa.Column("client_ref", sa.Text, nullable=False),
        sa.Column("author_ref", sa.Text, nullable=False),
        sa.Column("signed_at", MOMENT, nullable=False),
        sa.Column("sealed_record", sa.LargeBinary, nullable=False),
        sa.Column("sealed_text", sa.LargeBinary),
        sa.PrimaryKeyConstraint("identifier", name="pk_signed_records"),
        sa.ForeignKeyConstraint(["about"], ["signed_records.identifier"], name="fk_signed_records_about"),
    )
    op.create_index("ix_signed_records_about", "signed_records", ["about"])
    op.create_index("ix_signed_records_iss_client_ref", "signed_records", ["iss", "client_ref"])


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("identifier", sa.String(64), nullable=False),
        sa.Column("profile", sa.String(64), nullable=False),
        sa.Column("plan", sa.Text, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("ref", sa.Text),
        sa.Column("may_exist", sa.Boolean, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("problem", sa.Text),
        sa.Column("sealed_resource", sa.LargeBinary),
        sa.Column("next_at", MOMENT),
        sa.Column("lease", sa.String(64)),
        sa.Column("lease_until", MOMENT),
        sa.Column("filed_at", MOMENT),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("identifier", name="pk_outbox"),
        sa.ForeignKeyConstraint(["identifier"], ["signed_records.identifier"], name="fk_outbox_identifier"),
    )
    op.create_index("ix_outbox_state_next_at", "outbox", ["state", "next_at"])
    op.create_table(
        "outbox_history",
        sa.Column("entry", sa.Integer, autoincrement=True, nullable=False),
        sa.Column("identifier", sa.String(64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("from_state", sa.String(32)),
        sa.Column("to_state", sa.String(32), nullable=False),
        sa.Column("rung", sa.String(32)),
        sa.Column("answer", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("entry", name="pk_outbox_history"),
        sa.ForeignKeyConstraint(["identifier"], ["outbox.identifier"], name="fk_outbox_history_identifier"),
    )
    op.create_index("ix_outbox_history_identifier", "outbox_history", ["identifier"])
    op.create_table(
        "hand_filings",
        sa.Column("identifier", sa.String(64), nullable=False),
        sa.Column("attested_at", MOMENT, nullable=False),
        sa.Column("attested_by_ref", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("identifier", name="pk_hand_filings"),
        sa.ForeignKeyConstraint(["identifier"], ["outbox.identifier"], name="fk_hand_filings_identifier"),
    )


def _create_records_of_the_agency() -> None:
    op.create_table(
        "audit_trail",
        sa.Column("entry", sa.Integer, autoincrement=True, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("iss", sa.Text, nullable=False),
        sa.Column("user_ref", sa.Text, nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("subject_ref", sa.Text),
        sa.Column("outcome", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("signature", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("entry", name="pk_audit_trail"),
        sa.UniqueConstraint("previous", name="uq_audit_trail_previous"),
    )
    op.create_table(
        "audit_keys",
        sa.Column("entry", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("sealed_key", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("entry", name="pk_audit_keys"),
    )
    op.create_table(
        "staff_records",
        sa.Column("entry", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("sealed_records", sa.LargeBinary, nullable=False),
        sa.Column("replaced_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("entry", name="pk_staff_records"),
    )


def _make_append_only(table: str) -> None:
    """Let the database itself refuse a change or a deletion, whoever asks for it."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )
