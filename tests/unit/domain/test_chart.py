"""A chart knows what it does not know."""

from __future__ import annotations

from pss_fhir.domain.chart import ChartPart
from tests.builders import make_chart


def test_part_that_was_not_read_is_not_known_to_be_empty() -> None:
    chart = make_chart(orders=(), unread=frozenset({ChartPart.ORDERS}))

    assert (chart.knows(ChartPart.ORDERS), chart.knows(ChartPart.GOALS)) == (False, True)
