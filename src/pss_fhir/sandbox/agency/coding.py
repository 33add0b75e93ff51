"""Codes and small elements that many resources of the agency share."""

from __future__ import annotations

from typing import Any

from pss_fhir.r4 import systems

Json = dict[str, Any]
US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition"
RECORD_NUMBER = "https://ehr.example/record-number"
MEDICAID_ID = "https://medicaid.ncdhhs.gov/member-id"
AGENCY = {"reference": "Organization/agency", "display": "HTEST Peer Support Agency"}
PAYER = {"reference": "Organization/payer", "display": "HTEST Tailored Plan"}


def resource(resource_type: str, resource_id: str, profile: str | None = None) -> Json:
    """The beginning of a resource, marked as synthetic."""
    meta: Json = {
        "tag": [{"system": systems.ACT_REASON, "code": "HTEST", "display": "test health data"}],
    }
    if profile:
        meta["profile"] = [f"{US_CORE}/{profile}"]
    return {"resourceType": resource_type, "id": resource_id, "meta": meta}


def concept(system: str, code: str, display: str, text: str | None = None) -> Json:
    """A CodeableConcept with one coding."""
    made: Json = {"coding": [{"system": system, "code": code, "display": display}]}
    if text:
        made["text"] = text
    return made


def typed_identifier(code: str, display: str, system: str, value: str) -> Json:
    """An identifier with a v2-0203 type."""
    return {"type": concept(systems.IDENTIFIER_TYPE, code, display), "system": system, "value": value}


def peer_support() -> Json:
    """HCPCS H0038."""
    return concept(systems.HCPCS, "H0038", "Self-help/peer services, per 15 minutes", "Peer support services")
