"""Things that count on some days, found by day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pss_fhir.compliance.facts.dated import Dated
from pss_fhir.domain.record import Days

_FIRST = date(2026, 11, 1)
_DAYS = st.integers(0, 12).map(lambda number: _FIRST + timedelta(days=number))


@st.composite
def spans(draw: st.DrawFn) -> Days:
    """Days with or without a first and a last one."""
    start, end = draw(st.none() | _DAYS), draw(st.none() | _DAYS | st.just(date.max))
    if start is not None and end is not None and end < start:
        start, end = end, start
    return Days(start_on=start, end_on=end)


@given(st.lists(spans(), max_size=6), _DAYS)
def test_dated_on_a_day_gives_those_whose_days_hold_it_in_their_order(held: list[Days], day: date) -> None:
    dated = Dated(enumerate(held), lambda one: one[1])
    assert dated.on(day) == tuple(one for one in enumerate(held) if one[1].has(day))


def test_dated_between_two_turns_gives_the_same_object() -> None:
    dated = Dated([Days(start_on=date(2026, 11, 3), end_on=date(2026, 11, 5))], lambda one: one)
    assert dated.on(date(2026, 11, 3)) is dated.on(date(2026, 11, 5))
    assert len({dated.stretch_of(date(2026, 11, day)) for day in range(1, 10)}) == 3
    assert dated.on(date(2026, 11, 6)) == ()
