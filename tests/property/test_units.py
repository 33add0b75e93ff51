"""Units never bill time that was not spent, whatever the rule and the hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pss_fhir.clock import NEW_YORK, local_date
from pss_fhir.domain.record import TimeSpan, whole_minutes
from pss_fhir.domain.units import Rounding, UnitRule, units_from_minutes, units_of_day
from tests import strategies

minutes = st.integers(0, 24 * 60)


@st.composite
def days_of_work(draw: st.DrawFn) -> list[TimeSpan]:
    """Contacts of one day that share no moment, in any order."""
    edges = sorted(draw(st.lists(minutes, min_size=0, max_size=12, unique=True)))
    midnight = datetime(2026, 11, 1, tzinfo=NEW_YORK).astimezone(UTC)
    spans = [
        TimeSpan(started_at=midnight + timedelta(minutes=start), ended_at=midnight + timedelta(minutes=end))
        for start, end in zip(edges[::2], edges[1::2], strict=False)
    ]
    return draw(st.permutations(spans))


@given(minutes, strategies.unit_rules)
def test_left_over_minutes_never_fill_a_unit(count: int, rule: UnitRule) -> None:
    counted = units_from_minutes(count, rule)

    assert 0 <= counted.left_over_minutes < rule.unit_minutes
    assert counted.minutes == count


@given(minutes, st.integers(1, 60), st.sampled_from([Rounding.FLOOR, Rounding.SUM_THEN_ROUND]))
def test_cut_units_and_what_is_left_add_up_to_the_minutes(
    count: int, unit_minutes: int, rounding: Rounding
) -> None:
    counted = units_from_minutes(count, UnitRule(unit_minutes=unit_minutes, rounding=rounding))

    assert counted.units * unit_minutes + counted.left_over_minutes == count


@given(minutes, st.integers(8, 60))
def test_eight_minute_rule_bills_at_most_one_unit_more(count: int, unit_minutes: int) -> None:
    cut = units_from_minutes(count, UnitRule(unit_minutes=unit_minutes))
    rounded = units_from_minutes(count, UnitRule(unit_minutes=unit_minutes, rounding=Rounding.EIGHT_MINUTE))

    assert rounded.units - cut.units == (cut.left_over_minutes >= 8)


@given(minutes, minutes, strategies.unit_rules)
def test_more_minutes_never_make_fewer_units(one: int, other: int, rule: UnitRule) -> None:
    less, more = sorted((one, other))

    assert units_from_minutes(less, rule).units <= units_from_minutes(more, rule).units


@given(days_of_work(), strategies.unit_rules)
def test_units_of_a_day_do_not_depend_on_the_order(spans: list[TimeSpan], rule: UnitRule) -> None:
    assert units_of_day(spans, rule) == units_of_day(spans[::-1], rule)


@given(days_of_work())
def test_pooled_minutes_make_at_least_the_units_of_cut_ones(spans: list[TimeSpan]) -> None:
    cut = units_of_day(spans, UnitRule())
    pooled = units_of_day(spans, UnitRule(rounding=Rounding.SUM_THEN_ROUND))

    assert (cut.minutes, cut.units) <= (pooled.minutes, pooled.units)
    assert pooled.units * 15 <= pooled.minutes


@given(strategies.spans_of_time(), strategies.offsets)
def test_minutes_do_not_depend_on_the_zone_in_which_they_are_written(span: TimeSpan, zone: object) -> None:
    moved = (span.started_at.astimezone(zone), span.ended_at.astimezone(zone))  # type: ignore[arg-type] # any zone

    assert whole_minutes(*moved) == whole_minutes(span.started_at, span.ended_at)
    assert local_date(moved[0]) == local_date(span.started_at)
