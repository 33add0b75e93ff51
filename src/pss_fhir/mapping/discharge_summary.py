"""DischargeSummary <-> DocumentReference of LOINC 18842-5, Discharge summary."""

from __future__ import annotations

from dataclasses import replace

from pss_fhir.domain.episode import DischargeReason, DischargeSummary
from pss_fhir.domain.people import Client
from pss_fhir.domain.record import Ref
from pss_fhir.mapping import models
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.extension_parts import ExtensionParts
from pss_fhir.mapping.loss import Concept, Loss
from pss_fhir.mapping.note_shape import OPEN, NoteShape
from pss_fhir.mapping.note_text import discharge_text
from pss_fhir.mapping.parts import Json, extension_of_parts, reference
from pss_fhir.mapping.signed_document import read_signed, read_status, write_signed
from pss_fhir.r4 import canonicals
from pss_fhir.r4.dates import format_date, format_instant
from pss_fhir.r4.references import type_of_ref

LOINC_DISCHARGE = "18842-5"
_SHAPE = replace(OPEN, loinc=LOINC_DISCHARGE)
_REASONS = {reason.value: reason for reason in DischargeReason}
CONCEPT = Concept(
    words="a discharge summary",
    record=DischargeSummary,
    resource_types=("DocumentReference",),
    profile=canonicals.DISCHARGE_PROFILE,
    reads=("id", "identifier", "extension", "status", "docStatus", "subject", "author", "context"),
    losses=(
        Loss("ref", "it is a urn:uuid", "summary_identifier already tells summaries apart"),
        Loss("episode_ref", "it is a urn:uuid", "a reference to no server would be refused by one"),
    ),
)


def to_fhir(summary: DischargeSummary, *, client: Client | None = None) -> models.DocumentReference:
    """The summary in the open shape; see :func:`to_document_reference`."""
    return to_document_reference(summary, client=client)


def to_document_reference(
    summary: DischargeSummary,
    *,
    client: Client | None = None,
    shape: NoteShape = _SHAPE,
    text: str | None = None,
) -> models.DocumentReference:
    """The summary as a DocumentReference.

    Args:
        summary: a signed summary.
        client: whose name and numbers stand at the head of the text.
        shape: what the site's server takes; its LOINC code is the site's for discharge summaries.
        text: the summary as it was read and signed, used word for word; made anew if None.
    """
    made = write_signed(
        shape,
        ref=summary.ref,
        identifier=summary.summary_identifier,
        profile=canonicals.DISCHARGE_PROFILE,
        local_type=canonicals.DISCHARGE_CODE,
        status=summary.status,
        client_ref=summary.client_ref,
        structured=[_content(summary)],
        signature=summary.signature,
        text=discharge_text(summary, client=client) if text is None else text,
        title="Peer support discharge summary",
    )
    if summary.episode_ref and type_of_ref(summary.episode_ref):
        made["context"] = {"related": [reference(summary.episode_ref)]}
    return models.DocumentReference.model_validate(made)


def _content(summary: DischargeSummary) -> Json:
    return extension_of_parts(
        canonicals.DISCHARGE_CONTENT,
        (
            ("reason", "valueCode", summary.reason.value),
            ("dischargedOn", "valueDate", format_date(summary.discharged_on)),
            ("services", "valueString", summary.services),
            ("progress", "valueString", summary.progress),
            ("condition", "valueString", summary.condition),
            ("aftercare", "valueString", summary.aftercare),
            ("ownWords", "valueString", summary.own_words),
            ("writtenAt", "valueInstant", format_instant(summary.written_at)),
        ),
    )


def read(document: Element) -> DischargeSummary:
    """The summary that a DocumentReference of this project's making holds.

    Raises:
        Unreadable: its structured side is damaged; noted.
    """
    identifier, signature, (content,) = read_signed(document, canonicals.DISCHARGE_CONTENT)
    parts = ExtensionParts(content)
    return document.build(
        DischargeSummary,
        summary_identifier=identifier,
        ref=document.report.ref,
        client_ref=document.require(document.ref("subject"), "subject", CONCEPT.words),
        episode_ref=_episode(document),
        status=read_status(document, CONCEPT.words),
        reason=parts.code("reason", _REASONS),
        discharged_on=parts.day("dischargedOn"),
        services=parts.text("services"),
        progress=parts.text("progress"),
        condition=parts.text("condition"),
        aftercare=parts.text("aftercare"),
        own_words=parts.text("ownWords"),
        written_at=parts.moment("writtenAt"),
        signature=signature,
    )


def _episode(document: Element) -> Ref | None:
    context = document.one("context")
    for related in context.several("related") if context else ():
        found = related.own_ref()
        if found is not None and type_of_ref(found) == "EpisodeOfCare":
            return found
    return None
