"""Partial dates and times: order agrees with every moment the values may mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pss_fhir.r4.fhirpath import EvaluationFailed, Temporal
from pss_fhir.r4.fhirpath.temporal import add, compare, compare_texts, from_datetime, read_temporal

MOMENTS = st.datetimes(datetime(1900, 1, 2), datetime(2100, 12, 30))  # noqa: DTZ001 - offsets are drawn apart
OFFSETS = st.integers(-12 * 60, 14 * 60)
FORMS = ["%Y", "%Y-%m", "%Y-%m-%d", "%Y-%m-%dT%H", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


def written(moment: datetime, precision: int, offset: int | None) -> Temporal:
    """The moment cut to a precision, with an offset where it has a clock time and one is wanted."""
    zone = ""
    if offset is not None and precision > 3:
        hours, minutes = divmod(abs(offset), 60)
        zone = f"{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"
    text = moment.strftime(FORMS[precision - 1]).rjust(4, "0")
    return read_temporal(text + zone, "DateTime")


PARTS = st.builds(written, MOMENTS, st.integers(1, 6), st.none() | OFFSETS)


@given(PARTS, PARTS)
def test_order_is_the_same_from_both_sides(left: Temporal, right: Temporal) -> None:
    order, reverse = compare(left, right), compare(right, left)
    assert reverse == (None if order is None else -order)


@given(PARTS)
def test_a_value_equals_itself(value: Temporal) -> None:
    assert compare(value, value) == 0


@given(MOMENTS, MOMENTS, st.integers(1, 6), st.integers(1, 6), OFFSETS, OFFSETS)
def test_order_of_parts_never_contradicts_the_moments(
    one: datetime, two: datetime, precision: int, other: int, offset: int, other_offset: int
) -> None:
    """Whatever full moments the parts were cut from, a decided order is theirs."""
    order = compare(written(one, precision, offset), written(two, other, other_offset))
    if precision < 4 or other < 4:
        offset = other_offset = 0  # a date has no offset of its own
        if precision > 3 or other > 3:
            return
    first = one.replace(tzinfo=timezone(timedelta(minutes=offset)))
    second = two.replace(tzinfo=timezone(timedelta(minutes=other_offset)))
    if order == -1:
        assert first < second
    elif order == 1:
        assert first > second


@given(MOMENTS, MOMENTS, OFFSETS)
def test_a_moment_without_offset_is_ordered_only_if_every_offset_agrees(
    one: datetime, two: datetime, offset: int
) -> None:
    order = compare(written(one, 6, None), written(two, 6, offset))
    fixed = two.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset)))
    open_one = one.replace(microsecond=0)
    earliest = open_one.replace(tzinfo=timezone(timedelta(hours=14)))
    latest = open_one.replace(tzinfo=timezone(timedelta(hours=-12)))
    assert order == (-1 if latest < fixed else 1 if earliest > fixed else None)


@given(PARTS, PARTS)
def test_order_of_texts_is_the_order_of_values(left: Temporal, right: Temporal) -> None:
    assert compare_texts(left.text, right.text, "DateTime") == compare(left, right)


@given(MOMENTS, st.integers(-100_000, 100_000), st.sampled_from(["day", "hour", "minute", "second"]))
def test_adding_a_duration_moves_the_moment_by_it(moment: datetime, amount: int, unit: str) -> None:
    value = written(moment, 6, 0)
    moved = add(value, amount, unit)
    expected = moment.replace(microsecond=0) + timedelta(**{f"{unit}s": amount})
    assert moved.text == expected.strftime("%Y-%m-%dT%H:%M:%S") + "+00:00"


@given(PARTS, st.integers(-50, 50))
def test_adding_keeps_the_precision(value: Temporal, years: int) -> None:
    assert add(value, years, "year").precision == value.precision


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2024-02-30", "Date"),
        ("2024-13", "Date"),
        ("2024-01-01T25:00:00Z", "DateTime"),
        ("2024-01-01T10:00:00Z", "Date"),
        ("2024T10:00:00Z", "DateTime"),
        ("10:60", "Time"),
        ("٢٠٢٤", "Date"),
        ("", "Date"),
    ],
)
def test_text_that_no_calendar_has_is_an_error(text: str, kind: str) -> None:
    with pytest.raises(EvaluationFailed):
        read_temporal(text, kind)


def test_a_date_beyond_the_calendar_is_an_error() -> None:
    with pytest.raises(EvaluationFailed):
        add(read_temporal("9999-12-31", "Date"), 1, "day")


def test_fractions_of_a_second_belong_to_the_second() -> None:
    whole, half = read_temporal("10:00:00", "Time"), read_temporal("10:00:00.500", "Time")
    assert compare(whole, half) == -1
    assert compare(whole, read_temporal("10:00:00.000", "Time")) == 0


def test_utc_is_written_with_z() -> None:
    assert (
        from_datetime(datetime(2026, 11, 2, 14, 30, tzinfo=UTC), "DateTime").text
        == "2026-11-02T14:30:00.000Z"
    )
