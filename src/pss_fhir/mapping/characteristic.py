"""Characteristic <-> Observation: a strength in eLTSS's code, the others in the project's own."""

from __future__ import annotations

from pss_fhir.domain.characteristic import Characteristic, CharacteristicKind
from pss_fhir.mapping import models
from pss_fhir.mapping.care_words import OBSERVATIONS
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.observation import READS, read_day, read_observation, read_performer, write_observation
from pss_fhir.mapping.parts import Json, begin, coding
from pss_fhir.r4.canonicals import (
    CHARACTERISTIC_PROFILE,
    OBSERVATION_CODES,
    STRENGTH_PROFILE,
    US_CORE_SIMPLE_OBSERVATION,
)
from pss_fhir.r4.systems import ELTSS_OBSERVATION, same_system

_STRENGTH = coding(ELTSS_OBSERVATION, "strength", "Strength")
_OWN = {kind.value: kind for kind in CharacteristicKind}
CONCEPT = Concept(
    words="a strength, need, ability or preference",
    record=Characteristic,
    resource_types=("Observation",),
    profile=STRENGTH_PROFILE,
    reads=(*READS, "valueString"),
)


def to_fhir(characteristic: Characteristic) -> models.Observation:
    """The statement as an Observation; a strength has a profile of its own."""
    is_strength = characteristic.kind is CharacteristicKind.STRENGTH
    own = STRENGTH_PROFILE if is_strength else CHARACTERISTIC_PROFILE
    made = begin("Observation", characteristic.ref, (own, US_CORE_SIMPLE_OBSERVATION))
    made |= write_observation(
        status=characteristic.status,
        category="social-history",
        code=_STRENGTH if is_strength else _own_code(characteristic.kind),
        client_ref=characteristic.client_ref,
        day=characteristic.noted_on,
        performer_ref=characteristic.noted_by_ref,
    )
    made["valueString"] = characteristic.words
    return models.Observation.model_validate(made)


def _own_code(kind: CharacteristicKind) -> Json:
    return coding(OBSERVATION_CODES, kind.value, OBSERVATIONS[kind.value])


def read_kind(observation: Element) -> CharacteristicKind | None:
    """What an Observation is about by its code, None where it is no characteristic."""
    for system, code in observation.codings("code"):
        if same_system(system, ELTSS_OBSERVATION) and code == _STRENGTH["code"]:
            return CharacteristicKind.STRENGTH
        if system == OBSERVATION_CODES and code in _OWN:
            return _OWN[code]
    return None


def read(observation: Element) -> Characteristic:
    """The statement that an Observation holds.

    Raises:
        Unreadable: no id, status, person, kind or words; noted in the report.
    """
    return observation.build(
        Characteristic,
        kind=observation.require(read_kind(observation), "code", CONCEPT.words),
        words=observation.require(observation.text("valueString"), "valueString", CONCEPT.words),
        noted_on=read_day(observation),
        noted_by_ref=read_performer(observation),
        **read_observation(observation, CONCEPT.words),
    )
