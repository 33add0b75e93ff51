"""Goals: when they are being worked on."""

from __future__ import annotations

from datetime import date

import pytest

from pss_fhir.domain.plan import GoalStatus
from tests.builders import make_goal


@pytest.mark.parametrize(
    ("changes", "day", "is_current"),
    [
        ({}, date(2026, 5, 31), False),
        ({}, date(2026, 6, 1), True),
        ({}, date(2027, 3, 1), True),
        ({"start_on": None}, date(2020, 1, 1), True),
        ({"status": GoalStatus.COMPLETED}, date(2026, 11, 3), False),
        ({"status": GoalStatus.PROPOSED}, date(2026, 11, 3), False),
    ],
)
def test_goal_is_current_while_active_and_begun(
    changes: dict[str, object], day: date, is_current: bool
) -> None:
    assert make_goal(**changes).is_current_on(day) is is_current
