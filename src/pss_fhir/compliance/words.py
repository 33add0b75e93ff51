"""Days, moments and counts as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache

from pss_fhir.clock import NEW_YORK

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@lru_cache(maxsize=4096)
def day_words(day: date, *, with_year: bool = True) -> str:
    """``Sep 30, 2026``, or ``Sep 30`` where the year is plain."""
    text = f"{_MONTHS[day.month - 1]} {day.day}"
    return f"{text}, {day.year}" if with_year else text


@lru_cache(maxsize=4096)
def moment_words(moment: datetime) -> str:
    """``Sep 30, 2026, 2:05 pm`` in North Carolina time."""
    local = moment.astimezone(NEW_YORK)
    half = "am" if local.hour < 12 else "pm"
    return f"{day_words(local.date())}, {local.hour % 12 or 12}:{local.minute:02d} {half}"


def counted(number: int | float, noun: str, plural: str | None = None) -> str:
    """``1 unit``, ``3 units``, ``1.5 hours``: a number with its noun."""
    shown = f"{number:g}" if isinstance(number, float) else f"{number}"
    return f"{shown} {noun if number == 1 else plural or noun + 's'}"


def percent_words(share: float) -> str:
    """``96 %`` of 0.96."""
    return f"{share * 100:.0f} %"


def span_words(span: timedelta) -> str:
    """``59 minutes``, ``71 hours``, ``3 days``: whole ones that have passed."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return counted(minutes, "minute")
    if minutes < 72 * 60:
        return counted(minutes // 60, "hour")
    return counted(minutes // (24 * 60), "day")


def listed(items: Iterable[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    found = list(items)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def month_words(months: Iterable[date]) -> str:
    """``Sep 2026 and Oct 2026``."""
    return listed(f"{_MONTHS[month.month - 1]} {month.year}" for month in months)
