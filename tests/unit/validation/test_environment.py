"""What invariants ask of the world around a resource: value sets, profiles, targets, narratives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.validation import profiles as made

Json = dict[str, Any]
PATIENT: Json = {"resourceType": "Patient", "gender": "male"}
US_CORE_PATIENT = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient"
NARRATIVE = '<div xmlns="http://www.w3.org/1999/xhtml">x</div>'
ORGANIZATION = {"resourceType": "Organization", "id": "a", "name": "HTEST"}
CONTAINED = {"contained": [ORGANIZATION], "managingOrganization": {"reference": "#a"}}


@pytest.mark.parametrize(
    ("expression", "members", "found", "not_checked"),
    [
        ("gender.memberOf('http://hl7.org/fhir/ValueSet/administrative-gender')", {}, [], False),
        (
            "gender.memberOf('http://hl7.org/fhir/ValueSet/narrative-status')",
            {},
            ["validate.invariant"],
            False,
        ),
        ("gender.memberOf('http://example.org/unheard-of')", {}, [], True),
        (f"conformsTo('{US_CORE_PATIENT}')", {}, ["validate.invariant"], False),
        ("conformsTo('http://example.org/unheard-of')", {}, [], True),
        ("managingOrganization.resolve().name = 'HTEST'", CONTAINED, [], False),
        ("managingOrganization.resolve().name = 'x'", CONTAINED, ["validate.invariant"], False),
        (
            "managingOrganization.resolve() is Organization",
            {"managingOrganization": {"reference": "Organization/a"}},
            [],
            False,
        ),
        (
            "managingOrganization.resolve().name = 'x'",
            {"managingOrganization": {"reference": "Organization/a"}},
            [],
            True,
        ),
        ("text.div.htmlChecks()", {"text": {"status": "generated", "div": NARRATIVE}}, [], False),
        ("gender.hasValue()", {}, [], False),
        ("%resource.gender = gender", {}, [], False),
    ],
)
def test_invariant_when_it_asks_outside_then_answered_or_noted(
    tmp_path: Path, expression: str, members: Json, found: list[str], not_checked: bool
) -> None:
    definition = made.profile("Patient")
    constraint = {"key": "h-1", "severity": "error", "human": "x", "expression": expression}
    definition["snapshot"]["element"][0]["constraint"] = [constraint]
    validator = made.validator_for(tmp_path / "p", definition)

    issues = validator.validate(made.claiming({**PATIENT, **members}))

    assert [issue.code for issue in issues] == found
    noted = [issue.code for issue in validator.not_checked]
    assert ("validate.invariant-not-checked" in noted) is not_checked


@pytest.mark.parametrize(
    ("members", "found"),
    [
        ({"photo": [{"contentType": "image/png"}]}, []),
        ({"photo": [{"contentType": "text/plain; charset=utf-8"}]}, []),
        ({"photo": [{"contentType": "a picture"}]}, ["validate.binding-required"]),
        ({"language": "en-US"}, []),
        ({"language": "english, please"}, ["validate.binding-max"]),
    ],
)
def test_code_when_its_system_is_a_grammar_then_checked_for_being_well_formed(
    tmp_path: Path, members: Json, found: list[str]
) -> None:
    validator = made.validator_for(tmp_path / "p", made.profile("Patient"))

    issues = validator.validate({**PATIENT, **members})

    assert [issue.code for issue in issues] == found
