"""Real input: the examples that HL7 publishes with US Core 6.1.0 (fixtures/us-core-6.1.0/README.md)."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pss_fhir.domain.contact import Contact, ContactStatus
from pss_fhir.domain.people import Client, Sex
from pss_fhir.domain.record import Identifier, IdentifierKind
from pss_fhir.errors import MappingError
from pss_fhir.issues import Severity
from pss_fhir.mapping import from_fhir, read_all

FOLDER = Path(__file__).parent / "fixtures" / "us-core-6.1.0"


def example(name: str) -> dict[str, Any]:
    """One example as JSON."""
    loaded: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


ALL = [example(path.stem) for path in sorted(FOLDER.glob("*.json"))]


def test_examples_are_read_without_an_error() -> None:
    reading = read_all(ALL)

    assert Counter(type(record).__name__ for record in reading.records) == {
        "Client": 3,
        "Contact": 3,
        "Goal": 2,
        "Specialist": 2,
        "Plan": 1,
        "Coverage": 1,
    }
    assert {issue.severity for issue in reading.issues} == {Severity.INFORMATION}


def test_patient_with_an_old_name_is_known_by_the_present_one() -> None:
    client = from_fhir(example("Patient-example"))

    assert isinstance(client, Client)
    assert client.name.shown() == "Amy V. Baxter"
    assert (client.birth_on, client.sex, client.died) == (date(1987, 2, 20), Sex.FEMALE, None)
    assert client.identifiers == (
        Identifier(
            system="http://hospital.smarthealthit.org", value="1032702", kind=IdentifierKind.RECORD_NUMBER
        ),
    )


def test_patient_with_a_time_of_death_is_known_to_have_died() -> None:
    client = from_fhir(example("Patient-deceased-example"))

    assert isinstance(client, Client)
    assert client.died is True


def test_encounter_with_only_cpt_is_read_with_that_code() -> None:
    contact = from_fhir(example("Encounter-example-1"))

    assert isinstance(contact, Contact)
    assert contact == Contact(
        ref="Encounter/example-1",
        client_ref="Patient/example",
        status=ContactStatus.FINISHED,
        service_code="99201",
        started_at=datetime(2015, 11, 1, 22, 0, 14, tzinfo=UTC),
        ended_at=datetime(2015, 11, 1, 23, 0, 14, tzinfo=UTC),
    )


@pytest.mark.parametrize("name", ["DocumentReference-discharge-summary", "DocumentReference-episode-summary"])
def test_document_of_others_is_told_to_be_no_peer_support_note(name: str) -> None:
    with pytest.raises(MappingError) as refused:
        from_fhir(example(name))

    assert [issue.code for issue in refused.value.issues] == ["mapping.foreign-note"]
    assert refused.value.issues[0].severity is Severity.INFORMATION


@pytest.mark.parametrize("name", ["ServiceRequest-foodpantry-referral", "ServiceRequest-rehab"])
def test_request_for_another_service_is_told_to_be_one(name: str) -> None:
    reading = read_all([example(name)])

    assert [(issue.code, issue.path) for issue in reading.issues] == [
        ("mapping.other-service", "ServiceRequest.code")
    ]
