"""The resource that carries a signed record at a site, and the check it must pass before it is signed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import orjson

from pss_fhir.compliance.facts.chart import ChartFacts
from pss_fhir.domain.chart import Chart
from pss_fhir.domain.note import Addendum, ServiceNote
from pss_fhir.domain.people import Client
from pss_fhir.domain.units import UnitRule
from pss_fhir.errors import MappingError
from pss_fhir.issues import Severity, message_for
from pss_fhir.mapping import addendum as addendum_mapping
from pss_fhir.mapping import models, note_response
from pss_fhir.mapping import note as note_mapping
from pss_fhir.mapping.note_shape import OPEN, ORACLE, EncounterLink, NoteShape
from pss_fhir.outbox import Rung, SiteProfile
from pss_fhir.workflows.agency import Site
from pss_fhir.workflows.services import Services

_SHAPES = {"oracle": ORACLE}
"""Profiles whose documents differ from the open shape in more than the facts of the profile tell."""


def resource_for(
    services: Services,
    site: Site,
    record: ServiceNote | Addendum,
    rung: Rung,
    *,
    client: Client,
    rule: UnitRule | None = None,
) -> dict[str, Any]:
    """The resource as it will be sent.

    Args:
        services: the parts.
        site: the EHR.
        record: what was signed.
        rung: how it is filed; not copy and print, which sends nothing.
        client: whose name and numbers stand at the head of the text.
        rule: how minutes become units in the text; the default cuts to whole 15 minutes.

    Raises:
        MappingError: the record cannot take the form that this EHR asks for.
    """
    profile = services.profile_of(site)
    shape = _shape_at(services, site, profile, rung)
    model: models.DocumentReference | models.QuestionnaireResponse
    if isinstance(record, Addendum):
        model = addendum_mapping.to_document_reference(record, client=client, shape=shape)
    elif rung is Rung.QUESTIONNAIRE_RESPONSE:
        model = note_response.to_questionnaire_response(record, client=client, rule=rule)
    else:
        model = note_mapping.to_document_reference(record, client=client, shape=shape, rule=rule)
    made: dict[str, Any] = orjson.loads(model.model_dump_json())
    return made


def unit_rule_of(services: Services, chart: Chart, note: ServiceNote) -> UnitRule | None:
    """How minutes become units on the day of a note; None on an unknown day."""
    day = note.contact.service_on
    if day is None:
        return None
    return ChartFacts(chart, services.policies, as_of=note.signature.signed_at).unit_rule_on(day)


def require_conforming(services: Services, resource: dict[str, Any]) -> None:
    """Check the resource against the profiles it claims.

    Raises:
        MappingError: it has an error; ``issues`` holds all that was found.
    """
    issues = services.validator.validate(resource)
    errors = [issue for issue in issues if issue.severity is Severity.ERROR]
    if errors:
        code = "note.does-not-conform"
        first = errors[0]
        words = message_for(code, fault=first.code, path=first.path or "", support=services.agency.support)
        raise MappingError(words, issues=errors, code=code)


def _shape_at(services: Services, site: Site, profile: SiteProfile, rung: Rung) -> NoteShape:
    if rung is Rung.DOCUMENT_ENCOUNTER:
        link = EncounterLink.REFERENCE
    elif profile.has_contained_encounter:
        link = EncounterLink.CONTAINED
    else:
        link = EncounterLink.PERIOD
    return replace(
        _SHAPES.get(profile.name, OPEN),
        encounter=link,
        loinc=site.note_type or profile.note_type,
        has_local_type=not profile.is_one_type_system,
        is_part_2=services.agency.is_part2_program,
    )
