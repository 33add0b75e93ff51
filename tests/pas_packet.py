"""A request for units with its order, plan and assessment, and everything that they lead to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pss_fhir.domain.authorization_request import SupportingRecord, SupportKind
from pss_fhir.mapping import as_json, to_fhir
from pss_fhir.mapping.pas_bundle import to_pas_bundle
from pss_fhir.mapping.plan_document import plan_document
from tests.builders import (
    CLIENT_REF,
    CLINICIAN_REF,
    COVERAGE_REF,
    ORDER_REF,
    PAYER_REF,
    make_client,
    make_coverage,
    make_goal,
    make_order,
    make_plan,
)
from tests.builders_care import AGENCY_REF, AUTHORIZATION_REQUEST

BASE = "https://agency.example/fhir/"
BUNDLE_URN = "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0aa"
PLAN_URN = "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0ab"
MADE_AT = datetime(2026, 9, 20, 15, tzinfo=UTC)
NPI = {"system": "http://hl7.org/fhir/sid/us-npi", "value": "1234567893"}
ADDRESS = {
    "line": ["1 HTEST Street"],
    "city": "Durham",
    "state": "NC",
    "postalCode": "27701",
    "country": "US",
}
PHONE = {"system": "phone", "value": "919-555-0100"}
Json = dict[str, Any]

REQUEST = AUTHORIZATION_REQUEST.model_copy(
    update={
        "coverage_ref": COVERAGE_REF,
        "payer_ref": PAYER_REF,
        "supporting": (
            SupportingRecord(kind=SupportKind.ORDER, ref=ORDER_REF),
            SupportingRecord(kind=SupportKind.PLAN, ref=PLAN_URN),
            SupportingRecord(kind=SupportKind.ASSESSMENT, ref="DocumentReference/cca"),
        ),
    }
)


def _named(ref: str, **members: Any) -> Json:
    resource_type, _, name = ref.partition("/")
    known = {"resourceType": resource_type, "id": name, "identifier": [NPI]}
    return known | {"address": [ADDRESS], "telecom": [PHONE]} | members


def _organization(ref: str, kind: str) -> Json:
    """``kind`` is X12 98, which names what an organization is in a 278."""
    code = {"coding": [{"system": "https://codesystem.x12.org/005010/98", "code": kind}]}
    return _named(ref, name="HTEST", active=True, type=[code])


def assessment(**attachment: str) -> Json:
    """The clinical assessment as an EHR may hold it, with its content or an address."""
    return {
        "resourceType": "DocumentReference",
        "id": "cca",
        "status": "current",
        "type": {"coding": [{"system": "http://loinc.org", "code": "51848-0"}]},
        "category": [
            {
                "coding": [
                    {
                        "system": "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
                        "code": "clinical-note",
                    }
                ]
            }
        ],
        "subject": {"reference": CLIENT_REF},
        "content": [{"attachment": {"contentType": "text/plain", **attachment}}],
    }


RESOURCES = (
    *(as_json(to_fhir(record)) for record in (make_client(), make_coverage(), make_order())),
    as_json(plan_document(make_plan(), [make_goal()], identifier=PLAN_URN, made_at=MADE_AT)),
    assessment(data="SFRFU1Q="),
    _organization(AGENCY_REF, "1P"),
    _organization(PAYER_REF, "PR"),
    _named(CLINICIAN_REF, name=[{"family": "HTEST"}]),
)


def packet(*resources: Json) -> Json:
    """The PAS Bundle, made of these resources or of all."""
    return to_pas_bundle(
        REQUEST, resources or RESOURCES, bundle_identifier=BUNDLE_URN, made_at=MADE_AT, base_url=BASE
    )
