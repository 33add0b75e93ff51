"""The parts of which FHIR JSON is put together: codings, references, periods, names, extensions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pss_fhir.domain.people import PersonName
from pss_fhir.domain.record import Days, Identifier, IdentifierKind, Ref
from pss_fhir.errors import MappingError
from pss_fhir.issues import make_issue
from pss_fhir.r4.canonicals import DATA_ABSENT_REASON
from pss_fhir.r4.dates import format_date, format_instant
from pss_fhir.r4.references import type_of_ref
from pss_fhir.r4.systems import IDENTIFIER_TYPE, URI

Json = dict[str, Any]


def coding(system: str, code: str, display: str | None = None) -> Json:
    """A Coding."""
    return {"system": system, "code": code} | ({"display": display} if display else {})


def concept(*codings: Json, text: str | None = None) -> Json:
    """A CodeableConcept."""
    return ({"coding": list(codings)} if codings else {}) | ({"text": text} if text else {})


def reference(ref: Ref, display: str | None = None) -> Json:
    """A Reference to where a server holds the resource."""
    return {"reference": ref} | ({"display": display} if display else {})


def extension(url: str, kind: str, value: object) -> Json:
    """An Extension with a value; ``kind`` is the name of its element (``valueCode``)."""
    return {"url": url, kind: value}


def extension_of_parts(url: str, parts: Iterable[tuple[str, str, object]]) -> Json:
    """An Extension made of parts (name, element, value), without those whose value is None."""
    return {
        "url": url,
        "extension": [extension(name, kind, value) for name, kind, value in parts if value is not None],
    }


ABSENT: Mapping[str, Any] = {"extension": [extension(DATA_ABSENT_REASON, "valueCode", "unknown")]}
"""In place of an element that a profile requires and nobody knows (US Core 6.1.0, "Missing Data")."""


def period_of_days(days: Days) -> Json:
    """A Period with the precision of days; empty for no days."""
    ends = (("start", days.start_on), ("end", days.end_on))
    return {name: format_date(day) for name, day in ends if day is not None}


def period_of_moments(started_at: datetime | None, ended_at: datetime | None) -> Json:
    """A Period with the precision of moments; empty where neither is known."""
    ends = (("start", started_at), ("end", ended_at))
    return {name: format_instant(moment) for name, moment in ends if moment is not None}


IDENTIFIER_TYPES: Mapping[IdentifierKind, str] = {
    IdentifierKind.RECORD_NUMBER: "MR",
    IdentifierKind.MEDICAID: "MA",
}
"""HL7's identifier type (v2-0203) of each kind."""


def identifier(held: Identifier, *, needs_system: bool = False) -> Json:
    """An Identifier; where US Core asks for a system that is not known, the reason says so."""
    made: Json = {}
    if held.kind is not None:
        made["type"] = concept(coding(IDENTIFIER_TYPE, IDENTIFIER_TYPES[held.kind]))
    if held.system is not None:
        made["system"] = held.system
    elif needs_system:
        made["_system"] = dict(ABSENT)
    return made | {"value": held.value}


def uri_identifier(uri: str) -> Json:
    """An Identifier whose value is a URI itself."""
    return {"system": URI, "value": uri}


def human_name(name: PersonName, *, needs_family: bool = False) -> Json:
    """A HumanName; where US Core asks for a part that is not known, the reason says so."""
    parts: Json = {}
    if not name.family and not name.given and not needs_family:
        parts |= ABSENT
    if name.text:
        parts["text"] = name.text
    if name.family:
        parts["family"] = name.family
    elif needs_family:
        parts["_family"] = dict(ABSENT)
    if name.given:
        parts["given"] = list(name.given)
    return parts


def begin(
    resource_type: str,
    ref: Ref | None,
    profiles: Iterable[str],
    identifiers: Iterable[Identifier] = (),
    *,
    needs_system: bool = False,
) -> Json:
    """A resource with its id, profiles and identifiers.

    A ``urn:uuid`` becomes the first identifier, since no server has given an id.

    Raises:
        MappingError: the reference names another resource type.
    """
    made: Json = {"resourceType": resource_type}
    held = [identifier(each, needs_system=needs_system) for each in identifiers]
    if ref is not None:
        ref_type = type_of_ref(ref)
        if ref_type is None:
            held.insert(0, uri_identifier(ref))
        elif ref_type == resource_type:
            made["id"] = ref.partition("/")[2]
        else:
            issue = make_issue(
                "mapping.wrong-ref", record="The record", ref_type=ref_type, resource_type=resource_type
            )
            raise MappingError(issue.message, issues=[issue], code=issue.code)
    if profiles:
        made["meta"] = {"profile": list(profiles)}
    if held:
        made["identifier"] = held
    return made
