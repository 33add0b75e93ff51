"""Contact <-> Encounter (US Core Encounter): one Encounter for each person served."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from pss_fhir.domain.contact import Contact, ContactKind, ContactStatus
from pss_fhir.domain.payer import GROUP_MODIFIER
from pss_fhir.domain.record import Ref
from pss_fhir.mapping import models
from pss_fhir.mapping.elements import Element, moment_in
from pss_fhir.mapping.loss import Concept, Loss
from pss_fhir.mapping.modality import infer_modality, read_own_modality, write_modality
from pss_fhir.mapping.parts import (
    Json,
    begin,
    coding,
    concept,
    extension,
    period_of_moments,
    reference,
    uri_identifier,
)
from pss_fhir.mapping.place import LOCATION_ID, place_in_words, read_place, write_class, write_location
from pss_fhir.mapping.remote import read_remote, write_remote
from pss_fhir.mapping.services import billing_code, named_service, service_coding
from pss_fhir.mapping.words import CONTACT_KINDS
from pss_fhir.r4 import systems
from pss_fhir.r4.canonicals import (
    CONTACT_KIND_CODES,
    CONTACT_PROFILE,
    GROUP_MEMBER_CONTACT_PROFILE,
    GROUP_SIZE,
    MODIFIER,
    US_CORE_ENCOUNTER,
)
from pss_fhir.r4.references import is_ref, type_of_ref

STATUS_CODES = {
    ContactStatus.PLANNED: "planned",
    ContactStatus.IN_PROGRESS: "in-progress",
    ContactStatus.FINISHED: "finished",
    ContactStatus.CANCELLED: "cancelled",
    ContactStatus.RETRACTED: "entered-in-error",
    ContactStatus.UNKNOWN: "unknown",
}
"""Encounter.status of each status."""

STATUSES = {code: status for status, code in STATUS_CODES.items()} | {
    "arrived": ContactStatus.IN_PROGRESS,
    "triaged": ContactStatus.IN_PROGRESS,
    "onleave": ContactStatus.IN_PROGRESS,
}
_KINDS = {kind.value: kind for kind in ContactKind}
_PRIMARY_PERFORMER = coding(systems.PARTICIPATION, "PPRF", "primary performer")
_TOOK_PART = coding(systems.PARTICIPATION, "PART", "Participation")
_Participants: TypeAlias = "Sequence[tuple[Element, Sequence[str]]]"
"""The participants of an Encounter, each with its roles."""
_SERVICE = concept(coding(systems.SERVICE_TYPE, "435", "Self Help"), text="Peer Support Services")

CONCEPT = Concept(
    words="a contact",
    record=Contact,
    resource_types=("Encounter",),
    profile=CONTACT_PROFILE,
    reads=(
        "id",
        "identifier",
        "contained",
        "extension",
        "status",
        "class",
        "type",
        "serviceType",
        "subject",
        "basedOn",
        "participant",
        "period",
        "location",
        "partOf",
    ),
    losses=(Loss("ref", "it is a urn:uuid", "contact_identifier already tells contacts apart"),),
)


def to_fhir(contact: Contact) -> models.Encounter:
    """The contact as a US Core Encounter, its place contained."""
    made = write_encounter(contact)
    if (location := write_location(contact)) is not None:
        made["contained"] = [location]
    return models.Encounter.model_validate(made)


def write_encounter(contact: Contact) -> Json:
    """The contact as Encounter JSON; the Location that it points to is contained beside it, or around it."""
    held = contact.ref if contact.ref and type_of_ref(contact.ref) else None
    member = (GROUP_MEMBER_CONTACT_PROFILE,) if _is_of_member(contact) else ()
    made = begin("Encounter", held, (*member, CONTACT_PROFILE, US_CORE_ENCOUNTER))
    if contact.contact_identifier:
        made["identifier"] = [uri_identifier(contact.contact_identifier)]
    extensions = [extension(MODIFIER, "valueCode", modifier) for modifier in contact.modifiers]
    if contact.people_present is not None:
        extensions.append(extension(GROUP_SIZE, "valuePositiveInt", contact.people_present))
    if contact.remote:
        extensions.append(write_remote(contact.remote))
    if extensions:
        made["extension"] = extensions
    made["status"] = STATUS_CODES[contact.status]
    made["class"] = write_class(contact)
    made["type"] = [write_modality(contact)]
    if contact.service_code:
        made["type"].append(concept(service_coding(contact.service_code)))
    made["type"].append(concept(coding(CONTACT_KIND_CODES, contact.kind.value, CONTACT_KINDS[contact.kind])))
    made["serviceType"] = _SERVICE
    made["subject"] = reference(contact.client_ref)
    if contact.order_ref:
        made["basedOn"] = [reference(contact.order_ref)]
    period = period_of_moments(contact.started_at, contact.ended_at)
    if participants := _participants(contact):
        made["participant"] = participants
    if period:
        made["period"] = period
    if shown := place_in_words(contact):
        made["location"] = [{"location": reference(f"#{LOCATION_ID}", shown)}]
    if contact.group_ref:
        made["partOf"] = reference(contact.group_ref)
    return made


def _is_of_member(contact: Contact) -> bool:
    return contact.kind is ContactKind.GROUP and bool(contact.people_present and contact.group_ref)


def _participants(contact: Contact) -> list[Json]:
    made: list[Json] = []
    if contact.specialist_ref:
        specialist = reference(contact.specialist_ref)
        made.append({"type": [concept(_PRIMARY_PERFORMER)], "individual": specialist})
    made += [
        {"type": [concept(_TOOK_PART)], "individual": reference(ref)} for ref in contact.spoken_with_refs
    ]
    return made


def read(encounter: Element) -> Contact:
    """The contact that an Encounter describes.

    An Encounter of others is read by what its codes leave no doubt of; see ``infer_modality``.

    Raises:
        Unreadable: no status or no person; noted in the report.
    """
    alike, is_own, is_of_group = encounter.read_once(_alike, of=_ALIKE)
    started_at, ended_at = read_times(encounter)
    return encounter.build(
        Contact,
        ref=encounter.report.ref,
        contact_identifier=encounter.urn_identifier(),
        started_at=started_at,
        ended_at=ended_at,
        group_ref=_session(encounter, is_own=is_own, is_of_group=is_of_group),
        **alike,
    )


_ALIKE = tuple(name for name in CONCEPT.reads if name not in ("id", "identifier", "period", "partOf"))
"""What is read of an Encounter, short of what tells one of a person from the next."""


def _alike(encounter: Element) -> tuple[Mapping[str, Any], bool, bool]:
    """The other fields, but for those of which the record says the same by itself."""
    own_kind = _own_kind(encounter)
    is_own = own_kind is not None
    place, place_name = read_place(encounter)
    modifiers = tuple(code for item in encounter.extensions(MODIFIER) if (code := item.string("valueCode")))
    size = encounter.extension(GROUP_SIZE)
    modality = read_own_modality(encounter)
    if modality is None and own_kind is None:
        modality = infer_modality(encounter)
    client_ref = encounter.require(encounter.ref("subject"), "subject", CONCEPT.words)
    participants = [
        (each, [code for _, code in each.codings("type")]) for each in encounter.several("participant")
    ]
    fields = {
        "client_ref": client_ref,
        "specialist_ref": _specialist(participants, is_own=is_own),
        "status": encounter.require(encounter.code("status", STATUSES), "status", CONCEPT.words),
        "kind": own_kind or _inferred_kind(modifiers),
        "modality": modality,
        "place": place,
        "place_name": place_name,
        "service_code": _service(encounter, is_own=is_own),
        "modifiers": modifiers,
        "order_ref": _order(encounter),
        "people_present": size.count("valuePositiveInt") if size else None,
        "spoken_with_refs": _spoken_with(participants, is_own=is_own),
        "remote": read_remote(encounter),
    }
    held = Contact.model_fields
    said = {name: value for name, value in fields.items() if value != held[name].default}
    return said, is_own, GROUP_MODIFIER in modifiers or size is not None


def read_times(parent: Element) -> tuple[datetime | None, datetime | None]:
    """Start and end of the child Period; an end that does not come after the start is noted and left out."""
    period = parent.one("period")
    if period is None:
        return None, None
    raw, place, report = period.raw, period.place, period.report
    started_at, ended_at = moment_in(raw, "start", place, report), moment_in(raw, "end", place, report)
    if started_at and ended_at and ended_at <= started_at:
        parent.report.add("mapping.empty-span", parent.at("period"), element=parent.at("period"))
        ended_at = None
    return started_at, ended_at if started_at else None


def _own_kind(encounter: Element) -> ContactKind | None:
    for system, code in encounter.codings("type"):
        if system == CONTACT_KIND_CODES and code in _KINDS:
            return _KINDS[code]
    return None


def _inferred_kind(modifiers: tuple[str, ...]) -> ContactKind:
    return ContactKind.GROUP if GROUP_MODIFIER in modifiers else ContactKind.INDIVIDUAL


def _service(encounter: Element, *, is_own: bool) -> str | None:
    if code := billing_code(encounter, "type") or billing_code(encounter, "serviceType"):
        return code
    if is_own:
        return None
    return named_service(encounter, "type") or named_service(encounter, "serviceType")


def _specialist(participants: _Participants, *, is_own: bool) -> Ref | None:
    ordered = sorted(participants, key=_is_no_performer) if len(participants) > 1 else participants
    for participant, roles in ordered:
        person = participant.one("individual")
        if person is None or (is_own and _TOOK_PART["code"] in roles):
            continue
        text = person.value("reference")
        if type(text) is str and text.startswith("Practitioner/") and is_ref(text):
            return text  # as nearly always: there is no role to look up
        role = person.target()
        if role is not None and role.string("resourceType") == "PractitionerRole":
            person = role.one("practitioner") or person
        found = person.own_ref()
        if found is not None and type_of_ref(found) in ("Practitioner", "PractitionerRole", None):
            return found
    return None


def _is_no_performer(participant: tuple[Element, Sequence[str]]) -> bool:
    return "PPRF" not in participant[1]


def _spoken_with(participants: _Participants, *, is_own: bool) -> tuple[Ref, ...]:
    """Who took part and does not stand for the service: by our own mark, or a RelatedPerson."""
    found = []
    for participant, roles in participants:
        ref = participant.ref("individual")
        took_part = is_own and _TOOK_PART["code"] in roles
        if ref is not None and (took_part or type_of_ref(ref) == "RelatedPerson"):
            found.append(ref)
    return tuple(found)


def _session(encounter: Element, *, is_own: bool, is_of_group: bool) -> Ref | None:
    """The session that it is part of.

    Others put more there than sessions: a stay in a hospital, or the Encounter that bears the account.
    """
    whole = encounter.one("partOf")
    if whole is None:
        return None
    if not is_own:
        target = whole.target()
        if not is_of_group or (target is not None and not is_about_group(target)):
            return None
    return whole.own_ref()


def is_about_group(encounter: Element) -> bool:
    """Whether an Encounter is one of a Group, not of a person."""
    subject = encounter.first("subject")
    if subject is None:
        return False
    points_at_group = "Group" in (subject.string("reference") or "").split("/")
    return points_at_group or subject.string("type") == "Group"


def _order(encounter: Element) -> Ref | None:
    orders = encounter.refs("basedOn")
    return orders[0] if orders else None
