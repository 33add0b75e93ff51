"""The facade: settings, profiles, what is not checked, threads, pickles, broken definitions."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest

from pss_fhir.errors import DefinitionError
from pss_fhir.issues import Severity
from pss_fhir.validation import Validator
from tests.unit.validation import profiles as made

US_CORE_PATIENT = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient"
BARE = {"resourceType": "Patient"}
CODES = ["validate.cardinality-min"] * 3


def codes(validator: Validator, resource: object, profile: str | None = None) -> list[str]:
    return [issue.code for issue in validator.validate(resource, profile)]  # type: ignore[arg-type] # tests hand in odd things


def test_profile_when_demanded_in_the_call_then_checked(validator: Validator) -> None:
    assert codes(validator, BARE, US_CORE_PATIENT) == CODES
    assert codes(validator, BARE) == []


def test_profile_when_demanded_of_all_then_only_its_type_is_held_to_it() -> None:
    validator = Validator(profiles=[US_CORE_PATIENT], unit_cache=None)

    assert codes(validator, BARE) == CODES
    assert codes(validator, {"resourceType": "Basic", "code": {"text": "x"}}) == []


@pytest.mark.parametrize("profile", ["urn:nothing", f"{US_CORE_PATIENT}|9.9.9"])
def test_profile_when_demanded_and_not_held_then_refused(validator: Validator, profile: str) -> None:
    for call in (lambda: validator.validate(BARE, profile), lambda: Validator(profiles=[profile])):
        with pytest.raises(DefinitionError) as refused:
            call()

        assert ("definitions.profile-not-found", profile) == (refused.value.code, refused.value.where)


def test_profile_when_claimed_and_not_held_then_noted_once(validator: Validator) -> None:
    fresh = Validator(unit_cache=None)
    for _ in range(3):
        assert codes(fresh, made.claiming(BARE, f"{US_CORE_PATIENT}|3.1.1")) == []

    assert [issue.code for issue in fresh.not_checked] == ["validate.profile-not-held"]
    assert Severity.INFORMATION is fresh.not_checked[0].severity


@pytest.mark.parametrize(("version", "codes_found"), [("6.1.0", CODES), ("8.0.0", CODES)])
def test_profile_when_claimed_with_a_version_then_named_with_it(
    validator: Validator, version: str, codes_found: list[str]
) -> None:
    found = validator.validate(made.claiming(BARE, f"{US_CORE_PATIENT}|{version}"))

    assert {f"{US_CORE_PATIENT}|{version}"} == {issue.profile for issue in found}


def test_value_set_when_not_held_then_noted_once_and_nothing_claimed() -> None:
    validator = Validator(unit_cache=None)
    allergy = {
        "resourceType": "AllergyIntolerance",
        "meta": {"profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-allergyintolerance"]},
        "clinicalStatus": {
            "coding": [
                {
                    "system": "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical",
                    "code": "active",
                }
            ]
        },
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": "1"}]},
        "patient": {"reference": "Patient/htest"},
    }
    for _ in range(2):
        assert codes(validator, allergy) == []

    (note,) = (each for each in validator.not_checked if each.code == "validate.value-set-not-held")
    assert "2.16.840.1.113762.1.4.1186.8" in note.message


def test_best_practice_when_asked_then_narrative_is_missed() -> None:
    found = Validator(best_practice=True, unit_cache=None).validate(BARE)

    assert [(issue.code, issue.severity) for issue in found] == [("validate.invariant", Severity.WARNING)]
    assert "dom-6" in found[0].message


@pytest.mark.parametrize("severity", list(Severity))
def test_unknown_extension_when_its_severity_is_chosen_then_reported_so(severity: Severity) -> None:
    validator = Validator(unknown_extension=severity, unit_cache=None)
    resource = {**BARE, "extension": [{"url": "http://example.org/x", "valueString": "x"}]}

    assert [severity] == [issue.severity for issue in validator.validate(resource)]


def test_closed_set_when_a_reference_leaves_it_then_warned() -> None:
    validator = Validator(closed_set=frozenset({"Patient/a"}), unit_cache=None)
    observation = {"resourceType": "Observation", "status": "final", "code": {"text": "x"}}

    assert codes(validator, {**observation, "subject": {"reference": "Patient/a/_history/1"}}) == []
    assert codes(validator, {**observation, "subject": {"reference": "Patient/b"}}) == [
        "validate.reference-not-in-set"
    ]


@pytest.mark.parametrize("resource", ['{"resourceType":"Patient"}', b'{"resourceType":"Patient"}', BARE])
def test_resource_when_text_bytes_or_dict_then_taken(validator: Validator, resource: object) -> None:
    assert codes(validator, resource) == []


def test_decimal_when_it_stands_in_a_dict_then_a_number(validator: Validator) -> None:
    quantity = {"value": Decimal("1.50"), "unit": "kg"}

    assert (
        codes(
            validator,
            {
                "resourceType": "Observation",
                "status": "final",
                "code": {"text": "x"},
                "valueQuantity": quantity,
            },
        )
        == []
    )


def test_findings_when_asked_again_then_the_same_in_the_same_order(validator: Validator) -> None:
    broken = {
        "resourceType": "Patient",
        "gender": "x",
        "birthDate": "x",
        "foo": 1,
        "name": [{"given": [""]}],
        "active": 1,
    }

    assert [validator.validate(broken)] * 5 == [validator.validate(broken) for _ in range(5)]


def test_no_value_of_a_person_stands_in_any_finding(validator: Validator) -> None:
    secret = "HTESTSECRET"
    broken = {
        "resourceType": "Patient",
        "id": "a",
        "gender": secret,
        "birthDate": secret,
        "active": secret,
        "name": [{"family": secret, "use": secret}],
        "identifier": [{"system": f"{secret} x", "value": secret}],
        "telecom": [{"system": secret, "value": secret}],
        "generalPractitioner": [{"reference": secret}],
        "text": {"status": "generated", "div": f"<div>{secret}<{secret}/></div>"},
        "extension": [{"url": f"http://{secret}", "valueString": secret}],
        f"{secret} {secret}": secret,
        "maritalStatus": {
            "coding": [
                {
                    "system": "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus",
                    "code": "M",
                    "display": secret,
                }
            ]
        },
    }
    found = validator.validate(broken)

    assert len(found) > 8
    assert [str(issue) for issue in found if secret.lower() in str(issue).lower()] == []


def test_validator_when_used_by_threads_then_each_gets_its_own_findings() -> None:
    shared = Validator(unit_cache=None)
    kinds = ("Patient", "Observation", "Encounter", "Condition", "Goal", "CarePlan", "Basic", "Task")
    resources = [{"resourceType": kinds[number % 8], "id": f"n{number}", "foo": 1} for number in range(400)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(shared.validate, resources))

    assert [{f"{each['resourceType']}/{each['id']}"} for each in resources] == [
        {i.resource for i in issues} for issues in found
    ]
    assert found == [shared.validate(each) for each in resources]


def test_validator_when_pickled_then_the_same_settings() -> None:
    validator = pickle.loads(pickle.dumps(Validator(profiles=[US_CORE_PATIENT], unit_cache=None)))  # noqa: S301 - our own bytes

    assert codes(validator, BARE) == CODES


def test_profile_when_it_has_no_snapshot_then_said_of_the_resource_and_of_the_call(tmp_path: Path) -> None:
    definition = made.profile("Patient")
    del definition["snapshot"]
    validator = made.validator_for(tmp_path / "p", definition)

    (issue,) = validator.validate(made.claiming(BARE))
    assert issue.code == "validate.profile-broken"
    assert "no snapshot" in issue.message
    with pytest.raises(DefinitionError) as refused:
        validator.validate(BARE, made.URL)
    assert (
        refused.value.code,
        refused.value.where,
    ) == ("definitions.no-snapshot", "org.example.htest#1.0.0 0.json")


def test_profile_when_derived_from_itself_then_said(tmp_path: Path) -> None:
    other = "http://example.org/StructureDefinition/other"
    one = {**made.profile("Patient"), "baseDefinition": other}
    two = {**made.profile("Patient", url=other), "baseDefinition": made.URL}
    validator = made.validator_for(tmp_path / "p", one, two)

    (issue,) = validator.validate(made.claiming(BARE))
    assert issue.code == "validate.profile-broken"
    assert (
        f"org.example.htest#1.0.0 0.json: the definition is derived in a circle: "
        f"{made.URL} from {other} from {made.URL}; "
    ) in issue.message
    with pytest.raises(DefinitionError) as refused:
        validator.validate(BARE, made.URL)
    assert refused.value.code == "definitions.cyclic-base"


def test_profile_when_its_snapshot_is_no_tree_then_said(tmp_path: Path) -> None:
    definition = made.profile("Patient")
    definition["snapshot"]["element"].append(
        {"id": "Patient.no.where", "path": "Patient.no.where", "min": 0, "max": "1"}
    )
    validator = made.validator_for(tmp_path / "p", definition)

    assert codes(validator, made.claiming(BARE)) == ["validate.profile-broken"]


def test_invariant_when_it_cannot_be_compiled_then_noted(tmp_path: Path) -> None:
    constraint = {"key": "h-1", "severity": "error", "human": "x", "expression": "unheardOf(1)"}
    definition = made.profile("Patient", gender={"constraint": [constraint]})
    validator = made.validator_for(tmp_path / "p", definition)

    assert codes(validator, made.claiming({**BARE, "gender": "male"})) == []
    assert [issue.code for issue in validator.not_checked] == ["validate.invariant-not-checked"]


def test_bundle_when_its_references_go_in_a_circle_then_it_ends(validator: Validator) -> None:
    urls = [f"urn:uuid:00000000-0000-4000-8000-00000000000{number}" for number in range(2)]
    observation = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"text": "x"},
        "valueString": "x",
        "meta": {"profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-observation-lab"]},
        "category": [
            {
                "coding": [
                    {
                        "system": "http://terminology.hl7.org/CodeSystem/observation-category",
                        "code": "laboratory",
                    }
                ]
            }
        ],
        "subject": {"reference": "Patient/htest"},
    }
    entries = [
        {"fullUrl": urls[number], "resource": {**observation, "hasMember": [{"reference": urls[1 - number]}]}}
        for number in range(2)
    ]

    assert codes(validator, {"resourceType": "Bundle", "type": "collection", "entry": entries}) == []


def test_rules_when_an_element_is_bound_to_limits_then_kept(tmp_path: Path) -> None:
    definition = made.profile(
        "Patient",
        birthDate={"minValueDate": "1900-01-01"},
        multipleBirth={"maxValueInteger": 8},
        language={"maxLength": 2},
    )
    validator = made.validator_for(tmp_path / "p", definition)
    broken = made.claiming(
        {**BARE, "birthDate": "1899-01-01", "multipleBirthInteger": 9, "language": "en-US"}
    )
    whole = made.claiming({**BARE, "birthDate": "1901-01-01", "multipleBirthInteger": 8, "language": "en"})

    assert {"validate.value-too-small", "validate.value-too-large", "validate.string-too-long"} == set(
        codes(validator, broken)
    )
    assert codes(validator, whole) == []


def test_invariant_when_its_answer_is_empty_then_broken() -> None:
    """US Core's pd-1 is ``telecom or endpoint``, which is never false; HL7's validator agrees."""
    role = {
        "resourceType": "PractitionerRole",
        "meta": {
            "profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-practitionerrole|6.1.0"]
        },
        "practitioner": {"reference": "Practitioner/1"},
        "organization": {"display": "HTEST"},
    }
    reached = {**role, "telecom": [{"system": "phone", "value": "555-0100"}]}
    validator = Validator(unit_cache=None)

    assert [(issue.code, issue.path) for issue in validator.validate(role)] == [
        ("validate.invariant", "PractitionerRole")
    ]
    assert validator.validate(reached) == []


@pytest.mark.parametrize(
    ("expression", "resource", "found"),
    [
        ("telecom or address", BARE, ["validate.invariant"]),
        ("telecom or address", {**BARE, "address": [{"text": "HTEST"}]}, []),
        ("birthDate < deceased", {**BARE, "birthDate": "2026-01", "deceasedDateTime": "2026-01-05"}, []),
        (
            "birthDate < deceased",
            {**BARE, "birthDate": "2026-02", "deceasedDateTime": "2026-01-05"},
            ["validate.invariant"],
        ),
        ("gender.matches('f.*')", BARE, []),
        ("gender.matches('f.*')", {**BARE, "gender": "male"}, ["validate.invariant"]),
    ],
)
def test_invariant_when_its_answer_is_empty_then_broken_only_where_it_asks_what_is_there(
    tmp_path: Path, expression: str, resource: dict[str, object], found: list[str]
) -> None:
    definition = made.profile("Patient")
    constraint = {"key": "h-1", "severity": "error", "human": "x", "expression": expression}
    definition["snapshot"]["element"][0]["constraint"] = [constraint]
    validator = made.validator_for(tmp_path / "p", definition)

    assert codes(validator, made.claiming(resource)) == found
    assert [issue.code for issue in validator.report(made.claiming(resource))] == found
