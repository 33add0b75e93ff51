"""Adding months to a day, the way due dates count them."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import lru_cache


@lru_cache(maxsize=4096)
def months_after(day: date, months: int) -> date:
    """The same day of the month so many months on; the month's last day where there is no such day.

    Feb 29 plus 12 months is Feb 28 of the next year.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@lru_cache(maxsize=4096)
def last_day_within(day: date, months: int) -> date:
    """The last day that lies within so many months of a day: the day before its anniversary.

    Something signed on Feb 29 counts through Feb 28 of the next year, whose Mar 1 is the anniversary.

    Source: rules.md section 13, "within a year".
    """
    anniversary = months_after(day, months)
    is_cut = anniversary.day < day.day
    return anniversary if is_cut else anniversary - timedelta(days=1)


def whole_months_between(start: date, end: date) -> int:
    """Completed months from one day to a later one; negative spans count as 0."""
    if end < start:
        return 0
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if months_after(start, months) <= end else months - 1


def missing_months(days: list[date], first: date, today: date, look_back: int) -> list[date]:
    """First days of the completed months, from the one after ``first``, that hold none of some days."""
    month = max(months_after(first.replace(day=1), 1), months_after(today.replace(day=1), -look_back))
    have = {day.replace(day=1) for day in days}
    missing = []
    while months_after(month, 1) <= today:
        if month not in have:
            missing.append(month)
        month = months_after(month, 1)
    return missing
