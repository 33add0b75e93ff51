"""RecordUse <-> AuditEvent in the shapes of BALP's patient read and patient create."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from pss_fhir.domain.record_use import FILE_RECORD, READ_CHART, RecordUse
from pss_fhir.mapping import models
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.parts import Json, begin, coding, concept, reference
from pss_fhir.r4 import systems
from pss_fhir.r4.canonicals import BASE, CHART_READ_PROFILE, NOTE_FILED_PROFILE
from pss_fhir.r4.dates import format_instant
from pss_fhir.r4.references import ReferenceKind, parse_reference

_APP = "pss-fhir"
_ENTRY, _ACTION = "trail-entry", "trail-action"
_SOURCE, _DESTINATION = "110153", "110152"
_REST = coding(systems.AUDIT_EVENT_TYPE, "rest", "RESTful Operation")
_ACTIVITY = coding(systems.DICOM, "110100", "Application Activity")
_DONE = {(READ_CHART, "read"): CHART_READ_PROFILE, (FILE_RECORD, "filed"): NOTE_FILED_PROFILE}
"""What BALP has a pattern for: the chart was read, the note was filed."""
CONCEPT = Concept(
    words="a use of a record",
    record=RecordUse,
    resource_types=("AuditEvent",),
    profile=CHART_READ_PROFILE,
    reads=("recorded", "outcomeDesc", "agent", "entity"),
)


def to_fhir(use: RecordUse) -> models.AuditEvent:
    """The use as an AuditEvent.

    Its id follows from where and when it happened, so that a trail exported twice is held once. A profile is
    named where BALP has a pattern and a person's record was used; the trail holds no resource by its id, so
    that the data is named in words.
    """
    return models.AuditEvent.model_validate(write(use))


def write(use: RecordUse) -> Json:
    """The use as AuditEvent JSON, not checked by a model."""
    profile = _DONE.get((use.action, use.outcome)) if use.client_ref else None
    is_read = use.action == READ_CHART
    is_rest = is_read or use.action == FILE_RECORD
    named = f"{BASE}/AuditEvent/{use.site}/{use.entry}/{format_instant(use.used_at)}"
    made = begin("AuditEvent", f"AuditEvent/{uuid5(NAMESPACE_URL, named)}", (profile,) if profile else ())
    made["type"] = _REST if is_rest else _ACTIVITY
    if is_rest:
        made["subtype"] = [coding(systems.RESTFUL_INTERACTION, "read" if is_read else "create")]
    made["action"] = "R" if is_read else "C" if is_rest else "E"
    made["recorded"] = format_instant(use.used_at)
    if profile:
        made["outcome"] = "0"
    made["outcomeDesc"] = use.outcome
    made["agent"] = _agents(use, is_read=is_read)
    made["source"] = {"observer": {"display": _APP}}
    made["entity"] = _entities(use)
    return made


def _agents(use: RecordUse, *, is_read: bool) -> list[Json]:
    app, server = (_DESTINATION, _SOURCE) if is_read else (_SOURCE, _DESTINATION)
    role = ("IRCP", "information recipient") if is_read else ("AUT", "author (originator)")
    return [
        _machine(app, _APP, {"display": _APP}),
        _machine(server, use.site, {"display": use.site}),
        {
            "type": concept(coding(systems.PARTICIPATION, *role)),
            "who": _user(use.user),
            "requestor": True,
        },
    ]


def _machine(role: str, address: str, who: Json) -> Json:
    network = {"address": address, "type": "5" if "://" in address else "1"}
    return {
        "type": concept(coding(systems.DICOM, role)),
        "who": who,
        "requestor": False,
        "network": network,
    }


def _user(user: str) -> Json:
    is_held = parse_reference(user).kind in (ReferenceKind.RELATIVE, ReferenceKind.ABSOLUTE)
    return reference(user) if is_held else {"identifier": {"value": user}}


def _entities(use: RecordUse) -> list[Json]:
    used: Json = {
        "what": {"display": "the chart" if use.action == READ_CHART else "a record of the chart"},
        "type": coding(systems.AUDIT_ENTITY_TYPE, "2", "System Object"),
        "role": coding(systems.OBJECT_ROLE, "4", "Domain Resource"),
        "detail": [
            {"type": _ENTRY, "valueString": str(use.entry)},
            {"type": _ACTION, "valueString": use.action},
        ],
    }
    if use.client_ref is None:
        return [used]
    person = {
        "what": reference(use.client_ref),
        "type": coding(systems.AUDIT_ENTITY_TYPE, "1", "Person"),
        "role": coding(systems.OBJECT_ROLE, "1", "Patient"),
    }
    return [used, person]


def is_record_use(event: Element) -> bool:
    """Whether an AuditEvent is a line of the app's trail."""
    return _detail(event, _ENTRY) is not None


def read(event: Element) -> RecordUse:
    """The use that an AuditEvent of this project's making tells of.

    Raises:
        Unreadable: it does not say when, where, by whom or what; noted in the report.
    """
    words = CONCEPT.words
    entry = _detail(event, _ENTRY) or ""
    people = [entity for entity in event.several("entity") if _is_person(entity)]
    return event.build(
        RecordUse,
        entry=int(entry) if entry.isascii() and entry.isdigit() and len(entry) < 19 else None,
        used_at=event.require(event.moment("recorded"), "recorded", words),
        site=event.require(_site(event), "agent.network", words),
        user=event.require(_read_user(event), "agent.who", words),
        action=event.require(_detail(event, _ACTION), "entity.detail", words),
        client_ref=people[0].ref("what") if people else None,
        outcome=event.require(event.text("outcomeDesc"), "outcomeDesc", words),
    )


def _detail(event: Element, name: str) -> str | None:
    for entity in event.several("entity"):
        for detail in entity.several("detail"):
            if detail.string("type") == name:
                return detail.string("valueString")
    return None


def _is_person(entity: Element) -> bool:
    kind = entity.one("type")
    return kind is not None and kind.string("code") == "1"


def _site(event: Element) -> str | None:
    machines = [agent for agent in event.several("agent") if agent.one("network")]
    network = machines[1].one("network") if len(machines) > 1 else None
    return network.text("address") if network else None


def _read_user(event: Element) -> str | None:
    for agent in event.several("agent"):
        who = agent.one("who")
        if agent.boolean("requestor") and who is not None:
            identifier = who.one("identifier")
            return who.text("reference") or (identifier.text("value") if identifier else None)
    return None
