"""Authorization <-> PAS ClaimResponse, and <- PDex ExplanationOfBenefit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pss_fhir.domain.payer import Authorization, AuthorizationStatus
from pss_fhir.domain.record import Days
from pss_fhir.errors import MappingError
from pss_fhir.mapping import as_json, from_fhir, read_all, to_fhir
from pss_fhir.r4 import canonicals, systems
from tests.builders import make_authorization

H0038 = {"coding": [{"system": systems.HCPCS, "code": "H0038"}]}


def review(code: str, *, action: str = canonicals.PAS_REVIEW_ACTION) -> dict[str, Any]:
    """An adjudication with a review action."""
    code_url = action + "Code"
    concept = {"coding": [{"system": systems.X12_REVIEW_ACTION, "code": code}]}
    return {
        "category": {"coding": [{"code": "submitted"}]},
        "extension": [
            {"url": action, "extension": [{"url": code_url, "valueCodeableConcept": concept}]},
        ],
    }


def pas_response(**elements: Any) -> dict[str, Any]:
    """A ClaimResponse as Da Vinci PAS shapes it."""
    detail = {
        "url": canonicals.PAS_AUTHORIZED_DETAIL,
        "extension": [
            {"url": "productOrServiceCode", "valueCodeableConcept": H0038},
            {"url": "modifier", "valueCodeableConcept": {"coding": [{"code": "HQ"}]}},
            {"url": "quantity", "valueQuantity": {"value": 270}},
        ],
    }
    return {
        "resourceType": "ClaimResponse",
        "id": "1",
        "status": "active",
        "use": "preauthorization",
        "patient": {"reference": "Patient/riley"},
        "created": "2026-08-28T10:00:00-04:00",
        "insurer": {"reference": "Organization/plan"},
        "outcome": "complete",
        "item": [
            {
                "itemSequence": 1,
                "extension": [
                    detail,
                    {
                        "url": canonicals.PAS_ITEM_PERIOD,
                        "valuePeriod": {"start": "2026-09-01", "end": "2026-11-29"},
                    },
                    {"url": canonicals.PAS_ITEM_NUMBER, "valueString": "A-1001"},
                    {"url": canonicals.PAS_ITEM_ISSUED, "valueDate": "2026-08-27"},
                ],
                "adjudication": [review("A1")],
            }
        ],
    } | elements


def pdex_benefit(**elements: Any) -> dict[str, Any]:
    """An ExplanationOfBenefit as PDex shapes a prior authorization."""

    def units(code: str, value: float) -> dict[str, Any]:
        return {
            "category": {"coding": [{"system": systems.PDEX_ADJUDICATION, "code": code}]},
            "value": value,
        }

    return {
        "resourceType": "ExplanationOfBenefit",
        "id": "1",
        "status": "active",
        "use": "preauthorization",
        "patient": {"reference": "Patient/riley"},
        "created": "2026-08-28",
        "insurer": {"reference": "Organization/plan"},
        "outcome": "complete",
        "preAuthRef": ["A-1001"],
        "preAuthRefPeriod": [{"start": "2026-09-01", "end": "2026-11-29"}],
        "item": [
            {
                "sequence": 1,
                "productOrService": H0038,
                "modifier": [{"coding": [{"code": "HQ"}]}],
                "adjudication": [
                    review("A2", action=canonicals.PDEX_REVIEW_ACTION),
                    units("allowedunits", 270),
                    units("consumedunits", 120),
                ],
            }
        ],
    } | elements


def authorization_of(resource: dict[str, Any], *around: dict[str, Any]) -> Authorization:
    """The authorization that a resource holds."""
    found = from_fhir(resource, around=around)
    assert isinstance(found, Authorization)
    return found


def test_pas_response_is_read_whole() -> None:
    payer = {"resourceType": "Organization", "id": "plan", "name": "Synthetic Tailored Plan"}

    assert authorization_of(pas_response(), payer) == Authorization(
        ref="ClaimResponse/1",
        client_ref="Patient/riley",
        status=AuthorizationStatus.APPROVED,
        number="A-1001",
        payer_ref="Organization/plan",
        payer_name="Synthetic Tailored Plan",
        service_code="H0038",
        modifiers=("HQ",),
        units=270,
        days=Days(start_on=date(2026, 9, 1), end_on=date(2026, 11, 29)),
        decided_on=date(2026, 8, 27),
    )


def test_pdex_benefit_is_read_with_the_units_used() -> None:
    assert authorization_of(pdex_benefit()) == Authorization(
        ref="ExplanationOfBenefit/1",
        client_ref="Patient/riley",
        status=AuthorizationStatus.PARTIAL,
        number="A-1001",
        payer_ref="Organization/plan",
        service_code="H0038",
        modifiers=("HQ",),
        units=270,
        units_used_by_payer=120,
        days=Days(start_on=date(2026, 9, 1), end_on=date(2026, 11, 29)),
        decided_on=date(2026, 8, 28),
    )


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("A1", AuthorizationStatus.APPROVED),
        ("A2", AuthorizationStatus.PARTIAL),
        ("A3", AuthorizationStatus.DENIED),
        ("A4", AuthorizationStatus.PENDED),
        ("A6", AuthorizationStatus.PARTIAL),
    ],
)
def test_every_review_action_is_read(code: str, status: AuthorizationStatus) -> None:
    item = pas_response()["item"][0] | {"adjudication": [review(code)]}

    assert authorization_of(pas_response(item=[item])).status is status


@pytest.mark.parametrize(
    ("elements", "status", "codes"),
    [
        ({"status": "cancelled"}, AuthorizationStatus.CANCELLED, []),
        ({"status": "entered-in-error"}, AuthorizationStatus.CANCELLED, []),
        ({"outcome": "queued"}, AuthorizationStatus.PENDED, []),
        ({"outcome": "complete"}, AuthorizationStatus.UNKNOWN, ["mapping.decision-not-said"]),
        ({"outcome": "error"}, AuthorizationStatus.UNKNOWN, ["mapping.decision-not-said"]),
    ],
)
def test_decision_without_a_review_action_is_never_taken_for_an_approval(
    elements: dict[str, Any], status: AuthorizationStatus, codes: list[str]
) -> None:
    item = pas_response()["item"][0] | {"adjudication": []}

    reading = read_all([pas_response(item=[item], **elements)])

    assert isinstance(reading.records[0], Authorization)
    assert reading.records[0].status is status
    assert [issue.code for issue in reading.issues] == codes


def test_claim_about_a_bill_is_no_authorization() -> None:
    reading = read_all([pas_response(use="claim"), pdex_benefit(use="claim")])

    assert reading.records == ()
    assert [issue.code for issue in reading.issues] == ["mapping.not-preauthorization"] * 2


@pytest.mark.parametrize("item", [None, [], [{}], [{"productOrService": {"text": "Wheelchair"}}], "x"])
def test_response_about_no_billed_service_is_told_so(item: Any) -> None:
    reading = read_all([pas_response(item=item)])

    assert reading.records == ()
    assert "mapping.other-service" in [issue.code for issue in reading.issues]


def test_first_billed_service_of_several_counts_and_the_others_are_noted() -> None:
    item = pas_response()["item"][0]

    reading = read_all([pas_response(item=[{"itemSequence": 1}, item])])

    assert isinstance(reading.records[0], Authorization)
    assert reading.records[0].units == 270
    assert [issue.code for issue in reading.issues] == ["mapping.several"]


CLAIM: dict[str, Any] = {
    "resourceType": "Claim",
    "id": "c",
    "item": [
        {"sequence": 2, "productOrService": {"text": "Wheelchair"}},
        {
            "sequence": 1,
            "productOrService": H0038,
            "modifier": [{"coding": [{"code": "HQ"}]}],
            "quantity": {"value": 180},
        },
    ],
}


@pytest.mark.parametrize(("code", "units"), [("A1", 180), ("A2", None), ("A3", None), ("A4", None)])
def test_what_was_approved_as_asked_for_is_read_from_the_claim(code: str, units: int | None) -> None:
    response = pas_response(
        item=[{"itemSequence": 1, "adjudication": [review(code)]}], request={"reference": "Claim/c"}
    )

    found = authorization_of(response, CLAIM)

    assert (found.service_code, found.modifiers, found.units) == ("H0038", ("HQ",), units)


def test_item_that_the_payer_added_is_read() -> None:
    added = {"productOrService": H0038, "adjudication": [review("A1")]}

    found = authorization_of(pas_response(item=None, addItem=[added], request={"reference": "Patient/riley"}))

    assert (found.status, found.units) == (AuthorizationStatus.APPROVED, None)


def test_payers_own_benefit_is_never_written() -> None:
    with pytest.raises(MappingError) as refused:
        to_fhir(make_authorization(ref="ExplanationOfBenefit/1"))

    assert refused.value.code == "mapping.wrong-ref"


def test_unknown_day_of_decision_and_payer_are_marked_absent() -> None:
    written = as_json(to_fhir(make_authorization(payer_ref=None, payer_name=None)))

    assert "created" not in written
    assert written["_created"]["extension"][0]["valueCode"] == "unknown"
    assert written["insurer"]["extension"][0]["valueCode"] == "unknown"


def test_bare_authorization_survives() -> None:
    bare = make_authorization(number=None, units=None, days=Days(), payer_name=None, decided_on=None)

    assert from_fhir(to_fhir(bare)) == bare
