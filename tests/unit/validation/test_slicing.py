"""Slicing in all its forms, by profiles made for the purpose."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.validation import profiles as made

Json = dict[str, Any]
IDENTIFIER = "Patient.identifier"


def sliced(*discriminators: tuple[str, str], rules: str = "open", ordered: bool = False) -> Json:
    return {
        "slicing": {
            "discriminator": [{"type": kind, "path": path} for kind, path in discriminators],
            "rules": rules,
            "ordered": ordered,
        }
    }


def system_slice(name: str, system: str, **members: Any) -> list[Json]:
    """A slice of Patient.identifier, told by its system."""
    piece = made.piece(IDENTIFIER, name, "Identifier", **members)
    child = {
        "id": f"{IDENTIFIER}:{name}.system",
        "path": f"{IDENTIFIER}.system",
        "min": 1,
        "max": "1",
        "base": {"path": "Identifier.system", "max": "1"},
        "type": [{"code": "uri"}],
        "fixedUri": system,
    }
    value = {
        "id": f"{IDENTIFIER}:{name}.value",
        "path": f"{IDENTIFIER}.value",
        "min": 1,
        "max": "1",
        "base": {"path": "Identifier.value", "max": "1"},
        "type": [{"code": "string"}],
    }
    return [piece, child, value]


def patient(*systems: str) -> Json:
    return made.claiming(
        {"resourceType": "Patient", "identifier": [{"system": each, "value": "1"} for each in systems]}
    )


def by_system(rules: str, ordered: bool = False, **members: Any) -> Json:
    profile: Json = made.profile(
        "Patient", identifier=sliced(("value", "system"), rules=rules, ordered=ordered)
    )
    elements = profile["snapshot"]["element"]
    at = next(n for n, each in enumerate(elements) if each["path"] == IDENTIFIER) + 1
    elements[at:at] = [*system_slice("a", "urn:a", **members), *system_slice("b", "urn:b")]
    return profile


@pytest.mark.parametrize(
    ("rules", "ordered", "systems", "codes"),
    [
        ("open", False, ["urn:b", "urn:a", "urn:c"], []),
        ("closed", False, ["urn:a", "urn:b"], []),
        ("closed", False, ["urn:a", "urn:c"], ["validate.slice-closed"]),
        ("open", True, ["urn:a", "urn:b"], []),
        ("open", True, ["urn:b", "urn:a"], ["validate.slice-order"]),
        ("openAtEnd", True, ["urn:a", "urn:b", "urn:c"], []),
        ("openAtEnd", True, ["urn:a", "urn:c", "urn:b"], ["validate.slice-order"]),
    ],
)
def test_slicing_when_rules_and_order_are_given_then_kept(
    tmp_path: Path, rules: str, ordered: bool, systems: list[str], codes: list[str]
) -> None:
    validator = made.validator_for(tmp_path / "p", by_system(rules, ordered))

    assert codes == [issue.code for issue in validator.validate(patient(*systems))]


@pytest.mark.parametrize(
    ("systems", "codes"),
    [(["urn:a"], []), (["urn:b"], ["validate.slice-min"]), (["urn:a", "urn:a"], ["validate.slice-max"])],
)
def test_slice_when_counted_then_within_its_bounds(
    tmp_path: Path, systems: list[str], codes: list[str]
) -> None:
    validator = made.validator_for(tmp_path / "p", by_system("open", min=1, max="1"))

    assert codes == [issue.code for issue in validator.validate(patient(*systems))]


def test_slice_when_its_content_is_wrong_then_named_inside_it(tmp_path: Path) -> None:
    validator = made.validator_for(tmp_path / "p", by_system("open"))
    resource = made.claiming(
        {"resourceType": "Patient", "identifier": [{"system": "urn:a"}, {"system": "urn:c"}]}
    )

    (issue,) = validator.validate(resource)

    assert (issue.code, issue.path) == ("validate.cardinality-min", "Patient.identifier[0].value")
    assert f"{made.URL}|1.0.0" == issue.profile


def one_slice(
    type_name: str, path: str, code: str, discriminator: tuple[str, str], *below: Json, **members: Any
) -> Json:
    """A profile with one slice, at least one of which must be there."""
    name = path.partition(".")[2].removesuffix("[x]")
    profile: Json = made.profile(type_name, **{name: sliced(discriminator)})
    elements = profile["snapshot"]["element"]
    at = next(n for n, each in enumerate(elements) if each["path"] == path) + 1
    elements[at:at] = [made.piece(path, "s", code, min=1, **members), *below]
    return profile


def below(path: str, name: str, code: str, **members: Any) -> Json:
    return {
        "id": f"{path}:s.{name}",
        "path": f"{path}.{name}",
        "min": 0,
        "max": "1",
        "base": {"path": f"{code}.{name}", "max": "1"},
        "type": [{"code": code}],
        **members,
    }


PATTERN = {"coding": [{"system": "urn:cs", "code": "a"}]}


def shown(value: str) -> Json:
    """The extension rendered-value."""
    return {"url": "http://hl7.org/fhir/StructureDefinition/rendered-value", "valueString": value}


SLICES: dict[str, tuple[Json, Json, Json]] = {
    # kind: (profile, resource with the slice, resource without it)
    "pattern-this": (
        one_slice(
            "Observation",
            "Observation.category",
            "CodeableConcept",
            ("pattern", "$this"),
            patternCodeableConcept=PATTERN,
        ),
        {"category": [{"coding": [{"system": "urn:cs", "code": "a", "version": "1"}]}]},
        {"category": [{"coding": [{"system": "urn:cs", "code": "b"}]}]},
    ),
    "value-required-binding": (
        one_slice(
            "Observation",
            "Observation.category",
            "CodeableConcept",
            ("value", "$this"),
            binding={"strength": "required", "valueSet": "http://hl7.org/fhir/ValueSet/observation-category"},
        ),
        {
            "category": [
                {
                    "coding": [
                        {
                            "system": "http://terminology.hl7.org/CodeSystem/observation-category",
                            "code": "survey",
                        }
                    ]
                }
            ]
        },
        {"category": [{"coding": [{"system": "urn:cs", "code": "b"}]}]},
    ),
    "exists": (
        one_slice(
            "Patient",
            "Patient.identifier",
            "Identifier",
            ("exists", "period"),
            below("Patient.identifier", "period", "Period", min=1),
        ),
        {"identifier": [{"value": "1", "period": {"start": "2026"}}]},
        {"identifier": [{"value": "1"}]},
    ),
    "absent": (
        one_slice(
            "Patient",
            "Patient.identifier",
            "Identifier",
            ("exists", "period"),
            below("Patient.identifier", "period", "Period", max="0"),
        ),
        {"identifier": [{"value": "1"}]},
        {"identifier": [{"value": "1", "period": {"start": "2026"}}]},
    ),
    "type-of-target": (
        one_slice(
            "Observation",
            "Observation.performer",
            "Reference",
            ("type", "$this.resolve()"),
            type=[
                {
                    "code": "Reference",
                    "targetProfile": ["http://hl7.org/fhir/StructureDefinition/Practitioner"],
                }
            ],
        ),
        {"contained": [{"resourceType": "Practitioner", "id": "p"}], "performer": [{"reference": "#p"}]},
        {"contained": [{"resourceType": "Patient", "id": "p"}], "performer": [{"reference": "#p"}]},
    ),
    "profile-of-target": (
        one_slice(
            "Observation",
            "Observation.performer",
            "Reference",
            ("profile", "$this.resolve()"),
            type=[
                {
                    "code": "Reference",
                    "targetProfile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-organization"],
                }
            ],
        ),
        {
            "contained": [{"resourceType": "Organization", "id": "p", "name": "x", "active": True}],
            "performer": [{"reference": "#p"}],
        },
        {
            "contained": [{"resourceType": "Organization", "id": "p", "alias": ["x"]}],
            "performer": [{"reference": "#p"}],
        },
    ),
    "type-of-choice": (
        one_slice("Observation", "Observation.value[x]", "Quantity", ("type", "$this")),
        {"valueQuantity": {"value": 1}},
        {"valueString": "x"},
    ),
    "value-of-an-extension": (
        one_slice(
            "Patient",
            "Patient.identifier",
            "Identifier",
            ("value", "extension('http://hl7.org/fhir/StructureDefinition/rendered-value').value"),
            {
                "id": "Patient.identifier:s.extension",
                "path": "Patient.identifier.extension",
                "min": 0,
                "max": "*",
                "base": {"path": "Element.extension", "max": "*"},
                "type": [{"code": "Extension"}],
                "slicing": {"discriminator": [{"type": "value", "path": "url"}], "rules": "open"},
            },
            {
                "id": "Patient.identifier:s.extension:shown",
                "path": "Patient.identifier.extension",
                "sliceName": "shown",
                "min": 1,
                "max": "1",
                "base": {"path": "Element.extension", "max": "*"},
                "type": [
                    {
                        "code": "Extension",
                        "profile": ["http://hl7.org/fhir/StructureDefinition/rendered-value"],
                    }
                ],
            },
            {
                "id": "Patient.identifier:s.extension:shown.value[x]",
                "path": "Patient.identifier.extension.value[x]",
                "min": 1,
                "max": "1",
                "base": {"path": "Extension.value[x]", "max": "1"},
                "type": [{"code": "string"}],
                "fixedString": "***",
            },
        ),
        {"identifier": [{"value": "1", "extension": [shown("***")]}]},
        {"identifier": [{"value": "1", "extension": [shown("1")]}]},
    ),
    "ofType": (
        one_slice(
            "Observation",
            "Observation.component",
            "BackboneElement",
            ("value", "value.ofType(CodeableConcept)"),
            below("Observation.component", "code", "CodeableConcept", min=1),
            {
                "id": "Observation.component:s.value[x]",
                "path": "Observation.component.value[x]",
                "min": 1,
                "max": "1",
                "base": {"path": "Observation.component.value[x]", "max": "1"},
                "type": [{"code": "CodeableConcept"}],
                "patternCodeableConcept": PATTERN,
            },
        ),
        {"component": [{"code": {"text": "x"}, "valueCodeableConcept": PATTERN}]},
        {"component": [{"code": {"text": "x"}, "valueString": "a"}]},
    ),
}


@pytest.mark.parametrize("kind", SLICES)
def test_discriminator_when_it_tells_the_slice_then_counted(tmp_path: Path, kind: str) -> None:
    profile, within, without = SLICES[kind]
    resource: Json = {"resourceType": profile["type"]}
    if profile["type"] == "Observation":
        resource |= {"status": "final", "code": {"text": "x"}}
    validator = made.validator_for(tmp_path / "p", profile)

    codes = [
        [i.code for i in validator.validate(made.claiming({**resource, **each}))]
        for each in (within, without)
    ]

    assert "validate.slice-min" not in codes[0]
    assert "validate.slice-min" in codes[1]


def test_slice_when_sliced_again_then_both_levels_are_checked(tmp_path: Path) -> None:
    profile = by_system("open")
    elements = profile["snapshot"]["element"]
    at = next(n for n, each in enumerate(elements) if each["id"] == f"{IDENTIFIER}:a.value") + 1
    elements[at:at] = [
        {**made.piece(IDENTIFIER, "a/one", "Identifier"), "id": f"{IDENTIFIER}:a/one", "min": 1},
        {
            "id": f"{IDENTIFIER}:a/one.system",
            "path": f"{IDENTIFIER}.system",
            "min": 1,
            "max": "1",
            "base": {"path": "Identifier.system", "max": "1"},
            "type": [{"code": "uri"}],
        },
        {
            "id": f"{IDENTIFIER}:a/one.value",
            "path": f"{IDENTIFIER}.value",
            "min": 1,
            "max": "1",
            "base": {"path": "Identifier.value", "max": "1"},
            "type": [{"code": "string"}],
            "fixedString": "one",
        },
    ]
    next(each for each in elements if each["id"] == f"{IDENTIFIER}:a")["slicing"] = sliced(
        ("value", "value")
    )["slicing"]
    validator = made.validator_for(tmp_path / "p", profile)
    right = made.claiming({"resourceType": "Patient", "identifier": [{"system": "urn:a", "value": "one"}]})
    wrong = made.claiming({"resourceType": "Patient", "identifier": [{"system": "urn:a", "value": "two"}]})

    assert validator.validate(right) == []
    assert [issue.code for issue in validator.validate(wrong)] == ["validate.slice-min"]


def test_slice_when_nothing_tells_it_then_noted_not_guessed(tmp_path: Path) -> None:
    profile = one_slice("Patient", "Patient.identifier", "Identifier", ("value", "use"))
    validator = made.validator_for(tmp_path / "p", profile)

    assert (
        validator.validate(made.claiming({"resourceType": "Patient", "identifier": [{"value": "1"}]})) == []
    )
    assert [issue.code for issue in validator.not_checked] == ["validate.slice-not-checked"]
