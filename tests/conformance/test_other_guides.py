"""What the guide writes also meets newer guides that it does not derive from, as far as it says."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from pss_fhir.issues import Severity
from pss_fhir.validation import Validator
from tests.pas_packet import packet
from tests.unit.profiles.guide import example

PACKAGES = Path(__file__).parents[3] / "shared" / "fhir-packages"
pytestmark = pytest.mark.skipif(
    not PACKAGES.is_dir(), reason="the FHIR packages are not beside the project (../shared/fhir-packages)"
)
PAS_NAME = "hl7.fhir.us.davinci-pas"
PAS = f"{PAS_NAME}-2.2.1"
HREX = "hl7.fhir.us.davinci-hrex-1.2.0"
SDOH = "hl7.fhir.us.sdoh-clinicalcare-3.0.0"
CLAIM = "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/profile-claim|2.2.1"
DECISION = "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/profile-claimresponse|2.2.1"
REQUEST_BUNDLE = "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/profile-pas-request-bundle"
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


@pytest.mark.parametrize("version", ["2.0.1", "2.2.1"])
def test_packet_when_checked_against_each_pas_then_no_error(version: str) -> None:
    bundle = packet()
    del bundle["meta"]
    own = Validator(packages=[str(PACKAGES / f"{name}.tgz") for name in (f"{PAS_NAME}-{version}", HREX)])

    found = own.validate(bundle, profile=f"{REQUEST_BUNDLE}|{version}")

    assert [str(issue) for issue in found if issue.severity is Severity.ERROR] == []


def test_packet_when_a_record_is_not_described_then_pas_2_2_1_alone_refuses_it() -> None:
    claim = packet()["entry"][0]["resource"]
    del claim["meta"], claim["supportingInfo"][1]["extension"]

    found = validator(PAS).validate(claim, profile=CLAIM)

    assert {issue.path for issue in found if issue.severity is Severity.ERROR} == {
        "Claim.supportingInfo[1].extension"
    }


def test_example_when_its_kind_has_no_code_then_the_other_guide_refuses_it() -> None:
    """So that the tests above mean something; docs/guide.md says why it is no parent."""
    resource = example("ServiceRequest-referral-to-housing")

    found = validator(SDOH).validate(resource, profile=REFERRAL)

    assert {(issue.code, issue.path) for issue in found if issue.severity is Severity.ERROR} == {
        ("validate.binding-required", "ServiceRequest.code")
    }
