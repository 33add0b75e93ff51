"""The largest value set of a binding: codes beyond it, codes within it, and one that is not held."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pss_fhir.validation import Validator
from tests.unit.validation import profiles as made

Json = dict[str, Any]
SETS = "http://example.org/ValueSet"
ONE, OTHER, STRANGE = (f"http://example.org/CodeSystem/{name}" for name in ("one", "other", "strange"))
HTEST = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}
PATIENT = {"resourceType": "Patient", "name": [{"family": "HTEST"}], "meta": {"tag": [HTEST]}}
UCUM = "http://unitsofmeasure.org"
REASON = {
    "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
    "valueCode": "unknown",
}


def value_set(name: str, **systems: list[str]) -> Json:
    return {
        "resourceType": "ValueSet",
        "url": f"{SETS}/{name}",
        "version": "1.0.0",
        "status": "draft",
        "compose": {
            "include": [
                {"system": f"http://example.org/CodeSystem/{system}", "concept": [{"code": c} for c in codes]}
                for system, codes in systems.items()
            ]
        },
    }


NARROW = value_set("narrow", one=["a", "b"])
WIDE = value_set("wide", one=["a", "b", "c"], other=["x"])


def binding(strength: str = "extensible", narrow: str = "narrow", wide: str = "wide") -> Json:
    return {
        "strength": strength,
        "valueSet": f"{SETS}/{narrow}",
        "extension": [
            {
                "url": "http://hl7.org/fhir/StructureDefinition/elementdefinition-maxValueSet",
                "valueCanonical": f"{SETS}/{wide}",
            }
        ],
    }


def bound(folder: Path, **changes: str) -> Validator:
    """A validator whose profile binds the concept of a marriage."""
    definition = made.profile("Patient", maritalStatus={"binding": binding(**changes)})
    return made.validator_for(folder / "p", definition, NARROW, WIDE)


def concept(*codings: tuple[str, str], **members: Any) -> Json:
    listed = {"coding": [{"system": system, "code": code} for system, code in codings]} if codings else {}
    return made.claiming({**PATIENT, "maritalStatus": {**listed, **members}})


@pytest.mark.parametrize(
    ("resource", "found"),
    [
        (concept((ONE, "a")), []),
        (concept((OTHER, "x")), []),
        (concept((ONE, "c")), ["validate.binding-extensible"]),
        (concept((ONE, "d")), ["validate.binding-max"]),
        (concept((OTHER, "a")), ["validate.binding-max"]),
        (concept((STRANGE, "a")), ["validate.binding-max"]),
        (concept((STRANGE, "a"), (OTHER, "x")), []),
        (concept(text="HTEST words"), ["validate.binding-no-code"]),
        (concept(extension=[REASON], text="HTEST words"), []),
    ],
)
def test_concept_when_its_extensible_binding_has_a_limit_then_as_under_a_required_one(
    tmp_path: Path, resource: Json, found: list[str]
) -> None:
    issues = bound(tmp_path).validate(resource)

    assert [(issue.code, issue.path) for issue in issues] == [
        (code, "Patient.maritalStatus") for code in found
    ]


def test_code_when_beyond_the_limit_then_an_error_that_names_the_limit(tmp_path: Path) -> None:
    (issue,) = bound(tmp_path).validate(concept((ONE, "d")))

    assert issue.severity.value == "error"
    assert f"{SETS}/wide" in issue.message


@pytest.mark.parametrize(("code", "found"), [("a", []), ("c", []), ("d", ["validate.binding-max"])])
def test_concept_when_its_preferred_binding_has_a_limit_then_only_the_limit_counts(
    tmp_path: Path, code: str, found: list[str]
) -> None:
    issues = bound(tmp_path, strength="preferred").validate(concept((ONE, code)))

    assert [issue.code for issue in issues] == found


@pytest.mark.parametrize(
    ("not_held", "code", "found"),
    [
        ("wide", "d", ["validate.binding-extensible"]),
        ("narrow", "d", ["validate.binding-max"]),
        ("narrow", "c", []),
    ],
)
def test_concept_when_a_value_set_is_not_held_then_said_and_the_other_checked(
    tmp_path: Path, not_held: str, code: str, found: list[str]
) -> None:
    validator = bound(tmp_path, **{not_held: "nobody-has-it"})

    issues = validator.validate(concept((ONE, code)))

    assert [issue.code for issue in issues] == found
    assert [(note.code, f"{SETS}/nobody-has-it" in note.message) for note in validator.not_checked] == [
        ("validate.value-set-not-held", True)
    ]


def test_concept_when_in_its_value_set_then_a_limit_that_is_not_held_is_not_asked_for(tmp_path: Path) -> None:
    validator = bound(tmp_path, wide="nobody-has-it")

    assert validator.validate(concept((ONE, "a"))) == []
    assert validator.not_checked == []


@pytest.mark.parametrize(
    ("language", "found"),
    [
        ("text/cql", []),
        ("text/x-htest; charset=utf-8", ["validate.binding-extensible"]),
        ("no media type", ["validate.binding-max"]),
    ],
)
def test_language_of_an_expression_when_no_media_type_then_an_error(language: str, found: list[str]) -> None:
    condition = {"kind": "start", "expression": {"language": language, "expression": "true"}}
    plan = {"resourceType": "PlanDefinition", "status": "draft", "action": [{"condition": [condition]}]}

    issues = Validator(unit_cache=None).validate(plan)

    assert [issue.code for issue in issues] == found


@pytest.mark.parametrize(
    ("unit", "found"),
    [
        ({"system": UCUM, "code": "min"}, []),
        ({"system": UCUM, "code": "kg"}, ["validate.binding-extensible"]),
        ({"system": STRANGE, "code": "min"}, ["validate.invariant", "validate.binding-max"]),
        ({"unit": "minutes"}, []),
    ],
)
def test_unit_of_a_duration_when_bound_on_the_type_itself_then_checked(unit: Json, found: list[str]) -> None:
    validator = Validator(unit_cache=None)
    encounter = {
        "resourceType": "Encounter",
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "length": {"value": 30, **unit},
    }

    issues = validator.validate(encounter)

    assert [(issue.code, issue.path) for issue in issues] == [(code, "Encounter.length") for code in found]
    # Which units of UCUM are units of time is not held.
    noted = any("all-time-units" in note.message for note in validator.not_checked)
    assert noted is (unit.get("code") == "kg")


def test_profile_of_a_type_when_bound_as_a_whole_then_its_values_are_checked(tmp_path: Path) -> None:
    url = "http://example.org/StructureDefinition/htest-concept"
    whole = made.profile("CodeableConcept", url=url)
    whole["kind"] = "complex-type"
    whole["snapshot"]["element"][0]["binding"] = binding()
    types = [{"code": "CodeableConcept", "profile": [url]}]
    patient = made.profile("Patient", maritalStatus={"type": types, "binding": {"strength": "example"}})
    validator = made.validator_for(tmp_path / "p", whole, patient, NARROW, WIDE)

    assert validator.validate(concept((ONE, "a"))) == []
    assert [issue.code for issue in validator.validate(concept((ONE, "d")))] == ["validate.binding-max"]
