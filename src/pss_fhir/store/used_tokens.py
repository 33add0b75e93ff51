"""Tokens that count once: which were used, seen by every process that shares the store."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError

from pss_fhir.store.database import Database
from pss_fhir.store.sealing import fingerprint
from pss_fhir.store.tables import used_tokens


class UsedTokens:
    """Which tokens were used up; kept until each has ended by itself."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def use_up(self, iss: str, token_id: str, *, until: datetime) -> bool:
        """Use a token up; False where it was used before, by whichever process.

        Args:
            iss: who made the token.
            token_id: its id, which its maker gives to no other.
            until: when it ends; after that it is forgotten, and refused for its age.
        """
        row = {"token_hash": fingerprint(f"{iss} {token_id}"), "expires_at": until}
        with self._database.writing() as connection:
            try:
                connection.execute(insert(used_tokens).values(row))
            except IntegrityError:
                return False
        return True

    def purge(self) -> int:
        """Forget tokens that have ended; how many there were."""
        now = self._database.clock.now()
        with self._database.writing() as connection:
            return connection.execute(delete(used_tokens).where(used_tokens.c.expires_at < now)).rowcount
