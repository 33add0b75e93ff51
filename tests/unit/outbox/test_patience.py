"""How long the outbox waits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pss_fhir.outbox import Patience

PATIENCE = Patience()


@pytest.mark.parametrize(
    ("failures", "seconds"), [(1, 30), (2, 60), (3, 120), (7, 1920), (8, 3600), (500, 3600)]
)
def test_pause_doubles_up_to_an_hour(failures: int, seconds: int) -> None:
    assert PATIENCE.pause_after(failures) == timedelta(seconds=seconds)


@pytest.mark.parametrize(("asked", "seconds"), [(None, 30), (5.0, 5), (0.0, 1), (-3.0, 1), (1e9, 3600)])
def test_asked_for_is_kept_within_reason(asked: float | None, seconds: int) -> None:
    assert PATIENCE.asked_for(asked) == timedelta(seconds=seconds)


def test_giving_up_takes_about_five_hours() -> None:
    pauses = [PATIENCE.pause_after(failures) for failures in range(1, PATIENCE.most_failures)]
    assert timedelta(hours=4) < sum(pauses, timedelta()) < timedelta(hours=6)


def test_lease_outlasts_a_send() -> None:
    """The transport's longest answer twice (a renewed token sends again), with the connects."""
    assert PATIENCE.lease > 2 * timedelta(seconds=120 + 5)
