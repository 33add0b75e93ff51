"""Days and moments in North Carolina."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from pss_fhir.clock import FixedClock, SystemClock, local_date


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 3, 4, 59, tzinfo=UTC), date(2026, 11, 2)),
        (datetime(2026, 11, 3, 5, 0, tzinfo=UTC), date(2026, 11, 3)),
        (datetime(2026, 7, 2, 3, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 2, 4, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
    ids=["winter-before", "winter-at", "summer-before", "summer-at"],
)
def test_local_date_at_midnight_in_new_york_turns_the_day(moment: datetime, day: date) -> None:
    assert local_date(moment) == day


def test_local_date_of_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no known day"):
        local_date(datetime(2026, 1, 1))  # noqa: DTZ001 - the point of the test


def test_fixed_clock_moves_only_when_told() -> None:
    clock = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
    clock.advance(timedelta(hours=2))

    assert clock.now() == datetime(2026, 1, 1, 2, tzinfo=UTC)


def test_fixed_clock_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        FixedClock(datetime(2026, 1, 1))  # noqa: DTZ001 - the point of the test


def test_system_clock_is_aware() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)
