"""The Person-Centered Plan, its signatures and its goals."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pss_fhir.domain.record import Days, Identifier, Record, Ref, Text


class PlanStatus(StrEnum):
    """Where a plan stands."""

    DRAFT = "draft"
    ACTIVE = "active"
    ON_HOLD = "on-hold"
    ENDED = "ended"
    RETRACTED = "retracted"
    UNKNOWN = "unknown"


class PlanSigner(StrEnum):
    """In which role somebody signs a plan."""

    CLIENT = "client"
    LEGALLY_RESPONSIBLE_PERSON = "legally-responsible-person"
    AUTHOR = "author"
    ORDERER = "orderer"
    SPECIALIST = "specialist"


class PlanSignature(Record):
    """One signature on a plan: in which role, when, and by whom where the record says."""

    role: PlanSigner
    signed_on: date
    signer_ref: Ref | None = None


class Plan(Record):
    """A Person-Centered Plan (or what the EHR holds in its place).

    Attributes:
        signatures: None where the record cannot show signatures; empty where it shows there are none.
        goal_refs: the goals the plan lists.
        author_ref: who wrote it.
        supporting_refs: what it builds on: strengths, needs, abilities, preferences, the safety plan.
        step_refs: its steps and the services ordered under it.
        part_of_ref: the plan that this one is a part of; the crisis part names its plan so.
    """

    ref: Ref
    client_ref: Ref
    status: PlanStatus
    title: Text | None = None
    identifiers: tuple[Identifier, ...] = ()
    days: Days = Days()
    signatures: tuple[PlanSignature, ...] | None = None
    goal_refs: tuple[Ref, ...] = ()
    author_ref: Ref | None = None
    replaces_ref: Ref | None = None
    supporting_refs: tuple[Ref, ...] = ()
    step_refs: tuple[Ref, ...] = ()
    part_of_ref: Ref | None = None


class GoalStatus(StrEnum):
    """Whether a goal is being worked on."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    ON_HOLD = "on-hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    RETRACTED = "retracted"


class Achievement(StrEnum):
    """How far the person is toward a goal; the words are FHIR's goal-achievement."""

    IN_PROGRESS = "in-progress"
    IMPROVING = "improving"
    WORSENING = "worsening"
    NO_CHANGE = "no-change"
    ACHIEVED = "achieved"
    SUSTAINING = "sustaining"
    NOT_ACHIEVED = "not-achieved"
    NO_PROGRESS = "no-progress"
    NOT_ATTAINABLE = "not-attainable"


class Goal(Record):
    """A goal the person set, in the person's own words.

    Attributes:
        words: the goal as the person said it.
        target_on: the day by which the person wants to be there.
        is_own_words: whether the record says that the person stated it; None where it does not say.
    """

    ref: Ref
    client_ref: Ref
    words: Text
    status: GoalStatus
    achievement: Achievement | None = None
    identifiers: tuple[Identifier, ...] = ()
    start_on: date | None = None
    target_on: date | None = None
    is_own_words: bool | None = None

    def is_current_on(self, day: date) -> bool:
        """Whether it is being worked on that day; a passed target day does not end a goal."""
        return self.status is GoalStatus.ACTIVE and (self.start_on is None or self.start_on <= day)
