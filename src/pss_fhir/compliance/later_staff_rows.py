"""The staff records as they stood at a moment: what is dated later is left out and told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from pss_fhir.compliance.later_records import LaterKind, LaterRecords, later_than
from pss_fhir.domain.staff import BackgroundCheck, StaffRecords, Supervision, Training

_UNDER_WAY = {"completed_on": None, "result": None}

Row = TypeVar("Row", Training, Supervision, BackgroundCheck)


def staff_at(moment: datetime, staff: StaffRecords) -> tuple[StaffRecords, LaterRecords]:
    """The staff records as they stood at a moment, and what of them is dated later.

    Not there yet are trainings completed later, supervision held later, and background checks requested (or,
    where that is not said, completed) later; one that was completed later was still under way. Credentials,
    assignments and hires say from when on they count, which may lie ahead.
    """
    later = LaterRecords()

    def take(kind: LaterKind, rows: tuple[Row, ...], dated: Callable[[Row], date | None]) -> tuple[Row, ...]:
        """Those rows that are not dated later; the others are told."""
        since = [(row, later_than(moment, dated(row))) for row in rows]
        later.put(kind, [(when, f"staff/{row.staff_id}") for row, when in since if when is not None])
        return tuple(row for row, when in since if when is None)

    trainings = take(LaterKind.TRAINING, staff.trainings, lambda row: row.completed_on)
    supervision = take(LaterKind.SUPERVISION, staff.supervision, lambda row: row.held_on)
    requested = take(LaterKind.CHECK, staff.checks, lambda row: row.requested_on or row.completed_on)
    answered = {id(row) for row in take(LaterKind.CHECK, requested, lambda row: row.completed_on)}
    if not later.counts:
        return staff, later
    checks = tuple(row if id(row) in answered else row.model_copy(update=_UNDER_WAY) for row in requested)
    changes = {"trainings": trainings, "supervision": supervision, "checks": checks}
    return staff.model_copy(update=changes), later
