"""Consent <-> Consent: permissions of 42 CFR Part 2 and releases of state law."""

from __future__ import annotations

from pss_fhir.domain.consent import Consent, ConsentKind, ConsentStatus, DisclosurePurpose, Recipient
from pss_fhir.domain.record import Ref
from pss_fhir.mapping import models
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.parts import Json, begin, coding, concept, period_of_days, reference
from pss_fhir.r4.canonicals import PART_2_CONSENT_PROFILE
from pss_fhir.r4.dates import format_instant
from pss_fhir.r4.systems import ACT_CODE, ACT_REASON, CONSENT_SCOPE, PARTICIPATION, same_system

_WRITTEN = {
    ConsentStatus.DRAFT: "draft",
    ConsentStatus.PROPOSED: "proposed",
    ConsentStatus.ACTIVE: "active",
    ConsentStatus.REJECTED: "rejected",
    ConsentStatus.INACTIVE: "inactive",
    ConsentStatus.RETRACTED: "entered-in-error",
}
_READ = {code: status for status, code in _WRITTEN.items()}
PURPOSES = {
    DisclosurePurpose.TREATMENT: coding(ACT_REASON, "TREAT", "treatment"),
    DisclosurePurpose.PAYMENT: coding(ACT_REASON, "HPAYMT", "healthcare payment"),
    DisclosurePurpose.OPERATIONS: coding(ACT_REASON, "HOPERAT", "healthcare operations"),
}
"""The purpose of use of each purpose."""
PART_2 = coding(ACT_CODE, "42CFRPart2", "42 CFR Part2")
_PART_2_CONSENT = coding(ACT_CODE, "42CFRPart2CD", "42 CFR Part 2 consent directive")
_DISCLOSURE = coding(ACT_CODE, "IDSCL", "information disclosure")
_STATE_LAW = "N.C.G.S. 122C-53, disclosure with consent"
_RECIPIENT = coding(PARTICIPATION, "IRCP", "information recipient")
_PURPOSES_OF_CODE = {held["code"]: purpose for purpose, held in PURPOSES.items()}
CONCEPT = Concept(
    words="a consent",
    record=Consent,
    resource_types=("Consent",),
    profile=PART_2_CONSENT_PROFILE,
    reads=(
        "id",
        "identifier",
        "status",
        "category",
        "patient",
        "dateTime",
        "performer",
        "organization",
        "sourceReference",
        "policyRule",
        "provision",
    ),
)


def to_fhir(consent: Consent) -> models.Consent:
    """The consent as a Consent; the profile of Part 2 asks for everything that 42 CFR 2.31 does."""
    is_part_2 = consent.kind is ConsentKind.PART_2
    profiles = (PART_2_CONSENT_PROFILE,) if is_part_2 and _is_whole(consent) else ()
    made = begin("Consent", consent.ref, profiles, consent.identifiers)
    made["status"] = _WRITTEN[consent.status]
    made["scope"] = concept(coding(CONSENT_SCOPE, "patient-privacy", "Privacy Consent"))
    made["category"] = [*([concept(_PART_2_CONSENT)] if is_part_2 else []), concept(_DISCLOSURE)]
    made["patient"] = reference(consent.client_ref)
    if consent.signed_at:
        made["dateTime"] = format_instant(consent.signed_at)
    if consent.signer_refs:
        made["performer"] = [reference(ref) for ref in consent.signer_refs]
    if consent.agency_ref:
        made["organization"] = [reference(consent.agency_ref)]
    if consent.source_ref:
        made["sourceReference"] = reference(consent.source_ref)
    made["policyRule"] = concept(PART_2) if is_part_2 else concept(text=_STATE_LAW)
    made["provision"] = _provision(consent)
    return models.Consent.model_validate(made)


def _is_whole(consent: Consent) -> bool:
    parts = (consent.signed_at, consent.signer_refs, consent.agency_ref, consent.recipients, consent.purposes)
    return all(parts)


def _provision(consent: Consent) -> Json:
    made: Json = {"type": "permit"}
    if period := period_of_days(consent.days):
        made["period"] = period
    if consent.recipients:
        made["actor"] = [
            {"role": concept(_RECIPIENT), "reference": write_recipient(named)} for named in consent.recipients
        ]
    if consent.kind is ConsentKind.PART_2:
        made["securityLabel"] = [PART_2]
    if consent.purposes:
        made["purpose"] = [PURPOSES[purpose] for purpose in consent.purposes]
    return made


def write_recipient(named: Recipient) -> Json:
    """A Reference to the recipient, or its name alone."""
    return reference(named.ref, named.name) if named.ref else {"display": named.name}


def read_recipient(held: Element) -> Recipient | None:
    """The recipient that a Reference names, None where it names nobody."""
    ref = held.own_ref() if held.has("reference") else None
    name = held.text("display")
    return Recipient(ref=ref, name=name) if ref or name else None


def read_purpose(held: Element) -> DisclosurePurpose | None:
    """The purpose that a Coding names."""
    if same_system(held.string("system"), ACT_REASON):
        return _PURPOSES_OF_CODE.get(held.string("code") or "")
    return None


def read(consent: Element) -> Consent:
    """The consent that a Consent holds, where it is a plain permission to disclose.

    A denial, a permission with exceptions, a consent about something else (treatment, research, an
    advance directive), or one for a purpose that the record cannot hold is left as it is: read without
    these it would permit more than the person did.

    Raises:
        Unreadable: it is no plain permission, or lacks id, status or person; noted in the report.
    """
    ref, identifiers = consent.known_as()
    provision = consent.one("provision")
    kind = _kind(consent)
    if problem := _not_plain(kind, provision):
        raise consent.report.refuse("mapping.consent-not-plain", consent.path, does=problem)
    organization = consent.first("organization")
    return consent.build(
        Consent,
        ref=ref,
        client_ref=consent.require(consent.ref("patient"), "patient", CONCEPT.words),
        kind=kind,
        status=consent.require(consent.code("status", _READ), "status", CONCEPT.words),
        identifiers=identifiers,
        signed_at=consent.moment("dateTime"),
        signer_refs=_refs(consent, "performer"),
        agency_ref=organization.own_ref() if organization else None,
        source_ref=consent.ref("sourceReference"),
        recipients=_recipients(provision) if provision else (),
        purposes=_purposes(provision) if provision else (),
        days=provision.days("period") if provision else {},
    )


def _kind(consent: Element) -> ConsentKind | None:
    codes = {
        code
        for name in ("category", "policyRule")
        for system, code in consent.codings(name)
        if same_system(system, ACT_CODE)
    }
    if codes & {_PART_2_CONSENT["code"], PART_2["code"]}:
        return ConsentKind.PART_2
    return ConsentKind.STATE_RELEASE if _DISCLOSURE["code"] in codes else None


def _not_plain(kind: ConsentKind | None, provision: Element | None) -> str | None:
    """What keeps a consent from being a plain permission, None where nothing does."""
    if kind is None:
        return "is about something other than disclosure"
    if provision is None:
        return None
    if provision.string("type") == "deny":
        return "denies"
    if provision.has("provision"):
        return "has exceptions"
    if any(read_purpose(each) is None for each in provision.several("purpose")):
        return "names a purpose other than treatment, payment and operations"
    if any(provision.has(limit) for limit in ("dataPeriod", "data", "class", "code")):
        return "covers only a part of the record"
    return None


def _refs(consent: Element, name: str) -> tuple[Ref, ...]:
    return consent.refs(name)


def _recipients(provision: Element) -> tuple[Recipient, ...]:
    found = []
    for actor in provision.several("actor"):
        held = actor.one("reference")
        if any(code == "IRCP" for _, code in actor.codings("role")) and held is not None:
            found.append(read_recipient(held))
    return tuple(named for named in found if named is not None)


def _purposes(provision: Element) -> tuple[DisclosurePurpose, ...]:
    found = (read_purpose(each) for each in provision.several("purpose"))
    return tuple(dict.fromkeys(purpose for purpose in found if purpose is not None))
