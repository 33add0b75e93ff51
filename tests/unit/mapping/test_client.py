"""Client <-> Patient."""

from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.domain.people import Client, PersonName, Sex
from pss_fhir.errors import MappingError
from pss_fhir.mapping import as_json, from_fhir, read_all, to_fhir
from pss_fhir.r4.canonicals import DATA_ABSENT_REASON
from tests.builders import make_client

PATIENT: dict[str, Any] = {"resourceType": "Patient", "id": "1", "name": [{"family": "HTEST"}]}


def client_of(**elements: Any) -> Client:
    """The client that the smallest Patient with more elements gives."""
    client = from_fhir(PATIENT | elements)
    assert isinstance(client, Client)
    return client


def test_client_becomes_a_us_core_patient() -> None:
    assert as_json(to_fhir(make_client())) == {
        "resourceType": "Patient",
        "id": "riley",
        "meta": {
            "profile": [
                "https://pss-fhir.org/fhir/StructureDefinition/pss-client",
                "http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient",
            ]
        },
        "identifier": [
            {
                "type": {
                    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR"}]
                },
                "system": "https://agency.example/record-number",
                "value": "HT-0042",
            },
            {
                "type": {
                    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MA"}]
                },
                "system": "https://medicaid.ncdhhs.gov/member-id",
                "value": "900000000A",
            },
        ],
        "name": [{"family": "HTEST", "given": ["Riley"]}],
        "gender": "female",
        "birthDate": "1990-04-02",
        "deceasedBoolean": False,
    }


def test_what_us_core_asks_for_and_nobody_knows_is_marked_absent() -> None:
    patient = as_json(to_fhir(make_client(identifiers=(), name=PersonName(text="Riley"))))

    absent = {"extension": [{"url": DATA_ABSENT_REASON, "valueCode": "unknown"}]}
    assert patient["identifier"] == [{"_system": absent, "_value": absent}]
    assert patient["name"] == [{**absent, "text": "Riley"}]


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ([{"family": "B", "use": "official"}, {"family": "A", "use": "usual"}], "A"),
        ([{"family": "B"}, {"family": "A", "use": "official"}], "A"),
        ([{"family": "B", "use": "old"}, {"family": "A", "use": "maiden"}], "A"),
        ([{"family": "B", "use": "usual", "period": {"end": "2020"}}, {"family": "A"}], "A"),
        ([{"use": "usual"}, {"text": "A"}], "A"),
        ([{"family": "B", "use": "unheard-of"}, {"family": "A", "use": "nickname"}], "A"),
        ({"family": "A"}, "A"),
    ],
)
def test_of_several_names_the_one_a_person_goes_by_is_read(names: Any, shown: str) -> None:
    assert client_of(name=names).name.shown() == shown


@pytest.mark.parametrize(
    ("addresses", "county"),
    [
        ([{"district": "Wake"}], "Wake"),
        ([{"use": "work", "district": "Durham"}, {"use": "home", "district": "Wake County"}], "Wake County"),
        ([{"use": "old", "district": "Durham"}], None),
        ([{"use": "home", "city": "Raleigh"}, {"use": "temp", "district": "Wake"}], "Wake"),
        ([{"city": "Raleigh"}], None),
    ],
)
def test_county_is_that_of_the_home_address(addresses: Any, county: str | None) -> None:
    assert client_of(address=addresses).county == county


def test_partial_birth_date_is_left_out_and_noted() -> None:
    reading = read_all([PATIENT | {"birthDate": "1990-04"}])

    assert [(issue.code, issue.path) for issue in reading.issues] == [
        ("mapping.partial-date", "Patient.birthDate")
    ]
    assert isinstance(reading.records[0], Client)
    assert reading.records[0].birth_on is None


def test_missing_gender_is_unknown() -> None:
    assert client_of().sex is Sex.UNKNOWN


@pytest.mark.parametrize(
    ("patient", "codes"),
    [
        ({"resourceType": "Patient", "id": "1"}, ["mapping.missing"]),
        ({"resourceType": "Patient", "name": [{"family": "HTEST"}]}, ["mapping.no-id"]),
        (PATIENT | {"name": "HTEST"}, ["mapping.wrong-shape", "mapping.missing"]),
    ],
)
def test_patient_without_id_or_name_is_refused_with_the_reason(
    patient: dict[str, Any], codes: list[str]
) -> None:
    with pytest.raises(MappingError) as refused:
        from_fhir(patient)

    assert [issue.code for issue in refused.value.issues] == codes


def test_client_kept_under_another_type_cannot_be_written() -> None:
    with pytest.raises(MappingError) as refused:
        to_fhir(make_client(ref="Person/1"))

    assert refused.value.code == "mapping.wrong-ref"


def test_findings_hold_nothing_of_the_person() -> None:
    sentinel = "SENTINEL"
    damaged = PATIENT | {
        "name": [{"family": f"{sentinel}\u0007", "given": sentinel}],
        "birthDate": sentinel,
        "gender": sentinel,
        "deceasedBoolean": sentinel,
        "identifier": [{"system": sentinel, "value": {"a": sentinel}}],
    }

    reading = read_all([damaged])

    assert {issue.code for issue in reading.issues} == {
        "mapping.control-character",
        "mapping.bad-date",
        "mapping.unknown-code",
        "mapping.wrong-shape",
    }
    assert sentinel not in repr(reading.issues)
