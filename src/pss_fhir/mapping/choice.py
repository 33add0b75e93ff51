"""Which module reads a resource: by its type, and where a type holds several concepts by what marks each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pss_fhir.mapping.elements import Element
from pss_fhir.r4 import canonicals, systems

_BY_TYPE: Mapping[str, str] = {
    "Patient": "client",
    "Practitioner": "specialist",
    "CarePlan": "plan",
    "Goal": "goal",
    "ClaimResponse": "authorization",
    "ExplanationOfBenefit": "authorization",
    "Coverage": "coverage",
    "ServiceRequest": "order",
    "EpisodeOfCare": "episode",
    "CareTeam": "care_team",
    "RelatedPerson": "natural_support",
}
"""The module of each type that holds one concept."""

_DOCUMENTS: Mapping[str, str] = {
    canonicals.ADDENDUM: "addendum",
    canonicals.DISCHARGE_CONTENT: "discharge_summary",
}
_FORMS: Mapping[str, str] = {
    canonicals.SAFETY_PLAN_FORM: "safety_plan",
    canonicals.WELLNESS_PLAN_FORM: "wellness_plan",
}


def reader_of(resource: Element) -> str | None:
    """The module that reads a resource, None for one that holds no record."""
    resource_type = resource.string("resourceType") or ""
    choose = _CHOICES.get(resource_type)
    return choose(resource) if choose else _BY_TYPE.get(resource_type)


def _of_encounter(encounter: Element) -> str:
    subject = encounter.first("subject")
    if subject is None:
        return "contact"
    points_at_group = "Group" in (subject.string("reference") or "").split("/")
    return "group_session" if points_at_group or subject.string("type") == "Group" else "contact"


def _of_group(group: Element) -> str | None:
    is_of_persons = group.string("type") == "person" and group.boolean("actual") is not False
    return "group_roster" if is_of_persons else None


def _of_document(document: Element) -> str:
    return next((reader for url, reader in _DOCUMENTS.items() if document.extension(url) is not None), "note")


def _of_response(response: Element) -> str:
    form = (response.string("questionnaire") or "").partition("|")[0]
    return _FORMS.get(form, "note_response")


def _of_observation(observation: Element) -> str | None:
    codes = {
        code for system, code, _ in observation.codings("code") if system == canonicals.OBSERVATION_CODES
    }
    if "barc-10" in codes:
        return "recovery_capital"
    has_strength = any(
        systems.same_system(system, systems.ELTSS_OBSERVATION) and code == "strength"
        for system, code, _ in observation.codings("code")
    )
    return "characteristic" if has_strength or codes & {"need", "ability", "preference"} else None


_CHOICES: Mapping[str, Callable[[Element], str | None]] = {
    "Encounter": _of_encounter,
    "Group": _of_group,
    "DocumentReference": _of_document,
    "QuestionnaireResponse": _of_response,
    "Observation": _of_observation,
}
