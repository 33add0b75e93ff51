"""What was there at the moment of asking: an audit looks at no record that is dated after it."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, NamedTuple, TypeAlias

from pss_fhir.clock import NEW_YORK, local_date
from pss_fhir.compliance.facts.chart import TOOK_PLACE
from pss_fhir.compliance.words import counted, listed
from pss_fhir.domain.chart import Chart
from pss_fhir.domain.contact import Contact
from pss_fhir.domain.incident import Incident
from pss_fhir.domain.note import NoteStatus, ServiceNote
from pss_fhir.domain.record import Record

_NAMED = 3
_RETRACTED = "retracted"
"""What every kind of record calls itself that was entered in error."""

_Dated: TypeAlias = tuple[datetime, str]
"""The moment after that of asking, and how the record is named."""


class LaterKind(Enum):
    """Kinds of records that may be dated after the moment of asking: what one and several are called."""

    NOTE = ("note", "notes")
    VISIT = ("visit", "visits")
    SUMMARY = ("discharge summary", "discharge summaries")
    ORDER = ("service order", "service orders")
    REQUEST = ("request for authorization", "requests for authorization")
    DECISION = ("decision on an authorization", "decisions on authorizations")
    DIAGNOSIS = ("diagnosis", "diagnoses")
    CONSENT = ("consent", "consents")
    DISCLOSURE = ("disclosure", "disclosures")
    TRAINING = ("training", "trainings")
    SUPERVISION = ("record of supervision", "records of supervision")
    CHECK = ("background check", "background checks")
    INCIDENT = ("incident", "incidents")
    STEP = ("step after an incident", "steps after incidents")


@dataclass(slots=True)
class LaterRecords:
    """The records of an audit that are dated after the moment of asking.

    Attributes:
        counts: how many there are of each kind.
        first: of each kind the three that are dated first, whatever the order in which they came.
    """

    counts: dict[LaterKind, int] = field(default_factory=dict)
    first: dict[LaterKind, list[_Dated]] = field(default_factory=dict)

    def put(self, kind: LaterKind, found: list[_Dated]) -> None:
        """Take in records of one kind."""
        if found:
            self._take(kind, len(found), found)

    def add(self, other: LaterRecords) -> None:
        """Take in those of another part of the audit."""
        for kind, count in other.counts.items():
            self._take(kind, count, other.first[kind])

    def refs(self, kind: LaterKind) -> tuple[str, ...]:
        """How those that are dated first are named, each name once."""
        return tuple(dict.fromkeys(ref for _, ref in self.first.get(kind, ())))

    @property
    def counted(self) -> str:
        """``647 notes and 651 visits``; empty where nothing is dated later."""
        return listed(counted(self.counts[kind], *kind.value) for kind in LaterKind if kind in self.counts)

    @property
    def named(self) -> str:
        """``1 note (first DocumentReference/1) and 1 visit (first Encounter/1)``."""
        return listed(
            f"{counted(self.counts[kind], *kind.value)} (first {listed(self.refs(kind))})"
            for kind in LaterKind
            if kind in self.counts
        )

    def _take(self, kind: LaterKind, count: int, found: list[_Dated]) -> None:
        self.counts[kind] = self.counts.get(kind, 0) + count
        self.first[kind] = heapq.nsmallest(_NAMED, (*self.first.get(kind, ()), *found))


class _Part(NamedTuple):
    """A part of a chart whose records say when they came to be known.

    Attributes:
        dated: that moment or day, None where a record does not say; such a record stays.
    """

    kind: LaterKind
    name: str
    dated: Callable[[Any], datetime | date | None]


_OF_CHART = (
    _Part(LaterKind.ORDER, "orders", lambda one: one.signed_on),
    _Part(LaterKind.DECISION, "authorizations", lambda one: one.decided_on),
)
_OF_COURSE = (
    _Part(LaterKind.SUMMARY, "discharges", lambda one: one.signature.signed_at),
    _Part(LaterKind.REQUEST, "requests", lambda one: one.asked_on),
    _Part(LaterKind.DIAGNOSIS, "diagnoses", lambda one: one.noted_on),
    _Part(LaterKind.CONSENT, "consents", lambda one: one.signed_at),
    _Part(LaterKind.DISCLOSURE, "disclosures", lambda one: one.disclosed_at),
)
"""Beside them, notes and visits. Plans, goals, episodes, teams and coverages say from when on they count,
which may lie ahead, and not when they came to be known; signatures of plans are held against the day of a
visit."""


def chart_at(moment: datetime, chart: Chart) -> tuple[Chart, LaterRecords]:
    """A chart as it stood at a moment, and what of it is dated later.

    Not there yet are notes that were signed later or are of a later visit, visits that began later, and what
    was signed, decided, asked for, recorded or disclosed later. Where only its note came later, a visit
    stays; a note that was replaced later still counts. The staff records of the chart are left as they are.
    """
    later, changes = LaterRecords(), dict[str, Any]()
    # In UTC, since every zone with rules of its own is asked for its offset in each comparison.
    moment = moment.astimezone(UTC)
    if notes := [note for note in chart.notes if _is_later(note, moment)]:
        counting = [note for note in notes if note.status is NoteStatus.CURRENT]
        later.put(LaterKind.NOTE, [_dated_note(note) for note in counting])
        changes["notes"] = _notes_before(notes, chart.notes)
        changes["contacts"] = (*chart.contacts, *(note.contact for note in counting))
    contacts: tuple[Contact, ...] = changes.get("contacts", chart.contacts)
    if any(one.started_at is not None and one.started_at > moment for one in contacts):
        changes["contacts"] = tuple(one for one in contacts if not _begins_after(moment, one))
        visits = [one for one in chart.contacts if _begins_after(moment, one)]
        later.put(LaterKind.VISIT, [_dated_visit(one) for one in visits])
    changes |= _without_later(chart, _OF_CHART, moment, later)
    if course := _without_later(chart.course, _OF_COURSE, moment, later):
        changes["course"] = chart.course.model_copy(update=course)
    return chart.model_copy(update=changes) if changes else chart, later


def incidents_at(
    moment: datetime, incidents: Iterable[Incident]
) -> tuple[tuple[Incident, ...], LaterRecords]:
    """Incidents that staff knew of at a moment, with the steps taken by then, and what is dated later."""
    later, known = LaterRecords(), list[Incident]()
    for incident in incidents:
        known_at = incident.aware_at or incident.occurred_at
        ref = f"incident/{incident.incident_id}"
        if known_at is not None and known_at > moment:
            later.put(LaterKind.INCIDENT, [(known_at, ref)])
            continue
        later.put(LaterKind.STEP, [(one.taken_at, ref) for one in incident.steps if one.taken_at > moment])
        steps = tuple(one for one in incident.steps if one.taken_at <= moment)
        known.append(incident if steps == incident.steps else incident.model_copy(update={"steps": steps}))
    return tuple(known), later


def _is_later(note: ServiceNote, moment: datetime) -> bool:
    started_at = note.contact.started_at
    return note.status is not NoteStatus.RETRACTED and (
        note.signature.signed_at > moment or (started_at is not None and started_at > moment)
    )


def _dated_note(note: ServiceNote) -> _Dated:
    started_at, signed_at = note.contact.started_at, note.signature.signed_at
    return max(started_at or signed_at, signed_at), note.ref or note.note_identifier


def _notes_before(later: list[ServiceNote], notes: tuple[ServiceNote, ...]) -> tuple[ServiceNote, ...]:
    """The other notes; those that only later ones replace count again."""
    gone = {id(note) for note in later}
    replaced = {note.replaces_identifier for note in later}
    return tuple(
        note.model_copy(update={"status": NoteStatus.CURRENT})
        if note.status is NoteStatus.SUPERSEDED and note.note_identifier in replaced
        else note
        for note in notes
        if id(note) not in gone
    )


def _begins_after(moment: datetime, contact: Contact) -> bool:
    """Whether a contact that is said to have taken place begins later; one that is planned may."""
    return contact.started_at is not None and contact.started_at > moment and contact.status in TOOK_PLACE


def _dated_visit(contact: Contact) -> _Dated:
    assert contact.started_at is not None  # noqa: S101 - only later ones are asked
    return contact.started_at, contact.ref or contact.contact_identifier or contact.client_ref


def _without_later(
    holder: Record, parts: Iterable[_Part], moment: datetime, later: LaterRecords
) -> Mapping[str, Any]:
    """Those parts of which some record is dated later, without it; what was retracted is left alone."""
    changes: dict[str, Any] = {}
    for kind, name, dated in parts:
        records = getattr(holder, name) or ()
        since = [(one, _since(one, dated(one), moment)) for one in records]
        if found := [(when, _named(one)) for one, when in since if when is not None]:
            later.put(kind, found)
            changes[name] = tuple(one for one, when in since if when is None)
    return changes


def later_than(moment: datetime, dated: datetime | date | None) -> datetime | None:
    """The moment, or the day's beginning in North Carolina, of what is dated later; None where it is not.

    What has only a day is there from the beginning of that day on.
    """
    if dated is None:
        return None
    if not isinstance(dated, datetime):
        if dated <= local_date(moment):
            return None
        return datetime(dated.year, dated.month, dated.day, tzinfo=NEW_YORK)
    return dated if dated > moment else None


def _since(record: Any, dated: datetime | date | None, moment: datetime) -> datetime | None:
    return None if getattr(record, "status", None) == _RETRACTED else later_than(moment, dated)


def _named(record: Any) -> str:
    """The reference of a record, or what stands in for it until the EHR gives one."""
    return str(record.ref or getattr(record, "summary_identifier", None) or record.client_ref)
