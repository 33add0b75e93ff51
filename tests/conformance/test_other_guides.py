"""What the guide writes also meets newer guides that it does not derive from, as far as it says."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from pss_fhir.issues import Severity
from pss_fhir.validation import Validator
from tests.unit.profiles.guide import example

PACKAGES = Path(__file__).parents[3] / "shared" / "fhir-packages"
pytestmark = pytest.mark.skipif(
    not PACKAGES.is_dir(), reason="the FHIR packages are not beside the project (../shared/fhir-packages)"
)
PAS = "hl7.fhir.us.davinci-pas-2.2.1"
SDOH = "hl7.fhir.us.sdoh-clinicalcare-3.0.0"
CLAIM = "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/profile-claim|2.2.1"
DECISION = "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/profile-claimresponse|2.2.1"
REFERRAL = "http://hl7.org/fhir/us/sdoh-clinicalcare/StructureDefinition/SDOHCC-ServiceRequest|3.0.0"
MEETS = [
    ("Claim-request-ana", PAS, CLAIM),
    ("Claim-request-ben", PAS, CLAIM),
    ("ClaimResponse-authorization-ana", PAS, DECISION),
    ("ClaimResponse-authorization-ben", PAS, DECISION),
    ("ServiceRequest-referral-to-group", SDOH, REFERRAL),
    ("ServiceRequest-referral-to-peer-support", SDOH, REFERRAL),
]


@cache
def validator(package: str) -> Validator:
    return Validator(packages=[str(PACKAGES / f"{package}.tgz")])


@pytest.mark.parametrize(("name", "package", "profile"), MEETS)
def test_example_when_checked_against_the_other_guide_then_no_error(
    name: str, package: str, profile: str
) -> None:
    resource = example(name)
    del resource["meta"]["profile"]

    found = validator(package).validate(resource, profile=profile)

    assert [str(issue) for issue in found if issue.severity is Severity.ERROR] == []


def test_example_when_its_kind_has_no_code_then_the_other_guide_refuses_it() -> None:
    """So that the tests above mean something; docs/guide.md says why it is no parent."""
    resource = example("ServiceRequest-referral-to-housing")

    found = validator(SDOH).validate(resource, profile=REFERRAL)

    assert {(issue.code, issue.path) for issue in found if issue.severity is Severity.ERROR} == {
        ("validate.binding-required", "ServiceRequest.code")
    }
