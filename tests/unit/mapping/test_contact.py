"""Contact <-> Encounter."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from pss_fhir.domain.contact import Contact, ContactKind, ContactStatus, Modality, Place
from pss_fhir.mapping import as_json, from_fhir, read_all, to_fhir
from pss_fhir.r4 import canonicals, systems
from tests.builders import make_contact, make_group_contact

ENCOUNTER: dict[str, Any] = {
    "resourceType": "Encounter",
    "id": "1",
    "status": "finished",
    "class": {"system": systems.ACT_CODE, "code": "AMB"},
    "subject": {"reference": "Patient/riley"},
}
PERIOD = {"start": "2026-11-03T14:00:00-05:00", "end": "2026-11-03T14:52:00-05:00"}


def contact_of(*around: dict[str, Any], **elements: Any) -> Contact:
    """The contact that the smallest Encounter with more elements gives."""
    contact = from_fhir(ENCOUNTER | elements, around=around)
    assert isinstance(contact, Contact)
    return contact


def typed(system: str, code: str) -> dict[str, Any]:
    """A type with one coding."""
    return {"coding": [{"system": system, "code": code}]}


def test_home_visit_becomes_a_us_core_encounter() -> None:
    written = as_json(to_fhir(make_contact()))

    assert written["class"]["code"] == "HH"
    assert [held["coding"][0]["code"] for held in written["type"]] == ["439708006", "H0038", "individual"]
    assert written["type"][1]["coding"][0]["system"].startswith("http://www.cms.gov/")
    assert written["contained"] == [
        {
            "resourceType": "Location",
            "id": "place",
            "type": [
                {
                    "coding": [
                        {"system": canonicals.PLACE_CODES, "code": "home", "display": "Home"},
                        {"system": systems.PLACE_OF_SERVICE, "code": "12", "display": "Home"},
                    ]
                }
            ],
        }
    ]
    assert written["location"] == [{"location": {"reference": "#place", "display": "Home"}}]
    assert written["participant"][0]["individual"] == {"reference": "Practitioner/jo"}
    assert written["period"] == PERIOD
    assert written["identifier"][0]["value"] == make_contact().contact_identifier


@pytest.mark.parametrize(
    ("modality", "place", "kind", "snomed"),
    [
        (Modality.IN_PERSON, Place.HOME, "HH", "439708006"),
        (Modality.IN_PERSON, Place.GROUP_HOME, "HH", "453701000124103"),
        (Modality.IN_PERSON, Place.OFFICE, "AMB", "453701000124103"),
        (Modality.IN_PERSON, Place.STREET, "FLD", "453701000124103"),
        (Modality.IN_PERSON, Place.EMERGENCY_DEPARTMENT, "FLD", "453701000124103"),
        (Modality.IN_PERSON, None, "AMB", "453701000124103"),
        (Modality.TELEHEALTH, Place.HOME, "VR", "453131000124105"),
        (Modality.TELEPHONE, Place.HOME, "VR", "185317003"),
        (Modality.TEXT_MESSAGE, None, "VR", "445450000"),
        (Modality.EMAIL, None, "VR", "1197766005"),
        (None, Place.COURT, "FLD", "308335008"),
    ],
)
def test_class_and_first_type_follow_modality_and_place(
    modality: Modality | None, place: Place | None, kind: str, snomed: str
) -> None:
    written = as_json(to_fhir(make_contact(modality=modality, place=place)))

    assert (written["class"]["code"], written["type"][0]["coding"][0]["code"]) == (kind, snomed)


def test_every_place_has_a_place_of_service() -> None:
    for place in Place:
        (location,) = as_json(to_fhir(make_contact(place=place)))["contained"]
        assert [held["system"] for held in location["type"][0]["coding"]] == [
            canonicals.PLACE_CODES,
            systems.PLACE_OF_SERVICE,
        ]


def test_group_contact_carries_modifier_and_size() -> None:
    group = make_group_contact()

    written = as_json(to_fhir(group))

    assert written["extension"] == [
        {"url": canonicals.MODIFIER, "valueCode": "HQ"},
        {"url": canonicals.GROUP_SIZE, "valuePositiveInt": 8},
    ]
    assert from_fhir(written) == group


@pytest.mark.parametrize(
    ("types", "service"),
    [
        ([typed(systems.HCPCS, "H0038")], "H0038"),
        ([typed(systems.HCPCS.replace("http:", "https:"), "H0038")], "H0038"),
        ([typed(systems.CPT, "99213")], "99213"),
        ([typed(systems.SNOMED, "439708006"), typed(systems.HCPCS, "H0038")], "H0038"),
        ([{"text": "Peer Support - Individual"}], "H0038"),
        ([typed(systems.SNOMED, "308335008")], None),
        ([], None),
    ],
)
def test_service_of_an_encounter_of_others(types: list[dict[str, Any]], service: str | None) -> None:
    assert contact_of(type=types).service_code == service


@pytest.mark.parametrize(
    ("types", "kind", "modality"),
    [
        ([typed(systems.SNOMED, "185317003")], "AMB", Modality.TELEPHONE),
        ([typed(systems.SNOMED, "448337001")], "AMB", Modality.TELEHEALTH),
        ([typed(systems.SNOMED, "439708006")], "AMB", Modality.IN_PERSON),
        ([typed(systems.CPT, "98966")], "AMB", Modality.TELEPHONE),
        ([], "HH", Modality.IN_PERSON),
        ([], "FLD", Modality.IN_PERSON),
        ([], "AMB", None),
        ([], "VR", None),
    ],
)
def test_modality_of_an_encounter_of_others_is_what_leaves_no_doubt(
    types: list[dict[str, Any]], kind: str, modality: Modality | None
) -> None:
    assert contact_of(type=types, **{"class": {"code": kind}}).modality is modality


def test_own_contact_without_modality_is_not_given_one_by_its_class() -> None:
    own = make_contact(modality=None, place=Place.HOME)

    assert from_fhir(to_fhir(own)) == own


@pytest.mark.parametrize(
    ("location", "place", "place_name"),
    [
        (
            {"type": [typed(systems.PLACE_OF_SERVICE, "04")], "name": "Night shelter"},
            Place.SHELTER,
            "Night shelter",
        ),
        ({"type": [typed(systems.PLACE_OF_SERVICE, "99")]}, Place.OTHER, None),
        ({"type": [typed("http://terminology.hl7.org/CodeSystem/v3-RoleCode", "PTRES")]}, Place.HOME, None),
        (
            {"physicalType": typed("http://terminology.hl7.org/CodeSystem/location-physical-type", "ho")},
            Place.HOME,
            None,
        ),
        ({"type": [typed("urn:x", "1")], "name": "Clinic"}, None, "Clinic"),
    ],
)
def test_place_is_read_from_the_location_at_hand(
    location: dict[str, Any], place: Place | None, place_name: str | None
) -> None:
    at_hand = {"resourceType": "Location", "id": "l", **location}

    contact = contact_of(at_hand, location=[{"location": {"reference": "Location/l", "display": "shown"}}])

    assert (contact.place, contact.place_name) == (place, place_name)


def test_place_that_cannot_be_followed_gives_its_words() -> None:
    contact = contact_of(location=[{"location": {"reference": "Location/away", "display": "Night shelter"}}])

    assert (contact.place, contact.place_name) == (None, "Night shelter")


@pytest.mark.parametrize(
    ("participants", "specialist"),
    [
        ([{"individual": {"reference": "Practitioner/a"}}], "Practitioner/a"),
        (
            [
                {"individual": {"reference": "Practitioner/a"}},
                {
                    "type": [typed(systems.PARTICIPATION, "PPRF")],
                    "individual": {"reference": "Practitioner/b"},
                },
            ],
            "Practitioner/b",
        ),
        ([{"individual": {"reference": "RelatedPerson/kim"}}], None),
        ([{"individual": {"reference": "PractitionerRole/r"}}], "Practitioner/jo"),
        ([{}], None),
    ],
)
def test_specialist_is_the_primary_performer(participants: list[Any], specialist: str | None) -> None:
    role = {
        "resourceType": "PractitionerRole",
        "id": "r",
        "practitioner": {"reference": "Practitioner/jo"},
    }

    assert contact_of(role, participant=participants).specialist_ref == specialist


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("planned", ContactStatus.PLANNED),
        ("arrived", ContactStatus.IN_PROGRESS),
        ("triaged", ContactStatus.IN_PROGRESS),
        ("in-progress", ContactStatus.IN_PROGRESS),
        ("onleave", ContactStatus.IN_PROGRESS),
        ("finished", ContactStatus.FINISHED),
        ("cancelled", ContactStatus.CANCELLED),
        ("entered-in-error", ContactStatus.RETRACTED),
        ("unknown", ContactStatus.UNKNOWN),
    ],
)
def test_every_status_of_fhir_is_read(code: str, status: ContactStatus) -> None:
    assert contact_of(status=code).status is status


@pytest.mark.parametrize(
    ("period", "code", "path"),
    [
        ({"start": "2026-11-03"}, "mapping.no-time", "Encounter.period.start"),
        ({"start": "2026-11-03T14:00:00"}, "mapping.no-time", "Encounter.period.start"),
        ({"start": "yesterday"}, "mapping.bad-date", "Encounter.period.start"),
        (PERIOD | {"end": PERIOD["start"]}, "mapping.empty-span", "Encounter.period"),
        (PERIOD | {"end": "2026-11-03T13:00:00-05:00"}, "mapping.empty-span", "Encounter.period"),
        ("today", "mapping.wrong-shape", "Encounter.period"),
    ],
)
def test_period_that_cannot_be_counted_is_noted_and_left_out(period: Any, code: str, path: str) -> None:
    reading = read_all([ENCOUNTER | {"period": period}])

    assert [(issue.code, issue.path) for issue in reading.issues] == [(code, path)]
    assert isinstance(reading.records[0], Contact)
    assert reading.records[0].ended_at is None


def test_times_are_read_with_their_offset() -> None:
    assert contact_of(period=PERIOD).started_at == datetime(2026, 11, 3, 19, tzinfo=UTC)


def test_family_that_took_part_is_read_from_others_and_staff_is_not() -> None:
    participants = [
        {"individual": {"reference": "RelatedPerson/kim"}},
        {"type": [{"coding": [{"code": "PART"}]}], "individual": {"reference": "Practitioner/lee"}},
    ]

    contact = contact_of(participant=participants)

    assert contact.spoken_with_refs == ("RelatedPerson/kim",)
    assert contact.specialist_ref == "Practitioner/lee"


def test_collateral_contact_names_who_was_spoken_with() -> None:
    contact = make_contact(
        kind=ContactKind.COLLATERAL, specialist_ref=None, spoken_with_refs=("RelatedPerson/kim",)
    )

    assert from_fhir(to_fhir(contact)) == contact


def test_group_contact_that_is_part_of_a_session_names_the_members_profile() -> None:
    written = as_json(to_fhir(make_group_contact(group_ref="Encounter/wednesday")))

    assert written["partOf"] == {"reference": "Encounter/wednesday"}
    assert written["meta"]["profile"][0].endswith("/pss-group-member-contact")


STAY = {"resourceType": "Encounter", "id": "whole", "subject": {"reference": "Patient/riley"}}
SESSION = STAY | {"subject": {"reference": "Group/wednesday"}}
GROUP_TYPES = [typed(canonicals.CONTACT_KIND_CODES, "group")]
HQ = [{"url": canonicals.MODIFIER, "valueCode": "HQ"}]


@pytest.mark.parametrize(
    ("around", "elements", "group"),
    [
        ((), {}, None),
        ((STAY,), {"extension": HQ}, None),
        ((SESSION,), {}, None),
        ((), {"extension": HQ}, "Encounter/whole"),
        ((SESSION,), {"extension": HQ}, "Encounter/whole"),
        ((), {"extension": [{"url": canonicals.GROUP_SIZE, "valuePositiveInt": 6}]}, "Encounter/whole"),
        ((), {"type": GROUP_TYPES}, "Encounter/whole"),
    ],
)
def test_what_an_encounter_is_part_of_is_a_session_only_for_a_group(
    around: tuple[dict[str, Any], ...], elements: dict[str, Any], group: str | None
) -> None:
    """Servers put a stay in a hospital or an account there."""
    assert contact_of(*around, partOf={"reference": "Encounter/whole"}, **elements).group_ref == group


def test_service_type_in_words_is_read_as_peer_support() -> None:
    assert contact_of(serviceType={"text": "Peer Support"}).service_code == "H0038"
