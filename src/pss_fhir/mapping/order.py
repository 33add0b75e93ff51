"""ServiceOrder <-> ServiceRequest (US Core ServiceRequest, with eLTSS's units)."""

from __future__ import annotations

from pss_fhir.domain.payer import PEER_SUPPORT, OrderStatus, ServiceOrder
from pss_fhir.domain.record import Days
from pss_fhir.mapping import models
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.parts import begin, concept, extension, period_of_days, reference
from pss_fhir.mapping.services import named_service, service_coding
from pss_fhir.r4.canonicals import ORDERER_CREDENTIAL, SERVICE_ORDER_PROFILE, US_CORE_SERVICE_REQUEST
from pss_fhir.r4.dates import format_date
from pss_fhir.r4.systems import UCUM

_STATUSES = {
    "draft": OrderStatus.DRAFT,
    "active": OrderStatus.ACTIVE,
    "on-hold": OrderStatus.ON_HOLD,
    "completed": OrderStatus.COMPLETED,
    "revoked": OrderStatus.REVOKED,
    "entered-in-error": OrderStatus.RETRACTED,
    "unknown": OrderStatus.UNKNOWN,
}
_WRITTEN = {status: code for code, status in _STATUSES.items()}
_NOT_ORDERS = frozenset({"proposal", "plan", "option"})
CONCEPT = Concept(
    words="a service order",
    record=ServiceOrder,
    resource_types=("ServiceRequest",),
    profile=SERVICE_ORDER_PROFILE,
    reads=(
        "id",
        "identifier",
        "extension",
        "status",
        "intent",
        "code",
        "subject",
        "quantityQuantity",
        "occurrencePeriod",
        "occurrenceDateTime",
        "occurrenceTiming",
        "authoredOn",
        "requester",
    ),
)


def to_fhir(order: ServiceOrder) -> models.ServiceRequest:
    """The order as a US Core ServiceRequest; the project's profile is for peer support alone."""
    is_peer_support = order.service_code == PEER_SUPPORT
    own = (SERVICE_ORDER_PROFILE,) if is_peer_support else ()
    made = begin("ServiceRequest", order.ref, (*own, US_CORE_SERVICE_REQUEST), order.identifiers)
    if order.orderer_credential:
        made["extension"] = [extension(ORDERER_CREDENTIAL, "valueString", order.orderer_credential)]
    made["status"] = _WRITTEN[order.status]
    made["intent"] = "order"
    made["code"] = concept(service_coding(order.service_code))
    if order.ordered_units is not None:
        made["quantityQuantity"] = {
            "value": order.ordered_units,
            "unit": "15-minute units",
            "system": UCUM,
            "code": "{unit}",
        }
    made["subject"] = reference(order.client_ref)
    if period := period_of_days(order.days):
        made["occurrencePeriod"] = period
    if order.signed_on:
        made["authoredOn"] = format_date(order.signed_on)
    if order.orderer_ref:
        made["requester"] = reference(order.orderer_ref)
    return models.ServiceRequest.model_validate(made)


def read(request: Element) -> ServiceOrder:
    """The order that a ServiceRequest is.

    Raises:
        Unreadable: a proposal or a plan, no billed service, no id, status or person; noted in the report.
    """
    intent = request.string("intent")
    if intent in _NOT_ORDERS:
        raise request.report.refuse("mapping.not-an-order", request.at("intent"), intent=intent)
    if request.boolean("doNotPerform"):
        raise request.report.refuse("mapping.not-to-be-done", request.at("doNotPerform"))
    service = named_service(request, "code")
    if service is None:
        raise request.report.refuse("mapping.other-service", request.at("code"), element=request.at("code"))
    ref, identifiers = request.known_as()
    credential = request.extension(ORDERER_CREDENTIAL)
    quantity = request.one("quantityQuantity")
    return request.build(
        ServiceOrder,
        ref=ref,
        client_ref=request.require(request.ref("subject"), "subject", CONCEPT.words),
        status=request.require(request.code("status", _STATUSES), "status", CONCEPT.words),
        service_code=service,
        identifiers=identifiers,
        signed_on=request.day("authoredOn"),
        days=_days(request),
        orderer_ref=request.ref("requester"),
        orderer_credential=credential.text("valueString") if credential else None,
        ordered_units=quantity.count("value") if quantity else None,
    )


def _days(request: Element) -> Days:
    if request.has("occurrencePeriod"):
        return request.days("occurrencePeriod")
    if timing := request.one("occurrenceTiming"):
        repeat = timing.one("repeat")
        return repeat.days("boundsPeriod") if repeat else Days()
    on = request.day("occurrenceDateTime")
    return Days(start_on=on, end_on=on)
