"""What was there at the moment of asking: an audit looks at no record that is dated after it."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from pss_fhir.compliance.facts.chart import TOOK_PLACE
from pss_fhir.domain.chart import Chart
from pss_fhir.domain.contact import Contact
from pss_fhir.domain.incident import Incident
from pss_fhir.domain.note import NoteStatus, ServiceNote

_NAMED = 3

_Dated: TypeAlias = tuple[datetime, str]
"""The moment after that of asking, and how the record is named."""


class LaterKind(StrEnum):
    """Kinds of records that may be dated after the moment of asking."""

    NOTE = "note"
    VISIT = "visit"
    SUMMARY = "discharge summary"
    DISCLOSURE = "disclosure"
    INCIDENT = "incident"
    STEP = "step after an incident"


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

    def _take(self, kind: LaterKind, count: int, found: list[_Dated]) -> None:
        self.counts[kind] = self.counts.get(kind, 0) + count
        self.first[kind] = heapq.nsmallest(_NAMED, (*self.first.get(kind, ()), *found))


def chart_at(moment: datetime, chart: Chart) -> tuple[Chart, LaterRecords]:
    """A chart as it stood at a moment, and what of it is dated later.

    Not there yet are notes that were signed later or are of a later visit, visits that began later,
    discharge summaries signed later and disclosures made later. Where only its note came later, a visit
    stays; a note that was replaced later still counts.
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
    if course := _course_at(moment, chart, later):
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


def _course_at(moment: datetime, chart: Chart, later: LaterRecords) -> dict[str, Any]:
    """The parts of what surrounds the contacts of which some is dated later, without it."""
    changes, course = dict[str, Any](), chart.course
    if late := [one for one in course.discharges or () if one.signature.signed_at > moment]:
        named = [(one.signature.signed_at, one.ref or one.summary_identifier) for one in late]
        later.put(LaterKind.SUMMARY, named)
        changes["discharges"] = tuple(
            one for one in course.discharges or () if one.signature.signed_at <= moment
        )
    if sent := [one for one in course.disclosures or () if one.disclosed_at > moment]:
        later.put(LaterKind.DISCLOSURE, [(one.disclosed_at, one.ref or one.client_ref) for one in sent])
        changes["disclosures"] = tuple(one for one in course.disclosures or () if one.disclosed_at <= moment)
    return changes
