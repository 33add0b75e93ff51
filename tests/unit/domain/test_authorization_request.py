"""Requests for units, and checks of credentials."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from pss_fhir.domain.authorization_request import AuthorizationRequest
from pss_fhir.domain.record import Days
from pss_fhir.domain.verification import CredentialVerification, VerificationStatus
from tests.builders import CLIENT_REF, SPECIALIST_REF


def make_request(**changes: Any) -> AuthorizationRequest:
    fields: dict[str, Any] = {
        "ref": "Claim/1",
        "client_ref": CLIENT_REF,
        "asked_on": date(2026, 9, 20),
        "payer_ref": "Organization/plan-east",
        "agency_ref": "Organization/agency",
        "coverage_ref": "Coverage/medicaid",
        "units": 270,
        "days": Days(start_on=date(2026, 10, 1), end_on=date(2026, 12, 29)),
    }
    return AuthorizationRequest(**(fields | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"days": Days(start_on=date(2026, 10, 1))},
        {"days": Days()},
        {"units": 0},
        {"diagnoses": ("",)},
        {"place_of_service": "9"},
    ],
)
def test_request_that_no_payer_could_answer_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        make_request(**changes)


def make_verification(**changes: Any) -> CredentialVerification:
    fields: dict[str, Any] = {
        "specialist_ref": SPECIALIST_REF,
        "credential_index": 0,
        "status": VerificationStatus.VALIDATED,
        "checked_on": date(2026, 3, 2),
        "next_on": date(2027, 10, 31),
    }
    return CredentialVerification(**(fields | changes))


@pytest.mark.parametrize(("day", "due"), [(date(2027, 10, 30), False), (date(2027, 10, 31), True)])
def test_check_is_due_when_its_day_has_come(day: date, due: bool) -> None:
    assert make_verification().is_due(day) is due


def test_check_that_settled_nothing_is_due_at_once() -> None:
    assert make_verification(status=VerificationStatus.FAILED).is_due(date(2026, 3, 3))


def test_check_without_a_next_day_is_not_due() -> None:
    assert not make_verification(next_on=None).is_due(date(2030, 1, 1))


def test_next_check_comes_after_the_last() -> None:
    with pytest.raises(ValidationError, match="before the last"):
        make_verification(next_on=date(2026, 3, 1))
