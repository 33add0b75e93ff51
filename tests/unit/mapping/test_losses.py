"""What is lost on the way is declared, and what is declared is lost."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel

from pss_fhir.domain.interventions import Intervention
from pss_fhir.domain.note import NoteStatus
from pss_fhir.domain.payer import AuthorizationStatus
from pss_fhir.domain.people import CredentialKind, PersonName
from pss_fhir.domain.record import Record
from pss_fhir.mapping import as_json, from_fhir, read_all, to_fhir
from pss_fhir.mapping.conversion import MODULES, concept_module
from pss_fhir.mapping.note import to_document_reference
from pss_fhir.mapping.note_response import to_questionnaire_response
from pss_fhir.mapping.note_shape import ORACLE, EncounterLink, NoteShape
from tests.builders import (
    make_addendum,
    make_authorization,
    make_client,
    make_contact,
    make_coverage,
    make_credential,
    make_goal,
    make_goal_progress,
    make_note,
    make_order,
    make_plan,
    make_signature,
    make_specialist,
)
from tests.builders_care import WHOLE_RECORDS

URN = "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0aa"
FULL: dict[str, Record] = {
    "Client": make_client(name=PersonName(family="HTEST", given=("Riley", "R."), text="Riley")),
    "Specialist": make_specialist(
        name=PersonName(family="HTEST", given=("Jo",), text="Jo"),
        identifiers=make_client().identifiers,
        credentials=(
            make_credential(title="NC CPSS", hours=60, issuer="UNC-CH"),
            make_credential(CredentialKind.OTHER, title="Notary"),
        ),
    ),
    "Plan": make_plan(
        identifiers=make_client().identifiers,
        replaces_ref="CarePlan/0",
        supporting_refs=("Observation/bicycles", "QuestionnaireResponse/safety"),
    ),
    "Goal": make_goal(identifiers=make_client().identifiers),
    "ServiceOrder": make_order(identifiers=make_client().identifiers, service_code="H2011"),
    "Authorization": make_authorization(
        identifiers=make_client().identifiers,
        status=AuthorizationStatus.PARTIAL,
        modifiers=("HQ", "U4"),
        units_used_by_payer=12,
        decided_on=make_plan().days.start_on,
    ),
    "Coverage": make_coverage(days=make_plan().days),
    "Contact": make_contact(
        place_name="At the table",
        modifiers=("HQ",),
        people_present=3,
        group_ref="Encounter/g",
        spoken_with_refs=("RelatedPerson/kim",),
    ),
    "ServiceNote": make_note(
        ref="DocumentReference/1",
        status=NoteStatus.SUPERSEDED,
        contact=make_contact(place_name="At the table", modifiers=("HQ",), people_present=3),
        goals=(make_goal_progress(comment="Nearly there."),),
        interventions=tuple(Intervention),
        is_late_entry=True,
        replaces_identifier=URN,
    ),
    "Addendum": make_addendum(ref="DocumentReference/2", signature=make_signature(credential=None)),
    **WHOLE_RECORDS,
}
LEFT_OUT = {
    "RecoveryCapital": ("stated_total",),  # it excludes the answers
    "AdvanceDirective": ("kept_at_url",),  # it excludes kept_where
    "ServiceNote": ("contact.group_ref", "contact.spoken_with_refs"),  # always lost, see below
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
    record = FULL[name]

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
    record = _with_urns(FULL[name])
    declared = {
        loss.field for loss in concept_module(MODULES[name]).CONCEPT.losses if loss.when == "it is a urn:uuid"
    }

    assert lost(record, from_fhir(to_fhir(record))) == declared


def test_note_loses_of_its_contact_what_only_the_encounter_holds() -> None:
    contact = make_contact(group_ref="Encounter/g", spoken_with_refs=("RelatedPerson/kim",))
    note = make_note(contact=contact)
    declared = {loss.field for loss in concept_module("note").CONCEPT.losses if loss.when == "always"}

    for written in (to_fhir(note), to_questionnaire_response(note)):
        assert lost(note, from_fhir(written)) == declared


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
    written = as_json(to_fhir(FULL[name]))
    reads = {*concept_module(MODULES[name]).CONCEPT.reads, "resourceType"}

    only_read = {key: value for key, value in written.items() if key in reads}

    assert from_fhir(only_read) == from_fhir(written)
