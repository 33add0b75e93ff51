"""ServiceNote <-> DocumentReference (US Core DocumentReference), and <- QuestionnaireResponse.

The text is what people read; the structured side stands in extensions, so that a note can be read back
whole. Written after US Core 9.0.0, "Writing Clinical Notes": a stable identifier, the time of the service
in ``context.period``, a retraction by ``entered-in-error``.
"""

from __future__ import annotations

from pss_fhir.domain.contact import Contact
from pss_fhir.domain.note import GoalProgress, ServiceNote
from pss_fhir.domain.people import Client, Specialist
from pss_fhir.domain.record import Ref
from pss_fhir.domain.units import UnitRule
from pss_fhir.errors import MappingError
from pss_fhir.issues import make_issue
from pss_fhir.mapping import models, note_fields, note_parts, note_record
from pss_fhir.mapping.contact import read_times, write_encounter
from pss_fhir.mapping.document import linked_identifier
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.interventions import read_intervention, write_intervention
from pss_fhir.mapping.loss import Concept, Loss
from pss_fhir.mapping.note_shape import OPEN, EncounterLink, NoteShape
from pss_fhir.mapping.note_text import note_text
from pss_fhir.mapping.parts import Json, period_of_moments, reference
from pss_fhir.mapping.place import write_location
from pss_fhir.mapping.signed_document import read_signature, read_signed, read_status, write_signed
from pss_fhir.r4.canonicals import (
    GOAL_PROGRESS,
    INTERVENTION,
    NOTE_CONTACT,
    NOTE_CONTENT,
    SERVICE_NOTE_CODE,
    SERVICE_NOTE_PROFILE,
)
from pss_fhir.r4.references import type_of_ref

CONTACT_ID = "contact"
CONCEPT = Concept(
    words="a service note",
    record=ServiceNote,
    resource_types=("DocumentReference", "QuestionnaireResponse"),
    profile=SERVICE_NOTE_PROFILE,
    reads=(
        "id",
        "identifier",
        "extension",
        "status",
        "docStatus",
        "subject",
        "author",
        "authenticator",
        "relatesTo",
        "context",
    ),
    losses=(
        Loss("ref", "it is a urn:uuid", "note_identifier already tells notes apart"),
        Loss("contact.ref", "it is a urn:uuid", "a reference to no server would be refused by one"),
        Loss("contact.ref", "the shape links by contained Encounter or by time", "nothing else holds it"),
        Loss("everything but the text", "the shape has no extensions (Oracle)", "the text is for people"),
        Loss("status", "superseded, as a QuestionnaireResponse", "it has no such status"),
    ),
)


def to_fhir(note: ServiceNote, *, client: Client | None = None) -> models.DocumentReference:
    """The note in the open shape; see :func:`to_document_reference`."""
    return to_document_reference(note, client=client)


def to_document_reference(
    note: ServiceNote,
    *,
    client: Client | None = None,
    specialist: Specialist | None = None,
    shape: NoteShape = OPEN,
    rule: UnitRule | None = None,
    text: str | None = None,
    replaces_ref: Ref | None = None,
) -> models.DocumentReference:
    """The note as a DocumentReference.

    Args:
        note: a signed note; a retracted one is the same resource, entered in error.
        client: whose name and numbers stand at the head of the text.
        specialist: who gave the service, for the text.
        shape: what the site's server takes.
        rule: how minutes become units in the text.
        text: the note as it was read and signed, used word for word; made anew if None.
        replaces_ref: where the server holds the note that this one replaces.

    Raises:
        MappingError: the shape needs the end of the service, and the note has none.
    """
    return models.DocumentReference.model_validate(
        write_document_reference(
            note,
            client=client,
            specialist=specialist,
            shape=shape,
            rule=rule,
            text=text,
            replaces_ref=replaces_ref,
        )
    )


def write_document_reference(
    note: ServiceNote,
    *,
    client: Client | None = None,
    specialist: Specialist | None = None,
    shape: NoteShape = OPEN,
    rule: UnitRule | None = None,
    text: str | None = None,
    replaces_ref: Ref | None = None,
) -> Json:
    """The note as DocumentReference JSON, not checked by a model; see :func:`to_document_reference`."""
    contact = note.contact
    if shape.needs_end and contact.ended_at is None:
        issue = make_issue(
            "mapping.unsuited-shape",
            shape="This server's notes",
            reason="the service has no end time, which the server asks for",
        )
        raise MappingError(issue.message, issues=[issue], code=issue.code)
    day = f" {contact.service_on.isoformat()}" if contact.service_on else ""
    made = write_signed(
        shape,
        ref=note.ref,
        identifier=note.note_identifier,
        profile=SERVICE_NOTE_PROFILE,
        local_type=SERVICE_NOTE_CODE,
        status=note.status,
        client_ref=note.client_ref,
        structured=_structured(note) if shape.has_extensions else (),
        signature=note.signature,
        cosignature=note.cosignature,
        text=note_text(note, client=client, specialist=specialist, rule=rule) if text is None else text,
        title=f"Peer support service note{day}",
    )
    if shape.encounter is EncounterLink.CONTAINED:
        made["contained"] = _contained(contact)
    if note.replaces_identifier:
        made["relatesTo"] = [linked_identifier("replaces", note.replaces_identifier, replaces_ref)]
    if context := _context(note, shape):
        made["context"] = context
    return made


def _contained(contact: Contact) -> list[Json]:
    encounter = write_encounter(contact) | {"id": CONTACT_ID}
    encounter.pop("meta")  # a contained resource declares no profiles that a server would check by itself
    location = write_location(contact)
    return [encounter, *([location] if location else [])]


def _context(note: ServiceNote, shape: NoteShape) -> Json:
    contact = note.contact
    context: Json = {}
    if shape.encounter is EncounterLink.CONTAINED:
        context["encounter"] = [reference(f"#{CONTACT_ID}")]
    elif shape.encounter is EncounterLink.REFERENCE and contact.ref and type_of_ref(contact.ref):
        context["encounter"] = [reference(contact.ref)]
    if period := period_of_moments(contact.started_at, contact.ended_at):
        context["period"] = period
    if note.goals and shape.has_extensions:
        context["related"] = [reference(goal.goal_ref) for goal in note.goals]
    return context


def _structured(note: ServiceNote) -> list[Json]:
    return [
        note_parts.write_extension(note_parts.CONTENT, note_record.values_of_content(note)),
        note_parts.write_extension(note_parts.CONTACT, note_record.values_of_contact(note)),
        *(
            note_parts.write_extension(note_parts.GOAL, note_record.values_of_goal(goal))
            for goal in note.goals
        ),
        *(write_intervention(done) for done in note.interventions),
    ]


def read(document: Element) -> ServiceNote:
    """The note that a DocumentReference of this project's making holds.

    Raises:
        Unreadable: it is not of this project's making, or its structured side is damaged; noted.
    """
    identifier, signature, (content, contact_side) = read_signed(document, NOTE_CONTENT, NOTE_CONTACT)
    return document.build(
        ServiceNote,
        note_identifier=identifier,
        ref=document.report.ref,
        status=read_status(document, CONCEPT.words),
        contact=_contact(document, contact_side),
        goals=tuple(item.read_once(_goal) for item in document.extensions(GOAL_PROGRESS)),
        interventions=tuple(
            done
            for item in document.extensions(INTERVENTION)
            if (done := item.read_once(read_intervention)) is not None
        ),
        signature=signature,
        cosignature=read_signature(document, note_parts.COSIGNATURE, document.one("authenticator")),
        replaces_identifier=_replaced(document),
        **note_fields.CONTENT.of_extension(content),
    )


def _goal(item: Element) -> GoalProgress:
    return item.build(GoalProgress, **note_fields.GOAL.of_extension(item))


def _contact(document: Element, side: Element) -> Contact:
    context = document.one("context")
    started_at, ended_at = read_times(context) if context else (None, None)
    encounter = context.first("encounter") if context else None
    is_contained = encounter is not None and (encounter.string("reference") or "").startswith("#")
    return document.build(
        Contact,
        ref=encounter.own_ref() if encounter and not is_contained else None,
        client_ref=document.require(document.ref("subject"), "subject", CONCEPT.words),
        started_at=started_at,
        ended_at=ended_at,
        **note_fields.with_remote(note_fields.CONTACT.of_extension(side)),
    )


def _replaced(document: Element) -> str | None:
    for related in document.several("relatesTo"):
        if related.string("code") == "replaces":
            target = related.one("target")
            identifier = target.one("identifier") if target else None
            return identifier.string("value") if identifier else None
    return None
