"""That a credential was checked with its issuer, and when it must be checked again."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field, model_validator

from pss_fhir.domain.record import Record, Ref


class VerificationStatus(StrEnum):
    """What the check found."""

    ATTESTED = "attested"
    VALIDATED = "validated"
    IN_PROCESS = "in-process"
    MUST_BE_REPEATED = "must-be-repeated"
    FAILED = "failed"
    FAILED_AGAIN = "failed-again"


class CredentialVerification(Record):
    """One check of one credential of a specialist.

    Attributes:
        specialist_ref: whose credential it is.
        credential_index: which of the specialist's credentials, counted from 0 as the record lists them.
        status: what it found.
        status_on: since when that is so.
        checked_on: the day of the last check.
        next_on: the day by which it must be checked again (for the NC certificate: recertification).
        every_years: how many years it counts, None where it is checked as needed.
        issuer_ref: the issuer that was asked.
        checked_by_ref: who asked.
    """

    ref: Ref | None = None
    specialist_ref: Ref
    credential_index: int = Field(ge=0, le=999)
    status: VerificationStatus
    status_on: date | None = None
    checked_on: date | None = None
    next_on: date | None = None
    every_years: int | None = Field(default=None, ge=1, le=10)
    issuer_ref: Ref | None = None
    checked_by_ref: Ref | None = None

    @model_validator(mode="after")
    def _in_order(self) -> CredentialVerification:
        if self.checked_on and self.next_on and self.next_on < self.checked_on:
            raise ValueError("the next check is due before the last one")
        return self

    def is_due(self, day: date) -> bool:
        """Whether the next check is due: its day has come, or the last one settled nothing."""
        if self.status is not VerificationStatus.VALIDATED:
            return True
        return self.next_on is not None and self.next_on <= day
