"""Addendum <-> DocumentReference that appends."""

from __future__ import annotations

from base64 import b64decode

from pss_fhir.mapping import as_json, from_fhir, read_all, to_fhir
from pss_fhir.mapping.addendum import to_document_reference
from pss_fhir.mapping.note_shape import ORACLE
from pss_fhir.mapping.note_text import addendum_text
from pss_fhir.r4 import canonicals
from tests.builders import ADDENDUM_IDENTIFIER, NOTE_IDENTIFIER, make_addendum, make_client, make_note


def test_addendum_appends_to_the_note() -> None:
    document = as_json(to_fhir(make_addendum(), client=make_client()))

    assert document["relatesTo"] == [
        {
            "code": "appends",
            "target": {
                "reference": "DocumentReference/note-1103",
                "type": "DocumentReference",
                "identifier": {"system": "urn:ietf:rfc:3986", "value": NOTE_IDENTIFIER},
            },
        }
    ]
    assert document["identifier"][0]["value"] == ADDENDUM_IDENTIFIER
    assert document["type"]["coding"][1]["code"] == canonicals.ADDENDUM_CODE
    text = b64decode(document["content"][0]["attachment"]["data"]).decode()
    assert text == addendum_text(make_addendum(), client=make_client())


def test_addendum_to_a_note_that_is_not_filed_names_it_by_identifier() -> None:
    addendum = make_addendum(note_ref=None)

    document = as_json(to_fhir(addendum))

    assert "reference" not in document["relatesTo"][0]["target"]
    assert from_fhir(document) == addendum


def test_addendum_in_oracles_shape_has_only_its_text() -> None:
    document = as_json(to_document_reference(make_addendum(), shape=ORACLE))

    assert "extension" not in document
    assert len(document["type"]["coding"]) == 1


def test_addendum_carries_the_time_of_the_service_that_its_note_is_about() -> None:
    document = as_json(to_document_reference(make_addendum(), shape=ORACLE, contact=make_note().contact))

    assert document["context"] == {
        "period": {"start": "2026-11-03T14:00:00-05:00", "end": "2026-11-03T14:52:00-05:00"}
    }


def test_addendum_without_its_note_is_refused() -> None:
    document = as_json(to_fhir(make_addendum()))
    del document["relatesTo"]

    reading = read_all([document])

    assert [(issue.code, issue.path) for issue in reading.issues] == [
        ("mapping.missing", "DocumentReference.relatesTo")
    ]


def test_addendum_without_its_signature_is_a_foreign_note() -> None:
    document = as_json(to_fhir(make_addendum()))
    document["extension"].pop()

    assert [issue.code for issue in read_all([document]).issues] == ["mapping.foreign-note"]
