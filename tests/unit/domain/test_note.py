"""Notes, addenda and drafts."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.builders import (
    CLIENT_REF,
    at,
    make_addendum,
    make_draft,
    make_goal_progress,
    make_note,
)


def test_note_belongs_to_the_client_of_its_contact() -> None:
    assert make_note().client_ref == CLIENT_REF


@pytest.mark.parametrize("field", ["purpose", "intervention_text", "response"])
@pytest.mark.parametrize("text", ["", " \n", "bell \x07"])
def test_note_with_a_blank_or_unwritable_part_is_refused(field: str, text: str) -> None:
    with pytest.raises(ValidationError):
        make_note(**{field: text})


def test_note_cannot_change() -> None:
    with pytest.raises(ValidationError):
        make_note().purpose = "another"  # type: ignore[misc] # what is refused


@pytest.mark.parametrize("identifier", ["", "1", "urn:uuid:1", "urn:oid:1.2.3"])
def test_identifier_that_is_no_urn_uuid_is_refused(identifier: str) -> None:
    with pytest.raises(ValidationError):
        make_note(note_identifier=identifier)
    with pytest.raises(ValidationError):
        make_addendum(note_identifier=identifier)


def test_draft_holds_blank_parts() -> None:
    draft = make_draft(purpose="", response=" ", place_name="")

    assert (draft.purpose, draft.response, draft.contact.place_name) == ("", " ", None)


def test_draft_with_a_goal_twice_is_refused() -> None:
    with pytest.raises(ValidationError):
        make_draft(goals=(make_goal_progress(), make_goal_progress()))


def test_contact_of_a_draft_has_its_facts() -> None:
    draft = make_draft()

    contact = draft.contact

    assert (contact.started_at, contact.ended_at) == (draft.started_at, draft.ended_at)
    assert (contact.ref, contact.specialist_ref) == (draft.encounter_ref, draft.author_ref)
    assert contact.contact_identifier == draft.note_identifier
    assert draft.service_on == contact.service_on


@pytest.mark.parametrize("changes", [{"ended_at": at(13)}, {"ended_at": at(14)}, {"started_at": None}])
def test_contact_of_a_draft_has_no_end_while_it_makes_no_sense(changes: dict[str, object]) -> None:
    assert make_draft(**changes).contact.ended_at is None


def test_draft_that_is_not_billed_has_no_code() -> None:
    assert make_draft(is_billed=False).contact.service_code is None
    assert make_draft().contact.service_code == "H0038"
