"""AdvanceDirective <-> DocumentReference that points at where the directive is kept."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode

from pss_fhir.domain.consent import AdvanceDirective, DirectiveKind
from pss_fhir.domain.note import NoteStatus
from pss_fhir.mapping import models
from pss_fhir.mapping.document import CONTENT_TYPE
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.parts import Json, begin, coding, concept, reference
from pss_fhir.r4.canonicals import DIRECTIVE_PROFILE, US_CORE_DOCUMENT_REFERENCE
from pss_fhir.r4.dates import format_instant
from pss_fhir.r4.systems import LOINC, US_CORE_DOCUMENT_CATEGORY, same_system

_TYPES = {
    DirectiveKind.PSYCHIATRIC: coding(LOINC, "104144-1", "Psychiatric advance directive"),
    DirectiveKind.OTHER: coding(LOINC, "42348-3", "Advance directives"),
}
_KINDS = {held["code"]: kind for kind, held in _TYPES.items()}
_WRITTEN = {
    NoteStatus.CURRENT: "current",
    NoteStatus.SUPERSEDED: "superseded",
    NoteStatus.RETRACTED: "entered-in-error",
}
_READ = {code: status for status, code in _WRITTEN.items()}
_URL = re.compile(r"https?://[!-~]+", re.ASCII)
_INSIDE = "Attached to the record"
CONCEPT = Concept(
    words="an advance directive",
    record=AdvanceDirective,
    resource_types=("DocumentReference",),
    profile=DIRECTIVE_PROFILE,
    reads=("id", "identifier", "status", "type", "subject", "author", "content"),
)


def to_fhir(directive: AdvanceDirective) -> models.DocumentReference:
    """The pointer as a US Core DocumentReference: its attachment is an address, or words that say where."""
    profiles = (DIRECTIVE_PROFILE, US_CORE_DOCUMENT_REFERENCE)
    made = begin("DocumentReference", directive.ref, profiles, directive.identifiers)
    made["status"] = _WRITTEN[directive.status]
    made["type"] = concept(_TYPES[directive.kind])
    made["category"] = [
        concept(coding(US_CORE_DOCUMENT_CATEGORY, "clinical-note", "Clinical Note")),
        concept(_TYPES[DirectiveKind.OTHER]),
    ]
    made["subject"] = reference(directive.client_ref)
    if directive.author_ref:
        made["author"] = [reference(directive.author_ref)]
    made["content"] = [{"attachment": _attachment(directive)}]
    return models.DocumentReference.model_validate(made)


def _attachment(directive: AdvanceDirective) -> Json:
    made: Json = {}
    if directive.kept_where:
        made["contentType"] = CONTENT_TYPE
        made["data"] = b64encode(directive.kept_where.encode()).decode("ascii")
    else:
        made["url"] = directive.kept_at_url
    if directive.title:
        made["title"] = directive.title
    if directive.signed_at:
        made["creation"] = format_instant(directive.signed_at)
    return made


def is_directive(document: Element) -> bool:
    """Whether a DocumentReference is about an advance directive, by its LOINC type."""
    return _kind(document) is not None


def _kind(document: Element) -> DirectiveKind | None:
    for system, code in document.codings("type"):
        if code in _KINDS and same_system(system, LOINC):
            return _KINDS[code]
    return None


def read(document: Element) -> AdvanceDirective:
    """The pointer that a DocumentReference about an advance directive holds.

    A directive that is attached whole is pointed at where it is: in the record.

    Raises:
        Unreadable: no id, status or person; noted in the report.
    """
    ref, identifiers = document.known_as()
    author = document.first("author")
    content = document.first("content")
    attachment = content.one("attachment") if content else None
    url, where = _kept(attachment)
    return document.build(
        AdvanceDirective,
        ref=ref,
        client_ref=document.require(document.ref("subject"), "subject", CONCEPT.words),
        kind=document.require(_kind(document), "type", CONCEPT.words),
        status=document.require(document.code("status", _READ), "status", CONCEPT.words),
        title=attachment.text("title") if attachment else None,
        identifiers=identifiers,
        signed_at=attachment.moment("creation") if attachment else None,
        kept_at_url=url,
        kept_where=where,
        author_ref=author.own_ref() if author else None,
    )


def _kept(attachment: Element | None) -> tuple[str | None, str | None]:
    if attachment is None:
        return None, _INSIDE
    url = attachment.string("url")
    if url is not None and _URL.fullmatch(url):
        return url, None
    if attachment.string("contentType") == CONTENT_TYPE and (words := _words(attachment)):
        return None, words
    return None, f"{_INSIDE}: {url}" if url else _INSIDE


def _words(attachment: Element) -> str | None:
    data = attachment.string("data")
    try:
        text = b64decode(data or "", validate=True).decode()
    except ValueError:  # no base64, not even ASCII, or no text
        return None
    return Element({"text": text}, attachment.at("data"), attachment.report).text("text")
