"""The outbox's rows: where each signed record stands, who works on it, and what happened so far.

The words of states and rungs belong to :mod:`pss_fhir.outbox`; here they are texts. A row is worked
on under a lease, so that no two workers send the same record: a change is kept only while the
worker still holds the lease it began with. A row with a ``next_at`` is due from that moment on; a
row without one waits for a person.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack

from sqlalchemy import ColumnElement, Connection, Row, Select, insert, or_, select, update

from pss_fhir.errors import NotFoundInStore, StaleRecord, UsageError
from pss_fhir.issues import Issue, Severity
from pss_fhir.store.database import Database
from pss_fhir.store.tables import hand_filings, outbox, outbox_history, signed_records

FIRST_STATE = "queued"
"""State in which a signed record enters the outbox."""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One signed record on its way to the EHR.

    Attributes:
        identifier: business identifier of the record, the same on every attempt.
        kind: note, addendum or retraction.
        about: the record that an addendum or a retraction is about.
        profile: name of the site's profile.
        plan: rungs that are left, the one in use first.
        ref: where the server holds it, once that is known.
        may_exist: whether a try to send it may have reached the server without our knowing.
        attempts: how often it was sent.
        failures: tries in a row that brought it no further.
        problem: why it waits or was refused; names nothing of the person.
        next_at: when a worker takes it up again; None when it waits for a person or is done.
        lease: the lease under which it is worked on, None when it is not.
        attested_by_ref, attested_at: who said to have copied it by hand, and when.
    """

    identifier: str
    kind: str
    about: str | None
    iss: str
    client_ref: str
    author_ref: str
    signed_at: datetime
    profile: str
    plan: tuple[str, ...]
    state: str
    ref: str | None
    may_exist: bool
    attempts: int
    failures: int
    problem: Issue | None
    next_at: datetime | None
    lease: str | None
    filed_at: datetime | None
    changed_at: datetime
    attested_by_ref: str | None
    attested_at: datetime | None

    @property
    def rung(self) -> str:
        """The rung in use."""
        return self.plan[0]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of state. ``answer`` is the server's answer or the event, in a few plain words."""

    at: datetime
    from_state: str | None
    to_state: str
    rung: str | None
    answer: str


class RowChange(TypedDict, total=False):
    """What may change together with the state; what is left out stays."""

    plan: Sequence[str]
    ref: str | None
    may_exist: bool
    attempts: int
    failures: int
    problem: Issue | None
    resource: str | None
    next_at: datetime | None
    filed_at: datetime | None


class OutboxRows:
    """The rows of the outbox with their history."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, identifier: str) -> OutboxRow:
        """One row, without any content of the record.

        Raises:
            NotFoundInStore: nothing with this identifier was signed here.
        """
        with self._database.reading() as connection:
            return self._get(connection, identifier)

    def list(
        self,
        *,
        states: Sequence[str] | None = None,
        iss: str | None = None,
        client_ref: str | None = None,
        author_ref: str | None = None,
        about: str | None = None,
    ) -> tuple[OutboxRow, ...]:
        """Rows in the order in which they were signed; arguments that are left out do not narrow."""
        wanted = _rows().order_by(signed_records.c.signed_at, signed_records.c.identifier)
        if states is not None:
            wanted = wanted.where(outbox.c.state.in_(states))
        narrow = {"iss": iss, "client_ref": client_ref, "author_ref": author_ref, "about": about}
        for column, value in narrow.items():
            if value is not None:
                wanted = wanted.where(signed_records.c[column] == value)
        with self._database.reading() as connection:
            return tuple(_row(found) for found in connection.execute(wanted))

    def history(self, identifier: str) -> tuple[HistoryEntry, ...]:
        """Every change of state of one row, oldest first."""
        return self.histories([identifier])[identifier]

    def histories(self, identifiers: Sequence[str]) -> dict[str, tuple[HistoryEntry, ...]]:
        """Every change of state of some rows, oldest first, by identifier; one query for all."""
        columns = [outbox_history.c[field.name] for field in fields(HistoryEntry)]
        wanted = (
            select(outbox_history.c.identifier, *columns)
            .where(outbox_history.c.identifier.in_(identifiers))
            .order_by(outbox_history.c.entry)
        )
        found: dict[str, list[HistoryEntry]] = {identifier: [] for identifier in identifiers}
        with self._database.reading() as connection:
            for identifier, *entry in connection.execute(wanted):
                found[identifier].append(HistoryEntry(*entry))
        return {identifier: tuple(entries) for identifier, entries in found.items()}

    def resource(self, identifier: str) -> str | None:
        """The FHIR JSON as it is sent, None before the first try; for the outbox, never for a page."""
        wanted = select(outbox.c.sealed_resource).where(outbox.c.identifier == identifier)
        with self._database.reading() as connection:
            sealed = connection.execute(wanted).scalar_one_or_none()
        return self._database.sealer.open(sealed, "outbox", identifier) if sealed else None

    def lease(self, life: timedelta) -> OutboxRow | None:
        """The row that has been due longest and that nobody works on, leased; None if there is none."""
        due = (
            select(outbox.c.identifier)
            .where(self._is_free(), outbox.c.next_at <= self._database.clock.now())
            .order_by(outbox.c.next_at, outbox.c.identifier)
            .limit(20)
        )
        with self._database.reading() as connection:
            candidates = connection.execute(due).scalars().all()
        for identifier in candidates:
            if leased := self.lease_one(identifier, life):
                return leased
        return None

    def lease_one(self, identifier: str, life: timedelta) -> OutboxRow | None:
        """One row, leased; None if somebody works on it, if it is not due yet, or waits for a person."""
        now = self._database.clock.now()
        taken = (
            update(outbox)
            .where(outbox.c.identifier == identifier, self._is_free(), outbox.c.next_at <= now)
            .values(lease=secrets.token_urlsafe(18), lease_until=now + life)
        )
        with self._database.writing() as connection:
            if connection.execute(taken).rowcount != 1:
                return None
            return self._get(connection, identifier)

    def postpone(self, row: OutboxRow, until: datetime, problem: Issue | None, failures: int) -> OutboxRow:
        """The row in the same state, due later and given back; this leaves no line in its history.

        Raises:
            StaleRecord: somebody else changed or took over the row; nothing was changed.
        """
        changes = self._columns(row.identifier, RowChange(next_at=until, problem=problem, failures=failures))
        with self._database.writing() as connection:
            self._change(connection, row, {**changes, "lease": None, "lease_until": None})
            return self._get(connection, row.identifier)

    def transition(
        self,
        row: OutboxRow,
        new_state: str,
        answer: str,
        *,
        lease_life: timedelta | None = None,
        attested_by_ref: str | None = None,
        **changes: Unpack[RowChange],
    ) -> OutboxRow:
        """The row in its new state, with a line in its history; both are kept or none is.

        Args:
            row: as it was read or leased. It must still be in that state; with a lease, that lease
                must still be held; without one, nobody may work on it.
            new_state: a word of the outbox.
            answer: the server's answer or the event, in a few plain words; no content.
            lease_life: the lease goes on for so long from now; None ends it.
            attested_by_ref: who says to have copied the record by hand, where that is the event.
            **changes: what changes besides.

        Raises:
            StaleRecord: somebody else changed or took over the row; nothing was changed.
        """
        db = self._database
        now = db.clock.now()
        changed = {
            "state": new_state,
            "changed_at": now,
            "lease": row.lease if lease_life else None,
            "lease_until": now + lease_life if lease_life else None,
            **self._columns(row.identifier, changes),
        }
        entry = {
            "identifier": row.identifier,
            "at": now,
            "from_state": row.state,
            "to_state": new_state,
            "rung": row.rung,
            "answer": answer,
        }
        with db.writing() as connection:
            self._change(connection, row, changed)
            connection.execute(insert(outbox_history).values(entry))
            if attested_by_ref:
                word = {"identifier": row.identifier, "attested_at": now, "attested_by_ref": attested_by_ref}
                connection.execute(insert(hand_filings).values(word))
            return self._get(connection, row.identifier)

    def _change(self, connection: Connection, row: OutboxRow, columns: dict[str, Any]) -> None:
        """Change the row if it still is what ``row`` says, or refuse."""
        holds = outbox.c.lease == row.lease if row.lease else self._is_free()
        changed = (
            update(outbox)
            .where(outbox.c.identifier == row.identifier, outbox.c.state == row.state, holds)
            .values(columns)
        )
        if connection.execute(changed).rowcount != 1:
            raise StaleRecord(
                f"it is no longer {row.state}, or somebody else works on it; nothing was changed. "
                "Look at its state again.",
                code="store.row-moved",
                where=row.identifier,
            )

    def _get(self, connection: Connection, identifier: str) -> OutboxRow:
        found = connection.execute(_rows().where(outbox.c.identifier == identifier)).one_or_none()
        if found is None:
            raise NotFoundInStore(
                "nothing with this identifier was signed here. List the outbox to see what was."
            )
        return _row(found)

    def _is_free(self) -> ColumnElement[bool]:
        return or_(outbox.c.lease.is_(None), outbox.c.lease_until <= self._database.clock.now())

    def _columns(self, identifier: str, changes: RowChange) -> dict[str, Any]:
        columns: dict[str, Any] = dict(changes)
        if "plan" in changes:
            columns["plan"] = json.dumps(list(changes["plan"]))
        if "problem" in changes:
            columns["problem"] = json.dumps(changes["problem"].to_json()) if changes["problem"] else None
        if "resource" in changes:
            text = columns.pop("resource")
            sealed = self._database.sealer.seal(text, "outbox", identifier) if text is not None else None
            columns["sealed_resource"] = sealed
        return columns


def insert_row(
    connection: Connection, identifier: str, *, profile: str, plan: Sequence[str], now: datetime
) -> None:
    """Queue a record in the transaction that signs it.

    Raises:
        UsageError: the plan names no rung.
    """
    if not plan:
        raise UsageError("a plan needs at least one rung.", code="store.plan-empty", where=identifier)
    row = {
        "identifier": identifier,
        "profile": profile,
        "plan": json.dumps(list(plan)),
        "state": FIRST_STATE,
        "may_exist": False,
        "attempts": 0,
        "failures": 0,
        "next_at": now,
        "changed_at": now,
    }
    connection.execute(insert(outbox).values(row))
    entry = {
        "identifier": identifier,
        "at": now,
        "to_state": FIRST_STATE,
        "rung": plan[0],
        "answer": "signed",
    }
    connection.execute(insert(outbox_history).values(entry))


def _rows() -> Select[Any]:
    columns = [
        signed_records.c[name]
        for name in ("identifier", "kind", "about", "iss", "client_ref", "author_ref", "signed_at")
    ]
    own = [
        outbox.c[name]
        for name in (
            *("profile", "plan", "state", "ref", "may_exist", "attempts", "failures"),
            *("problem", "next_at", "lease", "filed_at", "changed_at"),
        )
    ]
    return (
        select(*columns, *own, hand_filings.c.attested_by_ref, hand_filings.c.attested_at)
        .join(outbox, outbox.c.identifier == signed_records.c.identifier)
        .outerjoin(hand_filings, hand_filings.c.identifier == outbox.c.identifier)
    )


def _row(found: Row[Any]) -> OutboxRow:
    values = dict(found._mapping)  # noqa: SLF001 - SQLAlchemy's public name for the row as a mapping
    values["plan"] = tuple(json.loads(values["plan"]))
    values["problem"] = _issue(json.loads(values["problem"])) if values["problem"] else None
    return OutboxRow(**values)


def _issue(raw: Mapping[str, Any]) -> Issue:
    return Issue(**{**raw, "severity": Severity(raw["severity"])})
