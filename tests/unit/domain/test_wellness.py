"""The plans in the person's hand."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from pss_fhir.domain.wellness import OwnPlanStatus, SafetyPlan, WellnessPlan
from tests.builders import CLIENT_REF
from tests.builders_care import SAFETY_PLAN


def test_open_steps_when_all_are_written_are_none() -> None:
    assert SAFETY_PLAN.open_steps == ()


def test_open_steps_when_some_are_missing_are_their_numbers() -> None:
    plan = SAFETY_PLAN.model_copy(update={"coping": (), "safe_surroundings": None})

    assert plan.open_steps == (2, 6)


@pytest.mark.parametrize("status", [OwnPlanStatus.COMPLETED, OwnPlanStatus.AMENDED])
def test_safety_plan_when_complete_needs_a_sign_and_whom_to_call(status: OwnPlanStatus) -> None:
    for missing in ("warning_signs", "crisis_help"):
        fields = {"warning_signs": ("no sleep",), "crisis_help": ("988",)} | {missing: ()}
        with pytest.raises(ValidationError, match="whom to call"):
            SafetyPlan(ref="QuestionnaireResponse/1", client_ref=CLIENT_REF, status=status, **fields)


def test_plans_while_they_are_written_may_be_empty() -> None:
    begun = OwnPlanStatus.IN_PROGRESS

    safety = SafetyPlan(ref="QuestionnaireResponse/1", client_ref=CLIENT_REF, status=begun)
    wellness = WellnessPlan(ref="QuestionnaireResponse/2", client_ref=CLIENT_REF, status=begun)

    assert safety.open_steps == (1, 2, 3, 4, 5, 6)
    assert wellness.every_day == ()


def test_wellness_plan_when_complete_needs_something_for_each_day() -> None:
    with pytest.raises(ValidationError, match="each day"):
        WellnessPlan(ref="QuestionnaireResponse/2", client_ref=CLIENT_REF)
