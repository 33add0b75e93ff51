"""AuthorizationRequest <-> Claim for preauthorization (Da Vinci PAS 2.0.1, and what 2.2.1 asks beyond it)."""

from __future__ import annotations

from pss_fhir.domain.authorization_request import AuthorizationRequest, RequestKind, RequestStatus
from pss_fhir.domain.record import Ref
from pss_fhir.mapping import models
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.parts import Json, begin, coding, concept, extension, period_of_days, reference
from pss_fhir.mapping.services import billing_code, modifiers_in, service_coding
from pss_fhir.mapping.supporting_info import read_supporting, write_supporting
from pss_fhir.r4 import systems
from pss_fhir.r4.canonicals import PAS_CERTIFICATION_TYPE, PAS_REQUEST_TYPE, REQUEST_PROFILE
from pss_fhir.r4.dates import format_date

_WRITTEN = {
    RequestStatus.DRAFT: "draft",
    RequestStatus.ACTIVE: "active",
    RequestStatus.CANCELLED: "cancelled",
    RequestStatus.RETRACTED: "entered-in-error",
}
_READ = {code: status for status, code in _WRITTEN.items()}
_CERTIFICATIONS = {
    RequestKind.INITIAL: "I",
    RequestKind.RENEWAL: "R",
    RequestKind.EXTENSION: "4",
    RequestKind.REVISION: "S",
    RequestKind.CANCELLATION: "3",
}
"""X12 1322, certification type, of each kind."""
_KINDS = {code: kind for kind, code in _CERTIFICATIONS.items()}
_HEALTH_SERVICES_REVIEW = coding(systems.X12_REQUEST_TYPE, "HS")
_PSYCHIATRIC = coding(systems.X12_SERVICE_TYPE, "A4")
CONCEPT = Concept(
    words="an authorization request",
    record=AuthorizationRequest,
    resource_types=("Claim",),
    profile=REQUEST_PROFILE,
    reads=(
        "id",
        "identifier",
        "status",
        "use",
        "patient",
        "created",
        "insurer",
        "provider",
        "priority",
        "supportingInfo",
        "diagnosis",
        "insurance",
        "item",
    ),
)


def to_fhir(request: AuthorizationRequest) -> models.Claim:
    """The request as a Claim; its profile asks for an active one, one identifier and a diagnosis."""
    made = begin("Claim", request.ref, (), request.identifiers)
    is_active = request.status is RequestStatus.ACTIVE
    if is_active and request.diagnoses and len(made.get("identifier", ())) == 1:
        made["meta"] = {"profile": [REQUEST_PROFILE]}
    made["status"] = _WRITTEN[request.status]
    made["type"] = concept(coding(systems.CLAIM_TYPE, "professional"))
    made["use"] = "preauthorization"
    made["patient"] = reference(request.client_ref)
    made["created"] = format_date(request.asked_on)
    made["insurer"] = reference(request.payer_ref)
    made["provider"] = reference(request.agency_ref)
    priority = "stat" if request.is_urgent else "normal"
    made["priority"] = concept(coding(systems.PROCESS_PRIORITY, priority))
    if request.supporting:
        made["supportingInfo"] = write_supporting(request.supporting)
    if request.diagnoses:
        made["diagnosis"] = [
            {"sequence": number, "diagnosisCodeableConcept": concept(coding(systems.ICD_10_CM, code))}
            for number, code in enumerate(request.diagnoses, 1)
        ]
    made["insurance"] = [{"sequence": 1, "focal": True, "coverage": reference(request.coverage_ref)}]
    made["item"] = [_item(request)]
    return models.Claim.model_validate(made)


def _item(request: AuthorizationRequest) -> Json:
    certification = coding(systems.X12_CERTIFICATION_TYPE, _CERTIFICATIONS[request.kind])
    made: Json = {
        "sequence": 1,
        "extension": [
            extension(PAS_REQUEST_TYPE, "valueCodeableConcept", concept(_HEALTH_SERVICES_REVIEW)),
            extension(PAS_CERTIFICATION_TYPE, "valueCodeableConcept", concept(certification)),
        ],
        "category": concept(_PSYCHIATRIC),
        "productOrService": concept(service_coding(request.service_code)),
        "servicedPeriod": period_of_days(request.days),
        "locationCodeableConcept": concept(coding(systems.PLACE_OF_SERVICE, request.place_of_service)),
        "quantity": {"value": request.units},
    }
    if request.modifiers:
        made["modifier"] = [concept(coding(systems.HCPCS, modifier)) for modifier in request.modifiers]
    return made


def read(claim: Element) -> AuthorizationRequest:
    """The request that a Claim for preauthorization describes: its first item.

    Raises:
        Unreadable: it is a bill, or lacks status, person, payer, agency, coverage, service, units or days.
    """
    if claim.string("use") != "preauthorization":
        raise claim.report.refuse("mapping.not-preauthorization", claim.at("use"), resource_type="Claim")
    ref, identifiers = claim.known_as()
    words = CONCEPT.words
    item = claim.require(claim.one("item"), "item", words)
    quantity = item.one("quantity")
    units = quantity.count("value") if quantity else None
    return claim.build(
        AuthorizationRequest,
        ref=ref,
        client_ref=claim.require(claim.ref("patient"), "patient", words),
        status=claim.require(claim.code("status", _READ), "status", words),
        kind=_kind(item),
        identifiers=identifiers,
        asked_on=claim.require(claim.day("created"), "created", words),
        payer_ref=claim.require(claim.ref("insurer"), "insurer", words),
        agency_ref=claim.require(claim.ref("provider"), "provider", words),
        coverage_ref=claim.require(_coverage(claim), "insurance.coverage", words),
        service_code=claim.require(billing_code(item, "productOrService"), "item.productOrService", words),
        modifiers=modifiers_in(item, "modifier"),
        units=claim.require(units, "item.quantity", words),
        days=item.days("servicedPeriod"),
        diagnoses=_diagnoses(claim),
        is_urgent=any(code == "stat" for _, code in claim.codings("priority")),
        **_place(item),
        supporting=read_supporting(claim),
    )


def _kind(item: Element) -> RequestKind:
    certification = item.extension(PAS_CERTIFICATION_TYPE)
    for _, code in certification.codings("valueCodeableConcept") if certification else ():
        if code in _KINDS:
            return _KINDS[code]
    return RequestKind.INITIAL


def _coverage(claim: Element) -> Ref | None:
    insurances = claim.several("insurance")
    focal = [each for each in insurances if each.boolean("focal")] or insurances
    return focal[0].ref("coverage") if focal else None


def _diagnoses(claim: Element) -> tuple[str, ...]:
    return tuple(
        code
        for each in claim.several("diagnosis")
        for system, code in each.codings("diagnosisCodeableConcept")
        if systems.same_system(system, systems.ICD_10_CM)
    )


def _place(item: Element) -> dict[str, str]:
    for system, code in item.codings("locationCodeableConcept"):
        if systems.same_system(system, systems.PLACE_OF_SERVICE):
            return {"place_of_service": code}
    return {}
