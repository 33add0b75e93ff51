"""Incident <-> AdverseEvent, with the facts and steps that decide its clocks; kept by the agency."""

from __future__ import annotations

from pss_fhir.domain.incident import Incident, IncidentKind, IncidentLevel, IncidentStep, StepTaken
from pss_fhir.mapping import models
from pss_fhir.mapping.care_words import INCIDENT_LEVELS
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.extension_parts import ExtensionParts
from pss_fhir.mapping.loss import Concept, Loss
from pss_fhir.mapping.parts import ABSENT, Json, begin, coding, concept, extension_of_parts, reference
from pss_fhir.mapping.report import Unreadable
from pss_fhir.r4.canonicals import INCIDENT_FACTS, INCIDENT_LEVEL_CODES, INCIDENT_PROFILE, INCIDENT_STEP
from pss_fhir.r4.dates import format_date, format_instant
from pss_fhir.r4.references import type_of_ref
from pss_fhir.r4.systems import EVENT_OUTCOME, SNOMED, same_system

_SNOMED = {
    IncidentKind.FALL: ("1912002", "Fall"),
    IncidentKind.MEDICATION_ERROR: ("398240004", "Medication error"),
    IncidentKind.SUICIDE_ATTEMPT: ("82313006", "Suicide attempt"),
    IncidentKind.ELOPEMENT: ("34596002", "Patient discharge, elopement"),
    IncidentKind.ABUSE: ("242044009", "Abuse of disabled person"),
    IncidentKind.PSYCHOLOGICAL_ABUSE: ("276849007", "Psychological abuse of adult"),
}
"""SNOMED CT's codes, as fhir-mapping.md section B verified them."""
_OF_SNOMED = {code: kind for kind, (code, _) in _SNOMED.items()}
_LEVELS = {code: level for level, (code, _) in INCIDENT_LEVELS.items()}
_STEPS = {step.value: step for step in IncidentStep}
_FATAL = coding(EVENT_OUTCOME, "fatal", "Fatal")
CONCEPT = Concept(
    words="an incident",
    record=Incident,
    resource_types=("AdverseEvent",),
    profile=INCIDENT_PROFILE,
    reads=(
        "id",
        "identifier",
        "extension",
        "event",
        "subject",
        "date",
        "detected",
        "recordedDate",
        "seriousness",
        "outcome",
        "recorder",
    ),
    losses=(Loss("ref", "it is a urn:uuid", "incident_id already tells incidents apart"),),
)


def to_fhir(incident: Incident) -> models.AdverseEvent:
    """The incident as an AdverseEvent; its profile asks for everything that a report begins with."""
    held = incident.ref if incident.ref and type_of_ref(incident.ref) else None
    made = begin("AdverseEvent", held, (INCIDENT_PROFILE,) if _is_whole(incident) else ())
    made["identifier"] = {"value": incident.incident_id}
    made["extension"] = [_facts(incident), *(_step(taken) for taken in incident.steps)]
    made["actuality"] = "actual"
    codings = [coding(SNOMED, *_SNOMED[incident.kind])] if incident.kind else []
    if codings or incident.what:
        made["event"] = concept(*codings, text=incident.what)
    made["subject"] = reference(incident.client_ref) if incident.client_ref else dict(ABSENT)
    for element, moment in (
        ("date", incident.occurred_at),
        ("detected", incident.aware_at),
        ("recordedDate", incident.recorded_at),
    ):
        if moment is not None:
            made[element] = format_instant(moment)
    if incident.level:
        made["seriousness"] = concept(coding(INCIDENT_LEVEL_CODES, *INCIDENT_LEVELS[incident.level]))
    if incident.is_death:
        made["outcome"] = concept(_FATAL)
    if incident.recorder_ref:
        made["recorder"] = reference(incident.recorder_ref)
    return models.AdverseEvent.model_validate(made)


def _is_whole(incident: Incident) -> bool:
    return None not in (
        incident.kind or incident.what,
        incident.client_ref,
        incident.occurred_at,
        incident.aware_at,
        incident.recorded_at,
        incident.level,
        incident.recorder_ref,
    )


def _facts(incident: Incident) -> Json:
    last_on, asked_at = incident.last_service_on, incident.asked_at
    return extension_of_parts(
        INCIDENT_FACTS,
        (
            ("duringService", "valueBoolean", incident.during_service),
            ("lastServiceOn", "valueDate", format_date(last_on) if last_on else None),
            ("localPlan", "valueString", incident.local_plan),
            ("askedAt", "valueDateTime", format_instant(asked_at) if asked_at else None),
            ("offenseWitnessed", "valueBoolean", incident.is_offense_witnessed),
            ("staffAccused", "valueBoolean", incident.is_staff_accused),
        ),
    )


def _step(taken: StepTaken) -> Json:
    return extension_of_parts(
        INCIDENT_STEP,
        (
            ("step", "valueCode", taken.step.value),
            ("takenAt", "valueDateTime", format_instant(taken.taken_at)),
        ),
    )


def read(event: Element) -> Incident:
    """The incident that an AdverseEvent describes; without an identifier its id is the agency's number.

    A step without a kind or a moment is noted and left out. A potential event is no incident.

    Raises:
        Unreadable: neither identifier nor id, or a near miss; noted in the report.
    """
    if event.string("actuality") == "potential":
        raise event.report.refuse("mapping.not-an-incident", event.at("actuality"))
    identifier = event.one("identifier")
    number = (identifier.string("value") if identifier else None) or event.string("id")
    what = event.one("event")
    facts = event.extension(INCIDENT_FACTS)
    parts = ExtensionParts(facts) if facts else None
    return event.build(
        Incident,
        incident_id=event.require(number, "identifier", CONCEPT.words),
        ref=event.report.ref,
        kind=_kind(event),
        what=what.text("text") if what else None,
        client_ref=event.ref("subject"),
        level=_level(event),
        occurred_at=event.moment("date"),
        aware_at=event.moment("detected"),
        recorded_at=event.moment("recordedDate"),
        recorder_ref=event.ref("recorder"),
        is_death=any(
            same_system(system, EVENT_OUTCOME) and code == "fatal"
            for system, code in event.codings("outcome")
        ),
        during_service=parts.fact("duringService") if parts else None,
        last_service_on=parts.day("lastServiceOn") if parts else None,
        local_plan=parts.text("localPlan") if parts else None,
        asked_at=parts.moment("askedAt", "valueDateTime") if parts else None,
        is_offense_witnessed=bool(parts and parts.fact("offenseWitnessed")),
        is_staff_accused=bool(parts and parts.fact("staffAccused")),
        steps=tuple(
            taken for each in event.extensions(INCIDENT_STEP) if (taken := _read_step(each)) is not None
        ),
    )


def _kind(event: Element) -> IncidentKind | None:
    for system, code in event.codings("event"):
        if same_system(system, SNOMED) and code in _OF_SNOMED:
            return _OF_SNOMED[code]
    return None


def _level(event: Element) -> IncidentLevel | None:
    for system, code in event.codings("seriousness"):
        if system == INCIDENT_LEVEL_CODES and code in _LEVELS:
            return _LEVELS[code]
    return None


def _read_step(held: Element) -> StepTaken | None:
    parts = ExtensionParts(held)
    step, taken_at = parts.code("step", _STEPS), parts.moment("takenAt", "valueDateTime")
    try:
        return held.build(StepTaken, step=step, taken_at=taken_at)
    except Unreadable:
        return None
