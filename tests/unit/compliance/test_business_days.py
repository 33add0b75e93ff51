"""Business days: weekends and state holidays do not count, unknown years are not guessed."""

from __future__ import annotations

from datetime import date

import pytest

from pss_fhir.compliance import load_policies
from pss_fhir.compliance.business_days import business_days

CALENDAR = load_policies().calendar


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 2), 7, date(2026, 11, 12)),  # Monday; Nov 11 is Veterans Day
        (date(2026, 11, 3), 7, date(2026, 11, 13)),
        (date(2026, 11, 7), 1, date(2026, 11, 9)),  # a Saturday is day 0
        (date(2026, 11, 25), 1, date(2026, 11, 30)),  # Thanksgiving and the day after
        (date(2026, 12, 23), 1, date(2026, 12, 29)),  # three days of Christmas around a weekend
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # the year turns
        (date(2026, 11, 3), 0, date(2026, 11, 3)),
    ],
)
def test_after_skips_weekends_and_holidays(day: date, count: int, expected: date) -> None:
    assert CALENDAR.after(day, count) == expected


def test_after_beyond_the_table_is_not_known() -> None:
    last_year = max(CALENDAR.years)
    assert CALENDAR.after(date(last_year, 12, 30), 7) is None
    assert CALENDAR.between(date(last_year, 12, 30), date(last_year + 1, 1, 9)) is None
    assert CALENDAR.is_business_day(date(last_year + 1, 1, 4)) is None


def test_between_counts_what_after_adds() -> None:
    assert CALENDAR.between(date(2026, 11, 3), date(2026, 11, 13)) == 7
    assert CALENDAR.between(date(2026, 11, 3), date(2026, 11, 3)) == 0


def test_business_days_year_given_twice_takes_the_later() -> None:
    calendar = business_days([(2030, [date(2030, 1, 1)]), (2030, [date(2030, 1, 2)])])
    assert calendar.is_business_day(date(2030, 1, 1)) is True
    assert calendar.is_business_day(date(2030, 1, 2)) is False


@pytest.mark.parametrize("year", sorted(CALENDAR.years))
def test_holidays_of_each_year_are_twelve_weekdays(year: int) -> None:
    """G.S. 126-4(5): at most 12 days a year; a holiday on a weekend is kept on a weekday."""
    days = [day for day in CALENDAR.holidays if day.year == year]
    assert len(days) == 12
    assert all(day.weekday() < 5 for day in days)
