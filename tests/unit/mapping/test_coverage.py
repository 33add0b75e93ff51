"""Coverage <-> Coverage."""

from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.domain.payer import Coverage
from pss_fhir.mapping import as_json, from_fhir, to_fhir
from pss_fhir.r4.systems import IDENTIFIER_TYPE
from tests.builders import make_coverage

COVERAGE: dict[str, Any] = {
    "resourceType": "Coverage",
    "id": "1",
    "status": "active",
    "beneficiary": {"reference": "Patient/riley"},
    "payor": [{"reference": "Organization/plan"}],
}
MEMBER = {"type": {"coding": [{"system": IDENTIFIER_TYPE, "code": "MB"}]}, "value": "M-1"}


def coverage_of(*around: dict[str, Any], **elements: Any) -> Coverage:
    """The coverage that the smallest Coverage with more elements gives."""
    coverage = from_fhir(COVERAGE | elements, around=around)
    assert isinstance(coverage, Coverage)
    return coverage


def test_coverage_becomes_a_us_core_coverage() -> None:
    written = as_json(to_fhir(make_coverage()))

    assert written["subscriberId"] == "900000000A"
    assert written["relationship"]["coding"][0]["code"] == "self"
    assert written["payor"] == [{"reference": "Organization/plan-east", "display": "Synthetic Tailored Plan"}]


def test_unknown_member_number_is_marked_absent() -> None:
    written = as_json(to_fhir(make_coverage(member_identifier=None)))

    assert written["_subscriberId"]["extension"][0]["valueCode"] == "unknown"


@pytest.mark.parametrize(
    ("elements", "number"),
    [
        ({"identifier": [{"value": "x"}, MEMBER], "subscriberId": "S-1"}, "M-1"),
        ({"subscriberId": "S-1"}, "S-1"),
        ({"identifier": [{"value": "x"}]}, None),
    ],
)
def test_member_number_comes_before_the_subscribers(elements: dict[str, Any], number: str | None) -> None:
    assert coverage_of(**elements).member_identifier == number


def test_payer_at_hand_is_named() -> None:
    plan = {"resourceType": "Organization", "id": "plan", "name": "Synthetic Tailored Plan"}

    assert coverage_of(plan).payer_name == "Synthetic Tailored Plan"


def test_contained_payer_is_named_without_a_reference() -> None:
    coverage = coverage_of(
        contained=[{"resourceType": "Organization", "id": "o", "name": "Synthetic Tailored Plan"}],
        payor=[{"reference": "#o"}],
    )

    assert (coverage.payer_ref, coverage.payer_name) == (None, "Synthetic Tailored Plan")


def test_coverage_without_a_payer_has_none() -> None:
    coverage = coverage_of(payor=None)

    assert (coverage.payer_ref, coverage.payer_name) == (None, None)
