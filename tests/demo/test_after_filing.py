"""After a note is filed: an addition beside it, and taking it back when it is in the wrong chart."""

from __future__ import annotations

from pathlib import Path

import pytest

from pss_fhir.cli.visitor import Page
from pss_fhir.outbox import OutboxState
from pss_fhir.store import RecordKind
from tests.demo.person import Person, form_to
from tests.demo.stage import Stage, staged, text_in

ADDITION = {
    "text": "The landlord called back on Friday.",
    "reason": "The call came later.",
    "attested": "yes",
}
WRONG_CHART = {"reason": "The wrong chart was open.", "attested": "yes"}


def add(jo: Person, result: Page) -> Page:
    return jo.submit(jo.follow(result, "Add to this note").form_with("text"), dict(ADDITION))


def take_back(jo: Person, result: Page) -> Page:
    form = jo.follow(result, "It is about the wrong person").form_with("attested")
    return jo.submit(form, dict(WRONG_CHART))


def states(stage: Stage) -> set[tuple[str, str]]:
    return {(row.kind, row.state) for row in stage.services.store.outbox.list()}


def later(stage: Stage, jo: Person, result: Page, minutes: int = 1) -> Page:
    """The page of the note after the worker has had its turn."""
    stage.work(after_minutes=minutes)
    return jo.open(result.url)


@pytest.mark.parametrize("mode", ["open", "epic", "oracle"])
def test_addition_stands_beside_the_note_which_stays_as_it_was(tmp_path: Path, mode: str) -> None:
    with staged(tmp_path, mode=mode) as stage:
        jo = Person(stage)
        result = jo.file_a_note()
        (before,) = stage.notes()

        page = add(jo, result)

        held, addition = sorted(stage.notes(), key=lambda each: "relatesTo" in each)
        assert held == before
        assert addition["relatesTo"][0]["code"] == "appends"
        assert addition["relatesTo"][0]["target"]["reference"] == f"DocumentReference/{before['id']}"
        assert ADDITION["text"] in text_in(addition)
        assert page.heading == "Filed, 4:00 PM"
        assert f"Filed in the EHR. (DocumentReference/{addition['id']})" in page.text
        assert states(stage) == {
            (RecordKind.NOTE, OutboxState.FILED),
            (RecordKind.ADDENDUM, OutboxState.FILED),
        }


@pytest.mark.parametrize("mode", ["athena", "ecw"])
def test_addition_where_the_ehr_takes_only_forms_is_copied_by_hand(tmp_path: Path, mode: str) -> None:
    with staged(tmp_path, mode=mode) as stage:
        jo = Person(stage)
        result = jo.file_a_note()

        page = add(jo, result)

        assert len(stage.notes()) == 1
        assert (RecordKind.ADDENDUM, OutboxState.TO_BE_COPIED) in states(stage)
        assert "To be copied by hand" in page.text
        assert ADDITION["text"] in page.text
        page = jo.submit(form_to(page, "/copied"), {})
        assert (RecordKind.ADDENDUM, OutboxState.COPIED_BY_HAND) in states(stage)
        assert "This app cannot check that." in page.text


@pytest.mark.parametrize("mode", ["open", "epic", "oracle"])
def test_note_of_the_wrong_person_is_marked_with_everything_that_was_added(tmp_path: Path, mode: str) -> None:
    """A chart that is not the person's may not keep the additions either."""
    with staged(tmp_path, mode=mode) as stage:
        jo = Person(stage)
        result = add(jo, jo.file_a_note())

        page = take_back(jo, result)

        status = "docStatus" if mode == "oracle" else "status"
        assert [note[status] for note in stage.notes()] == ["entered-in-error"] * 2
        assert page.heading == "Entered in error"
        assert "It no longer counts" in page.text
        chart = jo.follow(page, "Back to the chart")
        assert "Entered in error" in chart.text
        assert states(stage) == {
            (RecordKind.NOTE, OutboxState.RETRACTED),
            (RecordKind.ADDENDUM, OutboxState.RETRACTED),
            (RecordKind.RETRACTION, OutboxState.FILED),
        }


@pytest.mark.parametrize("mode", ["athena", "ecw"])
def test_note_of_the_wrong_person_where_nothing_can_be_changed_is_left_to_a_person(
    tmp_path: Path, mode: str
) -> None:
    with staged(tmp_path, mode=mode) as stage:
        jo = Person(stage)
        result = jo.file_a_note()

        page = take_back(jo, result)

        (note,) = stage.notes()
        assert note["status"] == "completed"
        assert "Have the record marked as entered in error in the EHR" in page.text
        assert page.heading != "Entered in error"
        assert states(stage) == {
            (RecordKind.NOTE, OutboxState.FILED),
            (RecordKind.RETRACTION, OutboxState.TO_BE_COPIED),
        }
        page = jo.submit(form_to(page, "/copied"), {})
        assert page.heading == "Entered in error"
        assert "This app cannot check that." in page.text


def test_retraction_whose_answer_is_lost_is_looked_for_and_done_once(stage: Stage, jo: Person) -> None:
    result = jo.file_a_note()
    stage.ehr.order_fault("timeout-after-commit", method="PUT", path="/DocumentReference/")

    page = take_back(jo, result)
    assert page.heading.startswith("Filed")
    assert "Not yet marked in the EHR" in page.text

    page = later(stage, jo, result)
    assert page.heading == "Entered in error"
    (note,) = stage.notes()
    assert (note["status"], note["meta"]["versionId"]) == ("entered-in-error", "2")


def test_form_to_take_back_sent_twice_marks_once(stage: Stage, jo: Person) -> None:
    result = jo.file_a_note()
    form = jo.follow(result, "It is about the wrong person").form_with("attested")

    first = jo.submit(form, dict(WRONG_CHART))
    second = jo.submit(form, dict(WRONG_CHART))

    assert first.heading == "Entered in error"
    assert second.status == 409
    assert len([row for row in stage.services.store.outbox.list() if row.kind == RecordKind.RETRACTION]) == 1
