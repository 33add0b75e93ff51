"""The steps from one item to the next."""

from __future__ import annotations

import pytest

from pss_fhir.r4.fhirpath.items import MODEL, descendants, member, members_below, resource_item

QUESTIONS = {
    "resourceType": "Questionnaire",
    "id": "outer",
    "title": "HTEST questions",
    "_title": {
        "id": "t",
        "extension": [{"url": "http://example.org/x", "valueReference": {"reference": "#q"}}],
    },
    "contained": [
        {"resourceType": "Questionnaire", "id": "q", "item": [{"linkId": "inner", "type": "display"}]},
        {"resourceType": "Patient", "id": "p", "name": [{"family": "HTEST", "given": [None, "Ana"]}]},
    ],
    "item": [
        {"linkId": "1", "type": "group", "item": [{"linkId": "1.1", "_linkId": {"id": "x"}, "prefix": None}]},
        {
            "linkId": "2",
            "code": [{"system": "http://example.org", "code": "a"}],
            "initial": [{"valueDecimal": 1}],
        },
        "no item",
    ],
}


@pytest.mark.parametrize(
    "name", ["linkId", "id", "extension", "reference", "system", "family", "given", "value", "no-name"]
)
def test_members_below_when_types_are_passed_over_then_none_is_missed(name: str) -> None:
    items = [resource_item(QUESTIONS)]

    assert members_below(items, name) == member(descendants(items), name)


def test_members_below_when_resources_are_contained_then_theirs_are_found() -> None:
    found = members_below([resource_item(QUESTIONS)], "linkId")

    assert [value for value, _, _ in found] == ["1", "2", "inner", "1.1"]


def test_above_when_a_type_cannot_lead_to_the_name_then_it_is_not_among_them() -> None:
    above = MODEL.above("linkId")

    assert {"Questionnaire", "Questionnaire.item", "Resource", "Bundle.entry"} <= above
    assert not {"Extension", "CodeableConcept", "string"} & above
