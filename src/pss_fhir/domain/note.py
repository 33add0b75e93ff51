"""The service note: a draft while it is written, a note once it is signed, and what may follow it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field, model_validator

from pss_fhir.domain.contact import Contact, ContactKind, Modality, Place, Remote
from pss_fhir.domain.interventions import Intervention
from pss_fhir.domain.record import Moment, Record, Ref, Text

NOTE_IDENTIFIER = r"^urn:uuid:[0-9a-f\-]{36}$"


class Progress(StrEnum):
    """How a contact moved a goal, as the specialist and the person saw it."""

    PROGRESS = "progress"
    NO_CHANGE = "no-change"
    SETBACK = "setback"
    ACHIEVED = "achieved"


class GoalProgress(Record):
    """One goal that a contact worked on.

    Attributes:
        goal_ref: the goal.
        words: the goal as the person said it, kept as it stood when the note was signed.
        progress: None where the specialist did not say.
    """

    goal_ref: Ref
    words: Text
    progress: Progress | None = None
    comment: Text | None = None


class Signature(Record):
    """Who signed, as whom, and when. The signer is the person the EHR signed in, nobody else.

    Attributes:
        signer_name: as printed on the note.
        credential: as printed beside the name (``NC CPSS 12345``).
    """

    signer_ref: Ref
    signer_name: Text
    credential: Text | None = None
    signed_at: Moment


class NoteStatus(StrEnum):
    """Whether a filed note counts."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    RETRACTED = "retracted"


class ServiceNote(Record):
    """A signed service note, with the elements the records manual asks for (rules.md REC-001).

    Attributes:
        note_identifier: ``urn:uuid:...``, given with the first keystroke of the draft, the same
            on every attempt to file it.
        ref: where the EHR holds it, None until it is filed.
        purpose: why they met, tied to the goals.
        intervention_text: what the specialist did.
        response: how the person responded, and what came of it.
        next_step: what is planned next.
        written_at: when the text was finished.
        is_late_entry: whether it was signed after the time the rules give.
        replaces_identifier: the note that this one takes the place of.
        cosignature: the supervisor's signature after the author's, where the agency asks for one.
    """

    note_identifier: str = Field(pattern=NOTE_IDENTIFIER)
    ref: Ref | None = None
    status: NoteStatus = NoteStatus.CURRENT
    contact: Contact
    goals: tuple[GoalProgress, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    purpose: Text
    intervention_text: Text
    response: Text
    next_step: Text | None = None
    written_at: Moment
    is_late_entry: bool = False
    signature: Signature
    replaces_identifier: str | None = Field(default=None, pattern=NOTE_IDENTIFIER)
    cosignature: Signature | None = None

    @model_validator(mode="after")
    def _cosigned_after(self) -> ServiceNote:
        if self.cosignature and self.cosignature.signed_at < self.signature.signed_at:
            raise ValueError("the supervisor signed before the author")
        return self

    @property
    def client_ref(self) -> Ref:
        """Whose note it is."""
        return self.contact.client_ref


class Addendum(Record):
    """A dated, authored addition to a signed note; the note itself stays as it was.

    Attributes:
        addendum_identifier: ``urn:uuid:...``, the same on every attempt to file it.
        note_identifier: the note it adds to.
        note_ref: where the EHR holds that note.
        reason: why it was needed.
        status: whether it counts; one that was retracted stays in the chart, entered in error.
    """

    addendum_identifier: str = Field(pattern=NOTE_IDENTIFIER)
    ref: Ref | None = None
    note_identifier: str = Field(pattern=NOTE_IDENTIFIER)
    note_ref: Ref | None = None
    client_ref: Ref
    status: NoteStatus = NoteStatus.CURRENT
    text: Text
    reason: Text | None = None
    written_at: Moment
    signature: Signature


class Retraction(Record):
    """A signed statement that a record must not stand: wrong person, or never so.

    The record itself is not changed; where the EHR holds it, it is marked as entered in error.

    Attributes:
        retraction_identifier: ``urn:uuid:...``, the same on every attempt.
        record_identifier: the note or addendum that must not stand.
        reason: why.
        agency_ref: for whom the signer works, where that is to be said.
    """

    retraction_identifier: str = Field(pattern=NOTE_IDENTIFIER)
    record_identifier: str = Field(pattern=NOTE_IDENTIFIER)
    client_ref: Ref
    reason: Text
    signature: Signature
    agency_ref: Ref | None = None


AT_A_DISTANCE = frozenset({Modality.TELEHEALTH, Modality.TELEPHONE})
"""Ways of meeting of which a note says how it went at a distance."""


class NoteDraft(Record):
    """A note while it is being written: every part may be missing.

    Text parts hold what was typed, blank included, so that nothing typed is ever lost; what a
    signed note needs is checked when it is signed.

    Attributes:
        note_identifier: given with the first keystroke, kept for good.
        client_ref: from the launch; a draft never moves to another person.
        author_ref: who is signed in.
        remote: how it was held at a distance; it stays while another way of meeting is chosen, and is
            then no part of the contact.
        next_step_before: what the person's last note planned, shown for reference.
    """

    note_identifier: str = Field(pattern=NOTE_IDENTIFIER)
    client_ref: Ref
    author_ref: Ref
    kind: ContactKind = ContactKind.INDIVIDUAL
    is_billed: bool = True
    modality: Modality | None = None
    place: Place | None = None
    place_name: str = ""
    remote: Remote | None = None
    started_at: Moment | None = None
    ended_at: Moment | None = None
    goals: tuple[GoalProgress, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    purpose: str = ""
    intervention_text: str = ""
    response: str = ""
    next_step: str = ""
    encounter_ref: Ref | None = None
    order_ref: Ref | None = None

    @model_validator(mode="after")
    def _goals_once(self) -> NoteDraft:
        refs = [goal.goal_ref for goal in self.goals]
        if len(set(refs)) != len(refs):
            raise ValueError("a goal is chosen twice")
        return self

    @property
    def contact(self) -> Contact:
        """The contact as far as it is written down.

        A draft may hold an end before its start while someone types; the contact then has no end.
        """
        ended_at = (
            self.ended_at if self.started_at and self.ended_at and self.ended_at > self.started_at else None
        )
        return Contact(
            ref=self.encounter_ref,
            contact_identifier=self.note_identifier,
            client_ref=self.client_ref,
            specialist_ref=self.author_ref,
            kind=self.kind,
            modality=self.modality,
            place=self.place,
            place_name=self.place_name if self.place_name.strip() else None,
            started_at=self.started_at,
            ended_at=ended_at,
            order_ref=self.order_ref,
            remote=self.remote if self.modality in AT_A_DISTANCE else None,
            **({} if self.is_billed else {"service_code": None}),
        )

    @property
    def service_on(self) -> date | None:
        """The date of service, None while there is no start."""
        return self.contact.service_on
