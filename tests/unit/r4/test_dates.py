"""FHIR dates and times keep their precision."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from pss_fhir.clock import NEW_YORK
from pss_fhir.r4.dates import Precision, format_date, format_instant, parse_date_time, parse_moment


@pytest.mark.parametrize(
    ("text", "precision", "first_on", "last_on"),
    [
        ("2026", Precision.YEAR, date(2026, 1, 1), date(2026, 12, 31)),
        ("2024-02", Precision.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-02", Precision.MONTH, date(2026, 2, 1), date(2026, 2, 28)),
        ("2024-02-29", Precision.DAY, date(2024, 2, 29), date(2024, 2, 29)),
        ("0001-01-01", Precision.DAY, date(1, 1, 1), date(1, 1, 1)),
        ("2026-11-03T14:00:00-05:00", Precision.TIME, date(2026, 11, 3), date(2026, 11, 3)),
    ],
)
def test_parse_keeps_the_precision(text: str, precision: Precision, first_on: date, last_on: date) -> None:
    found = parse_date_time(text)

    assert (found.precision, found.first_on, found.last_on) == (precision, first_on, last_on)


def test_day_when_only_the_month_is_written_is_not_known() -> None:
    assert parse_date_time("2026-11").day is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-03T14:00:00Z", datetime(2026, 11, 3, 14, tzinfo=UTC)),
        ("2026-11-03T14:00:00.1234567-05:00", datetime(2026, 11, 3, 19, 0, 0, 123456, tzinfo=UTC)),
        ("2026-11-03T14:00-05:00", datetime(2026, 11, 3, 19, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2017, 1, 1, tzinfo=UTC)),
        ("2026-11-03T14:00:00", None),
        ("2026-11-03", None),
    ],
)
def test_moment_is_known_only_with_time_and_zone(text: str, moment: datetime | None) -> None:
    assert parse_date_time(text).moment == moment


def test_moments_when_written_in_one_offset_then_they_have_one_zone() -> None:
    one, other = parse_moment("2026-11-03T14:00:00-05:00"), parse_moment("2026-11-04T14:00:00-05:00")
    assert one is not None
    assert other is not None
    assert one.tzinfo is other.tzinfo
    assert one.utcoffset() == timedelta(hours=-5)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-06-01T00:00:00Z", date(2026, 6, 1)),
        ("2026-05-31T23:59:59Z", date(2026, 5, 31)),
        ("2026-05-31T23:59:59.999Z", date(2026, 5, 31)),
        ("2026-06-01T01:00:00Z", date(2026, 5, 31)),
        ("2026-06-01T23:00:00-04:00", date(2026, 6, 1)),
    ],
)
def test_day_of_a_moment_is_north_carolinas_unless_it_bounds_a_day(text: str, day: date) -> None:
    assert parse_date_time(text).day == day


@pytest.mark.parametrize(
    "text",
    [
        *("", "26", "2026-13", "2026-00", "2026-02-30", "2026-1-1", "20261103", " 2026", "2026\n", "0000"),
        *("2026-11-03 14:00:00Z", "2026-11-03T24:00:00Z", "2026-11-03T14:60:00Z", "2026-11-03T14:00:61Z"),
        *("2026-11-03T14:00:00+25:00", "2026-11-03T14:00:00+5:00", "0001-01-01T00:00:00+14:00"),
        *("9999-12-31T23:59:59-12:00", "٢٠٢٦", "November 3, 2026"),
    ],
)
def test_parse_when_it_is_no_fhir_date_raises_without_the_value(text: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        parse_date_time(text)

    assert text not in str(refused.value) or not text


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 11, 3, 14, tzinfo=UTC), "2026-11-03T14:00:00Z"),
        (datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK), "2026-11-01T01:30:00-04:00"),
        (datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=NEW_YORK), "2026-11-01T01:30:00-05:00"),
        (datetime(2026, 11, 3, 14, 0, 0, 5, tzinfo=UTC), "2026-11-03T14:00:00.000005Z"),
        (
            datetime(2026, 11, 3, 14, tzinfo=timezone(timedelta(seconds=-17762))),
            "2026-11-03T18:56:02Z",
        ),
    ],
)
def test_instant_is_written_in_its_own_offset(moment: datetime, text: str) -> None:
    assert format_instant(moment) == text


def test_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        format_instant(datetime(2026, 11, 3))  # noqa: DTZ001 - what is refused


def test_date_is_written_with_four_digits_of_the_year() -> None:
    assert format_date(date(33, 4, 3)) == "0033-04-03"
