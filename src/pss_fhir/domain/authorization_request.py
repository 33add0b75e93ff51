"""A request to the payer for units of peer support."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field, model_validator

from pss_fhir.domain.payer import PEER_SUPPORT
from pss_fhir.domain.record import Days, Identifier, Modifier, Record, Ref, ServiceCode


class RequestStatus(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"
    ACTIVE = "active"
    CANCELLED = "cancelled"
    RETRACTED = "retracted"


class RequestKind(StrEnum):
    """What is asked for."""

    INITIAL = "initial"
    RENEWAL = "renewal"
    EXTENSION = "extension"
    REVISION = "revision"
    CANCELLATION = "cancellation"


class SupportKind(StrEnum):
    """What a record that goes along is."""

    ORDER = "order"
    PLAN = "plan"
    ASSESSMENT = "assessment"
    PROGRESS = "progress"
    OTHER = "other"


class SupportingRecord(Record):
    """A record that goes along with a request.

    Attributes:
        kind: what it is to the payer: ``assessment`` for the clinical assessment, ``plan`` for the
            Person-Centered Plan, ``progress`` for notes; ``other`` also where a request does not say.
        ref: where it is.
    """

    kind: SupportKind
    ref: Ref


class AuthorizationRequest(Record):
    """A request for so many units over so many days.

    Attributes:
        asked_on: the day of the request.
        payer_ref: whom it goes to (the LME/MCO or health plan).
        agency_ref: who asks.
        coverage_ref: under which coverage.
        units: 15-minute units asked for.
        days: over which days; both ends are needed.
        diagnoses: ICD-10-CM codes, the main one first; a specialist passes them on and sets none.
        is_urgent: whether it is expedited (72 hours).
        place_of_service: CMS place of service code.
        supporting: order, plan and assessment that go along.
    """

    ref: Ref
    client_ref: Ref
    status: RequestStatus = RequestStatus.ACTIVE
    kind: RequestKind = RequestKind.INITIAL
    identifiers: tuple[Identifier, ...] = ()
    asked_on: date
    payer_ref: Ref
    agency_ref: Ref
    coverage_ref: Ref
    service_code: ServiceCode = PEER_SUPPORT
    modifiers: tuple[Modifier, ...] = ()
    units: int = Field(ge=1)
    days: Days
    diagnoses: tuple[str, ...] = Field(default=())
    is_urgent: bool = False
    place_of_service: str = Field(default="99", pattern=r"^\d{2}$")
    supporting: tuple[SupportingRecord, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> AuthorizationRequest:
        if self.days.start_on is None or self.days.end_on is None:
            raise ValueError("units are asked for over days that begin and end")
        if any(not code.strip() for code in self.diagnoses):
            raise ValueError("a diagnosis is blank")
        return self
