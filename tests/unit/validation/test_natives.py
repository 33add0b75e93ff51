"""Native conditions against FHIRPath itself."""

from __future__ import annotations

from typing import Any
from unittest.mock import Mock

import pytest

from pss_fhir.r4.fhirpath import compile_expression
from pss_fhir.validation.natives import (
    CONDITIONS,
    NAMES,
    NEVER,
    may_act_for_another,
    npi_is_wrong,
    surely_holds,
)
from pss_fhir.validation.schema import Invariant
from pss_fhir.validation.scope import Scope

UCUM = "http://unitsofmeasure.org"
RESOURCES: list[dict[str, Any]] = [
    {"resourceType": "Patient"},
    {
        "resourceType": "Patient",
        "contained": [{"resourceType": "Basic"}, {"resourceType": "Organization", "id": "a"}],
    },
]
VALUES: dict[str, list[Any]] = {
    "dateTime": ["2020", "2020-01", "2020-01-01", "2020-01-01T10:00:00Z"],
    "instant": ["2020-01-01T10:00:00Z"],
    "Period": [{"start": "2020"}, {"start": "2020-01-01", "end": "2021-01-01"}],
    "Timing": [{"event": ["2020"]}],
    "Quantity": [
        {"value": 1},
        {"value": 1, "system": UCUM, "code": "kg"},
        {"value": 1, "system": "urn:x"},
        {"unit": "kg"},
    ],
    "CodeableConcept": [{"text": "x"}, {"coding": [{"system": "urn:x", "code": "1"}]}],
    "string": ["x"],
    "boolean": [True, False],
    "integer": [1],
    "Range": [{"low": {"value": 1, "system": "urn:x"}}],
    "Ratio": [{"numerator": {"value": 1}}],
    "SampledData": [{"origin": {"value": 1}, "period": 1, "dimensions": 1}],
    "time": ["10:00:00"],
    "Reference": [{"display": "x"}, *({"reference": text} for text in ("#a", "#b", "#", "a#a", "Patient/a"))],
    "Provenance.agent": [
        {"who": {"reference": f"{kind}/a"}, **more}
        for kind in ("Practitioner", "Device", "Organization", "Patient", "https://x.org/fhir/Device")
        for more in ({}, {"onBehalfOf": {"reference": "Organization/b"}})
    ],
    "Identifier": [
        {"value": value}
        for value in (
            "1245319599",
            "1245319598",
            "9941339108",
            "9941339100",
            "12345",
            "124531959",
            "124531959X",
            "12453195991",
        )
    ],
}


@pytest.mark.parametrize("expression", CONDITIONS, ids=lambda each: each[:40])
def test_condition_when_asked_of_every_type_then_agrees_with_fhirpath(expression: str) -> None:
    compiled = compile_expression(expression)
    asked = 0
    for type_name, condition in CONDITIONS[expression].items():
        for kind in VALUES if type_name == "*" else [type_name]:
            if kind != type_name and kind in CONDITIONS[expression]:
                continue
            for value in VALUES[kind]:
                for resource in RESOURCES:
                    scope = Scope(resource, Mock())
                    names = {"v": value, "c": scope, **NAMES}
                    broken = condition != NEVER and eval(condition.format(v="v"), names)  # noqa: S307 - our own table
                    asked += 1

                    holds = compiled.holds(resource, value, kind, scope.environment)
                    assert broken is (holds is False), (kind, value)
    assert asked


@pytest.mark.parametrize(
    ("npi", "is_wrong"), [("1234567893", False), ("1234567892", True), (None, False), ("12a", False)]
)
def test_npi_when_its_digits_fail_luhn_then_wrong(npi: str | None, is_wrong: bool) -> None:
    """CMS, "Requirements for National Provider Identifier (NPI) and NPI Check Digit": 123456789 takes 3."""
    assert is_wrong is npi_is_wrong(npi)


@pytest.mark.parametrize(
    ("text", "may"),
    [("#a", False), ("#b", True), ("urn:uuid:a", True), ("Group/a", False), ("Device/a", True)],
)
def test_agent_when_its_target_is_within_or_not_known_then_told_by_what_is_known(
    text: str, may: bool
) -> None:
    scope = Scope({"contained": [{"resourceType": "Organization", "id": "a"}]}, Mock())
    assert may is may_act_for_another({"reference": text}, scope)


LOCAL = next(each for each in CONDITIONS if each.startswith("reference."))


@pytest.mark.parametrize(
    ("expression", "kind", "value", "holds"),
    [
        (LOCAL, "Reference", {"reference": "#a"}, True),
        (LOCAL, "Reference", {"reference": "#b"}, False),
        (LOCAL, "Reference", {"reference": 3}, False),
        (LOCAL, "Identifier", {"value": "x"}, False),
        ("($this as dateTime).toString().length() >= 8", "string", "x", True),
        ("reference.exists()", "Reference", {"reference": "#a"}, False),
    ],
)
def test_invariant_when_a_condition_shows_that_it_holds_then_fhirpath_is_not_needed(
    expression: str, kind: str, value: Any, holds: bool
) -> None:
    scope = Scope({"contained": [{"resourceType": "Patient", "id": "a"}]}, Mock())

    assert surely_holds(Invariant("k", "error", "h", expression), kind, value, scope) is holds
