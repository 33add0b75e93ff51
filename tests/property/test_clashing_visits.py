"""Visits that share time, found for all visits of a chart at once and for one span by itself."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from pss_fhir.compliance import load_policies
from pss_fhir.compliance.facts.chart import ChartFacts
from tests.builders import NOW, at, make_chart, make_contact

POLICIES = load_policies()
SPANS = st.lists(st.tuples(st.integers(0, 600), st.integers(1, 2_000)), max_size=8)


@given(SPANS)
def test_clashes_of_all_visits_are_those_of_each_ones_time(spans: list[tuple[int, int]]) -> None:
    contacts = tuple(
        make_contact(
            ref=f"Encounter/{number}",
            contact_identifier=None,
            started_at=at(0) + timedelta(minutes=start),
            ended_at=at(0) + timedelta(minutes=start + length),
        )
        for number, (start, length) in enumerate(spans)
    )
    facts = ChartFacts(make_chart(contacts=contacts, notes=()), POLICIES, as_of=NOW)
    assert len(facts.visits) == len(contacts)
    for visit in facts.visits:
        assert visit.span is not None
        others = [one for one in facts.diary.sharing(visit.span) if one is not visit]
        assert list(facts.diary.clashing_with(visit)) == others
