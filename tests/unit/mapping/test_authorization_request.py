"""Requests for units as PAS Claims."""

from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.domain.authorization_request import (
    AuthorizationRequest,
    RequestKind,
    RequestStatus,
    SupportingRecord,
    SupportKind,
)
from pss_fhir.issues import Severity
from pss_fhir.mapping import as_json, from_fhir, read_all, to_fhir
from pss_fhir.validation import Validator
from tests.builders_care import AUTHORIZATION_REQUEST
from tests.unit.profiles.guide import example

URN = "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0aa"


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


def test_what_goes_along_is_described_as_pas_2_2_1_asks() -> None:
    written = as_json(to_fhir(AUTHORIZATION_REQUEST))["supportingInfo"]

    assert [each["sequence"] for each in written] == [1, 2, 3]
    described = [each["extension"][0]["extension"][0]["valueCodeableConcept"]["coding"] for each in written]
    assert described == [
        [{"system": "https://codesystem.x12.org/005010/755", "code": code}] for code in ("08", "B3", "06")
    ]


@pytest.mark.parametrize(
    ("ref", "kind"),
    [
        ("ServiceRequest/1", SupportKind.ORDER),
        ("CarePlan/1", SupportKind.PLAN),
        ("DocumentReference/1", SupportKind.OTHER),
        (URN, SupportKind.OTHER),
    ],
)
def test_what_goes_along_undescribed_is_known_by_its_type_alone(ref: str, kind: SupportKind) -> None:
    written = as_json(to_fhir(AUTHORIZATION_REQUEST))
    written["supportingInfo"] = [
        {"sequence": 1, "category": {"text": "HTEST"}, "valueReference": {"reference": ref}}
    ]

    request = from_fhir(written)

    assert isinstance(request, AuthorizationRequest)
    assert request.supporting == (SupportingRecord(kind=kind, ref=ref),)


def test_report_type_that_is_not_known_is_left_to_the_type() -> None:
    written = as_json(to_fhir(AUTHORIZATION_REQUEST))
    for each in written["supportingInfo"]:
        each["extension"][0]["extension"][0]["valueCodeableConcept"]["coding"][0]["code"] = "XX"

    request = from_fhir(written)

    assert isinstance(request, AuthorizationRequest)
    assert [each.kind for each in request.supporting] == [
        SupportKind.PLAN,
        SupportKind.ORDER,
        SupportKind.OTHER,
    ]
