"""Months counted on to days, leap days included."""

from __future__ import annotations

from datetime import date

import pytest

from pss_fhir.compliance.anniversary import last_day_within, months_after, whole_months_between


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_after_day_gives_same_day_or_the_months_last(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 11, 4), date(2026, 11, 3)),
        (date(2023, 3, 1), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2024, 2, 28), date(2025, 2, 27)),
    ],
)
def test_last_day_within_a_year_is_the_day_before_the_anniversary(day: date, expected: date) -> None:
    assert last_day_within(day, 12) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2025, 5, 4), date(2026, 11, 3), 17),
        (date(2025, 5, 4), date(2026, 11, 4), 18),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 5, 4), date(2026, 5, 3), 0),
    ],
)
def test_whole_months_between_counts_completed_ones(start: date, end: date, expected: int) -> None:
    assert whole_months_between(start, end) == expected
