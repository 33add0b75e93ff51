"""What is kept of every chart to compare it with the others: visits by specialist, notes by author."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from pss_fhir.compliance.facts.note_sketch import NoteSketch
from pss_fhir.compliance.facts.visit import Visit
from pss_fhir.external_sort import SortedItems

_MOST_VISITS = 50_000
_MOST_SKETCHES = 5_000
"""Held in memory; a sketch takes about a kilobyte."""


class BookedVisit(NamedTuple):
    """A billed visit, as far as the working day of its specialist is concerned.

    Attributes:
        ref: the record a finding speaks of.
        on: its day of service.
    """

    specialist_ref: str
    started_at: datetime
    ended_at: datetime
    client_ref: str
    ref: str
    on: date
    is_group: bool


def booked(visits: Iterable[Visit]) -> list[BookedVisit]:
    """Those visits that are billed and say who gave them, from when to when."""
    return [
        BookedVisit(
            specialist_ref,
            visit.started_at,
            visit.ended_at,
            contact.client_ref,
            contact.ref or contact.contact_identifier or contact.client_ref,
            visit.on,
            visit.is_group,
        )
        for visit in visits
        if visit.service_code is not None
        and visit.ended_at is not None
        and (specialist_ref := (contact := visit.contact).specialist_ref) is not None
    ]


def visits_that_matter(visits: Iterable[BookedVisit]) -> list[BookedVisit]:
    """Of one specialist's visits those that share time with another one, or the first if none does.

    No answer depends on the others: a visit that shares no minute clashes with nothing, and that the
    specialist was at work is told by one.
    """
    ordered = sorted(visits)
    kept: dict[BookedVisit, None] = {}
    running: list[BookedVisit] = []
    for visit in ordered:
        running = [other for other in running if other.ended_at > visit.started_at]
        if running:
            kept.update(dict.fromkeys((*running, visit)))
        running.append(visit)
    return sorted(kept) or ordered[:1]


def sketches_that_matter(sketches: Iterable[NoteSketch]) -> list[NoteSketch]:
    """Of one author's notes those of days with several people, and those of groups.

    No answer depends on the others: they are compared with nothing.
    """
    kept: list[NoteSketch] = []
    for _, found in groupby(sorted(sketches, key=_by_author), key=lambda sketch: sketch.on):
        of_day = list(found)
        is_of_several = len({sketch.client_ref for sketch in of_day}) > 1
        kept += [sketch for sketch in of_day if is_of_several or sketch.group is not None]
    return kept


class AcrossCharts:
    """Visits and notes of many charts, put in in any order; what memory does not hold goes to disk.

    Attributes:
        visits: by specialist, then by time.
        by_author: sketches of notes, by author, then by day.
        by_group: sketches of the notes of groups, by the group's session.
    """

    def __init__(self, visits: Iterable[BookedVisit] = (), sketches: Iterable[NoteSketch] = ()) -> None:
        self.visits: SortedItems[BookedVisit] = SortedItems(tuple, most_in_memory=_MOST_VISITS)
        self.by_author: SortedItems[NoteSketch] = SortedItems(_by_author, most_in_memory=_MOST_SKETCHES)
        self.by_group: SortedItems[NoteSketch] = SortedItems(_by_group, most_in_memory=_MOST_SKETCHES)
        self.add(visits, sketches)

    def add(self, visits: Iterable[BookedVisit], sketches: Iterable[NoteSketch]) -> None:
        """Put more in."""
        for visit in visits:
            self.visits.add(visit)
        for sketch in sketches:
            self.by_author.add(sketch)
            if sketch.group is not None:
                self.by_group.add(sketch)


def _by_author(sketch: NoteSketch) -> tuple[str, date, str]:
    return sketch.author_ref, sketch.on, sketch.focus


def _by_group(sketch: NoteSketch) -> tuple[str, str]:
    return sketch.group or "", sketch.focus
