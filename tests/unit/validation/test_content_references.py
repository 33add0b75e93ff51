"""Elements that are defined by pointing at another: items in items, parts in parts, ranges of components."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pss_fhir.validation import Validator
from tests.unit.validation import profiles as made

Json = dict[str, Any]


def items(deepest: Json) -> Json:
    outer = {"linkId": "1", "type": "group", "item": [{"linkId": "2", "type": "group", "item": [deepest]}]}
    return {"resourceType": "Questionnaire", "status": "active", "item": [outer]}


def parts(deepest: Json) -> Json:
    return {
        "resourceType": "Parameters",
        "parameter": [{"name": "a", "part": [{"name": "b", "part": [deepest]}]}],
    }


def component(reference_range: Json) -> Json:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"text": "x"},
        "component": [{"code": {"text": "y"}, "referenceRange": [reference_range]}],
    }


@pytest.mark.parametrize(
    ("resource", "found"),
    [
        (items({"linkId": "3", "type": "string"}), []),
        (
            items({"linkId": "3", "type": "odd"}),
            [("binding-required", "Questionnaire.item[0].item[0].item[0].type")],
        ),
        (items({"type": "string"}), [("cardinality-min", "Questionnaire.item[0].item[0].item[0].linkId")]),
        (parts({"name": "c", "valueString": "x"}), []),
        (
            parts({"name": "c", "valueString": "x", "foo": 1}),
            [("unknown-element", "Parameters.parameter[0].part[0].part[0].foo")],
        ),
        (component({"text": "x"}), []),
        # Its invariant comes along: obs-3 asks for a low, a high or a text.
        (
            component({"appliesTo": [{"text": "x"}]}),
            [("invariant", "Observation.component[0].referenceRange[0]")],
        ),
    ],
)
def test_element_when_defined_elsewhere_then_checked_by_that(
    validator: Validator, resource: Json, found: list[tuple[str, str]]
) -> None:
    issues = validator.validate(resource)

    assert [(issue.code.removeprefix("validate."), issue.path) for issue in issues] == found


def test_profile_when_it_narrows_the_target_then_what_points_there_is_narrowed_too(tmp_path: Path) -> None:
    """FHIR R4, ElementDefinition.contentReference: it brings across all the rules of the element."""
    validator = made.validator_for(
        tmp_path / "p", made.profile("Observation", referenceRange__text={"maxLength": 2})
    )
    whole = made.claiming(component({"text": "longer"}))

    assert [
        issue.path for issue in validator.validate({**whole, "referenceRange": [{"text": "longer"}]})
    ] == [
        "Observation.referenceRange[0].text",
        "Observation.component[0].referenceRange[0].text",
    ]
