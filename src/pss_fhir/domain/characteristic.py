"""What the plan builds on: the person's strengths, needs, abilities and preferences, one statement each."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pss_fhir.domain.record import Record, Ref, Text
from pss_fhir.domain.recovery_capital import AssessmentStatus


class CharacteristicKind(StrEnum):
    """What a statement is about."""

    STRENGTH = "strength"
    NEED = "need"
    ABILITY = "ability"
    PREFERENCE = "preference"


class Characteristic(Record):
    """One strength, need, ability or preference, in words.

    Attributes:
        noted_on: the day on which it was said.
        noted_by_ref: who wrote it down, None where the record does not say.
    """

    ref: Ref
    client_ref: Ref
    kind: CharacteristicKind
    words: Text
    status: AssessmentStatus = AssessmentStatus.FINAL
    noted_on: date | None = None
    noted_by_ref: Ref | None = None
