"""Each kind of EHR: the note ends on its rung, as it was signed, and the pages say no more than is so."""

from __future__ import annotations

from pathlib import Path

import pytest

from pss_fhir.outbox import OutboxState
from pss_fhir.sandbox.modes.mode import MODE_NAMES
from tests.demo.person import RILEY, SPECIALIST, Person, form_to, has_form_to
from tests.demo.stage import staged, text_in

DOCUMENTS = ("open", "epic", "oracle")
FORMS = {"athena": "a clinician there may still have to review it", "ecw": "Stored in the EHR"}
PERIOD = {"start": "2026-11-03T15:03:00-05:00", "end": "2026-11-03T15:55:00-05:00"}


def test_modes_are_all_told() -> None:
    assert {*DOCUMENTS, *FORMS, "read-only"} == set(MODE_NAMES)


@pytest.mark.parametrize("mode", DOCUMENTS)
def test_document_in_the_ehr_is_what_was_signed_word_for_word(tmp_path: Path, mode: str) -> None:
    with staged(tmp_path, mode=mode) as stage:
        jo = Person(stage)
        reviewed = jo.review(jo.launch())
        signed = jo.shown_text

        result = jo.sign(reviewed)

        (note,) = stage.held("DocumentReference")
        assert text_in(note) == signed
        assert note["identifier"][0]["value"] == f"urn:uuid:{result.url.rpartition('/')[2]}"
        assert note["subject"] == {"reference": RILEY}
        assert note["author"][0]["reference"] == SPECIALIST
        assert note["context"]["period"] == PERIOD
        assert "encounter" not in note["context"] or note["context"]["encounter"] == [
            {"reference": "#contact"}
        ]
        assert result.heading == "Filed, 4:00 PM"
        assert f"Filed in the EHR. (DocumentReference/{note['id']})" in result.text
        assert "Filed (read back: the same)" in result.text


@pytest.mark.parametrize("mode", DOCUMENTS)
def test_document_of_a_launch_with_a_visit_names_that_visit(tmp_path: Path, mode: str) -> None:
    with staged(tmp_path, mode=mode) as stage:
        visit = next(
            f"Encounter/{each['id']}"
            for each in stage.ehr.agency.resources
            if each["resourceType"] == "Encounter" and each["subject"]["reference"] == RILEY
        )
        jo = Person(stage)

        jo.file_a_note(jo.launch(encounter=visit))

        (note,) = stage.held("DocumentReference")
        assert note["context"]["encounter"] == [{"reference": visit}]


@pytest.mark.parametrize("mode", FORMS)
def test_form_in_the_ehr_is_what_was_signed_word_for_word(tmp_path: Path, mode: str) -> None:
    with staged(tmp_path, mode=mode) as stage:
        jo = Person(stage)
        reviewed = jo.review(jo.launch())
        signed = jo.shown_text

        result = jo.sign(reviewed)

        (note,) = stage.held("QuestionnaireResponse")
        assert text_in(note) == signed
        assert note["identifier"]["value"] == f"urn:uuid:{result.url.rpartition('/')[2]}"
        assert note["subject"] == {"reference": RILEY}
        assert note["author"]["reference"] == SPECIALIST
        assert result.heading == "Filed, 4:00 PM"
        assert FORMS[mode] in result.text
        assert stage.held("DocumentReference") == []


def test_note_of_a_read_only_ehr_is_copied_and_confirmed_and_never_called_filed(tmp_path: Path) -> None:
    with staged(tmp_path, mode="read-only") as stage:
        jo = Person(stage)
        reviewed = jo.review(jo.launch())
        signed = jo.shown_text
        assert "you copy or print it, and confirm here" in reviewed.text

        result = jo.sign(reviewed)
        assert result.heading == "Signed. Now copy it into the chart."
        assert stage.notes() == []
        chart = jo.follow(result, "Back to the chart")
        assert "To be copied by hand" in chart.text

        copied = jo.follow(result, "Copy or print the note")
        assert jo.shown_text == signed
        confirmed = jo.submit(form_to(copied, "/copied"), {})

        assert confirmed.heading == "Copied by hand, 4:00 PM"
        assert "This app cannot check that." in confirmed.text
        assert stage.notes() == []
        (row,) = stage.services.store.outbox.list()
        assert (row.state, row.filed_at) == (OutboxState.COPIED_BY_HAND, None)
        for page in (result, chart, confirmed):
            assert "Filed" not in page.text


def test_note_without_the_scope_to_write_is_copied_by_hand(tmp_path: Path) -> None:
    """An open EHR whose administrator granted reading alone."""
    names = ("CarePlan", "Coverage", "DocumentReference", "Encounter", "Goal", "Patient", "ServiceRequest")
    granted = (
        "launch",
        "openid",
        "fhirUser",
        "user/Practitioner.rs",
        *(f"patient/{name}.rs" for name in names),
    )
    with staged(tmp_path, scopes=granted) as stage:
        jo = Person(stage)

        result = jo.file_a_note()

        assert result.heading == "Signed. Now copy it into the chart."
        assert not has_form_to(result, "/copied")
        assert stage.notes() == []
