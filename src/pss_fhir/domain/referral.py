"""Referrals to peer support and from it to other resources, and what came of each."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import model_validator

from pss_fhir.domain.record import Identifier, Moment, Record, Ref, Text


class ReferralKind(StrEnum):
    """What a referral is for."""

    PEER_SUPPORT = "peer-support"
    HOUSING = "housing"
    EMPLOYMENT = "employment"
    BENEFITS = "benefits"
    SELF_HELP_GROUP = "self-help-group"
    LEGAL = "legal"
    FOOD = "food"
    TRANSPORTATION = "transportation"
    HEALTH_CARE = "health-care"
    EDUCATION = "education"
    CRISIS_SERVICE = "crisis-service"
    OTHER = "other"


class ReferralStatus(StrEnum):
    """Where a referral stands."""

    DRAFT = "draft"
    ACTIVE = "active"
    ON_HOLD = "on-hold"
    COMPLETED = "completed"
    REVOKED = "revoked"
    RETRACTED = "retracted"


class Referral(Record):
    """A referral of the person to a resource; it orders no units.

    Attributes:
        words: what it is for in words; needed for another kind.
        referred_on: the day of the referral.
        referrer_ref: who refers.
        to_ref: where to, as the server knows it; ``to_name`` is where to in words.
        goal_refs: the goals that it serves.
        reason_refs: the diagnoses or observations that it rests on.
    """

    ref: Ref
    client_ref: Ref
    kind: ReferralKind
    words: Text | None = None
    status: ReferralStatus = ReferralStatus.ACTIVE
    identifiers: tuple[Identifier, ...] = ()
    referred_on: date | None = None
    referrer_ref: Ref | None = None
    to_ref: Ref | None = None
    to_name: Text | None = None
    goal_refs: tuple[Ref, ...] = ()
    reason_refs: tuple[Ref, ...] = ()

    @model_validator(mode="after")
    def _named(self) -> Referral:
        if self.kind is ReferralKind.OTHER and not self.words:
            raise ValueError("a referral of another kind needs words")
        return self


class LinkageOutcome(StrEnum):
    """What came of a referral so far."""

    CONTACTED = "contacted"
    WAITING = "waiting"
    CONNECTED = "connected"
    DECLINED = "declined"
    NOT_ELIGIBLE = "not-eligible"
    LOST = "lost"


FINAL_OUTCOMES = frozenset(
    {LinkageOutcome.CONNECTED, LinkageOutcome.DECLINED, LinkageOutcome.NOT_ELIGIBLE, LinkageOutcome.LOST}
)
"""The outcomes after which nothing more is expected."""


class LinkageStatus(StrEnum):
    """Whether someone still follows a referral."""

    REQUESTED = "requested"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    RETRACTED = "retracted"


class Linkage(Record):
    """Whether a referral brought the person where it pointed, and who follows it.

    Attributes:
        referral_ref: the referral that is followed.
        owner_ref: who follows it.
        outcome: None while nothing is known; a completed linkage has one.
        words: more about the outcome.
        begun_at, ended_at: over which time it was followed.
    """

    ref: Ref
    client_ref: Ref
    referral_ref: Ref
    status: LinkageStatus
    outcome: LinkageOutcome | None = None
    words: Text | None = None
    identifiers: tuple[Identifier, ...] = ()
    owner_ref: Ref | None = None
    begun_at: Moment | None = None
    ended_at: Moment | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Linkage:
        if self.status is LinkageStatus.COMPLETED and self.outcome is None:
            raise ValueError("a completed linkage says what came of it")
        if self.begun_at and self.ended_at and self.ended_at < self.begun_at:
            raise ValueError("it ended before it began")
        return self

    @property
    def is_open(self) -> bool:
        """Whether something more is expected."""
        at_work = (LinkageStatus.REQUESTED, LinkageStatus.IN_PROGRESS)
        return self.status in at_work and self.outcome not in FINAL_OUTCOMES
