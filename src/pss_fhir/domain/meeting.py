"""What staff come together for beside the service itself; none of it is billed (rules.md PSS-073)."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, model_validator

from pss_fhir.domain.record import Identifier, Moment, Record, Ref, Text


class MeetingKind(StrEnum):
    """What a meeting is for."""

    STAFF = "staff"
    TREATMENT_TEAM = "treatment-team"
    SUPERVISION = "supervision"
    TRAINING = "training"


class MeetingStatus(StrEnum):
    """Whether a meeting takes place."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"
    RETRACTED = "retracted"


class StaffMeeting(Record):
    """One meeting of staff: of the team, for supervision, for training; never billed.

    Attributes:
        about: what it was about; never what was said of a person.
        attendee_refs: who takes part, each once: staff, and for a treatment team the person too.
        started_at, ended_at: from when to when.
    """

    ref: Ref
    kind: MeetingKind
    status: MeetingStatus = MeetingStatus.HELD
    identifiers: tuple[Identifier, ...] = ()
    about: Text | None = None
    attendee_refs: tuple[Ref, ...] = Field(min_length=1)
    started_at: Moment
    ended_at: Moment

    @model_validator(mode="after")
    def _consistent(self) -> StaffMeeting:
        if self.ended_at <= self.started_at:
            raise ValueError("the end is not after the start")
        if len(set(self.attendee_refs)) != len(self.attendee_refs):
            raise ValueError("somebody is named twice")
        return self
