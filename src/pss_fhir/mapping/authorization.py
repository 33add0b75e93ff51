"""Authorization <-> ClaimResponse (Da Vinci PAS), and <- ExplanationOfBenefit (PDex prior authorization).

The payer's review action is an X12 306 code: A1 approved, A2 partly approved, A3 denied, A4 pended
(fhir-mapping.md, section B; the code list itself is X12's and not carried here).
"""

from __future__ import annotations

from pss_fhir.domain.payer import Authorization, AuthorizationStatus
from pss_fhir.domain.record import Days
from pss_fhir.mapping import models
from pss_fhir.mapping.coverage import payer_reference, read_payer
from pss_fhir.mapping.decision import read_status, write_adjudication
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.parts import (
    ABSENT,
    Json,
    begin,
    coding,
    concept,
    extension,
    extension_of_parts,
    period_of_days,
    reference,
)
from pss_fhir.mapping.services import modifiers_in, named_service, service_coding
from pss_fhir.r4 import systems
from pss_fhir.r4.canonicals import (
    AUTHORIZATION_PROFILE,
    PAS_AUTHORIZED_DETAIL,
    PAS_ITEM_ISSUED,
    PAS_ITEM_NUMBER,
    PAS_ITEM_PERIOD,
    UNITS_USED,
)
from pss_fhir.r4.dates import format_date

CONCEPT = Concept(
    words="an authorization",
    record=Authorization,
    resource_types=("ClaimResponse", "ExplanationOfBenefit"),
    profile=AUTHORIZATION_PROFILE,
    reads=(
        "id",
        "identifier",
        "extension",
        "status",
        "use",
        "patient",
        "created",
        "insurer",
        "outcome",
        "preAuthRef",
        "preAuthPeriod",
        "preAuthRefPeriod",
        "item",
        "addItem",
        "adjudication",
        "request",
    ),
)
_OUTCOMES = {AuthorizationStatus.PENDED: "partial", AuthorizationStatus.PARTIAL: "partial"}
"""PAS 2.2.1 allows no other for a decision that is pending: the review action says that it is."""


def to_fhir(authorization: Authorization) -> models.ClaimResponse:
    """The decision as a ClaimResponse with the elements of PAS.

    PAS knows active decisions alone, so that one that was cancelled does not claim the profile.

    Raises:
        MappingError: the record is kept under an ExplanationOfBenefit, which only a payer writes.
    """
    is_cancelled = authorization.status is AuthorizationStatus.CANCELLED
    profiles = () if is_cancelled else (AUTHORIZATION_PROFILE,)
    made = begin("ClaimResponse", authorization.ref, profiles, authorization.identifiers)
    if authorization.units_used_by_payer is not None:
        made["extension"] = [extension(UNITS_USED, "valueUnsignedInt", authorization.units_used_by_payer)]
    made["status"] = "cancelled" if is_cancelled else "active"
    made["type"] = concept(coding(systems.CLAIM_TYPE, "professional"))
    made["use"] = "preauthorization"
    made["patient"] = reference(authorization.client_ref)
    if authorization.decided_on:
        made["created"] = format_date(authorization.decided_on)
    else:
        made["_created"] = dict(ABSENT)
    made["insurer"] = payer_reference(authorization.payer_ref, authorization.payer_name)
    made["outcome"] = _OUTCOMES.get(authorization.status, "complete")
    if authorization.number:
        made["preAuthRef"] = authorization.number
    if period := period_of_days(authorization.days):
        made["preAuthPeriod"] = period
    made["item"] = [_item(authorization)]
    return models.ClaimResponse.model_validate(made)


def _item(authorization: Authorization) -> Json:
    quantity = None if authorization.units is None else {"value": authorization.units}
    detail = extension_of_parts(
        PAS_AUTHORIZED_DETAIL,
        (
            (
                "productOrServiceCode",
                "valueCodeableConcept",
                concept(service_coding(authorization.service_code)),
            ),
            *(
                ("modifier", "valueCodeableConcept", concept(coding(systems.HCPCS, modifier)))
                for modifier in authorization.modifiers
            ),
            ("quantity", "valueQuantity", quantity),
        ),
    )
    return {
        "extension": [detail],
        "itemSequence": 1,
        "adjudication": [write_adjudication(authorization.status)],
    }


def read(response: Element) -> Authorization:
    """The authorization that a ClaimResponse or an ExplanationOfBenefit describes: its first billed service.

    Raises:
        Unreadable: not about a preauthorization, no billed service, no id or person; noted in the report.
    """
    report = response.report
    if response.string("use") != "preauthorization":
        raise report.refuse(
            "mapping.not-preauthorization", response.at("use"), resource_type=report.resource_type
        )
    item, service, modifiers, units = _service(response)
    ref, identifiers = response.known_as()
    payer_ref, payer_name = read_payer(response.one("insurer"))
    status = read_status(response, item)
    if units is None and status is AuthorizationStatus.APPROVED:
        units = _units_as_asked(response, item)
    return response.build(
        Authorization,
        ref=ref,
        client_ref=response.require(response.ref("patient"), "patient", CONCEPT.words),
        status=status,
        number=_number(response, item),
        payer_ref=payer_ref,
        payer_name=payer_name,
        service_code=service,
        modifiers=modifiers,
        units=units,
        units_used_by_payer=_units_used(response, item),
        days=_days(response, item),
        identifiers=identifiers,
        decided_on=_decided_on(response, item),
    )


def _service(response: Element) -> tuple[Element, str, tuple[str, ...], int | None]:
    """The first item about a billed service: the item, its code, its modifiers and its units.

    What the payer approved as it was asked for stands only in the Claim, which is read where it is at hand.
    """
    items = [*response.several("item"), *response.several("addItem")]
    for item in items:
        detail = item.extension(PAS_AUTHORIZED_DETAIL)
        asked = _asked_for(response, item)
        named = detail.extension("productOrServiceCode") if detail else None
        service = named_service(named, "valueCodeableConcept") if named else None
        for holder in (item, asked):
            if service is None and holder is not None and holder.has("productOrService"):
                service = named_service(holder, "productOrService")
        if service is None:
            continue
        if len(items) > 1:
            response.report.add(
                "mapping.several", response.at("item"), element=response.at("item"), count=len(items)
            )
        return item, service, _modifiers(item, detail, asked), _units(item, detail)
    raise response.report.refuse("mapping.other-service", response.at("item"), element=response.at("item"))


def _asked_for(response: Element, item: Element) -> Element | None:
    request = response.one("request")
    claim = request.target() if request else None
    if claim is None or claim.string("resourceType") != "Claim":
        return None
    sequence = item.value("itemSequence")
    return next((asked for asked in claim.several("item") if asked.value("sequence") == sequence), None)


def _modifiers(item: Element, detail: Element | None, asked: Element | None) -> tuple[str, ...]:
    in_detail = [
        found
        for part in (detail.extensions("modifier") if detail else [])
        for found in modifiers_in(part, "valueCodeableConcept")
    ]
    if detail is not None or item.has("modifier") or asked is None:
        return tuple(in_detail) or modifiers_in(item, "modifier")
    return modifiers_in(asked, "modifier")


def _units(item: Element, detail: Element | None) -> int | None:
    part = detail.extension("quantity") if detail else None
    quantity = part.one("valueQuantity") if part else None
    if quantity is not None:
        return quantity.count("value")
    return _adjudicated(item, "allowedunits")


def _units_as_asked(response: Element, item: Element) -> int | None:
    asked = _asked_for(response, item)
    quantity = asked.one("quantity") if asked else None
    return quantity.count("value") if quantity else None


def _adjudicated(item: Element, slice_code: str) -> int | None:
    for adjudication in item.several("adjudication"):
        for system, code in adjudication.codings("category"):
            if systems.same_system(system, systems.PDEX_ADJUDICATION) and code == slice_code:
                return adjudication.count("value")
    return None


def _units_used(response: Element, item: Element) -> int | None:
    own = response.extension(UNITS_USED)
    return own.count("valueUnsignedInt") if own else _adjudicated(item, "consumedunits")


def _number(response: Element, item: Element) -> str | None:
    numbers = response.value("preAuthRef")
    if isinstance(numbers, list):  # ExplanationOfBenefit.preAuthRef is 0..*
        return next((number for number in numbers if isinstance(number, str) and number), None)
    in_item = item.extension(PAS_ITEM_NUMBER)
    return response.string("preAuthRef") or (in_item.string("valueString") if in_item else None)


def _days(response: Element, item: Element) -> Days:
    if in_item := item.extension(PAS_ITEM_PERIOD):
        return in_item.days("valuePeriod")
    name = "preAuthPeriod" if response.has("preAuthPeriod") else "preAuthRefPeriod"
    periods = response.several(name)  # ExplanationOfBenefit.preAuthRefPeriod is 0..*
    return periods[0].own_days() if periods else Days()


def _decided_on(response: Element, item: Element) -> object:
    issued = item.extension(PAS_ITEM_ISSUED)
    return issued.day("valueDate") if issued else response.day("created")
