"""Things that count on some days each, found by day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Generic, TypeVar

from pss_fhir.domain.record import Days

T = TypeVar("T")

_DAY = timedelta(days=1)


class Dated(Generic[T]):
    """Things with the days on which they count; between two turns the same ones count.

    Args:
        things: all of them; every answer keeps their order.
        days_of: the days on which one counts.
    """

    def __init__(self, things: Iterable[T], days_of: Callable[[T], Days]) -> None:
        self._things = [(days_of(one), one) for one in things]
        begins = {days.start_on for days, _ in self._things if days.start_on is not None}
        ends = {days.end_on for days, _ in self._things if days.end_on is not None}
        self._turns = sorted(begins | {on + _DAY for on in ends if on < date.max})
        self._found: dict[int, tuple[T, ...]] = {}

    def stretch_of(self, day: date) -> int:
        """The number of the stretch of days between two turns that a day lies in."""
        return bisect_right(self._turns, day)

    def on(self, day: date) -> tuple[T, ...]:
        """Those that count on a day; the same object for all days of a stretch."""
        stretch = self.stretch_of(day)
        if stretch not in self._found:
            self._found[stretch] = tuple([one for days, one in self._things if days.has(day)])
        return self._found[stretch]
