"""Whom a resource is about, as told without reading it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pss_fhir.domain.people import Client
from pss_fhir.domain.record import Record
from pss_fhir.mapping import as_json, to_fhir
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.owner import is_followed, owner_of
from pss_fhir.mapping.report import Report, Surroundings
from pss_fhir.mapping.surroundings import gather
from tests import builders
from tests.examples import calm
from tests.strategies_records import RECORDS

AROUND = gather(
    [({"resourceType": "Patient", "id": "7", "identifier": [{"system": "urn:mrn", "value": "m7"}]}, None)],
    {"urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0d1": "Patient/8"},
)


def whole(
    resource: dict[str, Any], base_url: str | None = None, around: Surroundings | None = None
) -> Element:
    resource_type = resource["resourceType"]
    return Element(
        resource, resource_type, Report(resource_type, resource_type, base_url, around or gather([]))
    )


@pytest.mark.parametrize("name", RECORDS)
@calm(15)
@given(data=st.data())
def test_owner_when_a_record_was_written_then_its_client(name: str, data: st.DataObject) -> None:
    record: Record = data.draw(RECORDS[name])
    client_ref = record.ref if isinstance(record, Client) else getattr(record, "client_ref", None)
    if name in ("Training", "Incident", "Retraction"):
        client_ref = None  # the specialist's, the agency's, the document's; they only name a client
    assert owner_of(whole(as_json(to_fhir(record)))) == client_ref


@pytest.mark.parametrize(
    ("resource", "owner"),
    [
        ({"resourceType": "Patient"}, None),
        ({"resourceType": "Encounter", "subject": {"reference": "Group/wednesday"}}, None),
        ({"resourceType": "Basic", "subject": {"reference": "Practitioner/jo"}}, None),
        (
            {"resourceType": "Encounter", "subject": {"reference": "https://elsewhere.example/Patient/1"}},
            None,
        ),
        (
            {"resourceType": "Encounter", "subject": {"reference": "https://ehr.example/Patient/1"}},
            "Patient/1",
        ),
        ({"resourceType": "Contract", "subject": [{"reference": "Patient/1"}]}, "Patient/1"),
        ({"resourceType": "Encounter", "subject": "Patient/1"}, None),
        (
            {"resourceType": "Encounter", "subject": {"reference": "Patient?identifier=urn:mrn|m7"}},
            "Patient/7",
        ),
        (
            {
                "resourceType": "Goal",
                "subject": {"reference": "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0d1"},
            },
            "Patient/8",
        ),
    ],
)
def test_owner_when_it_is_not_plain_then_nobody_is_guessed(resource: Any, owner: str | None) -> None:
    assert owner_of(whole(resource, "https://ehr.example", AROUND)) == owner


def test_followed_are_places_and_payers_and_no_records_of_persons() -> None:
    assert is_followed({"resourceType": "Location"})
    assert not is_followed({"resourceType": "Provenance"})
    assert not is_followed(as_json(to_fhir(builders.make_contact())))
