"""Signed records: notes, addenda and retractions, and the right to sign each of them once.

A signature, the row that will carry it to the EHR and the end of the draft are one transaction:
after a crash either all of them are there or none is. A signed record never changes.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from pss_fhir.domain.note import Addendum, Retraction, ServiceNote
from pss_fhir.errors import NotFoundInStore, StaleRecord
from pss_fhir.store.database import Database
from pss_fhir.store.drafts import OPEN, SIGNED, is_owned
from pss_fhir.store.outbox_rows import insert_row
from pss_fhir.store.sealing import fingerprint, open_record
from pss_fhir.store.tables import drafts, nonces, signed_records

NONCE_LIFE = timedelta(hours=12)
_TEXT_OF = "signed_records.text"


class RecordKind(StrEnum):
    """What was signed."""

    NOTE = "note"
    ADDENDUM = "addendum"
    RETRACTION = "retraction"


SignedRecord = ServiceNote | Addendum | Retraction
_MODEL_OF: dict[str, type[SignedRecord]] = {
    RecordKind.NOTE: ServiceNote,
    RecordKind.ADDENDUM: Addendum,
    RecordKind.RETRACTION: Retraction,
}


@dataclass(frozen=True, slots=True)
class StoredNote:
    """A note with all that was signed about it later, oldest first.

    Attributes:
        note: as it was signed; its ``ref`` and ``status`` are those of that moment.
        retraction: the newest retraction of the note, None if it stands.
        retracted_addenda: identifiers of addenda that were retracted.
    """

    note: ServiceNote
    addenda: tuple[Addendum, ...] = ()
    retraction: Retraction | None = None
    retracted_addenda: frozenset[str] = frozenset()


class SignedNotes:
    """Signed notes, addenda and retractions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def new_nonce(self, about: str) -> str:
        """The right to sign once, for twelve hours; goes into the form with the button.

        Args:
            about: the draft id, or the identifier of the note an addendum or a retraction is about.
        """
        nonce = secrets.token_urlsafe(32)
        row = {
            "nonce_hash": fingerprint(nonce),
            "about": about,
            "expires_at": self._database.clock.now() + NONCE_LIFE,
        }
        with self._database.writing() as connection:
            connection.execute(insert(nonces).values(row))
        return nonce

    def sign(
        self,
        draft_id: str,
        version: int,
        note: ServiceNote,
        nonce: str,
        *,
        iss: str,
        profile: str,
        plan: Sequence[str],
        text: str | None = None,
    ) -> str:
        """The identifier of the note, signed and queued; its draft is closed.

        Args:
            draft_id: the draft that was signed.
            version: the version the person saw.
            note: the signed note; same identifier, client and author as the draft.
            nonce: from :meth:`new_nonce`, about the draft.
            iss: the server of the launch.
            profile: name of the site's profile.
            plan: rungs of the write ladder to try, best first; at least one.
            text: the note as the person read and signed it, to be filed word for word.

        Raises:
            StaleRecord: the nonce was used or is too old, or the draft changed or was signed meanwhile.
            NotFoundInStore: no such draft of this person for this client.
        """
        db = self._database
        closed = (
            update(drafts)
            .where(
                drafts.c.draft_id == draft_id,
                drafts.c.note_identifier == note.note_identifier,
                drafts.c.version == version,
                drafts.c.state == OPEN,
                is_owned(iss, note.client_ref, note.signature.signer_ref),
            )
            .values(state=SIGNED, sealed_draft=None, saved_at=db.clock.now())
        )
        with db.writing() as connection:
            self._use_up(connection, nonce, draft_id)
            if connection.execute(closed).rowcount != 1:
                raise _why_not_signed(connection, draft_id, iss, note)
            self._keep(connection, note, iss=iss, about=None, profile=profile, plan=plan, text=text)
        return note.note_identifier

    def add_addendum(
        self,
        addendum: Addendum,
        nonce: str,
        *,
        iss: str,
        profile: str,
        plan: Sequence[str],
        text: str | None = None,
    ) -> str:
        """The identifier of the addendum, signed and queued; the nonce is about the note.

        Raises:
            StaleRecord: the nonce was used or is too old.
            NotFoundInStore: no such note of this client.
        """
        with self._database.writing() as connection:
            self._use_up(connection, nonce, addendum.note_identifier)
            _require_record(
                connection, addendum.note_identifier, iss, addendum.client_ref, (RecordKind.NOTE,)
            )
            about = addendum.note_identifier
            self._keep(connection, addendum, iss=iss, about=about, profile=profile, plan=plan, text=text)
        return addendum.addendum_identifier

    def retract(
        self,
        retraction: Retraction,
        nonce: str,
        *,
        iss: str,
        profile: str,
        plan: Sequence[str],
        along: Sequence[tuple[Retraction, Sequence[str]]] = (),
    ) -> str:
        """The identifier of the retraction, signed and queued; the nonce is about the record.

        Args:
            retraction: of a note or an addendum.
            nonce: from :meth:`new_nonce`, about the record.
            iss: the server of the launch.
            profile: name of the site's profile.
            plan: how the record is marked in the EHR, best way first.
            along: retractions of the note's addenda, each with its plan; signed in the same transaction,
                so that no addendum is left standing alone.

        Raises:
            StaleRecord: the nonce was used or is too old, or the record is retracted already.
            NotFoundInStore: no such note or addendum of this client.
        """
        about = retraction.record_identifier
        kinds = (RecordKind.NOTE, RecordKind.ADDENDUM)
        with self._database.writing() as connection:
            self._database.one_at_a_time(connection, about)
            self._use_up(connection, nonce, about)
            _require_record(connection, about, iss, retraction.client_ref, kinds)
            if retraction_of(connection, about) is not None:
                raise StaleRecord("the record was retracted before; nothing was added. See its history.")
            self._keep(connection, retraction, iss=iss, about=about, profile=profile, plan=plan)
            for other, its_plan in along:
                its = other.record_identifier
                _require_record(connection, its, iss, other.client_ref, (RecordKind.ADDENDUM,))
                self._keep(connection, other, iss=iss, about=its, profile=profile, plan=its_plan)
        return retraction.retraction_identifier

    def get(self, note_identifier: str, iss: str, client_ref: str) -> StoredNote:
        """A note with its addenda and retraction.

        Raises:
            NotFoundInStore: no such note of this client at this server.
        """
        found = [
            stored
            for stored in self.for_client(iss, client_ref)
            if stored.note.note_identifier == note_identifier
        ]
        if not found:
            raise _no_record()
        return found[0]

    def for_client(self, iss: str, client_ref: str) -> tuple[StoredNote, ...]:
        """Every note of a client that was signed here, last signed first; n >= 0."""
        wanted = (
            select(signed_records)
            .where(signed_records.c.iss == iss, signed_records.c.client_ref == client_ref)
            .order_by(signed_records.c.signed_at, signed_records.c.identifier)
        )
        with self._database.reading() as connection:
            rows = connection.execute(wanted).all()
        records = [self._record(row) for row in rows]
        retractions = {found.record_identifier: found for found in records if isinstance(found, Retraction)}
        addenda = [found for found in records if isinstance(found, Addendum)]
        return tuple(
            StoredNote(
                note=note,
                addenda=tuple(found for found in addenda if found.note_identifier == note.note_identifier),
                retraction=retractions.get(note.note_identifier),
                retracted_addenda=frozenset(
                    found.addendum_identifier
                    for found in addenda
                    if found.note_identifier == note.note_identifier
                    and found.addendum_identifier in retractions
                ),
            )
            for note in reversed(records)
            if isinstance(note, ServiceNote)
        )

    def record(self, identifier: str) -> SignedRecord:
        """What was signed under an identifier, whoever's it is; for the outbox, never for a page.

        Raises:
            NotFoundInStore: nothing was signed under it.
        """
        wanted = select(signed_records).where(signed_records.c.identifier == identifier)
        with self._database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            raise _no_record()
        return self._record(row)

    def text(self, identifier: str) -> str | None:
        """What was signed under an identifier as the person read it, None where no text was kept.

        Raises:
            NotFoundInStore: nothing was signed under it.
        """
        wanted = select(signed_records.c.sealed_text).where(signed_records.c.identifier == identifier)
        with self._database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            raise _no_record()
        sealed = row.sealed_text
        return None if sealed is None else self._database.sealer.open(sealed, _TEXT_OF, identifier)

    def _sealed_text(self, identifier: str, text: str) -> bytes:
        return self._database.sealer.seal(text, _TEXT_OF, identifier)

    def _use_up(self, connection: Connection, nonce: str, about: str) -> None:
        used = connection.execute(
            delete(nonces).where(
                nonces.c.nonce_hash == fingerprint(nonce),
                nonces.c.about == about,
                nonces.c.expires_at > self._database.clock.now(),
            )
        )
        if used.rowcount != 1:
            raise StaleRecord(
                "this form was sent before, or is too old; it was not signed again. "
                "Look at the state of the note, and open the form anew if it is not signed.",
                code="store.nonce-used",
            )

    def _keep(
        self,
        connection: Connection,
        record: SignedRecord,
        *,
        iss: str,
        about: str | None,
        profile: str,
        plan: Sequence[str],
        text: str | None = None,
    ) -> None:
        kind, identifier = _named(record)
        author_ref = record.signature.signer_ref
        sealed = self._database.sealer.seal(
            record.model_dump_json(), "signed_records", identifier, kind, iss, record.client_ref, author_ref
        )
        row = {
            "identifier": identifier,
            "kind": kind,
            "about": about,
            "iss": iss,
            "client_ref": record.client_ref,
            "author_ref": author_ref,
            "signed_at": record.signature.signed_at,
            "sealed_record": sealed,
            "sealed_text": None if text is None else self._sealed_text(identifier, text),
        }
        try:
            connection.execute(insert(signed_records).values(row))
        except IntegrityError as twice:
            raise StaleRecord("this was signed before; nothing was added. See its state.") from twice
        insert_row(connection, identifier, profile=profile, plan=plan, now=self._database.clock.now())

    def _record(self, row: Row[tuple[object, ...]]) -> SignedRecord:
        place = ("signed_records", row.identifier, row.kind, row.iss, row.client_ref, row.author_ref)
        return open_record(self._database.sealer, _MODEL_OF[row.kind], row.sealed_record, *place)


def retraction_of(connection: Connection, identifier: str) -> str | None:
    """The identifier of the retraction of a record, None if it stands."""
    wanted = select(signed_records.c.identifier).where(
        signed_records.c.about == identifier, signed_records.c.kind == RecordKind.RETRACTION
    )
    return connection.execute(wanted).scalar_one_or_none()


def _named(record: SignedRecord) -> tuple[RecordKind, str]:
    match record:
        case ServiceNote():
            return RecordKind.NOTE, record.note_identifier
        case Addendum():
            return RecordKind.ADDENDUM, record.addendum_identifier
        case Retraction():
            return RecordKind.RETRACTION, record.retraction_identifier


def _require_record(
    connection: Connection, identifier: str, iss: str, client_ref: str, kinds: Sequence[RecordKind]
) -> None:
    wanted = select(signed_records.c.identifier).where(
        signed_records.c.identifier == identifier,
        signed_records.c.iss == iss,
        signed_records.c.client_ref == client_ref,
        signed_records.c.kind.in_(kinds),
    )
    if connection.execute(wanted).one_or_none() is None:
        raise _no_record()


def _no_record() -> NotFoundInStore:
    return NotFoundInStore(
        "there is no such signed note for this client here. Open it from the client's chart."
    )


def _why_not_signed(
    connection: Connection, draft_id: str, iss: str, note: ServiceNote
) -> NotFoundInStore | StaleRecord:
    wanted = select(drafts.c.state).where(
        drafts.c.draft_id == draft_id, is_owned(iss, note.client_ref, note.signature.signer_ref)
    )
    state = connection.execute(wanted).scalar_one_or_none()
    if state in (OPEN, SIGNED):
        return StaleRecord(
            "the draft was changed or signed in another window; this text was not signed. "
            "Open the note again, read it, and sign it there if it is not signed."
        )
    return NotFoundInStore(
        "there is no such draft of yours for this client; nothing was signed. Open the list of drafts."
    )
