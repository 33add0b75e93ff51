"""Drafts: one id from the first keystroke, kept through relaunch and change of device.

A draft is found by server, client and author, never by id alone. Each save names the version it
began from; when another window saved later, nothing is overwritten.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from pss_fhir.domain.note import NoteDraft
from pss_fhir.errors import NotFoundInStore, StaleRecord, UsageError
from pss_fhir.store.database import Database
from pss_fhir.store.sealing import open_record
from pss_fhir.store.tables import drafts

OPEN = "open"
SIGNED = "signed"
DISCARDED = "discarded"
EXPIRED = "expired"

TOMBSTONE_LIFE = timedelta(days=30)
"""How long the row of a finished draft is kept, without its words, so that a late save is told apart."""


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A draft as it was last saved.

    Attributes:
        version: counts the saves, from 1; the next save must name it.
        expires_at: when it is deleted unless it is saved again.
    """

    draft_id: str
    draft: NoteDraft
    version: int
    saved_at: datetime
    expires_at: datetime


class Drafts:
    """Notes while they are written.

    Args:
        life: how long after its last save a draft is kept.
    """

    def __init__(self, database: Database, *, life: timedelta) -> None:
        self._database = database
        self._life = life

    def start(self, iss: str, client_ref: str, author_ref: str, draft: NoteDraft) -> StoredDraft:
        """The draft, kept for the first time.

        Starting the same note again (a second tab, a repeated request) gives the draft that is
        there, as it was last saved.

        Raises:
            UsageError: the draft is of another client or author.
            NotFoundInStore: a note with this identifier exists, but is not this person's open draft.
        """
        _require_owner(draft, client_ref, author_ref)
        db = self._database
        now = db.clock.now()
        draft_id = secrets.token_urlsafe(18)
        row = {
            "draft_id": draft_id,
            "note_identifier": draft.note_identifier,
            "iss": iss,
            "client_ref": client_ref,
            "author_ref": author_ref,
            "state": OPEN,
            "version": 1,
            "sealed_draft": self._sealed(draft, draft_id, iss),
            "started_at": now,
            "saved_at": now,
            "expires_at": now + self._life,
        }
        try:
            with db.writing() as connection:
                _insert_once(connection, row)
        except StaleRecord:
            return self._by_note(draft.note_identifier, iss, client_ref, author_ref)
        return StoredDraft(draft_id, draft, 1, now, now + self._life)

    def get(self, draft_id: str, iss: str, client_ref: str, author_ref: str) -> StoredDraft:
        """An open draft.

        Raises:
            NotFoundInStore: no such open draft of this person for this client.
        """
        return self._one(drafts.c.draft_id == draft_id, iss, client_ref, author_ref)

    def open_for(self, iss: str, client_ref: str, author_ref: str) -> tuple[StoredDraft, ...]:
        """The open drafts of one author for one client, last saved first; n >= 0."""
        wanted = (
            select(drafts)
            .where(self._is_open(iss, client_ref, author_ref))
            .order_by(drafts.c.saved_at.desc(), drafts.c.draft_id)
        )
        with self._database.reading() as connection:
            return tuple(self._stored(row) for row in connection.execute(wanted))

    def save(self, draft_id: str, draft: NoteDraft, version: int, *, iss: str) -> StoredDraft:
        """The draft as saved, with its new version and a new end of life.

        Args:
            draft_id: which draft.
            draft: all of it, as it is now.
            version: the version the person's window began from.
            iss: the server of the launch.

        Raises:
            StaleRecord: another window saved later, or the draft was signed; nothing was overwritten.
            NotFoundInStore: no such draft of this person for this client, or it was discarded.
        """
        db = self._database
        now = db.clock.now()
        changed = (
            update(drafts)
            .where(
                drafts.c.draft_id == draft_id,
                drafts.c.note_identifier == draft.note_identifier,
                drafts.c.version == version,
                self._is_open(iss, draft.client_ref, draft.author_ref),
            )
            .values(
                version=version + 1,
                sealed_draft=self._sealed(draft, draft_id, iss),
                saved_at=now,
                expires_at=now + self._life,
            )
        )
        with db.writing() as connection:
            if connection.execute(changed).rowcount != 1:
                raise _why_not(connection, draft_id, iss, draft.client_ref, draft.author_ref)
        return StoredDraft(draft_id, draft, version + 1, now, now + self._life)

    def discard(self, draft_id: str, iss: str, client_ref: str, author_ref: str) -> None:
        """Delete the words of an open draft for good.

        Raises:
            NotFoundInStore: no such open draft of this person for this client.
        """
        with self._database.writing() as connection:
            gone = connection.execute(
                update(drafts)
                .where(drafts.c.draft_id == draft_id, self._is_open(iss, client_ref, author_ref))
                .values(state=DISCARDED, sealed_draft=None, saved_at=self._database.clock.now())
            )
            if gone.rowcount != 1:
                raise _not_found()

    def expire(self) -> int:
        """Delete the words of every draft whose life is over; how many there were.

        Rows that were finished :data:`TOMBSTONE_LIFE` ago go for good.
        """
        now = self._database.clock.now()
        with self._database.writing() as connection:
            expired = connection.execute(
                update(drafts)
                .where(drafts.c.state == OPEN, drafts.c.expires_at <= now)
                .values(state=EXPIRED, sealed_draft=None, saved_at=now)
            ).rowcount
            connection.execute(
                delete(drafts).where(drafts.c.state != OPEN, drafts.c.saved_at <= now - TOMBSTONE_LIFE)
            )
        return expired

    def _by_note(self, note_identifier: str, iss: str, client_ref: str, author_ref: str) -> StoredDraft:
        return self._one(drafts.c.note_identifier == note_identifier, iss, client_ref, author_ref)

    def _one(self, which: ColumnElement[bool], iss: str, client_ref: str, author_ref: str) -> StoredDraft:
        wanted = select(drafts).where(which, self._is_open(iss, client_ref, author_ref))
        with self._database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            raise _not_found()
        return self._stored(row)

    def _is_open(self, iss: str, client_ref: str, author_ref: str) -> ColumnElement[bool]:
        return and_(
            is_owned(iss, client_ref, author_ref),
            drafts.c.state == OPEN,
            drafts.c.expires_at > self._database.clock.now(),
        )

    def _sealed(self, draft: NoteDraft, draft_id: str, iss: str) -> bytes:
        place = ("drafts", draft_id, iss, draft.client_ref, draft.author_ref)
        return self._database.sealer.seal(draft.model_dump_json(), *place)

    def _stored(self, row: Row[tuple[object, ...]]) -> StoredDraft:
        place = ("drafts", row.draft_id, row.iss, row.client_ref, row.author_ref)
        draft = open_record(self._database.sealer, NoteDraft, row.sealed_draft, *place)
        return StoredDraft(row.draft_id, draft, row.version, row.saved_at, row.expires_at)


def is_owned(iss: str, client_ref: str, author_ref: str) -> ColumnElement[bool]:
    """SQL: the draft is this author's, for this client, at this server."""
    return and_(drafts.c.iss == iss, drafts.c.client_ref == client_ref, drafts.c.author_ref == author_ref)


def _require_owner(draft: NoteDraft, client_ref: str, author_ref: str) -> None:
    if (draft.client_ref, draft.author_ref) != (client_ref, author_ref):
        raise UsageError(
            "the draft is of another client or author than the launch; a draft never moves. "
            "Open the right chart.",
            code="store.draft-moved",
        )


def _insert_once(connection: Connection, row: dict[str, object]) -> None:
    try:
        connection.execute(insert(drafts).values(row))
    except IntegrityError as twice:
        raise StaleRecord("this draft was started before.") from twice


def _not_found() -> NotFoundInStore:
    return NotFoundInStore(
        "there is no such open draft of yours for this client. "
        "It may have been signed, discarded or deleted at its end of life; the list of drafts shows the rest."
    )


def _why_not(
    connection: Connection, draft_id: str, iss: str, client_ref: str, author_ref: str
) -> NotFoundInStore | StaleRecord:
    """Why an open draft could not be changed: changed meanwhile, signed, or not there for this person."""
    wanted = select(drafts.c.state, drafts.c.version).where(
        drafts.c.draft_id == draft_id, is_owned(iss, client_ref, author_ref)
    )
    row = connection.execute(wanted).one_or_none()
    if row is None or row.state in (DISCARDED, EXPIRED):
        return _not_found()
    if row.state == SIGNED:
        return StaleRecord(
            "the draft was signed meanwhile; nothing was overwritten. Add an addendum instead."
        )
    return StaleRecord(
        f"another window saved version {row.version} of this draft; nothing was overwritten. "
        "Open it again to see both.",
        where="draft",
    )
