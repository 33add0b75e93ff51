"""What notes, addenda and discharge summaries share: a text that its author signed, as DocumentReference."""

from __future__ import annotations

from collections.abc import Iterable

from pss_fhir.domain.note import NoteStatus, Signature
from pss_fhir.domain.record import Ref
from pss_fhir.mapping import note_fields, note_parts, note_record
from pss_fhir.mapping.document import begin_document, document_status, text_content
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.note_parts import PartGroup
from pss_fhir.mapping.note_shape import NoteShape
from pss_fhir.mapping.parts import Json, reference
from pss_fhir.r4.dates import format_instant

_STATUSES = {
    "current": NoteStatus.CURRENT,
    "superseded": NoteStatus.SUPERSEDED,
    "entered-in-error": NoteStatus.RETRACTED,
}


def write_signed(
    shape: NoteShape,
    *,
    ref: Ref | None,
    identifier: str,
    profile: str,
    local_type: str,
    status: NoteStatus,
    client_ref: Ref,
    structured: Iterable[Json],
    signature: Signature,
    cosignature: Signature | None = None,
    text: str,
    title: str,
) -> Json:
    """The document.

    Args:
        shape: what the site's server takes.
        ref: where a server holds it.
        identifier: its ``urn:uuid:...``.
        profile: the project's profile of it.
        local_type: the project's code for what sort of document it is.
        status: whether it counts.
        client_ref: whose record it is in.
        structured: the extensions of its structured side, without the signatures.
        signature: of the author.
        cosignature: of the supervisor.
        text: what people read.
        title: what the text is called.
    """
    made = begin_document(shape, ref=ref, identifier=identifier, profile=profile, local_type=local_type)
    if shape.has_extensions:
        made["extension"] = [*structured, _write_signature(note_parts.SIGNATURE, signature)]
        if cosignature:
            made["extension"].append(_write_signature(note_parts.COSIGNATURE, cosignature))
            made["authenticator"] = reference(cosignature.signer_ref, cosignature.signer_name)
    made |= document_status(status, shape)
    made["subject"] = reference(client_ref)
    made["date"] = signed_at = format_instant(signature.signed_at)
    made["author"] = [reference(signature.signer_ref, signature.signer_name)]
    made["content"] = [text_content(text, title, signed_at, shape)]
    return made


def _write_signature(group: PartGroup, signature: Signature) -> Json:
    return note_parts.write_extension(group, note_record.values_of_signature(signature))


def read_signed(document: Element, *urls: str) -> tuple[str, Signature, list[Element]]:
    """Identifier, author's signature, and the extensions of the structured side in the order asked for.

    Raises:
        Unreadable: one of them is missing, so that it is not of this project's making; noted.
    """
    sides = [found for url in urls if (found := document.extension(url)) is not None]
    identifier = document.urn_identifier()
    signature = read_signature(document, note_parts.SIGNATURE, document.first("author"))
    if identifier is None or signature is None or len(sides) < len(urls):
        raise document.report.refuse("mapping.foreign-note", document.path, resource_type="DocumentReference")
    return identifier, signature, sides


def read_signature(document: Element, group: PartGroup, signer: Element | None) -> Signature | None:
    """The signature that stands in an extension; who signed stands in a Reference of the document.

    Raises:
        Unreadable: a part of it is missing or wrong; noted.
    """
    held = document.extension(group.url)
    if held is None:
        return None
    return document.build(
        Signature,
        signer_ref=signer.own_ref() if signer else None,
        **note_fields.SIGNATURE.of_extension(held),
    )


def read_status(document: Element, words: str) -> NoteStatus:
    """Whether it counts; a server that keeps ``status`` says a retraction in ``docStatus``.

    Args:
        document: the DocumentReference.
        words: what messages call it.

    Raises:
        Unreadable: it does not say; noted.
    """
    if document.string("docStatus") == "entered-in-error":
        return NoteStatus.RETRACTED
    return document.require(document.code("status", _STATUSES), "status", words)
