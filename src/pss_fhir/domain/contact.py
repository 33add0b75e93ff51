"""A contact: who met whom, when, where and how."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field, model_validator

from pss_fhir.clock import local_date
from pss_fhir.domain.payer import GROUP_MODIFIER, PEER_SUPPORT
from pss_fhir.domain.record import Modifier, Moment, Record, Ref, ServiceCode, Text, TimeSpan, whole_minutes


class ContactKind(StrEnum):
    """What sort of contact it was."""

    INDIVIDUAL = "individual"
    GROUP = "group"
    COLLATERAL = "collateral"
    ADMINISTRATIVE = "administrative"


class Modality(StrEnum):
    """How people met."""

    IN_PERSON = "in-person"
    TELEHEALTH = "telehealth"
    TELEPHONE = "telephone"
    TEXT_MESSAGE = "text-message"
    EMAIL = "email"


class Place(StrEnum):
    """Where the person was when the service was given."""

    HOME = "home"
    COMMUNITY = "community"
    OFFICE = "office"
    EMERGENCY_DEPARTMENT = "emergency-department"
    SHELTER = "shelter"
    COURT = "court"
    STREET = "street"
    WORK_SITE = "work-site"
    GROUP_HOME = "group-home"
    TEMPORARY_LODGING = "temporary-lodging"
    INPATIENT = "inpatient"
    JAIL = "jail"
    STAFF_RESIDENCE = "staff-residence"
    OTHER = "other"


class ContactStatus(StrEnum):
    """Where a contact stands."""

    PLANNED = "planned"
    IN_PROGRESS = "in-progress"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    RETRACTED = "retracted"
    UNKNOWN = "unknown"


class AudioOnlyReason(StrEnum):
    """Why a contact at a distance was by voice alone."""

    NO_VIDEO = "no-video"
    DECLINED_VIDEO = "declined-video"
    VIDEO_FAILED = "video-failed"


class Remote(Record):
    """How a contact at a distance was held; nothing of it decides a billing modifier by itself.

    Attributes:
        specialist_place: where the specialist was; where the person was is the contact's own place.
        has_agreed: whether the person agreed to meet this way; None where nobody asked.
        audio_only_reason: why there was no picture, for a telephone contact.
        failure: what failed on the way, in words.
    """

    specialist_place: Place | None = None
    has_agreed: bool | None = None
    audio_only_reason: AudioOnlyReason | None = None
    failure: Text | None = None

    @model_validator(mode="after")
    def _something(self) -> Remote:
        if self == Remote.model_construct():
            raise ValueError("it says nothing; leave it out")
        return self


class Contact(Record):
    """One person's contact with one specialist.

    Attributes:
        contact_identifier: ``urn:uuid:...`` given when the contact was first written down.
        started_at, ended_at: true times, never rounded; ``ended_at`` is None while it runs.
        place_name: the place in words where ``place`` alone does not say enough.
        service_code: HCPCS code billed, None for a contact that is not billed.
        modifiers: HCPCS modifiers.
        order_ref: the order it was given under.
        people_present: number of members, for a group.
        group_ref: the session that a group contact is part of.
        spoken_with_refs: family, friends and others of the person who took part or, for a collateral
            contact, were spoken with in the person's place.
        remote: how it was held at a distance; None where that is not said, and for people who met.
    """

    ref: Ref | None = None
    contact_identifier: str | None = Field(default=None, pattern=r"^urn:uuid:[0-9a-f\-]{36}$")
    client_ref: Ref
    specialist_ref: Ref | None = None
    status: ContactStatus = ContactStatus.FINISHED
    kind: ContactKind = ContactKind.INDIVIDUAL
    modality: Modality | None = None
    place: Place | None = None
    place_name: Text | None = None
    started_at: Moment | None = None
    ended_at: Moment | None = None
    service_code: ServiceCode | None = PEER_SUPPORT
    modifiers: tuple[Modifier, ...] = ()
    order_ref: Ref | None = None
    people_present: int | None = Field(default=None, ge=1)
    group_ref: Ref | None = None
    spoken_with_refs: tuple[Ref, ...] = ()
    remote: Remote | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Contact:
        if ended_at := self.ended_at:
            started_at = self.started_at
            if not started_at:
                raise ValueError("it has an end but no start")
            if ended_at <= started_at:
                raise ValueError("the end is not after the start")
        if self.remote and self.modality is Modality.IN_PERSON:
            raise ValueError("people who met in person were not at a distance")
        return self

    @property
    def span(self) -> TimeSpan | None:
        """The contact's time, None while a start or an end is missing."""
        if self.started_at and self.ended_at:
            # Both were checked with the contact; to check them again takes most of an audit's reading of it.
            return TimeSpan.model_construct(started_at=self.started_at, ended_at=self.ended_at)
        return None

    @property
    def minutes(self) -> int | None:
        """Whole minutes that passed, None while a start or an end is missing."""
        if self.started_at and self.ended_at:
            return whole_minutes(self.started_at, self.ended_at)
        return None

    @property
    def service_on(self) -> date | None:
        """The North Carolina day on which it started: the date of service."""
        return local_date(self.started_at) if self.started_at else None

    @property
    def is_billable(self) -> bool:
        """Whether it is recorded as a billed service."""
        return self.service_code is not None

    @property
    def is_group(self) -> bool:
        """Whether it was a group, by kind or by modifier."""
        return self.kind is ContactKind.GROUP or GROUP_MODIFIER in self.modifiers
