"""The parts of a DocumentReference: type, category, status, text, links."""

from __future__ import annotations

from base64 import b64encode

from pss_fhir.domain.note import NoteStatus
from pss_fhir.domain.record import Ref
from pss_fhir.mapping.note_shape import LOINC_NAMES, NoteShape
from pss_fhir.mapping.parts import Json, begin, coding, concept, uri_identifier
from pss_fhir.mapping.words import NOTE_TYPES
from pss_fhir.r4 import systems
from pss_fhir.r4.canonicals import NOTE_TYPE_CODES, US_CORE_DOCUMENT_REFERENCE
from pss_fhir.r4.references import type_of_ref

CONTENT_TYPE = "text/plain;charset=utf-8"
"""What every server takes that takes notes at all (US Core 9.0.0, "Writing Clinical Notes"); Oracle asks for
the charset, and turns what has a style into RTF without it (its DocumentReference page, 2024-05)."""
_PART_2_LABELS = (
    coding(systems.CONFIDENTIALITY, "R", "restricted"),
    coding(systems.ACT_CODE, "42CFRPart2", "42 CFR Part2"),
    coding(systems.ACT_CODE, "SUD", "substance use disorder information sensitivity"),
)
"""The definition of 42CFRPart2 itself asks for R beside it (HL7 Terminology 7.3.0, v3-ActCode)."""
_FORMAT = coding(systems.DOCUMENT_FORMAT, "urn:ihe:iti:xds:2017:mimeTypeSufficient", "mimeType Sufficient")
_STATUSES = {
    NoteStatus.CURRENT: "current",
    NoteStatus.SUPERSEDED: "superseded",
    NoteStatus.RETRACTED: "entered-in-error",
}


def begin_document(
    shape: NoteShape, *, ref: Ref | None, identifier: str, profile: str, local_type: str
) -> Json:
    """A DocumentReference with identifier, type, category and labels."""
    profiles = (profile, US_CORE_DOCUMENT_REFERENCE) if shape.has_profiles else ()
    made = begin("DocumentReference", ref if ref and type_of_ref(ref) else None, profiles)
    if shape.is_part_2:
        made.setdefault("meta", {})["security"] = list(_PART_2_LABELS)
        made["securityLabel"] = [concept(label) for label in _PART_2_LABELS]
    made["identifier"] = [uri_identifier(identifier)]
    types = [coding(systems.LOINC, shape.loinc, LOINC_NAMES.get(shape.loinc))]
    if shape.has_local_type:
        types.append(coding(NOTE_TYPE_CODES, local_type, NOTE_TYPES[local_type]))
    made["type"] = concept(*types)
    made["category"] = [concept(coding(systems.US_CORE_DOCUMENT_CATEGORY, "clinical-note", "Clinical Note"))]
    if shape.custodian_ref:
        made["custodian"] = {"reference": shape.custodian_ref}
    return made


def document_status(status: NoteStatus, shape: NoteShape) -> Json:
    """``status`` and ``docStatus``: a signed text is final until it is retracted.

    Oracle takes nothing but final from a person, and refuses an ``authenticator`` that is no system (its
    DocumentReference page, 2024-05); the signature stands in the text and in the structured side.
    """
    is_retracted = status is NoteStatus.RETRACTED
    keeps_current = is_retracted and shape.retracts_by_doc_status
    return {
        "status": "current" if keeps_current else _STATUSES[status],
        "docStatus": "entered-in-error" if is_retracted else "final",
    }


def text_content(text: str, title: str, signed_at: str, shape: NoteShape) -> Json:
    """The text as the one content of a document; ``signed_at`` is a FHIR instant."""
    content: Json = {
        "attachment": {
            "contentType": CONTENT_TYPE,
            "language": "en-US",
            "data": b64encode(text.encode()).decode("ascii"),
            "title": title,
            "creation": signed_at,
        }
    }
    if shape.has_format:
        content["format"] = _FORMAT
    return content


def linked_identifier(code: str, identifier: str, ref: Ref | None) -> Json:
    """A ``relatesTo``: the other document by its identifier, and by reference where the server holds it."""
    target: Json = {"reference": ref} if ref else {}
    return {
        "code": code,
        "target": target | {"type": "DocumentReference", "identifier": uri_identifier(identifier)},
    }
