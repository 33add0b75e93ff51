"""ServiceNote <-> QuestionnaireResponse."""

from __future__ import annotations

from typing import Any

from pss_fhir.domain.note import NoteStatus
from pss_fhir.mapping import as_json, from_fhir, read_all
from pss_fhir.mapping.note_response import to_questionnaire_response
from pss_fhir.mapping.note_text import note_text
from pss_fhir.r4 import canonicals
from tests.builders import make_client, make_contact, make_group_contact, make_note


def link_ids(items: list[dict[str, Any]]) -> list[str]:
    """Every linkId, in order, with those inside."""
    return [link for item in items for link in [item["linkId"], *link_ids(item.get("item", []))]]


def test_answers_carry_the_whole_text_and_every_part() -> None:
    note = make_note(
        contact=make_group_contact(place_name="Room 2"),
        replaces_identifier="urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0ff",
    )

    response = as_json(to_questionnaire_response(note, client=make_client()))

    assert response["questionnaire"] == canonicals.SERVICE_NOTE_QUESTIONNAIRE
    assert (response["status"], response["authored"]) == ("completed", "2026-11-03T15:00:00-05:00")
    assert response["item"][0]["answer"][0]["valueString"] == note_text(note, client=make_client())
    assert link_ids(response["item"]) == [
        "text",
        "contact",
        "contact.identifier",
        "contact.status",
        "contact.kind",
        "contact.modality",
        "contact.place",
        "contact.placeName",
        "contact.serviceCode",
        "contact.modifier",
        "contact.groupSize",
        "contact.specialist",
        "contact.order",
        "contact.startedAt",
        "contact.endedAt",
        "goal",
        "goal.goal",
        "goal.words",
        "goal.progress",
        "intervention",
        "content",
        "content.purpose",
        "content.intervention",
        "content.response",
        "content.nextStep",
        "content.writtenAt",
        "content.lateEntry",
        "signature",
        "signature.name",
        "signature.credential",
        "signature.signedAt",
        "replaces",
    ]
    assert from_fhir(response) == note


def test_retracted_note_is_entered_in_error() -> None:
    retracted = make_note(status=NoteStatus.RETRACTED, ref="QuestionnaireResponse/1")

    response = as_json(to_questionnaire_response(retracted))

    assert (response["status"], response["id"]) == ("entered-in-error", "1")
    assert from_fhir(response) == retracted


def test_contact_without_times_or_encounter_survives() -> None:
    note = make_note(
        contact=make_contact(ref=None, started_at=None, ended_at=None), goals=(), interventions=()
    )

    assert from_fhir(to_questionnaire_response(note)) == note


def test_questionnaire_with_a_version_is_ours() -> None:
    response = as_json(to_questionnaire_response(make_note()))
    response["questionnaire"] += "|0.1.0"

    assert from_fhir(response) == make_note()


def test_answers_to_another_questionnaire_are_left_alone() -> None:
    response = as_json(to_questionnaire_response(make_note())) | {"questionnaire": "urn:x"}

    reading = read_all([response])

    assert ([issue.code for issue in reading.issues], reading.records) == (["mapping.foreign-note"], ())


def test_answers_without_a_group_are_left_alone() -> None:
    response = as_json(to_questionnaire_response(make_note()))
    response["item"] = [item for item in response["item"] if item["linkId"] != "signature"]

    assert [issue.code for issue in read_all([response]).issues] == ["mapping.foreign-note"]
