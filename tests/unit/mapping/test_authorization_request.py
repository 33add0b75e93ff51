"""Requests for units as PAS Claims, alone and in the Bundle that a payer reads."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from pss_fhir.domain.authorization_request import AuthorizationRequest, RequestKind, RequestStatus
from pss_fhir.errors import MappingError
from pss_fhir.issues import Severity
from pss_fhir.mapping import as_json, from_fhir, read_all, to_fhir
from pss_fhir.mapping.pas_bundle import to_pas_bundle
from pss_fhir.validation import Validator
from tests.builders import make_client, make_coverage, make_order, make_plan
from tests.builders_care import AGENCY_REF, AUTHORIZATION_REQUEST
from tests.unit.profiles.guide import example

BASE = "https://agency.example/fhir/"
URN = "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0aa"
MADE_AT = datetime(2026, 9, 20, 15, tzinfo=UTC)


def organization(ref: str) -> dict[str, Any]:
    return {"resourceType": "Organization", "id": ref.rpartition("/")[2], "name": "HTEST"}


RESOURCES = (
    *(as_json(to_fhir(record)) for record in (make_client(), make_coverage(), make_plan(), make_order())),
    organization(AGENCY_REF),
    organization(AUTHORIZATION_REQUEST.payer_ref),
)


def test_example_of_the_guide_is_read() -> None:
    request = from_fhir(example("Claim-request-ana"))

    assert isinstance(request, AuthorizationRequest)
    assert (request.units, request.kind, request.diagnoses) == (270, RequestKind.INITIAL, ("F32.9",))


@pytest.mark.parametrize("kind", RequestKind)
def test_each_kind_comes_back(kind: RequestKind) -> None:
    request = AUTHORIZATION_REQUEST.model_copy(update={"kind": kind})

    assert from_fhir(to_fhir(request)) == request


@pytest.mark.parametrize("changes", [{"status": RequestStatus.DRAFT}, {"diagnoses": ()}, {"identifiers": ()}])
def test_request_that_is_not_whole_claims_no_profile(changes: dict[str, Any]) -> None:
    written = as_json(to_fhir(AUTHORIZATION_REQUEST.model_copy(update=changes)))

    assert "meta" not in written
    assert [issue for issue in Validator().validate(written) if issue.severity is Severity.ERROR] == []


def test_bill_is_no_request() -> None:
    written = as_json(to_fhir(AUTHORIZATION_REQUEST))
    written["use"] = "claim"

    assert [issue.code for issue in read_all([written]).issues] == ["mapping.not-preauthorization"]


def test_request_of_others_is_read_by_what_they_write() -> None:
    written = as_json(to_fhir(AUTHORIZATION_REQUEST))
    written["insurance"] = [
        {"sequence": 2, "focal": False, "coverage": {"reference": "Coverage/other"}},
        {"sequence": 1, "focal": True, "coverage": {"reference": "Coverage/medicaid"}},
    ]
    del written["item"][0]["extension"], written["item"][0]["locationCodeableConcept"]
    written["supportingInfo"].append({"sequence": 3, "valueString": "call us"})

    request = from_fhir(written)

    assert request == AUTHORIZATION_REQUEST.model_copy(
        update={"kind": RequestKind.INITIAL, "place_of_service": "99"}
    )


@pytest.mark.parametrize("missing", ["item", "insurance", "insurer", "provider", "created", "patient"])
def test_request_without_what_a_payer_needs_is_told(missing: str) -> None:
    written = as_json(to_fhir(AUTHORIZATION_REQUEST))
    del written[missing]

    assert [issue.code for issue in read_all([written]).issues] == ["mapping.missing"]


def test_half_a_unit_is_told() -> None:
    written = as_json(to_fhir(AUTHORIZATION_REQUEST))
    written["item"][0]["quantity"]["value"] = 0.5

    assert [issue.code for issue in read_all([written]).issues] == ["mapping.wrong-shape", "mapping.missing"]


def test_bundle_holds_the_claim_first_and_everything_once() -> None:
    request = AUTHORIZATION_REQUEST.model_copy(update={"coverage_ref": make_coverage().ref})
    bundle = to_pas_bundle(
        request, (*RESOURCES, RESOURCES[0]), bundle_identifier=URN, made_at=MADE_AT, base_url=BASE
    )

    assert bundle["entry"][0]["resource"]["resourceType"] == "Claim"
    assert bundle["timestamp"] == "2026-09-20T15:00:00Z"
    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(urls)) == len(urls) == 7
    assert all(url.startswith("https://agency.example/fhir/") for url in urls)
    assert request in read_all([bundle]).records


def test_bundle_that_is_not_whole_names_what_is_missing() -> None:
    with pytest.raises(MappingError) as refused:
        to_pas_bundle(
            AUTHORIZATION_REQUEST, RESOURCES[:2], bundle_identifier=URN, made_at=MADE_AT, base_url=BASE
        )

    assert refused.value.code == "mapping.bundle-incomplete"
    assert "Organization/plan-east" in str(refused.value)


def test_resource_that_nothing_can_point_at_is_refused() -> None:
    with pytest.raises(MappingError) as refused:
        to_pas_bundle(
            AUTHORIZATION_REQUEST,
            [{"resourceType": "Organization"}],
            bundle_identifier=URN,
            made_at=MADE_AT,
            base_url=BASE,
        )

    assert refused.value.code == "mapping.no-id"


def test_request_that_no_server_holds_stands_at_its_urn() -> None:
    request = AUTHORIZATION_REQUEST.model_copy(update={"ref": URN, "coverage_ref": make_coverage().ref})

    bundle = to_pas_bundle(request, RESOURCES, bundle_identifier=URN, made_at=MADE_AT, base_url=BASE)

    assert bundle["entry"][0]["fullUrl"] == URN
