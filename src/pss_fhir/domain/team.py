"""Who stands by the person: the care team, and the family and friends the person counts on."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field, model_validator

from pss_fhir.domain.people import PersonName
from pss_fhir.domain.record import Days, Identifier, Record, Ref, Text


class TeamRole(StrEnum):
    """What someone does in a team."""

    PEER_SPECIALIST = "peer-specialist"
    CARE_COORDINATOR = "care-coordinator"
    NATURAL_SUPPORT = "natural-support"
    OTHER = "other"


class TeamMember(Record):
    """One member of a team.

    Attributes:
        member_ref: Practitioner, RelatedPerson or Organization.
        role: what the member does; ``role_words`` says it where it is another role.
        days: over which days the member belongs to the team.
        is_family_member: whether the member is family of the person, as the member attested; None where
            nobody said (rules.md PSS-045 asks it of the specialist).
    """

    member_ref: Ref
    role: TeamRole
    role_words: Text | None = None
    days: Days = Days()
    is_family_member: bool | None = None

    @model_validator(mode="after")
    def _named(self) -> TeamMember:
        if self.role is TeamRole.OTHER and not self.role_words:
            raise ValueError("another role needs words")
        return self


class TeamStatus(StrEnum):
    """Whether a team is at work."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    INACTIVE = "inactive"
    RETRACTED = "retracted"


class CareTeam(Record):
    """Who works with the person, in which role, over which days."""

    ref: Ref
    client_ref: Ref
    status: TeamStatus = TeamStatus.ACTIVE
    name: Text | None = None
    identifiers: tuple[Identifier, ...] = ()
    days: Days = Days()
    members: tuple[TeamMember, ...] = Field(min_length=1)

    def specialists_on(self, day: date) -> tuple[Ref, ...]:
        """The peer specialists of an active team on a day."""
        return tuple(
            member.member_ref
            for member in self.members
            if self.status is TeamStatus.ACTIVE
            and member.role is TeamRole.PEER_SPECIALIST
            and member.days.has(day)
        )


class Relationship(StrEnum):
    """What a natural support is to the person."""

    PARTNER = "partner"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    FAMILY_MEMBER = "family-member"
    FRIEND = "friend"
    NEIGHBOR = "neighbor"
    ROOMMATE = "roommate"
    GUARDIAN = "guardian"
    OTHER = "other"


FAMILY = frozenset(
    {
        Relationship.PARTNER,
        Relationship.PARENT,
        Relationship.CHILD,
        Relationship.SIBLING,
        Relationship.GRANDPARENT,
        Relationship.FAMILY_MEMBER,
    }
)
"""The relationships that are family."""


class NaturalSupport(Record):
    """Someone who stands by the person without being paid for it.

    Attributes:
        relationship: what they are to each other; ``relationship_words`` says it where it is another one.
        phone: number to call, where the person wants it kept.
    """

    ref: Ref
    client_ref: Ref
    name: PersonName
    relationship: Relationship
    relationship_words: Text | None = None
    phone: str | None = Field(default=None, pattern=r"^\+?[0-9][0-9 ().\-]{2,30}$")
    identifiers: tuple[Identifier, ...] = ()
    is_active: bool = True

    @model_validator(mode="after")
    def _named(self) -> NaturalSupport:
        if self.relationship is Relationship.OTHER and not self.relationship_words:
            raise ValueError("another relationship needs words")
        return self

    @property
    def is_family(self) -> bool:
        """Whether they are family."""
        return self.relationship in FAMILY
