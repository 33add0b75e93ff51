"""Disclosure <-> AuditEvent in the shape of BALP's privacy disclosure at the source."""

from __future__ import annotations

from pss_fhir.domain.consent import Disclosure, DisclosurePurpose, Recipient
from pss_fhir.domain.record import Ref
from pss_fhir.mapping import models
from pss_fhir.mapping.consent import PART_2, PURPOSES, read_purpose, read_recipient, write_recipient
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept, Loss
from pss_fhir.mapping.parts import Json, begin, coding, concept, reference
from pss_fhir.r4.canonicals import DISCLOSURE_PROFILE
from pss_fhir.r4.dates import format_instant
from pss_fhir.r4.references import local_ref, type_of_ref
from pss_fhir.r4.systems import AUDIT_ENTITY_TYPE, DICOM, OBJECT_ROLE, RECORD_LIFECYCLE, same_system

_EXPORT = coding(DICOM, "110106", "Export")
_DISCLOSE = coding(RECORD_LIFECYCLE, "disclose", "Disclose Record Lifecycle Event")
_SOURCE, _DESTINATION = "110153", "110152"
_PERSON, _OBJECT = "1", "2"
_DOMAIN_RESOURCE = coding(OBJECT_ROLE, "4", "Domain Resource")
_PATIENT = coding(OBJECT_ROLE, "1", "Patient")
CONCEPT = Concept(
    words="a disclosure",
    record=Disclosure,
    resource_types=("AuditEvent",),
    profile=DISCLOSURE_PROFILE,
    reads=("id", "type", "subtype", "recorded", "purposeOfEvent", "agent", "entity"),
    losses=(Loss("ref", "it is a urn:uuid", "an AuditEvent has no identifier to hold it"),),
)


def to_fhir(disclosure: Disclosure) -> models.AuditEvent:
    """The disclosure as an AuditEvent; BALP asks for the two addresses it went between."""
    held = disclosure.ref if disclosure.ref and type_of_ref(disclosure.ref) else None
    profiles = (DISCLOSURE_PROFILE,) if disclosure.sent_from and disclosure.sent_to else ()
    made = begin("AuditEvent", held, profiles)
    made["type"] = _EXPORT
    made["subtype"] = [_DISCLOSE]
    made["action"] = "R"
    made["recorded"] = format_instant(disclosure.disclosed_at)
    made["outcome"] = "0"
    made["purposeOfEvent"] = [concept(PURPOSES[disclosure.purpose])]
    source = _agent(_SOURCE, reference(disclosure.discloser_ref), disclosure.sent_from)
    source["requestor"] = True
    if disclosure.consent_ref:
        source["policy"] = [disclosure.consent_ref]
    made["agent"] = [source, _agent(_DESTINATION, write_recipient(disclosure.recipient), disclosure.sent_to)]
    made["source"] = {"observer": reference(disclosure.discloser_ref)}
    made["entity"] = [
        {
            "what": reference(disclosure.client_ref),
            "type": coding(AUDIT_ENTITY_TYPE, _PERSON, "Person"),
            "role": _PATIENT,
        },
        *(_record(ref, is_part_2=disclosure.is_part_2) for ref in disclosure.record_refs),
    ]
    return models.AuditEvent.model_validate(made)


def _agent(role: str, who: Json, address: str | None) -> Json:
    made: Json = {"type": concept(coding(DICOM, role)), "who": who, "requestor": False}
    if address:
        made["network"] = {"address": address, "type": _address_type(address)}
    return made


def _address_type(address: str) -> str:
    """FHIR's network-type: 5 a URI, 4 an e-mail address, 3 a telephone number, 1 a machine."""
    if "://" in address:
        return "5"
    if "@" in address:
        return "4"
    return "3" if address.strip("+0123456789 ().-") == "" else "1"


def _record(ref: Ref, *, is_part_2: bool) -> Json:
    made: Json = {
        "what": reference(ref),
        "type": coding(AUDIT_ENTITY_TYPE, _OBJECT, "System Object"),
        "role": _DOMAIN_RESOURCE,
    }
    return made | ({"securityLabel": [PART_2]} if is_part_2 else {})


def is_disclosure(event: Element) -> bool:
    """Whether an AuditEvent is about a disclosure, by its subtype."""
    return any(
        same_system(each.string("system"), RECORD_LIFECYCLE) and each.string("code") == "disclose"
        for each in event.several("subtype")
    )


def read(event: Element) -> Disclosure:
    """The disclosure that an AuditEvent tells of.

    Raises:
        Unreadable: it does not say when, by whom, to whom, what for, about whom, or what; noted.
    """
    source, destination = _with_role(event, _SOURCE), _with_role(event, _DESTINATION)
    records = _entities(event, _OBJECT)
    people = _entities(event, _PERSON)
    return event.build(
        Disclosure,
        ref=event.report.ref,
        client_ref=event.require(people[0].ref("what") if people else None, "entity.what", CONCEPT.words),
        disclosed_at=event.require(event.moment("recorded"), "recorded", CONCEPT.words),
        discloser_ref=event.require(source.ref("who") if source else None, "agent.who", CONCEPT.words),
        recipient=event.require(_recipient(destination), "agent.who", CONCEPT.words),
        purpose=event.require(_purpose(event), "purposeOfEvent", CONCEPT.words),
        record_refs=tuple(ref for each in records if (ref := each.ref("what"))),
        consent_ref=_consent(source, event.report.base_url),
        sent_from=_address(source),
        sent_to=_address(destination),
        is_part_2=any(
            label.string("code") == PART_2["code"]
            for each in records
            for label in each.several("securityLabel")
        ),
    )


def _with_role(event: Element, role: str) -> Element | None:
    for agent in event.several("agent"):
        if any(same_system(system, DICOM) and code == role for system, code in agent.codings("type")):
            return agent
    return None


def _entities(event: Element, kind: str) -> list[Element]:
    return [
        entity
        for entity in event.several("entity")
        if (held := entity.one("type")) is not None and held.string("code") == kind
    ]


def _recipient(agent: Element | None) -> Recipient | None:
    who = agent.one("who") if agent else None
    return read_recipient(who) if who else None


def _purpose(event: Element) -> DisclosurePurpose | None:
    for held in event.coded("purposeOfEvent"):
        if (purpose := read_purpose(held)) is not None:
            return purpose
    return None


def _consent(source: Element | None, base_url: str | None) -> Ref | None:
    found = (local_ref(text, base_url=base_url) for text in (source.texts("policy") if source else ()))
    return next((ref for ref in found if ref and type_of_ref(ref) in ("Consent", None)), None)


def _address(agent: Element | None) -> str | None:
    network = agent.one("network") if agent else None
    return network.text("address") if network else None
