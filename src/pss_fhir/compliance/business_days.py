"""Business days: Monday to Friday less the holidays of North Carolina state government."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

_SATURDAY = 5


@dataclass(frozen=True)
class BusinessDays:
    """A calendar of business days, known for the years of its table only.

    Attributes:
        years: years whose holidays are known.
        holidays: every holiday of those years.
    """

    years: frozenset[int]
    holidays: frozenset[date]
    _after: dict[tuple[date, int], date | None] = field(default_factory=dict, repr=False, compare=False)
    _between: dict[tuple[date, date], int | None] = field(default_factory=dict, repr=False, compare=False)

    def knows(self, day: date) -> bool:
        """Whether the holidays of the day's year are known."""
        return day.year in self.years

    def is_business_day(self, day: date) -> bool | None:
        """Whether offices of the state work that day; None where the table does not reach."""
        if not self.knows(day):
            return None
        return day.weekday() < _SATURDAY and day not in self.holidays

    def after(self, day: date, count: int) -> date | None:
        """The business day that is ``count`` business days after a day, which itself is day 0.

        The day may be a weekend or a holiday. None where the table does not reach far enough.
        """
        asked = (day, count)
        if asked not in self._after:
            self._after[asked] = self._count_on(day, count)
        return self._after[asked]

    def _count_on(self, day: date, count: int) -> date | None:
        current, left = day, count
        while left > 0:
            current += timedelta(days=1)
            works = self.is_business_day(current)
            if works is None:
                return None
            left -= works
        return current

    def between(self, start: date, end: date) -> int | None:
        """Business days after ``start`` up to and with ``end``; None where the table does not reach."""
        asked = (start, end)
        if asked not in self._between:
            self._between[asked] = self._count_to(start, end)
        return self._between[asked]

    def _count_to(self, start: date, end: date) -> int | None:
        current, found = start, 0
        while current < end:
            current += timedelta(days=1)
            works = self.is_business_day(current)
            if works is None:
                return None
            found += works
        return found


def business_days(holidays_by_year: Iterable[tuple[int, Iterable[date]]]) -> BusinessDays:
    """A calendar from a table of years; a year given twice takes the later entry."""
    table = {year: frozenset(days) for year, days in holidays_by_year}
    return BusinessDays(frozenset(table), frozenset().union(*table.values()))
