"""What all records share: text, references, moments, spans."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from pss_fhir.clock import NEW_YORK
from pss_fhir.domain.record import Days, Moment, Ref, Text, TimeSpan, whole_minutes

SPRING = (datetime(2026, 3, 8, 1, 30, tzinfo=NEW_YORK), datetime(2026, 3, 8, 3, 30, tzinfo=NEW_YORK))
AUTUMN = (datetime(2026, 11, 1, 0, 30, tzinfo=NEW_YORK), datetime(2026, 11, 1, 2, 30, tzinfo=NEW_YORK))


@pytest.mark.parametrize("text", ["Riley chose.", "två rader\nmed\ttab", "🙂", " kept as typed "])
def test_text_when_writable_is_kept_as_it_is(text: str) -> None:
    assert TypeAdapter(Text).validate_python(text) == text


@pytest.mark.parametrize("text", ["", "  ", "\n", "bell \x07", "null \x00", "lone \ud800 surrogate"])
def test_text_when_blank_or_with_control_characters_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Text).validate_python(text)


@pytest.mark.parametrize("ref", ["Patient/1", "Patient/" + "a" * 64, "urn:uuid:" + "0" * 36])
def test_ref_when_relative_or_urn_is_accepted(ref: str) -> None:
    assert TypeAdapter(Ref).validate_python(ref) == ref


@pytest.mark.parametrize(
    "ref",
    ["", "1", "patient/1", "Patient/", "Patient/a_b", "Patient/" + 65 * "a", "https://x/Patient/1", "#p"],
)
def test_ref_when_anything_else_is_refused(ref: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Ref).validate_python(ref)


def test_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Moment).validate_python(datetime(2026, 11, 3, 14))  # noqa: DTZ001 - what is refused


def test_moment_out_of_the_calendar_in_utc_is_refused() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Moment).validate_python("0001-01-01T00:00:00+14:00")


def test_moment_in_the_hour_that_comes_twice_keeps_which_of_the_two_it_was() -> None:
    first = datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK)
    second = first.replace(fold=1)

    span = TimeSpan(started_at=first, ended_at=second)

    assert span.ended_at - span.started_at == timedelta(hours=1)


@pytest.mark.parametrize(
    ("started_at", "ended_at", "minutes"),
    [
        (*SPRING, 60),
        (*AUTUMN, 180),
        (datetime(2026, 11, 3, 23, 50, tzinfo=NEW_YORK), datetime(2026, 11, 4, 0, 20, tzinfo=NEW_YORK), 30),
        (
            datetime(2026, 11, 3, 14, tzinfo=NEW_YORK),
            datetime(2026, 11, 3, 14, 52, 59, tzinfo=NEW_YORK),
            52,
        ),
        (datetime(2026, 11, 3, 14, tzinfo=NEW_YORK), datetime(2026, 11, 3, 19, 1, tzinfo=UTC), 1),
    ],
)
def test_whole_minutes_counts_time_that_passed(
    started_at: datetime, ended_at: datetime, minutes: int
) -> None:
    assert whole_minutes(started_at, ended_at) == minutes


def test_days_has_both_ends_and_no_more() -> None:
    days = Days(start_on=date(2026, 6, 1), end_on=date(2026, 6, 30))

    held = [days.has(date(2026, 5, 31)), days.has(date(2026, 6, 1)), days.has(date(2026, 6, 30))]

    assert [*held, days.has(date(2026, 7, 1))] == [False, True, True, False]


def test_days_with_open_ends_has_every_day() -> None:
    assert Days().has(date.min)
    assert Days().has(date.max)


def test_days_in_wrong_order_are_refused() -> None:
    with pytest.raises(ValidationError):
        Days(start_on=date(2026, 6, 2), end_on=date(2026, 6, 1))


def test_overlaps_when_ends_touch_is_false_and_when_a_second_is_shared_is_true() -> None:
    noon = datetime(2026, 11, 3, 12, tzinfo=NEW_YORK)
    hour = timedelta(hours=1)
    morning = TimeSpan(started_at=noon - hour, ended_at=noon)
    touching = TimeSpan(started_at=noon, ended_at=noon + hour)
    sharing = TimeSpan(started_at=noon - timedelta(seconds=1), ended_at=noon + hour)

    assert not morning.overlaps(touching)
    assert morning.overlaps(sharing)


def test_empty_span_is_refused() -> None:
    noon = datetime(2026, 11, 3, 12, tzinfo=NEW_YORK)
    with pytest.raises(ValidationError):
        TimeSpan(started_at=noon, ended_at=noon)


def test_errors_never_show_what_was_typed() -> None:
    with pytest.raises(ValidationError) as refused:
        Days(start_on="SENTINEL")  # type: ignore[arg-type] # what is refused

    assert "SENTINEL" not in str(refused.value)
