"""The forms score as they say, every value set is used, and the maps speak of codes that exist."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pss_fhir.definitions.bundled import OWN_GUIDE
from pss_fhir.domain.payer import GROUP_MODIFIER
from pss_fhir.mapping.words import CODE_SYSTEMS
from pss_fhir.r4 import canonicals
from pss_fhir.r4.fhirpath import compile_expression
from pss_fhir.validation import Validator
from tests.unit.profiles.guide import own_extensions, own_profiles, read

FORM = read("Questionnaire-pss-barc-10-form")
CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"


def answers(*values: int) -> dict[str, Any]:
    return {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": FORM["url"],
        "status": "completed",
        "subject": {"reference": "Patient/1"},
        "authored": "2026-11-02T10:00:00-05:00",
        "item": [
            {"linkId": f"barc-10-{number}", "answer": [{"valueInteger": value}]}
            for number, value in enumerate(values, 1)
        ],
    }


def test_barc_10_when_every_item_is_answered_then_the_form_adds_up() -> None:
    total = FORM["item"][-1]
    (calculated,) = (each for each in total["extension"] if each["url"] == CALCULATED)
    expression = compile_expression(calculated["valueExpression"]["expression"])

    assert expression.evaluate(answers(*[1] * 10)) == [10]
    assert expression.evaluate(answers(6, 5, 4, 3, 2, 1, 6, 5, 4, 3)) == [39]


def test_barc_10_when_asked_then_its_items_are_those_of_the_value_set() -> None:
    coded = read("ValueSet-pss-barc-10-item-vs")["compose"]["include"][0]["concept"]
    defined = {each["code"]: each for each in read("CodeSystem-pss-observation")["concept"]}

    assert [each["linkId"] for each in FORM["item"][:-1]] == [each["code"] for each in coded]
    for item in FORM["item"][:-1]:
        topic = defined[item["linkId"]]["definition"].removesuffix(".")
        assert item["text"].replace(" my ", " one's ") == topic


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ([1] * 10, set()),
        ([0] + [1] * 9, {"validate.questionnaire-limit"}),
        ([7] + [1] * 9, {"validate.questionnaire-limit"}),
        ([1] * 9, {"validate.questionnaire-required"}),
    ],
)
def test_barc_10_when_answered_then_each_from_1_to_6(
    validator: Validator, values: list[int], codes: set[str]
) -> None:
    assert {issue.code for issue in validator.validate(answers(*values))} == codes


def test_value_sets_are_all_bound_mapped_or_asked() -> None:
    users = json.dumps(
        [
            *(each["differential"] for each in (*own_profiles(), *own_extensions().values())),
            *(
                read(file.stem)
                for kind in ("ConceptMap", "Questionnaire")
                for file in OWN_GUIDE.glob(f"{kind}-*.json")
            ),
        ]
    )
    held = [read(file.stem)["url"] for file in OWN_GUIDE.glob("ValueSet-pss-*.json")]

    assert [url for url in held if f'"{url}"' not in users] == []


def test_modifiers_are_mapped_from_every_modality_and_from_groups() -> None:
    groups = {each["source"]: each["element"] for each in read("ConceptMap-pss-contact-to-modifier")["group"]}
    modalities = {each["code"] for each in groups[canonicals.MODALITY_CODES]}
    (group,) = groups[canonicals.CONTACT_KIND_CODES]

    assert modalities == set(CODE_SYSTEMS[canonicals.MODALITY_CODES])
    assert (group["code"], group["target"][0]["code"]) == ("group", GROUP_MODIFIER)
