"""Addendum <-> DocumentReference that appends to the note's."""

from __future__ import annotations

from pss_fhir.domain.contact import Contact
from pss_fhir.domain.note import Addendum
from pss_fhir.domain.people import Client
from pss_fhir.mapping import models, note_fields, note_parts, note_record
from pss_fhir.mapping.document import linked_identifier
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept, Loss
from pss_fhir.mapping.note_shape import OPEN, NoteShape
from pss_fhir.mapping.note_text import addendum_text
from pss_fhir.mapping.parts import period_of_moments
from pss_fhir.mapping.signed_document import read_signed, read_status, write_signed
from pss_fhir.r4 import canonicals
from pss_fhir.r4.references import type_of_ref

CONCEPT = Concept(
    words="an addendum",
    record=Addendum,
    resource_types=("DocumentReference",),
    profile=canonicals.ADDENDUM_PROFILE,
    reads=("id", "identifier", "extension", "status", "docStatus", "subject", "author", "relatesTo"),
    losses=(
        Loss("ref", "it is a urn:uuid", "addendum_identifier already tells addenda apart"),
        Loss("note_ref", "it is a urn:uuid", "a reference to no server would be refused by one"),
        Loss("everything but the text", "the shape has no extensions (Oracle)", "the text is for people"),
    ),
)


def to_fhir(addendum: Addendum, *, client: Client | None = None) -> models.DocumentReference:
    """The addendum in the open shape; see :func:`to_document_reference`."""
    return to_document_reference(addendum, client=client)


def to_document_reference(
    addendum: Addendum,
    *,
    client: Client | None = None,
    shape: NoteShape = OPEN,
    text: str | None = None,
    contact: Contact | None = None,
) -> models.DocumentReference:
    """The addendum as a DocumentReference of its own, which appends to the note's.

    Args:
        addendum: a signed addendum.
        client: whose name and numbers stand at the head of the text.
        shape: what the site's server takes.
        text: the addendum as it was read and signed, used word for word; made anew if None.
        contact: what the note is about; the addendum then carries the time of that service, without
            which some servers refuse it (Oracle, ehr-writeback.md section 5b).
    """
    made = write_signed(
        shape,
        ref=addendum.ref,
        identifier=addendum.addendum_identifier,
        profile=canonicals.ADDENDUM_PROFILE,
        local_type=canonicals.ADDENDUM_CODE,
        status=addendum.status,
        client_ref=addendum.client_ref,
        structured=[
            note_parts.write_extension(note_parts.ADDENDUM, note_record.values_of_addendum(addendum))
        ],
        signature=addendum.signature,
        text=addendum_text(addendum, client=client) if text is None else text,
        title="Addendum to a peer support service note",
    )
    note_ref = addendum.note_ref if addendum.note_ref and type_of_ref(addendum.note_ref) else None
    made["relatesTo"] = [linked_identifier("appends", addendum.note_identifier, note_ref)]
    if contact and (period := period_of_moments(contact.started_at, contact.ended_at)):
        made["context"] = {"period": period}
    return models.DocumentReference.model_validate(made)


def read(document: Element) -> Addendum:
    """The addendum that a DocumentReference of this project's making holds.

    Raises:
        Unreadable: it is not of this project's making, or its structured side is damaged; noted.
    """
    identifier, signature, (content,) = read_signed(document, canonicals.ADDENDUM)
    note_identifier, note_ref = _note(document)
    return document.build(
        Addendum,
        addendum_identifier=identifier,
        ref=document.report.ref,
        note_identifier=document.require(note_identifier, "relatesTo", CONCEPT.words),
        note_ref=note_ref,
        client_ref=document.require(document.ref("subject"), "subject", CONCEPT.words),
        status=read_status(document, CONCEPT.words),
        signature=signature,
        **note_fields.ADDENDUM.of_extension(content),
    )


def _note(document: Element) -> tuple[str | None, str | None]:
    for related in document.several("relatesTo"):
        target = related.one("target")
        if related.string("code") == "appends" and target is not None:
            identifier = target.one("identifier")
            has_reference = target.has("reference")
            return (
                identifier.string("value") if identifier else None,
                target.own_ref() if has_reference else None,
            )
    return None, None
