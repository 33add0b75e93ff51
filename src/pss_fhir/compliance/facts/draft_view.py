"""What is on record, seen as a draft, so that the same rules read it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from pss_fhir.domain.contact import Contact
from pss_fhir.domain.note import GoalProgress, ServiceNote
from pss_fhir.domain.record import Ref

NOT_RECORDED = "Practitioner/not-recorded"
"""Stands for whoever gave a service whose record does not say."""
_NO_IDENTIFIER = "urn:uuid:00000000-0000-0000-0000-000000000000"


class DraftView(NamedTuple):
    """What rules read of a draft, by the names of ``NoteDraft``."""

    contact: Contact
    note_identifier: str
    author_ref: Ref
    goals: tuple[GoalProgress, ...] = ()
    purpose: str = ""
    intervention_text: str = ""
    response: str = ""

    @property
    def client_ref(self) -> Ref:
        """Whom it is about."""
        return self.contact.client_ref

    @property
    def encounter_ref(self) -> Ref | None:
        """The record of the visit."""
        return self.contact.ref

    @property
    def started_at(self) -> datetime | None:
        """The start of the visit."""
        return self.contact.started_at

    @property
    def ended_at(self) -> datetime | None:
        """The end of the visit."""
        return self.contact.ended_at


def draft_of_contact(contact: Contact) -> DraftView:
    """A visit that has no note, as a draft in which nothing is written."""
    return DraftView(
        contact, contact.contact_identifier or _NO_IDENTIFIER, contact.specialist_ref or NOT_RECORDED
    )


def draft_of(note: ServiceNote) -> DraftView:
    """A signed note as a draft."""
    return DraftView(
        note.contact,
        note.note_identifier,
        note.signature.signer_ref,
        note.goals,
        note.purpose,
        note.intervention_text,
        note.response,
    )
