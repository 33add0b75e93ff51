"""GroupSession <-> Encounter whose subject is a Group: the session as a whole, which names no member."""

from __future__ import annotations

from pss_fhir.domain.contact import Contact, ContactKind
from pss_fhir.domain.group import GroupSession
from pss_fhir.mapping import models
from pss_fhir.mapping.contact import STATUS_CODES, STATUSES, read_times
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.modality import infer_modality, read_own_modality, write_modality
from pss_fhir.mapping.parts import begin, coding, concept, extension, period_of_moments, reference
from pss_fhir.mapping.place import LOCATION_ID, place_in_words, read_place, write_class, write_location
from pss_fhir.mapping.words import CONTACT_KINDS
from pss_fhir.r4.canonicals import CONTACT_KIND_CODES, GROUP_CONTACT_PROFILE, GROUP_SIZE

_GROUP = ContactKind.GROUP
CONCEPT = Concept(
    words="a group session",
    record=GroupSession,
    resource_types=("Encounter",),
    profile=GROUP_CONTACT_PROFILE,
    reads=(
        "id",
        "identifier",
        "contained",
        "extension",
        "status",
        "class",
        "type",
        "subject",
        "participant",
        "period",
        "location",
    ),
)


def to_fhir(session: GroupSession) -> models.Encounter:
    """The session as an Encounter; its profile asks for its size, a leader and a start."""
    is_whole = session.people_present and session.leader_refs and session.started_at
    profiles = (GROUP_CONTACT_PROFILE,) if is_whole else ()
    made = begin("Encounter", session.ref, profiles, session.identifiers)
    shared = _as_contact(session)
    if (location := write_location(shared)) is not None:
        made["contained"] = [location]
        made["location"] = [{"location": reference(f"#{LOCATION_ID}", place_in_words(shared))}]
    if session.people_present is not None:
        made["extension"] = [extension(GROUP_SIZE, "valuePositiveInt", session.people_present)]
    made["status"] = STATUS_CODES[session.status]
    made["class"] = write_class(shared)
    made["type"] = [
        write_modality(shared),
        concept(coding(CONTACT_KIND_CODES, _GROUP.value, CONTACT_KINDS[_GROUP])),
    ]
    made["subject"] = reference(session.roster_ref) | {"type": "Group"}
    if session.leader_refs:
        made["participant"] = [{"individual": reference(ref)} for ref in session.leader_refs]
    if period := period_of_moments(session.started_at, session.ended_at):
        made["period"] = period
    return models.Encounter.model_validate(made)


def _as_contact(session: GroupSession) -> Contact:
    return Contact(
        client_ref=session.roster_ref,
        kind=_GROUP,
        modality=session.modality,
        place=session.place,
        place_name=session.place_name,
    )


def read(encounter: Element) -> GroupSession:
    """The session that an Encounter of a Group describes.

    Raises:
        Unreadable: no id, status or group; noted in the report.
    """
    ref, identifiers = encounter.known_as()
    started_at, ended_at = read_times(encounter)
    place, place_name = read_place(encounter)
    size = encounter.extension(GROUP_SIZE)
    leaders = (participant.ref("individual") for participant in encounter.several("participant"))
    is_own = any(system == CONTACT_KIND_CODES for system, _ in encounter.codings("type"))
    modality = read_own_modality(encounter)
    return encounter.build(
        GroupSession,
        ref=ref,
        roster_ref=encounter.require(encounter.ref("subject"), "subject", CONCEPT.words),
        identifiers=identifiers,
        status=encounter.require(encounter.code("status", STATUSES), "status", CONCEPT.words),
        leader_refs=tuple(leader for leader in leaders if leader),
        modality=modality if modality or is_own else infer_modality(encounter),
        place=place,
        place_name=place_name,
        started_at=started_at,
        ended_at=ended_at,
        people_present=size.count("valuePositiveInt") if size else None,
    )
