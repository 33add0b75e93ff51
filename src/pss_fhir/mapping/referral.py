"""Referral <-> ServiceRequest (US Core ServiceRequest) that orders no units."""

from __future__ import annotations

from pss_fhir.domain.referral import Referral, ReferralKind, ReferralStatus
from pss_fhir.mapping import models
from pss_fhir.mapping.care_words import REFERRAL_KINDS
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.parts import Json, begin, coding, concept, extension, reference
from pss_fhir.r4.canonicals import (
    PERTAINS_TO_GOAL,
    REFERRAL_KIND_CODES,
    REFERRAL_PROFILE,
    US_CORE_SERVICE_REQUEST,
)
from pss_fhir.r4.dates import format_date
from pss_fhir.r4.systems import SNOMED, same_system

_WRITTEN = {
    ReferralStatus.DRAFT: "draft",
    ReferralStatus.ACTIVE: "active",
    ReferralStatus.ON_HOLD: "on-hold",
    ReferralStatus.COMPLETED: "completed",
    ReferralStatus.REVOKED: "revoked",
    ReferralStatus.RETRACTED: "entered-in-error",
}
_READ = {code: status for status, code in _WRITTEN.items()}
_OWN = {kind.value: kind for kind in ReferralKind}
_SNOMED = {
    ReferralKind.PEER_SUPPORT: ("461481000124109", "Referral to peer support"),
    ReferralKind.SELF_HELP_GROUP: ("711281004", "Referral to support group"),
}
"""SNOMED CT US names these two (fhir-mapping.md, "What surprised us" and section B)."""
_OF_SNOMED = {code: kind for kind, (code, _) in _SNOMED.items()} | {
    "663211000124100": ReferralKind.PEER_SUPPORT
}
CONCEPT = Concept(
    words="a referral",
    record=Referral,
    resource_types=("ServiceRequest",),
    profile=REFERRAL_PROFILE,
    reads=(
        "id",
        "identifier",
        "extension",
        "status",
        "intent",
        "category",
        "code",
        "subject",
        "authoredOn",
        "requester",
        "performer",
        "reasonReference",
    ),
)


def to_fhir(referral: Referral) -> models.ServiceRequest:
    """The referral as a ServiceRequest; its profile asks for the day and for who refers."""
    own = (REFERRAL_PROFILE,) if referral.referred_on and referral.referrer_ref else ()
    made = begin("ServiceRequest", referral.ref, (*own, US_CORE_SERVICE_REQUEST), referral.identifiers)
    if referral.goal_refs:
        made["extension"] = [
            extension(PERTAINS_TO_GOAL, "valueReference", reference(ref)) for ref in referral.goal_refs
        ]
    made["status"] = _WRITTEN[referral.status]
    made["intent"] = "plan"
    kind = coding(REFERRAL_KIND_CODES, referral.kind.value, REFERRAL_KINDS[referral.kind])
    made["category"] = [concept(kind)]
    known = _SNOMED.get(referral.kind)
    made["code"] = concept(
        *([coding(SNOMED, *known)] if known else [kind]),
        text=referral.words,
    )
    made["subject"] = reference(referral.client_ref)
    if referral.referred_on:
        made["authoredOn"] = format_date(referral.referred_on)
    if referral.referrer_ref:
        made["requester"] = reference(referral.referrer_ref)
    if performer := _performer(referral):
        made["performer"] = [performer]
    if referral.reason_refs:
        made["reasonReference"] = [reference(ref) for ref in referral.reason_refs]
    return models.ServiceRequest.model_validate(made)


def _performer(referral: Referral) -> Json:
    if referral.to_ref:
        return reference(referral.to_ref, referral.to_name)
    return {"display": referral.to_name} if referral.to_name else {}


def is_referral(request: Element) -> bool:
    """Whether a ServiceRequest refers the person and orders no units.

    Our own kind says so; of others, a referral code of SNOMED CT that is no order, or names no quantity.
    """
    if _own_kind(request) is not None:
        return True
    refers = any(
        same_system(system, SNOMED) and code in _OF_SNOMED for system, code in request.codings("code")
    )
    return refers and request.string("intent") in ("proposal", "plan")


def _own_kind(request: Element) -> ReferralKind | None:
    for system, code in request.codings("category"):
        if system == REFERRAL_KIND_CODES and code in _OWN:
            return _OWN[code]
    return None


def read(request: Element) -> Referral:
    """The referral that a ServiceRequest describes.

    Raises:
        Unreadable: no id, status, person, or kind; noted in the report.
    """
    if request.boolean("doNotPerform"):
        raise request.report.refuse("mapping.not-to-be-done", request.at("doNotPerform"))
    ref, identifiers = request.known_as()
    performer = request.first("performer")
    return request.build(
        Referral,
        ref=ref,
        client_ref=request.require(request.ref("subject"), "subject", CONCEPT.words),
        kind=request.require(_kind(request), "category", CONCEPT.words),
        words=_words(request),
        status=request.require(request.code("status", _READ), "status", CONCEPT.words),
        identifiers=identifiers,
        referred_on=request.day("authoredOn"),
        referrer_ref=request.ref("requester"),
        to_ref=performer.own_ref() if performer and performer.has("reference") else None,
        to_name=performer.text("display") if performer else None,
        goal_refs=tuple(
            goal for each in request.extensions(PERTAINS_TO_GOAL) if (goal := each.ref("valueReference"))
        ),
        reason_refs=request.refs("reasonReference"),
    )


def _kind(request: Element) -> ReferralKind | None:
    if (own := _own_kind(request)) is not None:
        return own
    for system, code in request.codings("code"):
        if same_system(system, SNOMED) and code in _OF_SNOMED:
            return _OF_SNOMED[code]
    return None


def _words(request: Element) -> str | None:
    code = request.one("code")
    return code.text("text") if code else None
