"""What is on record, seen as a draft, so that the same rules read it."""

from __future__ import annotations

from typing import Any

from pss_fhir.domain.contact import Contact
from pss_fhir.domain.note import NoteDraft, ServiceNote

NOT_RECORDED = "Practitioner/not-recorded"
"""Stands for whoever gave a service whose record does not say."""
_NO_IDENTIFIER = "urn:uuid:00000000-0000-0000-0000-000000000000"


def draft_of_contact(contact: Contact) -> NoteDraft:
    """A visit that has no note, as a draft in which nothing is written."""
    return _view(
        contact,
        note_identifier=contact.contact_identifier or _NO_IDENTIFIER,
        author_ref=contact.specialist_ref or NOT_RECORDED,
    )


def draft_of(note: ServiceNote) -> NoteDraft:
    """A signed note as a draft."""
    return _view(
        note.contact,
        note_identifier=note.note_identifier,
        author_ref=note.signature.signer_ref,
        goals=note.goals,
        interventions=note.interventions,
        purpose=note.purpose,
        intervention_text=note.intervention_text,
        response=note.response,
        next_step=note.next_step or "",
    )


_BLANK = NoteDraft(note_identifier=_NO_IDENTIFIER, client_ref="Patient/nobody", author_ref=NOT_RECORDED)


def _view(contact: Contact, **written: Any) -> NoteDraft:
    """A draft of validated parts, which are not validated again."""
    return _BLANK.model_copy(
        update={
            "client_ref": contact.client_ref,
            "kind": contact.kind,
            "is_billed": contact.is_billable,
            "modality": contact.modality,
            "place": contact.place,
            "place_name": contact.place_name or "",
            "started_at": contact.started_at,
            "ended_at": contact.ended_at,
            "encounter_ref": contact.ref,
            "order_ref": contact.order_ref,
            **written,
        }
    )
