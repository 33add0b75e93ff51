"""What is lost on the way is declared, and what is declared is lost."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel

from pss_fhir.domain.note import NoteStatus
from pss_fhir.domain.record import Record
from pss_fhir.mapping import as_json, from_fhir, read_all, to_fhir
from pss_fhir.mapping.conversion import MODULES, concept_module
from pss_fhir.mapping.note import to_document_reference
from pss_fhir.mapping.note_response import to_questionnaire_response
from pss_fhir.mapping.note_shape import ORACLE, EncounterLink, NoteShape
from tests.builders import (
    make_contact,
    make_note,
)
from tests.record_examples import EXAMPLES

URN = "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0aa"
LEFT_OUT = {
    "RecoveryCapital": ("stated_total",),  # it excludes the answers
    "AdvanceDirective": ("kept_at_url",),  # it excludes kept_where
}
"""Fields that the whole records do not set, with the reason."""


def unset(record: BaseModel, prefix: str = "") -> set[str]:
    """The fields of a record, dotted, that hold nothing."""
    found = set()
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, BaseModel):
            found |= unset(value, f"{prefix}{name}.")
        elif value is None or value == ():
            found.add(f"{prefix}{name}")
    return found


def lost(record: BaseModel, back: BaseModel, prefix: str = "") -> set[str]:
    """The fields, dotted, in which a record came back changed."""
    found = set()
    for name in type(record).model_fields:
        before, after = getattr(record, name), getattr(back, name)
        if isinstance(before, BaseModel) and isinstance(after, BaseModel):
            found |= lost(before, after, f"{prefix}{name}.")
        elif before != after:
            found.add(f"{prefix}{name}")
    return found


@pytest.mark.parametrize("name", MODULES)
def test_record_with_every_field_set_loses_nothing(name: str) -> None:
    record = EXAMPLES[name]

    assert unset(record) <= {"signature.credential", *LEFT_OUT.get(name, ())}, (
        "the record must hold something in every field"
    )
    assert lost(record, from_fhir(to_fhir(record))) == set()


def _with_urns(record: Record) -> Record:
    """The record as it is before any server holds anything."""
    changes: dict[str, Any] = {}
    for name in type(record).model_fields:
        if name == "ref" or name.endswith("_ref"):
            changes[name] = URN
    if "contact" in type(record).model_fields:
        changes["contact"] = make_contact(ref=URN)
    return record.model_copy(update=changes)


@pytest.mark.parametrize("name", MODULES)
def test_record_that_no_server_holds_loses_what_is_declared(name: str) -> None:
    record = _with_urns(EXAMPLES[name])
    declared = {
        loss.field for loss in concept_module(MODULES[name]).CONCEPT.losses if loss.when == "it is a urn:uuid"
    }

    assert lost(record, from_fhir(to_fhir(record))) == declared


def test_note_in_other_shapes_loses_what_is_declared() -> None:
    note = make_note()
    declared = {loss.field: loss.when for loss in concept_module("note").CONCEPT.losses}
    contained = NoteShape(encounter=EncounterLink.CONTAINED)
    by_time = NoteShape(encounter=EncounterLink.PERIOD)

    for shape in (contained, by_time):
        assert lost(note, from_fhir(to_document_reference(note, shape=shape))) == {"contact.ref"}
    assert "shape" in declared["contact.ref"]
    assert read_all([as_json(to_document_reference(note, shape=ORACLE))]).records == ()
    assert "Oracle" in declared["everything but the text"]


def test_superseded_note_as_answers_loses_its_status_as_declared() -> None:
    note = make_note(status=NoteStatus.SUPERSEDED)

    assert lost(note, from_fhir(to_questionnaire_response(note))) == {"status"}
    assert ("status", "superseded, as a QuestionnaireResponse") in {
        (loss.field, loss.when) for loss in concept_module("note").CONCEPT.losses
    }


@pytest.mark.parametrize("name", MODULES)
def test_elements_that_are_not_declared_as_read_change_nothing(name: str) -> None:
    written = as_json(to_fhir(EXAMPLES[name]))
    reads = {*concept_module(MODULES[name]).CONCEPT.reads, "resourceType"}

    only_read = {key: value for key, value in written.items() if key in reads}

    assert from_fhir(only_read) == from_fhir(written)
