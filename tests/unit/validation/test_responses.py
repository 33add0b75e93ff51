"""Answers against their form: every type, enableWhen in all its operators, options, limits, nesting."""

from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.validation import Validator

Json = dict[str, Any]
EXT = "http://hl7.org/fhir/StructureDefinition/"
RED = {"system": "urn:colors", "code": "red"}
BLUE = {"system": "urn:colors", "code": "blue"}
ANSWERS: dict[str, Json] = {
    "boolean": {"valueBoolean": True},
    "decimal": {"valueDecimal": 1.5},
    "integer": {"valueInteger": 2},
    "date": {"valueDate": "2026-01-02"},
    "dateTime": {"valueDateTime": "2026-01-02"},
    "time": {"valueTime": "10:00:00"},
    "string": {"valueString": "x"},
    "text": {"valueString": "x"},
    "url": {"valueUri": "http://x/y"},
    "choice": {"valueCoding": RED},
    "open-choice": {"valueString": "none of these"},
    "attachment": {"valueAttachment": {"url": "http://x/y"}},
    "reference": {"valueReference": {"reference": "Patient/a"}},
    "quantity": {"valueQuantity": {"value": 1}},
}


def question(link: str, kind: str = "string", **members: Any) -> Json:
    return {"linkId": link, "type": kind, **members}


def answer(link: str, *values: Json, **members: Any) -> Json:
    return {"linkId": link, **({"answer": list(values)} if values else {}), **members}


def codes(
    validator: Validator, questions: list[Json], items: list[Json], status: str = "completed"
) -> list[str]:
    response = {
        "resourceType": "QuestionnaireResponse",
        "contained": [{"resourceType": "Questionnaire", "id": "q", "status": "active", "item": questions}],
        "questionnaire": "#q",
        "status": status,
        "item": items,
    }
    found = [issue.code.removeprefix("validate.") for issue in validator.validate(response)]
    return [code for code in found if code.startswith("questionnaire-")]


@pytest.mark.parametrize("kind", ANSWERS)
def test_answer_when_of_the_questions_type_then_silent(validator: Validator, kind: str) -> None:
    assert codes(validator, [question("1", kind)], [answer("1", ANSWERS[kind])]) == []


@pytest.mark.parametrize("kind", [*ANSWERS, "group", "display"])
def test_answer_when_of_another_type_then_named(validator: Validator, kind: str) -> None:
    other = {"valueBoolean": True} if kind != "boolean" else {"valueInteger": 1}

    assert codes(validator, [question("1", kind)], [answer("1", other)]) == ["questionnaire-answer-type"]


def enabled_when(operator: str, **wanted: Any) -> list[Json]:
    condition = {"question": "1", "operator": operator, **wanted}
    return [question("1", "integer"), question("2", enableWhen=[condition])]


@pytest.mark.parametrize(
    ("operator", "wanted", "enabling", "disabling"),
    [
        ("exists", {"answerBoolean": True}, 5, None),
        ("exists", {"answerBoolean": False}, None, 5),
        ("=", {"answerInteger": 5}, 5, 6),
        ("!=", {"answerInteger": 5}, 6, 5),
        (">", {"answerInteger": 5}, 6, 5),
        ("<", {"answerInteger": 5}, 4, 5),
        (">=", {"answerInteger": 5}, 5, 4),
        ("<=", {"answerInteger": 5}, 5, 6),
    ],
)
def test_question_when_its_condition_is_met_or_not_then_enabled_or_not(
    validator: Validator, operator: str, wanted: Json, enabling: int | None, disabling: int | None
) -> None:
    questions = enabled_when(operator, **wanted)
    for value, expected in ((enabling, []), (disabling, ["questionnaire-disabled"])):
        first = [] if value is None else [answer("1", {"valueInteger": value})]
        assert codes(validator, questions, [*first, answer("2", {"valueString": "x"})]) == expected


@pytest.mark.parametrize(("behavior", "is_disabled"), [("any", False), ("all", True)])
def test_conditions_when_one_of_two_is_met_then_the_behavior_decides(
    validator: Validator, behavior: str, is_disabled: bool
) -> None:
    conditions = [{"question": "1", "operator": "=", "answerInteger": number} for number in (1, 2)]
    questions = [
        question("1", "integer"),
        question("2", enableWhen=conditions, enableBehavior=behavior),
    ]
    items = [answer("1", {"valueInteger": 1}), answer("2", {"valueString": "x"})]

    assert codes(validator, questions, items) == (["questionnaire-disabled"] if is_disabled else [])


def test_required_question_when_disabled_then_not_missed(validator: Validator) -> None:
    questions = enabled_when("=", answerInteger=1)
    questions[1]["required"] = True

    assert codes(validator, questions, [answer("1", {"valueInteger": 2})]) == []
    assert codes(validator, questions, [answer("1", {"valueInteger": 1})]) == ["questionnaire-required"]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("choice", {"valueCoding": RED}, []),
        ("choice", {"valueCoding": BLUE}, ["questionnaire-option"]),
        ("open-choice", {"valueCoding": RED}, []),
        ("open-choice", {"valueString": "green"}, []),
    ],
)
def test_choice_when_it_has_options_then_one_of_them(
    validator: Validator, kind: str, value: Json, expected: list[str]
) -> None:
    questions = [question("1", kind, answerOption=[{"valueCoding": RED}])]

    assert codes(validator, questions, [answer("1", value)]) == expected


def test_choice_when_bound_to_a_value_set_then_a_code_of_it(validator: Validator) -> None:
    questions = [question("1", "choice", answerValueSet="http://hl7.org/fhir/ValueSet/administrative-gender")]
    system = "http://hl7.org/fhir/administrative-gender"
    male, odd = ({"valueCoding": {"system": system, "code": code}} for code in ("male", "odd"))

    assert codes(validator, questions, [answer("1", male)]) == []
    assert codes(validator, questions, [answer("1", odd)]) == ["questionnaire-option"]


@pytest.mark.parametrize(
    ("kind", "limit", "good", "bad"),
    [
        ("integer", {"url": f"{EXT}minValue", "valueInteger": 3}, 3, 2),
        ("integer", {"url": f"{EXT}maxValue", "valueInteger": 3}, 3, 4),
        ("date", {"url": f"{EXT}maxValue", "valueDate": "2026-01-02"}, "2026-01-02", "2026-01-03"),
        ("string", {"url": f"{EXT}minLength", "valueInteger": 2}, "ab", "a"),
    ],
)
def test_answer_when_beyond_a_limit_then_named(
    validator: Validator, kind: str, limit: Json, good: Any, bad: Any
) -> None:
    questions = [question("1", kind, extension=[limit])]
    key = f"value{kind[0].upper()}{kind[1:]}"

    assert codes(validator, questions, [answer("1", {key: good})]) == []
    assert codes(validator, questions, [answer("1", {key: bad})]) == ["questionnaire-limit"]


def test_items_when_nested_in_groups_and_answers_then_checked_there(validator: Validator) -> None:
    questions = [
        question(
            "g",
            "group",
            repeats=True,
            item=[question("1", required=True, item=[question("1.1", "integer")])],
        )
    ]
    right = answer("1", {"valueString": "x", "item": [answer("1.1", {"valueInteger": 1})]})
    wrong = answer("1", {"valueString": "x", "item": [answer("1.1", {"valueString": "1"})]})

    assert codes(validator, questions, [{"linkId": "g", "item": [right]}] * 2) == []
    assert codes(validator, questions, [{"linkId": "g", "item": [wrong]}]) == ["questionnaire-answer-type"]
    assert codes(validator, questions, [{"linkId": "g"}]) == ["questionnaire-required"]


def test_form_when_in_the_bundle_or_the_guide_then_found(validator: Validator) -> None:
    form = {
        "resourceType": "Questionnaire",
        "url": "http://example.org/q",
        "status": "active",
        "item": [question("1")],
    }
    response = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": "http://example.org/q|1",
        "status": "completed",
        "item": [answer("2", {"valueString": "x"})],
    }
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": form}, {"resource": response}],
    }
    of_guide = {**response, "questionnaire": "https://pss-fhir.org/fhir/Questionnaire/pss-safety-plan-form"}

    for resource in (bundle, of_guide):
        found = {issue.code for issue in validator.validate(resource)}
        assert "validate.questionnaire-link-unknown" in found


@pytest.mark.parametrize("link", [["1"], {"1": "1"}, 1, None])
def test_item_when_its_link_is_no_text_then_unknown_and_nothing_raised(
    validator: Validator, link: Any
) -> None:
    items = [{"linkId": link, "answer": [{"valueString": "x"}]}]
    assert codes(validator, [question("1", required=True)], items) == [
        "questionnaire-link-unknown",
        "questionnaire-required",
    ]


def test_questionnaire_when_a_link_of_it_is_no_text_then_its_question_has_none(validator: Validator) -> None:
    asked = [{"linkId": ["1"], "type": "string"}, question("2")]
    assert codes(validator, asked, [answer("2", {"valueString": "x"})]) == []
