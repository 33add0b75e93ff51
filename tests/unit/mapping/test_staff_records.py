"""Trainings, supervisions and checks of credentials."""

from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.domain.staff import Supervision, SupervisionKind, Training
from pss_fhir.domain.verification import CredentialVerification, VerificationStatus
from pss_fhir.issues import Severity
from pss_fhir.mapping import (
    as_json,
    credential_verification,
    from_fhir,
    read_all,
    supervision,
    to_fhir,
    training,
)
from pss_fhir.validation import Validator
from tests.builders import SPECIALIST_REF
from tests.builders_care import SUPERVISION, TRAINING, VERIFICATION
from tests.unit.profiles.guide import example

PEOPLE = {"jo": SPECIALIST_REF, "dora": "Practitioner/dora"}


def errors_of(resource: dict[str, Any]) -> list[str]:
    return [str(issue) for issue in Validator().validate(resource) if issue.severity is Severity.ERROR]


def test_examples_of_the_guide_are_read() -> None:
    ethics = from_fhir(example("Basic-training-ethics"))
    contract = from_fhir(example("Basic-supervision-contract-bea"))
    check = from_fhir(example("VerificationResult-verification-certificate"))

    assert isinstance(ethics, Training)
    assert (ethics.staff_id, ethics.topic, ethics.hours) == ("specialist-bea", "ethics", 1.5)
    assert isinstance(contract, Supervision)
    assert (contract.kind, contract.supervisor_id) == (SupervisionKind.CONTRACT, "supervisor-dora")
    assert isinstance(check, CredentialVerification)
    assert (check.status, check.every_years) == (VerificationStatus.VALIDATED, 2)


def test_staff_are_known_by_their_practitioner_where_there_is_one() -> None:
    trained = as_json(training.to_fhir(TRAINING, people=PEOPLE))
    supervised = as_json(supervision.to_fhir(SUPERVISION, people=PEOPLE))

    assert trained["subject"]["reference"] == SPECIALIST_REF
    assert supervised["author"]["reference"] == "Practitioner/dora"
    assert (from_fhir(trained), from_fhir(supervised)) == (TRAINING, SUPERVISION)
    assert errors_of(trained) + errors_of(supervised) == []


def test_topic_of_the_agencys_own_stands_in_words() -> None:
    own = TRAINING.model_copy(update={"topic": "Van safety"})

    assert from_fhir(to_fhir(own)) == own


@pytest.mark.parametrize("kind", SupervisionKind)
def test_each_kind_of_supervision_comes_back_and_is_valid(kind: SupervisionKind) -> None:
    held = SUPERVISION.model_copy(update={"kind": kind})
    written = as_json(to_fhir(held))

    assert errors_of(written) == []
    assert from_fhir(written) == held


@pytest.mark.parametrize("minutes", [None, 0])
def test_session_of_unknown_length_claims_no_profile(minutes: int | None) -> None:
    """No minutes are written as unknown, as the declared loss says."""
    written = as_json(to_fhir(SUPERVISION.model_copy(update={"minutes": minutes})))

    assert "meta" not in written
    assert from_fhir(written) == SUPERVISION.model_copy(update={"minutes": None})
    assert [(loss.field, loss.when) for loss in supervision.CONCEPT.losses] == [("minutes", "it is 0")]


@pytest.mark.parametrize("missing", ["extension", "subject", "created"])
def test_record_that_is_damaged_is_told(missing: str) -> None:
    for record in (TRAINING, SUPERVISION):
        written = as_json(to_fhir(record))
        del written[missing]

        assert [issue.code for issue in read_all([written]).issues] == ["mapping.missing"]


def test_topic_that_nobody_said_is_told() -> None:
    written = as_json(to_fhir(TRAINING))
    written["extension"][0]["extension"][0] = {"url": "topic", "valueCodeableConcept": {"text": ""}}
    without = as_json(to_fhir(TRAINING))
    del without["extension"][0]["extension"][0]

    for damaged in (written, without):
        assert [issue.code for issue in read_all([damaged]).issues] == ["mapping.missing"]


def test_person_that_a_reference_does_not_name_is_told() -> None:
    written = as_json(to_fhir(TRAINING))
    written["subject"] = {"display": "Jo"}

    assert [issue.code for issue in read_all([written]).issues] == ["mapping.missing"]


def test_basic_of_others_is_left_alone() -> None:
    reading = read_all([{"resourceType": "Basic", "id": "1", "code": {"text": "referral"}}])

    assert [issue.code for issue in reading.issues] == ["mapping.other-type"]


@pytest.mark.parametrize("location", ["qualification[3]", "Practitioner.qualifications[3].code"])
def test_location_is_read_as_ndh_spells_it_too(location: str) -> None:
    written = as_json(to_fhir(VERIFICATION))
    written["targetLocation"] = ["Practitioner.name", location]

    read = from_fhir(written)

    assert isinstance(read, CredentialVerification)
    assert read.credential_index == 3


@pytest.mark.parametrize("status", VerificationStatus)
def test_each_status_of_a_check_comes_back(status: VerificationStatus) -> None:
    check = VERIFICATION.model_copy(update={"status": status})

    assert from_fhir(to_fhir(check)) == check


@pytest.mark.parametrize(
    "repeat",
    [
        None,
        {"frequency": 2, "period": 1, "periodUnit": "a"},
        {"period": 6, "periodUnit": "mo"},
        {"period": 50, "periodUnit": "a"},
    ],
)
def test_frequency_that_is_no_number_of_years_is_left_out(repeat: dict[str, Any] | None) -> None:
    written = as_json(to_fhir(VERIFICATION))
    written["frequency"] = {"repeat": repeat} if repeat else {}

    read = from_fhir(written)

    assert isinstance(read, CredentialVerification)
    assert read.every_years is None


def test_check_of_something_else_is_told() -> None:
    written = as_json(to_fhir(VERIFICATION))
    written["targetLocation"] = ["Practitioner.name"]

    assert [issue.code for issue in read_all([written]).issues] == ["mapping.missing"]


def test_check_that_nobody_made_yet_claims_no_profile_and_is_valid() -> None:
    begun = CredentialVerification(
        specialist_ref=SPECIALIST_REF, credential_index=0, status=VerificationStatus.IN_PROCESS
    )
    written = as_json(credential_verification.to_fhir(begun))

    assert "meta" not in written
    assert errors_of(written) == []
    assert from_fhir(written) == begun
