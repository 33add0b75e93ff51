"""Safety plans and wellness plans as answers, and as others may send them."""

from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.definitions.bundled import OWN_GUIDE
from pss_fhir.domain.wellness import SafetyPlan, WellnessPlan
from pss_fhir.mapping import as_json, from_fhir, read_all, safety_plan, to_fhir, wellness_plan
from pss_fhir.mapping.form_answers import AnswerKind, FormItem
from tests.builders_care import SAFETY_PLAN, WELLNESS_PLAN
from tests.unit.profiles.guide import example, read

TYPES = {
    AnswerKind.TEXTS: ("string", True),
    AnswerKind.TEXT: ("text", False),
    AnswerKind.FACT: ("boolean", False),
    AnswerKind.DAY: ("date", False),
}


@pytest.mark.parametrize(
    ("form", "items"),
    [("pss-safety-plan-form", safety_plan.ITEMS), ("pss-wellness-plan-form", wellness_plan.ITEMS)],
)
def test_items_are_those_of_the_form(form: str, items: tuple[FormItem, ...]) -> None:
    asked = read(f"Questionnaire-{form}")["item"]

    assert [(item["linkId"], item["text"]) for item in asked] == [(one.link_id, one.label) for one in items]
    assert [(item["type"], item.get("repeats", False)) for item in asked] == [
        TYPES[one.kind] for one in items
    ]


def test_steps_stand_in_the_order_in_which_they_are_used() -> None:
    written = as_json(to_fhir(SAFETY_PLAN))

    assert [item["linkId"] for item in written["item"]][:6] == [
        "warning-signs",
        "coping",
        "people-and-places",
        "people-to-ask",
        "crisis-help",
        "safe-surroundings",
    ]


def test_wellness_plan_is_the_persons_own() -> None:
    assert as_json(to_fhir(WELLNESS_PLAN))["author"] == {"reference": WELLNESS_PLAN.client_ref}


def test_examples_of_the_guide_are_read() -> None:
    safety = from_fhir(example("QuestionnaireResponse-safety-plan-ana"))
    wellness = from_fhir(example("QuestionnaireResponse-wellness-plan-ana"))

    assert isinstance(safety, SafetyPlan)
    assert safety.crisis_help == ("988", "Mobile crisis")
    assert isinstance(wellness, WellnessPlan)
    assert wellness.every_day == ("Walk before breakfast",)
    assert OWN_GUIDE.is_dir()


def test_form_of_another_version_is_read_alike() -> None:
    written = as_json(to_fhir(SAFETY_PLAN))
    written["questionnaire"] += "|0.0.9"

    assert from_fhir(written) == SAFETY_PLAN


def test_item_that_the_form_does_not_have_is_noted() -> None:
    written = as_json(to_fhir(SAFETY_PLAN))
    written["item"].append({"linkId": "favorite-color", "answer": [{"valueString": "blue"}]})

    reading = read_all([written])

    assert reading.records == (SAFETY_PLAN,)
    assert [(issue.code, issue.path) for issue in reading.issues] == [
        ("mapping.other-item", "QuestionnaireResponse.item[9]")
    ]


@pytest.mark.parametrize("answer", [{}, {"valueString": " "}, {"valueBoolean": "yes"}])
def test_answer_that_says_nothing_counts_as_none(answer: dict[str, Any]) -> None:
    written = as_json(to_fhir(SAFETY_PLAN))
    for item in written["item"]:
        if item["linkId"] in ("reasons", "advance-directive", "coping"):
            item["answer"] = [answer] if answer else []

    plan = from_fhir(written)

    assert isinstance(plan, SafetyPlan)
    assert (plan.reasons, plan.has_advance_directive, plan.coping) == (None, None, ())


def test_completed_plan_without_whom_to_call_is_refused_by_name() -> None:
    written = as_json(to_fhir(SAFETY_PLAN))
    written["item"] = [item for item in written["item"] if item["linkId"] != "crisis-help"]

    reading = read_all([written])

    assert reading.records == ()
    assert [issue.code for issue in reading.issues] == ["mapping.refused"]
