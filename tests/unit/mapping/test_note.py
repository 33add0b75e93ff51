"""ServiceNote <-> DocumentReference in the shapes that servers take."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import pytest

from pss_fhir.domain.note import NoteStatus, ServiceNote
from pss_fhir.domain.people import Client
from pss_fhir.errors import MappingError
from pss_fhir.mapping import as_json, from_fhir, read_all, to_fhir
from pss_fhir.mapping.note import to_document_reference
from pss_fhir.mapping.note_shape import ORACLE, EncounterLink, NoteShape
from pss_fhir.mapping.note_text import note_text
from pss_fhir.r4 import canonicals
from tests.builders import make_client, make_contact, make_note

OTHER_NOTE = "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0ff"


def written(note: ServiceNote | None = None, client: Client | None = None, **shape: Any) -> dict[str, Any]:
    """The note in a shape, as JSON."""
    return as_json(to_document_reference(note or make_note(), client=client, shape=NoteShape(**shape)))


def test_note_is_one_clinical_note_of_us_core_9() -> None:
    document = written()

    assert document["identifier"] == [{"system": "urn:ietf:rfc:3986", "value": make_note().note_identifier}]
    assert (document["status"], document["docStatus"]) == ("current", "final")
    assert [held["code"] for held in document["type"]["coding"]] == [
        "34904-3",
        "peer-support-service-note",
    ]
    assert document["category"][0]["coding"][0]["code"] == "clinical-note"
    assert document["subject"] == {"reference": "Patient/riley"}
    assert document["author"] == [{"reference": "Practitioner/jo", "display": "Jo HTEST"}]
    assert document["date"] == "2026-11-03T15:00:00-05:00"
    assert document["context"] == {
        "encounter": [{"reference": "Encounter/visit-1103"}],
        "period": {"start": "2026-11-03T14:00:00-05:00", "end": "2026-11-03T14:52:00-05:00"},
        "related": [{"reference": "Goal/apartment"}],
    }


def test_text_is_utf_8_and_the_note_as_people_read_it() -> None:
    note = make_note(response="Riley sagte “ja” 🙂")

    (content,) = written(note, make_client())["content"]

    assert content["attachment"]["contentType"] == "text/plain;charset=utf-8"
    assert b64decode(content["attachment"]["data"]).decode() == note_text(note, client=make_client())


def test_site_maps_the_note_type() -> None:
    assert written(loinc="11506-3")["type"]["coding"][0] == {
        "system": "http://loinc.org",
        "code": "11506-3",
        "display": "Progress note",
    }


def test_contained_shape_carries_the_contact_inside() -> None:
    document = written(make_note(contact=make_contact(ref=None)), encounter=EncounterLink.CONTAINED)

    assert [(held["resourceType"], held["id"]) for held in document["contained"]] == [
        ("Encounter", "contact"),
        ("Location", "place"),
    ]
    assert "meta" not in document["contained"][0]
    assert document["context"]["encounter"] == [{"reference": "#contact"}]
    assert from_fhir(document) == make_note(contact=make_contact(ref=None))


def test_period_shape_names_no_encounter() -> None:
    assert "encounter" not in written(encounter=EncounterLink.PERIOD)["context"]


def test_oracle_shape_breaks_none_of_oracles_rules() -> None:
    """ehr-writeback.md, section 5b."""
    document = as_json(to_document_reference(make_note(), client=make_client(), shape=ORACLE))

    assert (document["status"], document["docStatus"]) == ("current", "final")
    assert [held["system"] for held in document["type"]["coding"]] == ["http://loinc.org"]
    assert len(document["content"]) == len(document["author"]) == 1
    assert {"start", "end"} == set(document["context"]["period"])
    assert not {"contained", "extension", "meta", "authenticator", "modifierExtension"} & set(document)


def test_oracle_shape_without_an_end_is_refused() -> None:
    with pytest.raises(MappingError) as refused:
        to_document_reference(make_note(contact=make_contact(ended_at=None)), shape=ORACLE)

    assert refused.value.code == "mapping.unsuited-shape"


@pytest.mark.parametrize(
    ("shape", "status"), [(NoteShape(), "entered-in-error"), (ORACLE, "current")], ids=["open", "oracle"]
)
def test_retraction_is_the_same_resource_entered_in_error(shape: NoteShape, status: str) -> None:
    note = make_note(ref="DocumentReference/1")
    retracted = note.model_copy(update={"status": NoteStatus.RETRACTED})

    before, after = (as_json(to_document_reference(each, shape=shape)) for each in (note, retracted))

    assert (after["status"], after["docStatus"]) == (status, "entered-in-error")
    assert {key for key in before if before[key] != after[key]} <= {"status", "docStatus"}
    assert shape is ORACLE or from_fhir(after) == retracted


def test_retraction_by_document_status_alone_is_read_as_one() -> None:
    document = written() | {"docStatus": "entered-in-error"}

    assert from_fhir(document) == make_note(status=NoteStatus.RETRACTED)


def test_part_2_note_carries_its_labels() -> None:
    document = written(is_part_2=True)

    labels = ["R", "42CFRPart2", "SUD"]
    assert [label["code"] for label in document["meta"]["security"]] == labels
    assert [label["coding"][0]["code"] for label in document["securityLabel"]] == labels


def test_agency_is_the_custodian_where_the_server_knows_it() -> None:
    assert written(custodian_ref="Organization/agency")["custodian"] == {"reference": "Organization/agency"}


def test_new_version_names_the_note_it_replaces() -> None:
    note = make_note(replaces_identifier=OTHER_NOTE)

    document = as_json(to_document_reference(note, replaces_ref="DocumentReference/0"))

    (related,) = document["relatesTo"]
    assert related["code"] == "replaces"
    assert related["target"]["reference"] == "DocumentReference/0"
    assert from_fhir(document) == note


@pytest.mark.parametrize("url", [canonicals.NOTE_CONTENT, canonicals.NOTE_CONTACT, canonicals.SIGNATURE])
def test_note_without_its_structured_side_is_a_foreign_note(url: str) -> None:
    document = written()
    document["extension"] = [held for held in document["extension"] if held["url"] != url]

    reading = read_all([document])

    assert ([issue.code for issue in reading.issues], reading.records) == (["mapping.foreign-note"], ())


def test_unknown_intervention_is_noted_and_the_others_stay() -> None:
    document = written()
    unknown = {"coding": [{"system": canonicals.INTERVENTION_CODES, "code": "hypnosis"}]}
    document["extension"].append({"url": canonicals.INTERVENTION, "valueCodeableConcept": unknown})

    reading = read_all([document])

    assert reading.records == (make_note(),)
    assert [issue.code for issue in reading.issues] == ["mapping.unknown-code"]


def test_damaged_structured_side_is_refused_with_the_field() -> None:
    document = written()
    purpose = document["extension"][0]["extension"][0]
    assert purpose.pop("url") == "purpose"

    with pytest.raises(MappingError) as refused:
        from_fhir(document)

    assert [issue.code for issue in refused.value.issues] == ["mapping.refused"]
    assert "purpose" in refused.value.issues[0].message


def test_note_at_a_server_is_known_by_its_id() -> None:
    document = written() | {"id": "n-1"}

    assert from_fhir(document) == make_note(ref="DocumentReference/n-1")


def test_to_fhir_is_the_open_shape() -> None:
    assert as_json(to_fhir(make_note(), client=make_client())) == written(client=make_client())
