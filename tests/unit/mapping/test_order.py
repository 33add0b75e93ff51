"""ServiceOrder <-> ServiceRequest."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pss_fhir.domain.payer import ServiceOrder
from pss_fhir.domain.record import Days, Record
from pss_fhir.mapping import as_json, from_fhir, read_all, to_fhir
from pss_fhir.r4 import systems
from tests.builders import make_order
from tests.builders_care import REFERRAL

HTTPS_HCPCS = "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
REQUEST: dict[str, Any] = {
    "resourceType": "ServiceRequest",
    "id": "1",
    "status": "active",
    "intent": "order",
    "code": {"coding": [{"system": systems.HCPCS, "code": "H0038"}]},
    "subject": {"reference": "Patient/riley"},
}


def order_of(**elements: Any) -> ServiceOrder:
    """The order that the smallest ServiceRequest with more elements gives."""
    order = from_fhir(REQUEST | elements)
    assert isinstance(order, ServiceOrder)
    return order


def test_order_becomes_a_us_core_service_request() -> None:
    written = as_json(to_fhir(make_order()))

    assert written["code"]["coding"][0] == {
        "system": "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
        "code": "H0038",
        "display": "Self-help/peer services, per 15 minutes",
    }
    assert (written["intent"], written["authoredOn"]) == ("order", "2026-06-01")
    assert written["quantityQuantity"]["value"] == 270


@pytest.mark.parametrize(
    ("code", "read", "codes"),
    [
        ({"coding": [{"system": systems.HCPCS, "code": "H0038"}]}, "H0038", []),
        ({"coding": [{"system": HTTPS_HCPCS, "code": "h0038"}]}, "H0038", []),
        (
            {"coding": [{"system": systems.SNOMED, "code": "1"}, {"system": systems.CPT, "code": "99213"}]},
            "99213",
            [],
        ),
        (
            {"coding": [{"system": systems.SNOMED, "code": "461481000124109"}]},
            "H0038",
            ["mapping.read-as-peer-support"],
        ),
        ({"text": "Peer support services"}, "H0038", ["mapping.read-as-peer-support"]),
        (
            {"coding": [{"code": "x", "display": "Peer-support, weekly"}]},
            "H0038",
            ["mapping.read-as-peer-support"],
        ),
    ],
)
def test_service_is_read_from_either_hcpcs_uri_from_snomed_and_from_words(
    code: dict[str, Any], read: str, codes: list[str]
) -> None:
    reading = read_all([REQUEST | {"code": code}])

    assert isinstance(reading.records[0], ServiceOrder)
    assert reading.records[0].service_code == read
    assert [issue.code for issue in reading.issues] == codes


@pytest.mark.parametrize("code", [None, {}, {"text": "Physical therapy"}, {"coding": [{"code": "H0038"}]}])
def test_request_for_no_billed_service_is_no_order(code: Any) -> None:
    reading = read_all([REQUEST | {"code": code}])

    assert reading.records == ()
    assert [issue.code for issue in reading.issues] == ["mapping.other-service"]


@pytest.mark.parametrize("intent", ["proposal", "plan", "option"])
def test_proposal_is_no_order(intent: str) -> None:
    reading = read_all([REQUEST | {"intent": intent}])

    assert ([issue.code for issue in reading.issues], reading.records) == (["mapping.not-an-order"], ())


@pytest.mark.parametrize(
    ("elements", "days"),
    [
        ({"occurrencePeriod": {"start": "2026-06-01"}}, Days(start_on=date(2026, 6, 1))),
        ({"occurrenceDateTime": "2026-06-01"}, Days(start_on=date(2026, 6, 1), end_on=date(2026, 6, 1))),
        (
            {"occurrenceTiming": {"repeat": {"boundsPeriod": {"end": "2027-05-31"}}}},
            Days(end_on=date(2027, 5, 31)),
        ),
        ({"occurrenceTiming": {}}, Days()),
        ({}, Days()),
    ],
)
def test_days_are_read_from_every_form_of_occurrence(elements: dict[str, Any], days: Days) -> None:
    assert order_of(**elements).days == days


def test_quantity_that_is_not_whole_is_noted() -> None:
    reading = read_all([REQUEST | {"quantityQuantity": {"value": 2.5}}])

    assert isinstance(reading.records[0], ServiceOrder)
    assert reading.records[0].ordered_units is None
    assert [issue.path for issue in reading.issues] == ["ServiceRequest.quantityQuantity.value"]


def test_signature_day_is_north_carolinas() -> None:
    assert order_of(authoredOn="2026-06-02T01:30:00Z").signed_on == date(2026, 6, 1)


@pytest.mark.parametrize("record", [make_order(), REFERRAL], ids=["order", "referral"])
def test_request_that_must_not_be_carried_out_is_no_order(record: Record) -> None:
    reading = read_all([as_json(to_fhir(record)) | {"doNotPerform": True}])

    assert (reading.records, [issue.code for issue in reading.issues]) == ((), ["mapping.not-to-be-done"])
    assert read_all([as_json(to_fhir(record)) | {"doNotPerform": False}]).records == (record,)
