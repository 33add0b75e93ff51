"""One goal's notes along half a year: how each went, and the gaps between them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pss_fhir.domain.note import Progress
from smart_app.present.words import PROGRESS, counted, day_words, short_day

WIDTH, HEIGHT = 360, 48
_LEFT, _RIGHT = 8, 352
_HEIGHT_OF = {
    Progress.ACHIEVED: 10,
    Progress.PROGRESS: 16,
    None: 26,
    Progress.NO_CHANGE: 26,
    Progress.SETBACK: 36,
}
_SHAPE_OF = {
    Progress.ACHIEVED: "star",
    Progress.PROGRESS: "up",
    Progress.NO_CHANGE: "level",
    Progress.SETBACK: "down",
    None: "dot",
}
_DAYS_SHOWN = 182
LONG_GAP_DAYS = 30
"""A span without a note that is longer than this is shaded."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One note: where it stands, its shape, and what it says."""

    x: float
    y: float
    shape: str
    label: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A shaded span without a note."""

    x: float
    width: float
    label: str


@dataclass(frozen=True, slots=True)
class GoalLane:
    """One goal's timeline in SVG user units, and the same in words.

    Attributes:
        rows: day, how it went; the newest first.
        summary: the whole in one sentence.
    """

    marks: tuple[Mark, ...]
    gaps: tuple[Gap, ...]
    thread: str
    first_label: str
    last_label: str
    rows: tuple[tuple[str, str], ...]
    summary: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = _RIGHT


def draw_goal_lane(
    events: Sequence[tuple[date, Progress | None]], *, since: date | None, today: date
) -> GoalLane:
    """The lane of one goal.

    Args:
        events: day and progress of each note that worked on it, in any order.
        since: the day the goal began, where known.
        today: the day the chart was read.
    """
    first = max(filter(None, (since, today - timedelta(days=_DAYS_SHOWN))))
    first = min(first, today - timedelta(days=LONG_GAP_DAYS))
    ordered = sorted(events, key=lambda event: event[0])
    shown = [event for event in ordered if first <= event[0] <= today]
    span = (today - first).days

    def across(day: date) -> float:
        return round(_LEFT + (day - first).days / span * (_RIGHT - _LEFT), 1)

    marks = tuple(
        Mark(across(day), _HEIGHT_OF[progress], _SHAPE_OF[progress], f"{day_words(day)}: {_how(progress)}")
        for day, progress in shown
    )
    return GoalLane(
        marks=marks,
        gaps=_gaps([first, *(day for day, _ in shown), today], across),
        thread=" ".join(f"{mark.x:g},{mark.y:g}" for mark in marks),
        first_label=short_day(first),
        last_label="Today",
        rows=tuple((day_words(day), _how(progress)) for day, progress in reversed(ordered)),
        summary=_summary(ordered),
    )


def _how(progress: Progress | None) -> str:
    return PROGRESS[progress] if progress else "Worked on"


def _gaps(days: Sequence[date], across: Callable[[date], float]) -> tuple[Gap, ...]:
    return tuple(
        Gap(
            across(before),
            round(across(after) - across(before), 1),
            f"{counted((after - before).days, 'day')} without a note, "
            f"from {short_day(before)} to {short_day(after)}",
        )
        for before, after in itertools.pairwise(days)
        if (after - before).days > LONG_GAP_DAYS
    )


def _summary(ordered: Sequence[tuple[date, Progress | None]]) -> str:
    if not ordered:
        return "No note has worked on this goal yet."
    day, progress = ordered[-1]
    return f"{counted(len(ordered), 'note')}. The last, on {day_words(day)}: {_how(progress).lower()}."
