"""Moments of one named zone count as lived, also where the clocks change between them."""

from __future__ import annotations

from datetime import datetime

import pytest

from pss_fhir.clock import NEW_YORK
from pss_fhir.domain.record import TimeSpan, whole_minutes

BEFORE_THE_CLOCKS_WENT_BACK = datetime(2026, 11, 1, 1, 50, tzinfo=NEW_YORK)
AFTER_THE_CLOCKS_WENT_BACK = datetime(2026, 11, 1, 1, 10, tzinfo=NEW_YORK, fold=1)


def test_whole_minutes_across_a_repeated_hour_counts_the_time_that_passed() -> None:
    """01:50 EDT to 01:10 EST is twenty minutes, though the wall clock shows forty less."""
    assert whole_minutes(BEFORE_THE_CLOCKS_WENT_BACK, AFTER_THE_CLOCKS_WENT_BACK) == 20


def test_span_across_a_repeated_hour_is_in_order() -> None:
    span = TimeSpan(started_at=BEFORE_THE_CLOCKS_WENT_BACK, ended_at=AFTER_THE_CLOCKS_WENT_BACK)

    assert (span.ended_at - span.started_at).total_seconds() == 20 * 60


def test_span_that_only_the_wall_clock_puts_in_order_is_refused() -> None:
    """01:10 EST comes after 01:50 EDT, so a span the other way round is empty."""
    with pytest.raises(ValueError, match="not after the start"):
        TimeSpan(started_at=AFTER_THE_CLOCKS_WENT_BACK, ended_at=BEFORE_THE_CLOCKS_WENT_BACK)
