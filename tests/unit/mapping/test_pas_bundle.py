"""The Bundle with which a payer is asked for units: everything that the request leads to, and no more."""

from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.errors import MappingError
from pss_fhir.issues import Severity
from pss_fhir.mapping import read_all
from pss_fhir.mapping.pas_bundle import to_pas_bundle
from pss_fhir.validation import Validator
from tests.builders import CLINICIAN_REF
from tests.pas_packet import BASE, BUNDLE_URN, MADE_AT, PLAN_URN, REQUEST, RESOURCES, assessment, packet

Json = dict[str, Any]


def refused(*resources: Json) -> MappingError:
    with pytest.raises(MappingError) as failure:
        packet(*resources)
    return failure.value


def test_bundle_holds_the_claim_first_and_everything_once() -> None:
    bundle = packet(*RESOURCES, RESOURCES[0])

    assert bundle["entry"][0]["resource"]["resourceType"] == "Claim"
    assert bundle["timestamp"] == "2026-09-20T15:00:00Z"
    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(urls)) == len(urls) == 1 + len(RESOURCES)
    assert [url for url in urls if not url.startswith(BASE)] == [PLAN_URN]
    assert REQUEST in read_all([bundle]).records


def test_bundle_when_checked_then_clean_of_errors() -> None:
    found = Validator().validate(packet())

    assert [str(issue) for issue in found if issue.severity is Severity.ERROR] == []
    assert [issue.code for issue in found if "extension" in issue.code] == []


def test_bundle_when_nothing_leads_to_a_resource_then_the_payer_does_not_get_it() -> None:
    stranger = {"resourceType": "Patient", "id": "another", "name": [{"family": "HTEST"}]}

    assert packet(*RESOURCES, stranger) == packet()


def test_bundle_when_what_the_order_refers_to_is_missing_then_named() -> None:
    failure = refused(*(each for each in RESOURCES if each["resourceType"] != "Practitioner"))

    assert failure.code == "mapping.bundle-incomplete"
    assert CLINICIAN_REF in str(failure)


def test_bundle_when_a_reference_leads_to_another_server_then_named() -> None:
    elsewhere = {
        **assessment(data="SFRFU1Q="),
        "custodian": {"reference": "https://other.example/Organization/1"},
    }

    assert "https://other.example/Organization/1" in str(refused(elsewhere, *RESOURCES))


def test_bundle_when_a_reference_stays_within_its_resource_then_not_looked_for() -> None:
    inside = assessment(data="SFRFU1Q=") | {
        "custodian": {"reference": "#here"},
        "contained": [{"resourceType": "Organization", "id": "here", "name": "HTEST"}],
    }

    assert len(packet(inside, *RESOURCES)["entry"]) == 1 + len(RESOURCES)


@pytest.mark.parametrize(
    "attachment", [{"url": "https://agency.example/cca"}, {"url": "Binary/cca", "data": "SFRFU1Q="}, {}]
)
def test_bundle_when_a_document_does_not_hold_its_content_then_refused(attachment: dict[str, str]) -> None:
    failure = refused(assessment(**attachment), *RESOURCES)

    assert failure.code == "mapping.document-elsewhere"
    assert "DocumentReference/cca" in str(failure)


def test_resource_that_nothing_can_point_at_is_refused() -> None:
    assert refused({"resourceType": "Organization"}).code == "mapping.no-id"


def test_request_that_no_server_holds_stands_at_its_urn() -> None:
    request = REQUEST.model_copy(update={"ref": BUNDLE_URN})

    bundle = to_pas_bundle(request, RESOURCES, bundle_identifier=BUNDLE_URN, made_at=MADE_AT, base_url=BASE)

    assert bundle["entry"][0]["fullUrl"] == BUNDLE_URN
