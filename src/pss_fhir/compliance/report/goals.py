"""Goals: which notes worked on each, and how long each has waited for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from pss_fhir.clock import local_date
from pss_fhir.compliance.audit_report import AuditReport
from pss_fhir.compliance.report.markup import bar, label, legend, line, picture, table
from pss_fhir.compliance.words import counted, day_words
from pss_fhir.domain.note import Progress

_MARKS = {
    Progress.PROGRESS: "▲",
    Progress.ACHIEVED: "★",
    Progress.NO_CHANGE: "●",
    Progress.SETBACK: "▼",
    None: "○",
}
_NAMES = {
    Progress.PROGRESS: "progress",
    Progress.ACHIEVED: "achieved",
    Progress.NO_CHANGE: "no change",
    Progress.SETBACK: "setback",
    None: "not said",
}
_LONG_GAP = 30
"""Days without a note on a goal, above which a picture shows the gap."""
_PICTURED = 40
"""Lanes of the picture; the table has every goal."""
_WIDTH, _ROW = 720, 44
_TITLE = "Goals and the notes that worked on them"


class _Lane(NamedTuple):
    """One goal.

    Attributes:
        notes: the day of each note that worked on it, in order, and how it moved.
        since: from when on a goal without a note waits for one, None where that is not known.
        until: to when a goal that is worked on waits for the next note, None for any other.
    """

    client_ref: str
    goal_ref: str
    notes: tuple[tuple[date, Progress | None], ...]
    since: date | None
    until: date | None

    @property
    def name(self) -> str:
        """``Goal/1 of Patient/1``."""
        return f"{self.goal_ref} of {self.client_ref}"

    @property
    def gaps(self) -> Sequence[tuple[date, date]]:
        """From each day with a note to the next one, and to the day to which it waits."""
        begins = sorted({day for day, _ in self.notes}) or ([self.since] if self.since else [])
        return list(pairwise([*begins, *([self.until] if begins and self.until else [])]))

    @property
    def longest(self) -> int:
        """Days of the longest gap."""
        return max(((end - begin).days for begin, end in self.gaps), default=0)

    @property
    def waits(self) -> int | None:
        """Days without a note at the end, None where the goal is not worked on or began on an unknown day."""
        last = self.notes[-1][0] if self.notes else self.since
        return (self.until - last).days if self.until and last else None


def goals_section(report: AuditReport) -> Iterator[str]:
    """One lane for each goal, one mark for each note that worked on it, and a frame where none did."""
    lanes = _lanes(report)
    if not lanes:
        yield "<p>No goal that is worked on, and no note tied to one, is among what was read.</p>"
        return
    shown = sorted(sorted(lanes, key=lambda lane: -lane.longest)[:_PICTURED])
    if len(shown) < len(lanes):
        yield f"<p>The picture has the {_PICTURED} goals with the longest gaps; the table has every goal.</p>"
    gap = {"gap": f"more than {_LONG_GAP} days without a note"}
    is_long = any(lane.longest > _LONG_GAP for lane in shown)
    yield legend([(_MARKS[one], _NAMES[one]) for one in _MARKS], gap if is_long else {})
    yield _picture(shown)
    yield _table(lanes, report)


def _lanes(report: AuditReport) -> list[_Lane]:
    """Goals with a note in the period, and those that are worked on and wait for one."""
    notes: dict[tuple[str, str], list[tuple[date, Progress | None]]] = defaultdict(list)
    for note in report.written:
        for goal, progress in note.goals:
            if note.service_on is not None:
                notes[note.client_ref, goal].append((note.service_on, progress))
    period, today = report.period, local_date(report.as_of)
    until = min(today, period.end_on or today)
    starts = {
        (one.client_ref, one.goal_ref): max(filter(None, (one.start_on, period.start_on)), default=None)
        for one in report.goals
        if one.start_on is None or one.start_on <= until
    }
    return [
        _Lane(
            *key,
            tuple(sorted(notes.get(key, ()), key=lambda one: one[0])),
            starts.get(key),
            until if key in starts else None,
        )
        for key in sorted(notes.keys() | starts.keys())
    ]


def _picture(lanes: Sequence[_Lane]) -> str:
    days = [day for lane in lanes for day, _ in lane.notes]
    days += [day for lane in lanes for gap in lane.gaps for day in gap]
    days += [lane.until for lane in lanes if lane.until]
    first, span = min(days), max((max(days) - min(days)).days, 1)

    def across(day: date) -> float:
        return 8 + (day - first).days / span * (_WIDTH - 16)

    shapes = [label(0, 14, day_words(first)), label(_WIDTH - 8, 14, day_words(max(days)), "end")]
    for row, lane in enumerate(lanes):
        middle = row * _ROW + 58
        shapes += [
            label(0, middle - 16, f"{lane.name}{_waiting(lane)}"),
            line([(8, middle), (_WIDTH - 8, middle)], "axis"),
        ]
        shapes += [
            bar(across(begin), middle - 8, across(end) - across(begin), 16, "gap")
            for begin, end in lane.gaps
            if (end - begin).days > _LONG_GAP
        ]
        shapes += [label(across(day), middle + 5, _MARKS[progress], "middle") for day, progress in lane.notes]
    description = "One lane for each goal, one mark for each note. The table has the numbers."
    return picture(_TITLE, description, _WIDTH, len(lanes) * _ROW + 36, shapes, is_wide=True)


def _waiting(lane: _Lane) -> str:
    """What stands beside a lane that has waited long, or always."""
    if lane.waits is None or (lane.notes and lane.waits <= _LONG_GAP):
        return "" if lane.notes or lane.until is None else ": no note yet"
    return f": no note in {counted(lane.waits, 'day')}"


def _table(lanes: Sequence[_Lane], report: AuditReport) -> str:
    none = "never" if report.period.start_on is None else "none in this time"
    return table(
        _TITLE,
        (
            "client",
            "goal",
            "notes",
            *(_NAMES[progress] for progress in _MARKS),
            "longest gap in days",
            "last",
            "days since then",
        ),
        (
            (
                lane.client_ref,
                lane.goal_ref,
                len(lane.notes),
                *(sum(one is progress for _, one in lane.notes) for progress in _MARKS),
                lane.longest,
                lane.notes[-1][0] if lane.notes else none,
                lane.waits,
            )
            for lane in lanes
        ),
    )
