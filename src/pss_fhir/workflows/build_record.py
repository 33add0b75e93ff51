"""The resource that carries a signed record at a site, and the check it must pass before it is signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pss_fhir.domain.contact import Contact
from pss_fhir.domain.note import Addendum, ServiceNote
from pss_fhir.errors import MappingError
from pss_fhir.issues import Severity, message_for
from pss_fhir.mapping import addendum as addendum_mapping
from pss_fhir.mapping import as_json, models, note_response
from pss_fhir.mapping import note as note_mapping
from pss_fhir.mapping.note_shape import OPEN, ORACLE, EncounterLink, NoteShape
from pss_fhir.outbox import Build, Rung, SiteProfile
from pss_fhir.store import Store
from pss_fhir.workflows.agency import Agency, Site
from pss_fhir.workflows.services import Checker

_SHAPES = {"oracle": ORACLE}
"""Profiles whose documents differ from the open shape in more than the facts of the profile tell."""


def builder(agency: Agency, store: Store) -> Build:
    """What makes the resource of a signed record for the outbox, from the text as it was signed."""

    def build(record: ServiceNote | Addendum, rung: Rung, profile: SiteProfile) -> dict[str, Any]:
        identifier = record.addendum_identifier if isinstance(record, Addendum) else record.note_identifier
        site = agency.site_of(store.outbox.get(identifier).iss)
        note = store.notes.record(record.note_identifier)
        return resource_for(
            record,
            rung,
            profile,
            site=site,
            text=store.notes.text(identifier),
            agency=agency,
            contact=note.contact if isinstance(note, ServiceNote) else None,
        )

    return build


def resource_for(
    record: ServiceNote | Addendum,
    rung: Rung,
    profile: SiteProfile,
    *,
    site: Site | None,
    text: str | None,
    agency: Agency,
    contact: Contact | None,
) -> dict[str, Any]:
    """The resource as it will be sent.

    Args:
        record: what was, or is about to be, signed.
        rung: how it is filed; not copy and print, which sends nothing.
        profile: the vendor's manners.
        site: the EHR, for the note type it asks for; None if the agency no longer works with it.
        text: the record as the person read it.
        agency: for the labels of 42 CFR Part 2.
        contact: what the note is about; for an addendum, the note that it adds to.

    Raises:
        MappingError: the record cannot take the form that this EHR asks for.
    """
    shape = _shape_at(site, profile, rung, is_part_2=agency.is_part2_program)
    model: models.DocumentReference | models.QuestionnaireResponse
    if isinstance(record, Addendum):
        model = addendum_mapping.to_document_reference(record, shape=shape, text=text, contact=contact)
    elif rung is Rung.QUESTIONNAIRE_RESPONSE:
        model = note_response.to_questionnaire_response(record, text=text)
    else:
        model = note_mapping.to_document_reference(record, shape=shape, text=text)
    return as_json(model)


def require_conforming(validator: Checker, resource: Mapping[str, Any], *, support: str) -> None:
    """Check a resource against the profiles it claims.

    Raises:
        MappingError: it has an error; ``issues`` holds every one, ``support`` is whom to tell.
    """
    errors = [issue for issue in validator.validate(resource) if issue.severity is Severity.ERROR]
    if errors:
        code = "note.does-not-conform"
        words = message_for(code, fault=errors[0].code, path=errors[0].path or "", support=support)
        raise MappingError(words, issues=errors, code=code)


def _shape_at(site: Site | None, profile: SiteProfile, rung: Rung, *, is_part_2: bool) -> NoteShape:
    if rung is Rung.DOCUMENT_ENCOUNTER:
        link = EncounterLink.REFERENCE
    elif profile.has_contained_encounter:
        link = EncounterLink.CONTAINED
    else:
        link = EncounterLink.PERIOD
    return replace(
        _SHAPES.get(profile.name, OPEN),
        encounter=link,
        loinc=(site.note_type if site else None) or profile.note_type,
        has_local_type=not profile.is_one_type_system,
        is_part_2=is_part_2,
    )
