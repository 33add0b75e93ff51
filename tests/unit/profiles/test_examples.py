"""Every good example is clean, and every profile has two at least."""

from __future__ import annotations

from collections import Counter

import pytest

from pss_fhir.issues import Severity
from pss_fhir.validation import Validator
from tests.unit.profiles.guide import example, example_names, own_profiles

EXPLAINED = {
    # US Core, SDOH Clinical Care and HL7's own Part 2 texts use codes that R4's older extensible lists lack.
    (
        "Consent",
        "Consent.category[0]",
    ): "v3-ActCode#42CFRPart2CD is the code for it; R4's consent-category is older",
    ("Consent", "Consent.provision.securityLabel[0]"): "R4's security-labels lists no policy codes",
    ("DocumentReference", "DocumentReference.meta.security[1]"): "R4's security-labels lists no policy codes",
    ("DocumentReference", "DocumentReference.securityLabel[1]"): "R4's security-labels lists no policy codes",
    ("Practitioner", "Practitioner.identifier[0].type"): "R4's identifier-type has no code for a certificate",
}
"""Warnings of extensible bindings that stand, with the reason."""


@pytest.mark.parametrize("name", example_names())
def test_a_good_example_is_clean(name: str, validator: Validator) -> None:
    resource = example(name)
    found = {
        (issue.path, issue.code)
        for issue in validator.validate(resource)
        if issue.severity is not Severity.INFORMATION
        and (resource["resourceType"], issue.path) not in EXPLAINED
    }
    assert not found


def test_every_explained_warning_still_stands(validator: Validator) -> None:
    seen = {
        (example(name)["resourceType"], issue.path)
        for name in example_names()
        for issue in validator.validate(example(name))
        if issue.code == "validate.binding-extensible"
    }
    assert seen == set(EXPLAINED)


def test_every_profile_has_two_good_examples() -> None:
    claimed = Counter(
        url for name in example_names() for url in example(name).get("meta", {}).get("profile", ())
    )
    lacking = {
        profile["id"]: claimed[profile["url"]] for profile in own_profiles() if claimed[profile["url"]] < 2
    }
    assert not lacking


def test_every_example_is_of_invented_people() -> None:
    for name in example_names():
        tags = {(tag.get("system"), tag.get("code")) for tag in example(name)["meta"]["tag"]}
        assert ("http://terminology.hl7.org/CodeSystem/v3-ActReason", "HTEST") in tags
