"""Units left over the days of an authorization: what was used, even use, and where the pace leads."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from smart_app.present.words import short_day

WIDTH, HEIGHT = 360, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 38, 350, 18, 168


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where, and what is written there."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class BurnDownPicture:
    """Points of a burn-down in SVG user units.

    Attributes:
        used_points: the step line of units left, as an SVG ``points`` list.
        area_path: the area under that line.
        even_points: the straight line of even use.
        pace_points: from today to where the pace of now leads; empty where there is no pace.
        today_at: x of today, None where today is outside the days shown.
    """

    used_points: str
    area_path: str
    even_points: str
    pace_points: str
    today_at: float | None
    day_ticks: tuple[Tick, ...]
    unit_ticks: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = _RIGHT
    top: int = _TOP
    bottom: int = _BOTTOM


def draw_burn_down(
    *,
    first: date,
    last: date,
    units: int,
    steps: Sequence[tuple[date, int]],
    today: date,
    pace_end: tuple[date, int] | None,
) -> BurnDownPicture:
    """The picture of one authorization.

    Args:
        first: its first day.
        last: its last day.
        units: units approved.
        steps: day and units left at its end, in the order of the days; n >= 0.
        today: the day of asking.
        pace_end: day and units left where the pace of now leads; None when no pace is known.
    """
    across = _Axis(first.toordinal(), max(last, first).toordinal() + 1, _LEFT, _RIGHT)
    up = _Axis(min([0, *(left for _, left in steps)]), max(units, 1), _BOTTOM, _TOP)
    corners = [(across.at(day.toordinal()), up.at(left)) for day, left in _corners(steps, last)]
    pace: list[tuple[float, float]] = []
    if pace_end and corners:
        pace = [corners[-1], (across.at(min(pace_end[0], last).toordinal()), up.at(max(pace_end[1], 0)))]
    return BurnDownPicture(
        used_points=_joined(corners),
        area_path=_area(corners, up.at(0)),
        even_points=_joined([(_LEFT, up.at(units)), (_RIGHT, up.at(0))]),
        pace_points=_joined(pace),
        today_at=across.at(today.toordinal()) if first <= today <= last else None,
        day_ticks=(Tick(_LEFT, short_day(first)), Tick(_RIGHT, short_day(last))),
        unit_ticks=tuple(Tick(up.at(count), str(count)) for count in sorted({0, units // 2, units})),
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)


def _corners(steps: Sequence[tuple[date, int]], last: date) -> list[tuple[date, int]]:
    """The step line's corners: level until a day on which units were used, then straight down."""
    shown = [(min(day, last), left) for day, left in steps]
    corners = shown[:1]
    for (_, before), (day, left) in itertools.pairwise(shown):
        corners += [(day, before), (day, left)] if left != before else [(day, left)]
    return corners


def _area(corners: Sequence[tuple[float, float]], floor: float) -> str:
    if not corners:
        return ""
    return f"M{_joined([(corners[0][0], floor), *corners, (corners[-1][0], floor)])}Z"


def _joined(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)
