"""The store: one database with what no EHR holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete

from pss_fhir.clock import Clock
from pss_fhir.errors import StoreError
from pss_fhir.store.audit import AuditTrail
from pss_fhir.store.database import Database
from pss_fhir.store.drafts import Drafts
from pss_fhir.store.launches import Launches
from pss_fhir.store.migration import migrate
from pss_fhir.store.notes import SignedNotes
from pss_fhir.store.outbox_rows import OutboxRows
from pss_fhir.store.rotation import reseal
from pss_fhir.store.sealing import Sealer
from pss_fhir.store.staff import StaffStore
from pss_fhir.store.tables import nonces
from pss_fhir.store.used_tokens import UsedTokens


@dataclass(frozen=True, slots=True)
class Purged:
    """What :meth:`Store.purge` deleted."""

    launches: int
    drafts: int
    nonces: int
    used_tokens: int


class Store:
    """What no EHR holds, in one SQLite file or PostgreSQL database. Thread-safe; open it once per process.

    Attributes:
        launches: pending and open launches.
        drafts: notes while they are written.
        notes: what was signed.
        outbox: where each signed record stands on its way to the EHR.
        audit: who did what to whose record.
        staff: the agency's staff folder.
        used_tokens: tokens of callers that count once.
    """

    def __init__(self, database: Database, *, draft_life: timedelta) -> None:
        self._database = database
        self.launches = Launches(database)
        self.drafts = Drafts(database, life=draft_life)
        self.notes = SignedNotes(database)
        self.outbox = OutboxRows(database)
        self.audit = AuditTrail(database)
        self.staff = StaffStore(database)
        self.used_tokens = UsedTokens(database)

    @classmethod
    def open(
        cls,
        url: str,
        *,
        key: bytes,
        clock: Clock,
        older_keys: Sequence[bytes] = (),
        draft_life: timedelta = timedelta(days=14),
    ) -> Store:
        """The store at a database URL, brought to the newest form of its tables.

        Args:
            url: ``sqlite:////path/to/file.db`` or ``postgresql://user@host/name``.
            key: at least 32 random bytes; seals what is kept of people.
            clock: gives the present moment.
            older_keys: keys that sealed earlier values; they open, but no longer seal.
            draft_life: how long after its last save a draft is kept.

        Raises:
            UsageError: the URL or a key cannot be used.
            StoreError: the database cannot be used, or was written by a newer release.
        """
        database = Database(url, sealer=Sealer((key, *older_keys)), clock=clock)
        try:
            migrate(database)
        except StoreError:
            database.close()
            raise
        return cls(database, draft_life=draft_life)

    def purge(self) -> Purged:
        """Delete launches, drafts, nonces and used tokens past their time; never signed records."""
        now = self._database.clock.now()
        with self._database.writing() as connection:
            old_nonces = connection.execute(delete(nonces).where(nonces.c.expires_at <= now)).rowcount
        return Purged(
            launches=self.launches.purge(),
            drafts=self.drafts.expire(),
            nonces=old_nonces,
            used_tokens=self.used_tokens.purge(),
        )

    def reseal(self) -> int:
        """Seal with the newest key what older ones sealed; how many values there were. Repeat until 0.

        Raises:
            StoreError: a value does not open with any of the keys.
        """
        return reseal(self._database)

    def close(self) -> None:
        """Give back all connections."""
        self._database.close()
