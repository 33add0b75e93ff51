"""What every Observation of peer support shares: status, category, person, day, and who noted it."""

from __future__ import annotations

from datetime import date
from typing import Any

from pss_fhir.domain.record import Ref
from pss_fhir.domain.recovery_capital import AssessmentStatus
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.parts import Json, coding, concept, reference
from pss_fhir.r4.dates import format_date
from pss_fhir.r4.systems import OBSERVATION_CATEGORY

_WRITTEN = {
    AssessmentStatus.PRELIMINARY: "preliminary",
    AssessmentStatus.FINAL: "final",
    AssessmentStatus.AMENDED: "amended",
    AssessmentStatus.RETRACTED: "entered-in-error",
}
_READ = {code: status for status, code in _WRITTEN.items()} | {
    "registered": AssessmentStatus.PRELIMINARY,
    "corrected": AssessmentStatus.AMENDED,
    "cancelled": AssessmentStatus.RETRACTED,
}
READS = ("id", "identifier", "status", "code", "subject", "effectiveDateTime", "effectivePeriod", "performer")
"""The elements that :func:`read_observation` and the choice of the reader need."""


def write_observation(
    *,
    status: AssessmentStatus,
    category: str,
    code: Json,
    client_ref: Ref,
    day: date | None,
    performer_ref: Ref | None,
) -> Json:
    """The elements that all have."""
    made: Json = {
        "status": _WRITTEN[status],
        "category": [concept(coding(OBSERVATION_CATEGORY, category))],
        "code": concept(code),
        "subject": reference(client_ref),
    }
    if day:
        made["effectiveDateTime"] = format_date(day)
    if performer_ref:
        made["performer"] = [reference(performer_ref)]
    return made


def read_observation(observation: Element, words: str) -> dict[str, Any]:
    """Reference, person and status.

    Raises:
        Unreadable: one of them is missing; noted in the report.
    """
    ref, _ = observation.known_as()
    return {
        "ref": ref,
        "client_ref": observation.require(observation.ref("subject"), "subject", words),
        "status": observation.require(observation.code("status", _READ), "status", words),
    }


def read_day(observation: Element) -> date | None:
    """The day that it is about: of a period the first."""
    if observation.has("effectivePeriod"):
        return observation.days("effectivePeriod").start_on
    return observation.day("effectiveDateTime")


def read_performer(observation: Element) -> Ref | None:
    """The first performer."""
    performer = observation.first("performer")
    return performer.own_ref() if performer else None
