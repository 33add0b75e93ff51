"""Intervention <-> the project's code, with SNOMED CT beside it where SNOMED CT has one."""

from __future__ import annotations

from pss_fhir.domain.interventions import Intervention
from pss_fhir.mapping.elements import Codings, Element
from pss_fhir.mapping.parts import Json, coding, concept, extension
from pss_fhir.mapping.words import INTERVENTIONS
from pss_fhir.r4 import systems
from pss_fhir.r4.canonicals import INTERVENTION, INTERVENTION_CODES

_CODES = {intervention.value: intervention for intervention in Intervention}
_SNOMED = {
    Intervention.EMOTIONAL_SUPPORT: ("133921002", "Emotional support"),
    Intervention.GOAL_SETTING: ("386367000", "Mutual goal setting"),
    Intervention.SELF_HELP_GROUPS: ("711281004", "Referral to support group"),
    Intervention.LINKAGE: ("424673000", "Community resources education"),
    Intervention.CRISIS_SUPPORT: ("24172008", "Crisis intervention"),
}
"""fhir-mapping.md, section B, "Intervention inside a contact"."""


def intervention_codings(done: Intervention) -> list[Json]:
    """The codings of an intervention, the project's own first."""
    own = coding(INTERVENTION_CODES, done.value, INTERVENTIONS[done])
    return [own, coding(systems.SNOMED, *_SNOMED[done])] if done in _SNOMED else [own]


def write_intervention(done: Intervention) -> Json:
    """An intervention as the note's extension."""
    return extension(INTERVENTION, "valueCodeableConcept", concept(*intervention_codings(done)))


def read_intervention(item: Element, name: str = "valueCodeableConcept") -> Intervention | None:
    """The intervention that an extension, or an answer, names; one that is not on the list is noted.

    Args:
        item: the extension or the answer.
        name: its value: a CodeableConcept, or the Coding of an answer (``valueCoding``).
    """
    codings: Codings
    if name == "valueCoding":
        codings = [(held.string("system"), held.string("code") or "") for held in item.several(name)]
    else:
        codings = item.codings(name)
    for system, code in codings:
        if system == INTERVENTION_CODES and code in _CODES:
            return _CODES[code]
    item.report.add("mapping.unknown-code", item.path, element=item.path)
    return None
