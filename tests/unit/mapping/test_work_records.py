"""Steps of a plan, meetings of staff, background checks, contacts at a distance: what each is written as."""

from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.domain.contact import Modality, Remote
from pss_fhir.domain.plan_step import StepStatus
from pss_fhir.errors import MappingError
from pss_fhir.mapping import as_json, from_fhir, read_all, to_fhir
from pss_fhir.mapping.background_check import to_fhir as check_to_fhir
from pss_fhir.mapping.note_text import note_text
from tests.builders import SPECIALIST_REF, at, make_contact, make_note, make_signature
from tests.builders_work import BACKGROUND_CHECK, PLAN_STEP, STAFF_MEETING


def test_step_points_at_its_goal_and_says_by_when() -> None:
    task = as_json(to_fhir(PLAN_STEP))

    assert task["focus"] == {"reference": "Goal/home"}
    assert task["restriction"]["period"] == {"end": "2026-11-20"}
    assert task["executionPeriod"] == {"end": "2026-11-18"}


def test_step_that_is_not_done_with_a_day_of_doing_is_refused() -> None:
    task = as_json(to_fhir(PLAN_STEP)) | {"status": "in-progress"}

    with pytest.raises(MappingError) as refused:
        from_fhir(task)

    assert [issue.code for issue in refused.value.issues] == ["mapping.refused"]


def test_step_with_a_status_of_others_is_read_by_the_nearest() -> None:
    task = as_json(to_fhir(PLAN_STEP)) | {"status": "rejected"}
    del task["executionPeriod"]

    assert from_fhir(task) == PLAN_STEP.model_copy(update={"status": StepStatus.CANCELLED, "done_on": None})


def test_check_under_way_is_in_process() -> None:
    under_way = BACKGROUND_CHECK.model_copy(update={"completed_on": None, "result": None})

    result = as_json(to_fhir(under_way))

    assert (result["status"], "lastPerformed" in result) == ("in-process", False)
    assert from_fhir(result) == under_way


def test_check_names_the_practitioner_where_that_is_known() -> None:
    result = as_json(check_to_fhir(BACKGROUND_CHECK, people={"jo": SPECIALIST_REF}))

    assert result["target"][0]["reference"] == SPECIALIST_REF
    assert from_fhir(result) == BACKGROUND_CHECK


def test_appointment_of_a_client_is_left_alone() -> None:
    appointment = as_json(to_fhir(STAFF_MEETING)) | {"serviceType": [{"text": "Physical"}]}

    reading = read_all([appointment])

    assert (reading.records, [issue.code for issue in reading.issues]) == ((), ["mapping.other-type"])


def test_somebody_invited_twice_takes_part_once() -> None:
    appointment = as_json(to_fhir(STAFF_MEETING))
    appointment["participant"].append(appointment["participant"][0])

    assert from_fhir(appointment) == STAFF_MEETING


def test_empty_remark_on_the_distance_is_no_remark() -> None:
    contact = make_contact(modality=Modality.TELEPHONE, remote=Remote(has_agreed=True))
    encounter = as_json(to_fhir(contact))
    encounter["extension"][0]["extension"] = []

    assert from_fhir(encounter) == contact.model_copy(update={"remote": None})


@pytest.mark.parametrize(
    ("remote", "line"),
    [
        ({"has_agreed": True}, "The person agreed to it."),
        ({"has_agreed": False}, "The person did not agree to it."),
        ({"specialist_place": "office"}, "Specialist at: Office."),
        ({"audio_only_reason": "no-video"}, "The person has no means for video."),
        ({"failure": "The line broke."}, "What failed: The line broke."),
    ],
)
def test_note_tells_how_a_contact_at_a_distance_was_held(remote: dict[str, Any], line: str) -> None:
    contact = make_contact(modality=Modality.TELEPHONE, remote=Remote(**remote))

    assert f"At a distance:    {line}\n" in note_text(make_note(contact=contact))
    assert "At a distance" not in note_text(make_note())


def test_supervisor_stands_in_the_text_and_as_authenticator() -> None:
    note = make_note(
        cosignature=make_signature(signer_ref="Practitioner/dora", signer_name="Dora HTEST", signed_at=at(16))
    )

    assert "\nSigned by the supervisor Dora HTEST, " in note_text(note)
    assert as_json(to_fhir(note))["authenticator"]["reference"] == "Practitioner/dora"
