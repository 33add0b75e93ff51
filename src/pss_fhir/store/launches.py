"""Launches: begun, opened, closed. Each browser may hold several; a newer one never replaces an older.

The store does not know what SMART says: contexts, tokens and remembered pages are JSON texts of the
caller, sealed. A launch is found only together with the hash of the browser that began it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Row, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from pss_fhir.errors import NotFoundInStore, StaleRecord
from pss_fhir.store.database import Database
from pss_fhir.store.sealing import fingerprint
from pss_fhir.store.tables import launches, pending_launches

PENDING_LIFE = timedelta(minutes=10)
"""How long the person may take at the sign-in page."""


@dataclass(frozen=True, slots=True)
class TakenLaunch:
    """A pending launch that was just used up: its id, its server, and what ``begin`` left behind."""

    lid: str
    iss: str
    payload: str


@dataclass(frozen=True, slots=True)
class StoredLaunch:
    """An open launch.

    Attributes:
        lid: launch id, as it stands in the app's addresses; alone it opens nothing.
        user_ref: who is signed in.
        context: the launch context as JSON.
        tokens: the token set as JSON.
        remembered: what :meth:`Launches.remember` was given last, None before that.
        expires_at: when the launch ends, however much it is used.
    """

    lid: str
    iss: str
    user_ref: str
    context: str
    tokens: str
    remembered: str | None
    opened_at: datetime
    expires_at: datetime


class Launches:
    """Pending and open launches."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_pending(self, lid: str, iss: str, browser_hash: str, state_hash: str, payload: str) -> None:
        """Keep a launch that was begun, for :data:`PENDING_LIFE`.

        Args:
            lid: launch id, random.
            iss: FHIR base of the server it goes to.
            browser_hash: hash of the cookie of the browser that began it.
            state_hash: :func:`pss_fhir.store.fingerprint` of the OAuth ``state``.
            payload: what ``finish`` needs, as JSON.

        Raises:
            StaleRecord: a launch with this id or state was kept before.
        """
        db = self._database
        row = {
            "lid": lid,
            "iss": iss,
            "browser_hash": browser_hash,
            "state_hash": state_hash,
            "sealed_payload": db.sealer.seal(payload, "pending_launches", lid, iss, browser_hash),
            "expires_at": db.clock.now() + PENDING_LIFE,
        }
        with db.writing() as connection:
            try:
                connection.execute(insert(pending_launches).values(row))
            except IntegrityError as twice:
                raise StaleRecord("this launch was begun before. Launch again from the chart.") from twice

    def take_pending(self, state: str, browser_hash: str) -> TakenLaunch:
        """The pending launch that an answer belongs to; it is used up by this.

        An answer that arrives in another browser uses nothing up.

        Raises:
            NotFoundInStore: no such launch, not begun by this browser, used before, or too old.
        """
        db = self._database
        taken = (
            delete(pending_launches)
            .where(
                pending_launches.c.state_hash == fingerprint(state),
                pending_launches.c.browser_hash == browser_hash,
                pending_launches.c.expires_at > db.clock.now(),
            )
            .returning(pending_launches)
        )
        with db.writing() as connection:
            row = connection.execute(taken).one_or_none()
        if row is None:
            raise NotFoundInStore(
                "no launch waits for this answer in this browser. Launch again from the chart."
            )
        payload = db.sealer.open(row.sealed_payload, "pending_launches", row.lid, row.iss, row.browser_hash)
        return TakenLaunch(lid=row.lid, iss=row.iss, payload=payload)

    def open(
        self,
        lid: str,
        *,
        iss: str,
        browser_hash: str,
        user_ref: str,
        context: str,
        tokens: str,
        life: timedelta = timedelta(hours=12),
    ) -> StoredLaunch:
        """The launch, kept open for ``life`` after sign-in.

        Raises:
            StaleRecord: a launch with this id is open.
        """
        db = self._database
        now = db.clock.now()
        row = {
            "lid": lid,
            "iss": iss,
            "browser_hash": browser_hash,
            "user_ref": user_ref,
            "sealed_context": db.sealer.seal(context, "launches.context", lid, iss, browser_hash, user_ref),
            "sealed_tokens": db.sealer.seal(tokens, "launches.tokens", lid, iss, browser_hash, user_ref),
            "opened_at": now,
            "expires_at": now + life,
        }
        with db.writing() as connection:
            try:
                connection.execute(insert(launches).values(row))
            except IntegrityError as twice:
                raise StaleRecord("this launch is open. Launch again from the chart.") from twice
        return self.get(lid, browser_hash)

    def get(self, lid: str, browser_hash: str) -> StoredLaunch:
        """The open launch.

        Raises:
            NotFoundInStore: no such launch, not this browser's, closed, or at its end.
        """
        wanted = select(launches).where(self._is_open(lid, browser_hash))
        with self._database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            raise NotFoundInStore("no such launch is open in this browser. Launch again from the chart.")
        return self._opened(row)

    def latest_of(self, iss: str, user_ref: str) -> StoredLaunch | None:
        """The person's newest open launch at a server, for sending what that person signed; None if none."""
        wanted = (
            select(launches)
            .where(
                launches.c.iss == iss,
                launches.c.user_ref == user_ref,
                launches.c.expires_at > self._database.clock.now(),
            )
            .order_by(launches.c.opened_at.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        return self._opened(row) if row else None

    def tokens_of(self, lid: str) -> str:
        """The tokens of an open launch, as this or another process renewed them last.

        Raises:
            NotFoundInStore: the launch was closed meanwhile.
        """
        with self._database.reading() as connection:
            row = connection.execute(select(launches).where(launches.c.lid == lid)).one_or_none()
        if row is None:
            raise NotFoundInStore("no such launch is open. Launch again from the chart.")
        return self._opened(row).tokens

    def save_tokens(self, lid: str, tokens: str) -> None:
        """Replace the tokens of an open launch after a renewal.

        Raises:
            NotFoundInStore: the launch was closed meanwhile; the tokens were not kept.
        """
        self._replace(lid, "sealed_tokens", "launches.tokens", tokens)

    def remember(self, lid: str, page: str) -> None:
        """Replace what is kept beside an open launch, such as the safety plan as it was last read.

        Raises:
            NotFoundInStore: the launch was closed meanwhile; nothing was kept.
        """
        self._replace(lid, "sealed_remembered", "launches.remembered", page)

    def close(self, lid: str) -> None:
        """Forget a launch with its tokens; closing twice does nothing."""
        with self._database.writing() as connection:
            connection.execute(delete(launches).where(launches.c.lid == lid))

    def purge(self) -> int:
        """Delete every launch, pending or open, whose time has passed; how many there were."""
        now = self._database.clock.now()
        with self._database.writing() as connection:
            return sum(
                connection.execute(delete(table).where(table.c.expires_at <= now)).rowcount
                for table in (pending_launches, launches)
            )

    def _is_open(self, lid: str, browser_hash: str) -> ColumnElement[bool]:
        return and_(
            launches.c.lid == lid,
            launches.c.browser_hash == browser_hash,
            launches.c.expires_at > self._database.clock.now(),
        )

    def _replace(self, lid: str, column: str, place: str, text: str) -> None:
        db = self._database
        with db.writing() as connection:
            row = connection.execute(select(launches).where(launches.c.lid == lid)).one_or_none()
            if row is None:
                raise NotFoundInStore("no such launch is open. Launch again from the chart.")
            sealed = db.sealer.seal(text, place, lid, row.iss, row.browser_hash, row.user_ref)
            connection.execute(update(launches).where(launches.c.lid == lid).values({column: sealed}))

    def _opened(self, row: Row[tuple[object, ...]]) -> StoredLaunch:
        open_ = self._database.sealer.open
        whose = (row.lid, row.iss, row.browser_hash, row.user_ref)
        remembered = row.sealed_remembered
        return StoredLaunch(
            lid=row.lid,
            iss=row.iss,
            user_ref=row.user_ref,
            context=open_(row.sealed_context, "launches.context", *whose),
            tokens=open_(row.sealed_tokens, "launches.tokens", *whose),
            remembered=open_(remembered, "launches.remembered", *whose) if remembered else None,
            opened_at=row.opened_at,
            expires_at=row.expires_at,
        )
