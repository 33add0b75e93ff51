"""References in every form: what is well formed, what is found in a Bundle, and what a target must be."""

from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.validation import Validator

Json = dict[str, Any]
URN = "urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a"
BASE = "https://ehr.example/fhir"


def observation(reference: str) -> Json:
    return {
        "resourceType": "Observation",
        "id": "o",
        "status": "final",
        "code": {"text": "x"},
        "subject": {"reference": reference},
    }


def in_bundle(reference: str, *, target_url: str, target: Json, base: str = BASE) -> Json:
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [
            {"fullUrl": f"{base}/Observation/o", "resource": observation(reference)},
            {"fullUrl": target_url, "resource": target},
        ],
    }


@pytest.mark.parametrize(
    "reference",
    [
        "Patient/a",
        "Patient/a/_history/2",
        "Patient/a#part",
        f"{BASE}/Patient/a",
        f"{BASE}/Patient/a/_history/2",
        "http://elsewhere.example/about/us",
        "urn:oid:1.2.3.4",
        URN,
    ],
)
def test_reference_when_well_formed_then_silent(validator: Validator, reference: str) -> None:
    assert validator.validate(observation(reference)) == []


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("patient/a", "validate.reference-form"),
        ("Patient", "validate.reference-form"),
        ("Patient/a_b", "validate.reference-form"),
        ("Unheard/a", "validate.reference-form"),
        ("a b", "validate.reference-form"),
        ("Patient?identifier=1", "validate.reference-conditional"),
        ("Binary/a", "validate.reference-target"),
        (f"{BASE}/Binary/a", "validate.reference-target"),
    ],
)
def test_reference_when_ill_formed_or_to_another_type_then_named(
    validator: Validator, reference: str, code: str
) -> None:
    assert [issue.code for issue in validator.validate(observation(reference))] == [code]


PATIENT = {"resourceType": "Patient", "id": "a"}
BINARY = {"resourceType": "Binary", "id": "a", "contentType": "text/plain"}


@pytest.mark.parametrize(
    ("reference", "target_url", "target", "codes"),
    [
        (URN, URN, PATIENT, []),
        (URN, URN, BINARY, ["validate.reference-target"]),
        (f"{BASE}/Patient/a", f"{BASE}/Patient/a", PATIENT, []),
        # A relative reference is looked up below the fullUrl's own base.
        ("Patient/a", f"{BASE}/Patient/a", PATIENT, []),
        ("Patient/a/_history/1", f"{BASE}/Patient/a", {**PATIENT, "meta": {"versionId": "1"}}, []),
        ("Patient/elsewhere", f"{BASE}/Patient/a", PATIENT, []),
        ("urn:uuid:88f151c0-a954-468a-88bd-5ae15c08e059", URN, PATIENT, ["validate.reference-dangling"]),
    ],
)
def test_reference_when_in_a_bundle_then_its_target_is_looked_at(
    validator: Validator, reference: str, target_url: str, target: Json, codes: list[str]
) -> None:
    found = validator.validate(in_bundle(reference, target_url=target_url, target=target))

    assert [issue.code for issue in found] == codes


def test_reference_when_conditional_in_a_transaction_then_silent(validator: Validator) -> None:
    transaction = {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [
            {
                "resource": observation("Patient?identifier=urn:a|1"),
                "request": {"method": "POST", "url": "Observation"},
            }
        ],
    }

    assert validator.validate(transaction) == []


def test_reference_when_of_identifier_or_words_alone_then_silent(validator: Validator) -> None:
    for subject in ({"identifier": {"system": "urn:a", "value": "1"}}, {"display": "HTEST"}):
        assert validator.validate({**observation("Patient/a"), "subject": subject}) == []


def test_reference_when_its_type_stands_alone_then_it_counts(validator: Validator) -> None:
    subject = {"type": "Binary", "identifier": {"system": "urn:a", "value": "1"}}

    found = validator.validate({**observation("Patient/a"), "subject": subject})

    assert [issue.code for issue in found] == ["validate.reference-target"]
