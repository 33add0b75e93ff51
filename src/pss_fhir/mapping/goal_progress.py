"""ProgressSeen <-> Observation whose focus is the goal."""

from __future__ import annotations

from pss_fhir.domain.goal_progress import ProgressSeen
from pss_fhir.domain.note import Progress
from pss_fhir.mapping import models
from pss_fhir.mapping.care_words import OBSERVATIONS
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.observation import READS, read_observation, read_performer, write_observation
from pss_fhir.mapping.parts import begin, coding, concept, reference
from pss_fhir.mapping.words import PROGRESS
from pss_fhir.r4.canonicals import (
    GOAL_PROGRESS_PROFILE,
    OBSERVATION_CODES,
    PROGRESS_CODES,
    US_CORE_SIMPLE_OBSERVATION,
)
from pss_fhir.r4.dates import format_instant

_CODE = "goal-progress"
_OWN = {progress.value: progress for progress in Progress}
CONCEPT = Concept(
    words="progress toward a goal",
    record=ProgressSeen,
    resource_types=("Observation",),
    profile=GOAL_PROGRESS_PROFILE,
    reads=(*READS, "focus", "encounter", "valueCodeableConcept", "note"),
)


def to_fhir(seen: ProgressSeen) -> models.Observation:
    """What was seen as an Observation."""
    made = begin("Observation", seen.ref, (GOAL_PROGRESS_PROFILE, US_CORE_SIMPLE_OBSERVATION))
    made |= write_observation(
        status=seen.status,
        category="social-history",
        code=coding(OBSERVATION_CODES, _CODE, OBSERVATIONS[_CODE]),
        client_ref=seen.client_ref,
        day=None,
        performer_ref=seen.seen_by_ref,
    )
    made["effectiveDateTime"] = format_instant(seen.seen_at)
    made["focus"] = [reference(seen.goal_ref)]
    if seen.contact_ref:
        made["encounter"] = reference(seen.contact_ref)
    shown = PROGRESS[seen.progress]
    made["valueCodeableConcept"] = concept(coding(PROGRESS_CODES, seen.progress.value, shown))
    if seen.comment:
        made["note"] = [{"text": seen.comment}]
    return models.Observation.model_validate(made)


def is_goal_progress(observation: Element) -> bool:
    """Whether an Observation is about a goal, by its code."""
    return any(system == OBSERVATION_CODES and code == _CODE for system, code in observation.codings("code"))


def read(observation: Element) -> ProgressSeen:
    """What was seen of a goal.

    Raises:
        Unreadable: no id, status, person, goal, progress or moment; noted in the report.
    """
    words = CONCEPT.words
    focus, note = observation.first("focus"), observation.first("note")
    return observation.build(
        ProgressSeen,
        goal_ref=observation.require(focus.own_ref() if focus else None, "focus", words),
        progress=observation.require(_progress(observation), "value", words),
        seen_at=observation.require(observation.moment("effectiveDateTime"), "effective", words),
        contact_ref=observation.ref("encounter"),
        seen_by_ref=read_performer(observation),
        comment=note.text("text") if note else None,
        **read_observation(observation, words),
    )


def _progress(observation: Element) -> Progress | None:
    for system, code in observation.codings("valueCodeableConcept"):
        if system == PROGRESS_CODES and code in _OWN:
            return _OWN[code]
    return None
