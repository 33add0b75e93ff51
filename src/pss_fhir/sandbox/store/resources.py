"""Every version of every resource, on one SQLite database."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson

from pss_fhir.clock import Clock
from pss_fhir.sandbox.refusals import Refused

ID_FORM = re.compile(r"[A-Za-z0-9\-.]{1,64}")
"""R4 ``id``."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS versions (
    number INTEGER PRIMARY KEY,
    type TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
    method TEXT NOT NULL, at TEXT NOT NULL, body BLOB,
    UNIQUE (type, id, version)
);
CREATE TABLE IF NOT EXISTS current (
    type TEXT NOT NULL, id TEXT NOT NULL, number INTEGER NOT NULL REFERENCES versions (number),
    created INTEGER NOT NULL, PRIMARY KEY (type, id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS current_created ON current (type, created);
"""
_COLUMNS = "v.type, v.id, v.version, v.method, v.at, v.body"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a resource.

    Attributes:
        method: what made it: ``POST``, ``PUT``, ``PATCH`` or ``DELETE``.
        at: when, as a FHIR instant in UTC.
        body: the resource as bytes of JSON, None for a deletion.
    """

    type: str
    id: str
    version: int
    method: str
    at: str
    body: bytes | None

    @property
    def ref(self) -> str:
        """``Type/id``."""
        return f"{self.type}/{self.id}"

    @property
    def etag(self) -> str:
        """The weak entity tag of the version (http.html 3.1.0.1.3)."""
        return f'W/"{self.version}"'

    @property
    def resource(self) -> dict[str, Any]:
        """The resource as JSON; shared between readers, so never to be changed.

        Raises:
            ValueError: the version is a deletion.
        """
        if self.body is None:
            raise ValueError("a deletion holds no resource")
        return _parsed(self.body)


@lru_cache(maxsize=16384)
def _parsed(body: bytes) -> dict[str, Any]:
    resource: dict[str, Any] = orjson.loads(body)
    return resource


class ResourceStore:
    """Versions of resources; safe to use from several threads.

    Writes that belong together go inside :meth:`together`; all of them happen or none.
    """

    def __init__(self, path: str, clock: Clock, new_id: Callable[[], str]) -> None:
        self._clock = clock
        self._new_id = new_id
        self._lock = threading.RLock()
        self._depth = 0
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + _SCHEMA)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Run the writes inside as one: an exception undoes them all."""
        with self._lock:
            outermost = self._depth == 0
            if outermost:
                self._database.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                if outermost:
                    self._database.execute("ROLLBACK")
                raise
            else:
                if outermost:
                    self._database.execute("COMMIT")
            finally:
                self._depth -= 1

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._database.close()

    def is_empty(self) -> bool:
        """Whether nothing was ever stored."""
        return self._rows("SELECT 1 FROM versions LIMIT 1") == []

    def new_id(self) -> str:
        """An id that no resource has."""
        return self._new_id()

    def find(self, resource_type: str, resource_id: str) -> Version | None:
        """The newest version, which may be a deletion; None if there never was one."""
        found = self._rows(
            f"SELECT {_COLUMNS} FROM current c JOIN versions v USING (number) WHERE c.type = ? AND c.id = ?",  # noqa: S608 - constant columns
            (resource_type, resource_id),
        )
        return Version(*found[0]) if found else None

    def read(self, resource_type: str, resource_id: str) -> Version:
        """The newest version.

        Raises:
            Refused: 404 if there never was one, 410 if it was deleted.
        """
        found = self.find(resource_type, resource_id)
        if found is None:
            raise Refused(404, "not-found", f"There is no {resource_type} with this id.")
        if found.body is None:
            raise Refused(410, "deleted", f"This {resource_type} was deleted.", headers={"ETag": found.etag})
        return found

    def read_version(self, resource_type: str, resource_id: str, version: str) -> Version:
        """One version.

        Raises:
            Refused: 404 if there is none, 410 if it is a deletion.
        """
        for found in self.history(resource_type, resource_id):
            if str(found.version) == version:
                if found.body is None:
                    raise Refused(410, "deleted", f"This version is the deletion of the {resource_type}.")
                return found
        raise Refused(404, "not-found", f"There is no such version of this {resource_type}.")

    def history(self, resource_type: str | None = None, resource_id: str | None = None) -> list[Version]:
        """Versions, newest first: of one resource, of a type, or of all."""
        where = {"v.type = ?": resource_type, "v.id = ?": resource_id}
        asked = {clause: value for clause, value in where.items() if value is not None}
        clause = f"WHERE {' AND '.join(asked)}" if asked else ""
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM versions v {clause} ORDER BY v.number DESC",  # noqa: S608 - constant clauses
            tuple(asked.values()),
        )
        return [Version(*row) for row in rows]

    def all_of(self, resource_type: str) -> list[Version]:
        """The newest version of every resource of a type that is not deleted, oldest resource first."""
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM current c JOIN versions v USING (number)"  # noqa: S608 - constant columns
            " WHERE c.type = ? AND v.body IS NOT NULL ORDER BY c.created",
            (resource_type,),
        )
        return [Version(*row) for row in rows]

    def put(self, resource: dict[str, Any], *, method: str) -> Version:
        """Store a resource under its type and id as its next version, with ``meta`` filled in."""
        with self.together():
            before = self.find(resource["resourceType"], resource["id"])
            number = before.version + 1 if before else 1
            at = self._now()
            meta = {**resource.get("meta", {}), "versionId": str(number), "lastUpdated": at}
            rest = {
                name: value for name, value in resource.items() if name not in ("resourceType", "id", "meta")
            }
            body = {"resourceType": resource["resourceType"], "id": resource["id"], "meta": meta, **rest}
            version = Version(
                resource["resourceType"], resource["id"], number, method, at, orjson.dumps(body)
            )
            self._write(version)
            return version

    def delete(self, resource_type: str, resource_id: str) -> Version | None:
        """Mark a resource deleted; None if there is none, the earlier deletion if it already is."""
        with self.together():
            before = self.find(resource_type, resource_id)
            if before is None or before.body is None:
                return before
            gone = Version(resource_type, resource_id, before.version + 1, "DELETE", self._now(), None)
            self._write(gone)
            return gone

    def _write(self, version: Version) -> None:
        cursor = self._database.execute(
            "INSERT INTO versions (type, id, version, method, at, body) VALUES (?, ?, ?, ?, ?, ?)",
            (version.type, version.id, version.version, version.method, version.at, version.body),
        )
        self._database.execute(
            "INSERT INTO current (type, id, number, created) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (type, id) DO UPDATE SET number = excluded.number",
            (version.type, version.id, cursor.lastrowid, cursor.lastrowid),
        )

    def _rows(self, statement: str, values: tuple[str, ...] = ()) -> list[Any]:
        with self._lock:
            return self._database.execute(statement, values).fetchall()

    def _now(self) -> str:
        return instant(self._clock.now())


def instant(moment: datetime) -> str:
    """An aware moment as a FHIR instant in UTC, to the millisecond."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
