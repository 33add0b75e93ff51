"""Minutes to units, at every edge."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from pss_fhir.clock import NEW_YORK
from pss_fhir.domain.record import TimeSpan
from pss_fhir.domain.units import Rounding, UnitCount, UnitRule, units_from_minutes, units_of_day
from tests.builders import at

FLOOR = UnitRule()
EIGHT = UnitRule(rounding=Rounding.EIGHT_MINUTE)
SUM = UnitRule(rounding=Rounding.SUM_THEN_ROUND)


def span(minutes: int, *, hour: int = 9, minute: int = 0) -> TimeSpan:
    """So many minutes from a time of the story's day."""
    started_at = at(hour, minute)
    return TimeSpan(started_at=started_at, ended_at=started_at + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("rule", "minutes", "units", "left"),
    [
        (FLOOR, 0, 0, 0),
        (FLOOR, 14, 0, 14),
        (FLOOR, 15, 1, 0),
        (FLOOR, 22, 1, 7),
        (FLOOR, 23, 1, 8),
        (FLOOR, 29, 1, 14),
        (FLOOR, 30, 2, 0),
        (EIGHT, 7, 0, 7),
        (EIGHT, 8, 1, 0),
        (EIGHT, 22, 1, 7),
        (EIGHT, 23, 2, 0),
        (SUM, 29, 1, 14),
        (UnitRule(unit_minutes=60), 119, 1, 59),
        (UnitRule(unit_minutes=1), 7, 7, 0),
    ],
)
def test_units_from_minutes(rule: UnitRule, minutes: int, units: int, left: int) -> None:
    counted = units_from_minutes(minutes, rule)

    assert counted == UnitCount(minutes=minutes, units=units, left_over_minutes=left)


def test_negative_minutes_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        units_from_minutes(-1, FLOOR)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (units_from_minutes(52, FLOOR), "52 min = 3 units, 7 min left over"),
        (units_from_minutes(15, FLOOR), "15 min = 1 unit"),
        (units_from_minutes(14, FLOOR), "14 min = 0 units, 14 min left over"),
    ],
)
def test_arithmetic_is_told_in_words(count: UnitCount, words: str) -> None:
    assert count.in_words() == words


@pytest.mark.parametrize(("rule", "units", "left"), [(FLOOR, 0, 20), (EIGHT, 2, 0), (SUM, 1, 5)])
def test_two_visits_of_ten_minutes(rule: UnitRule, units: int, left: int) -> None:
    day = units_of_day([span(10), span(10, hour=11)], rule)

    assert (day.minutes, day.units, day.left_over_minutes) == (20, units, left)


def test_day_without_visits_has_no_units() -> None:
    assert units_of_day([], SUM).units == 0


def test_visits_that_touch_are_counted_and_visits_that_overlap_are_refused() -> None:
    assert units_of_day([span(15, minute=15), span(15)], FLOOR).units == 2
    with pytest.raises(ValueError, match="same minute"):
        units_of_day([span(16), span(15, minute=15)], FLOOR)


@pytest.mark.parametrize(
    ("started_at", "ended_at", "units"),
    [
        (
            datetime(2026, 3, 8, 1, 30, tzinfo=NEW_YORK),
            datetime(2026, 3, 8, 3, 30, tzinfo=NEW_YORK),
            4,
        ),
        (
            datetime(2026, 11, 1, 0, 30, tzinfo=NEW_YORK),
            datetime(2026, 11, 1, 2, 30, tzinfo=NEW_YORK),
            12,
        ),
        (at(23, 45), datetime(2026, 11, 4, 0, 15, tzinfo=NEW_YORK), 2),
    ],
    ids=["clocks go forward", "clocks go back", "midnight"],
)
def test_units_count_time_that_passed(started_at: datetime, ended_at: datetime, units: int) -> None:
    assert units_of_day([TimeSpan(started_at=started_at, ended_at=ended_at)], FLOOR).units == units
