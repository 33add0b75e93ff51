"""What allows a service to be given and paid: orders, authorizations, coverage."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from pss_fhir.domain.record import Days, Identifier, Modifier, Record, Ref, ServiceCode, Text

PEER_SUPPORT = "H0038"
"""HCPCS code of peer support, 15 minutes."""
GROUP_MODIFIER = "HQ"
"""HCPCS modifier of a group."""


class OrderStatus(StrEnum):
    """Where an order stands."""

    DRAFT = "draft"
    ACTIVE = "active"
    ON_HOLD = "on-hold"
    COMPLETED = "completed"
    REVOKED = "revoked"
    RETRACTED = "retracted"
    UNKNOWN = "unknown"


class ServiceOrder(Record):
    """A licensed clinician's order for peer support.

    Attributes:
        signed_on: the day of the clinician's signature, None where the record does not show it.
        orderer_credential: the clinician's credential as printed, where known.
        ordered_units: units ordered, where the order says.
    """

    ref: Ref
    client_ref: Ref
    status: OrderStatus
    service_code: ServiceCode = PEER_SUPPORT
    identifiers: tuple[Identifier, ...] = ()
    signed_on: date | None = None
    days: Days = Days()
    orderer_ref: Ref | None = None
    orderer_credential: Text | None = None
    ordered_units: int | None = Field(default=None, ge=0)


class AuthorizationStatus(StrEnum):
    """What the payer decided."""

    APPROVED = "approved"
    PARTIAL = "partial"
    DENIED = "denied"
    PENDED = "pended"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


class Authorization(Record):
    """A payer's decision to pay for so many units in so many days.

    Attributes:
        number: the payer's authorization number.
        units: 15-minute units approved, None where the decision does not say.
        units_used_by_payer: units the payer says are used, None where it does not say; the app
            counts the notes itself and shows both.
        modifiers: HCPCS modifiers the approval is for; empty means individual service.
        decided_on: the day of the payer's decision, None where it is not said.
    """

    ref: Ref
    client_ref: Ref
    status: AuthorizationStatus
    number: str | None = Field(default=None, min_length=1)
    payer_ref: Ref | None = None
    payer_name: Text | None = None
    service_code: ServiceCode = PEER_SUPPORT
    modifiers: tuple[Modifier, ...] = ()
    units: int | None = Field(default=None, ge=0)
    units_used_by_payer: int | None = Field(default=None, ge=0)
    days: Days = Days()
    identifiers: tuple[Identifier, ...] = ()
    decided_on: date | None = None


class CoverageStatus(StrEnum):
    """Whether a coverage counts."""

    ACTIVE = "active"
    CANCELLED = "cancelled"
    DRAFT = "draft"
    RETRACTED = "retracted"


class Coverage(Record):
    """Who pays for a person's services, and over which days."""

    ref: Ref
    client_ref: Ref
    status: CoverageStatus
    payer_ref: Ref | None = None
    payer_name: Text | None = None
    member_identifier: str | None = Field(default=None, min_length=1)
    days: Days = Days()
