"""A diagnosis as the chart holds it; a peer support specialist passes it on and sets none."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field, model_validator

from pss_fhir.domain.record import Identifier, Record, Ref, Text


class DiagnosisKind(StrEnum):
    """What sort of disorder it is, as eligibility asks (rules.md PSS-011)."""

    MENTAL_HEALTH = "mental-health"
    SUBSTANCE_USE = "substance-use"
    DEVELOPMENTAL = "developmental"
    OTHER = "other"


class DiagnosisStatus(StrEnum):
    """Whether it is current."""

    ACTIVE = "active"
    REMISSION = "remission"
    RESOLVED = "resolved"
    RETRACTED = "retracted"


class Diagnosis(Record):
    """One diagnosis, as the chart holds it; a specialist makes none.

    Attributes:
        icd_10: ICD-10-CM code (``F32.9``), None where the chart has words or another code alone.
        words: the diagnosis in words.
        noted_on: the day on which it was recorded.
    """

    ref: Ref
    client_ref: Ref
    status: DiagnosisStatus
    icd_10: str | None = Field(default=None, pattern=r"^[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?$")
    words: Text | None = None
    identifiers: tuple[Identifier, ...] = ()
    noted_on: date | None = None

    @model_validator(mode="after")
    def _something(self) -> Diagnosis:
        if self.icd_10 is None and self.words is None:
            raise ValueError("a diagnosis needs a code or words")
        return self

    @property
    def kind(self) -> DiagnosisKind | None:
        """What sort it is by its ICD-10-CM code, None without one.

        F10 to F19 are substance use; F70 to F79 and F84 intellectual and developmental disabilities; the
        rest of chapter F is mental health (ICD-10-CM, chapter 5).
        """
        if self.icd_10 is None:
            return None
        block = self.icd_10[:3]
        if "F10" <= block <= "F19":
            return DiagnosisKind.SUBSTANCE_USE
        if "F70" <= block <= "F79" or block == "F84":
            return DiagnosisKind.DEVELOPMENTAL
        return DiagnosisKind.MENTAL_HEALTH if block.startswith("F") else DiagnosisKind.OTHER
