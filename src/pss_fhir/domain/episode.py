"""A person's time in peer support, from start to discharge, and the summary at its end."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field, model_validator

from pss_fhir.domain.note import NOTE_IDENTIFIER, NoteStatus, Signature
from pss_fhir.domain.record import Days, Identifier, Moment, Record, Ref, Text


class EpisodeStatus(StrEnum):
    """Where an episode stands."""

    PLANNED = "planned"
    WAITING = "waiting"
    ACTIVE = "active"
    ON_HOLD = "on-hold"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    RETRACTED = "retracted"


class Episode(Record):
    """A person's enrolment in peer support at one agency.

    Attributes:
        days: from enrolment to discharge; the last day is open while it runs.
        agency_ref: whose peer support it is.
        care_manager_ref: the specialist whose caseload it counts for.
        team_refs: the care teams of the episode.
        referral_refs: the referrals that it began with.
    """

    ref: Ref
    client_ref: Ref
    status: EpisodeStatus
    identifiers: tuple[Identifier, ...] = ()
    days: Days = Days()
    agency_ref: Ref | None = None
    care_manager_ref: Ref | None = None
    team_refs: tuple[Ref, ...] = ()
    referral_refs: tuple[Ref, ...] = ()

    @model_validator(mode="after")
    def _ended(self) -> Episode:
        if self.status is EpisodeStatus.FINISHED and self.days.start_on and not self.days.end_on:
            raise ValueError("a finished episode needs its last day")
        return self

    def counts_on(self, day: date) -> bool:
        """Whether the person is enrolled on a day; a retracted or planned episode never counts."""
        counted = (EpisodeStatus.ACTIVE, EpisodeStatus.ON_HOLD, EpisodeStatus.FINISHED)
        return self.status in counted and self.days.start_on is not None and self.days.has(day)


class DischargeReason(StrEnum):
    """Why peer support ended; the first four are the policy's (rules.md PSS-016)."""

    GOALS_REACHED = "goals-reached"
    STABLE_RECOVERY = "stable-recovery"
    NO_PROGRESS = "no-progress"
    WITHDREW = "withdrew"
    MOVED = "moved"
    LOST_CONTACT = "lost-contact"
    DIED = "died"
    OTHER = "other"


class DischargeSummary(Record):
    """The signed summary at the end of an episode, due within 30 days (rules.md REC-018).

    Attributes:
        summary_identifier: ``urn:uuid:...``, the same on every attempt to file it.
        episode_ref: the episode that it ends.
        services: what was given.
        progress: how far the person came toward the goals.
        condition: how the person was at discharge.
        aftercare: what follows: referrals, step-down plan, how to come back.
        own_words: what the person says about it.
    """

    summary_identifier: str = Field(pattern=NOTE_IDENTIFIER)
    ref: Ref | None = None
    client_ref: Ref
    episode_ref: Ref | None = None
    status: NoteStatus = NoteStatus.CURRENT
    reason: DischargeReason
    discharged_on: date
    services: Text
    progress: Text
    condition: Text | None = None
    aftercare: Text
    own_words: Text | None = None
    written_at: Moment
    signature: Signature

    def due_on(self) -> date:
        """The last day on which the summary is in time: the 30th after discharge."""
        return date.fromordinal(self.discharged_on.toordinal() + 30)
