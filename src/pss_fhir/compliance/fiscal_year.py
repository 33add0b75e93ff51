"""The state fiscal year, from July 1 through June 30."""

from __future__ import annotations

from datetime import date

from pss_fhir.domain.record import Days


def fiscal_year_of(day: date) -> int:
    """The fiscal year a day falls in, named by the calendar year in which it ends (2026-07-01 -> 2027)."""
    return day.year + (day.month >= 7)


def days_of_fiscal_year(year: int) -> Days:
    """First and last day of a fiscal year."""
    return Days(start_on=date(year - 1, 7, 1), end_on=date(year, 6, 30))


def fiscal_year_words(year: int) -> str:
    """``July 2026 to June 2027``."""
    return f"July {year - 1} to June {year}"
