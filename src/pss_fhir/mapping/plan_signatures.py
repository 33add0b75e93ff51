"""Signatures on a plan: the plan's own, those of an eLTSS Contract, those of a Provenance."""

from __future__ import annotations

from datetime import date

from pss_fhir.domain.plan import PlanSignature, PlanSigner
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.parts import Json, extension_of_parts, reference
from pss_fhir.r4.canonicals import PLAN_SIGNATURE, PLAN_UNSIGNED
from pss_fhir.r4.dates import format_date
from pss_fhir.r4.references import type_of_ref

_ROLES = {role.value: role for role in PlanSigner}
_CONTRACT_ROLES = {
    "PAT": PlanSigner.CLIENT,
    "CONSENTER": PlanSigner.CLIENT,
    "GUARD": PlanSigner.LEGALLY_RESPONSIBLE_PERSON,
    "RESPRSN": PlanSigner.LEGALLY_RESPONSIBLE_PERSON,
    "HPOWATT": PlanSigner.LEGALLY_RESPONSIBLE_PERSON,
    "DPOWATT": PlanSigner.LEGALLY_RESPONSIBLE_PERSON,
    "POWATT": PlanSigner.LEGALLY_RESPONSIBLE_PERSON,
    "AUT": PlanSigner.AUTHOR,
    "PRIMAUTH": PlanSigner.AUTHOR,
    "COAUTH": PlanSigner.AUTHOR,
    "AUTHN": PlanSigner.ORDERER,
    "LEGAUTHN": PlanSigner.ORDERER,
    "HPROV": PlanSigner.SPECIALIST,
}
"""HL7's contract signer types (eLTSS Contract-eltss, signer.type) as the roles in which a plan is signed."""


def write_signature(signature: PlanSignature) -> Json:
    """One signature as the plan's extension."""
    return extension_of_parts(
        PLAN_SIGNATURE,
        (
            ("role", "valueCode", signature.role.value),
            ("signedOn", "valueDate", format_date(signature.signed_on)),
            ("signer", "valueReference", reference(signature.signer_ref) if signature.signer_ref else None),
        ),
    )


def read_signatures(plan: Element, ref: str) -> tuple[PlanSignature, ...] | None:
    """The signatures on a plan, None where nothing at hand can show any.

    Order of preference: the plan's own extensions, a Contract among its supporting information, a
    Provenance that has the plan as its target and holds a signature.
    """
    own = [found for item in plan.extensions(PLAN_SIGNATURE) if (found := _own(item))]
    if own:
        return tuple(own)
    if (unsigned := plan.extension(PLAN_UNSIGNED)) is not None and unsigned.boolean("valueBoolean"):
        return ()
    for info in plan.several("supportingInfo"):
        contract = info.target()
        if contract is not None and contract.string("resourceType") == "Contract":
            return tuple(found for signer in contract.several("signer") for found in _of_signer(signer))
    return _of_provenances(plan, ref) or None


def _own(item: Element) -> PlanSignature | None:
    role, signed, signer = (item.extension(name) for name in ("role", "signedOn", "signer"))
    return _made(
        item,
        role.code("valueCode", _ROLES) if role else None,
        signed.day("valueDate") if signed else None,
        signer.ref("valueReference") if signer else None,
    )


def _of_signer(signer: Element) -> list[PlanSignature]:
    kind = signer.one("type")
    role = _CONTRACT_ROLES.get(kind.string("code") or "") if kind else None
    party = signer.ref("party")
    if role is None and party is not None and type_of_ref(party) == "Patient":
        role = PlanSigner.CLIENT
    return [
        made
        for signature in signer.several("signature")
        if (made := _made(signature, role, signature.day("when"), party))
    ]


def _of_provenances(plan: Element, ref: str) -> tuple[PlanSignature, ...]:
    found = []
    for raw in plan.report.around.signings.get(ref, ()):
        provenance = Element(raw, "Provenance", plan.report)
        for signature in provenance.several("signature"):
            who = signature.ref("who")
            role = PlanSigner.CLIENT if who and type_of_ref(who) == "Patient" else PlanSigner.AUTHOR
            if made := _made(signature, role, signature.day("when"), who):
                found.append(made)
    return tuple(found)


def _made(
    element: Element, role: PlanSigner | None, signed_on: date | None, signer_ref: str | None
) -> PlanSignature | None:
    if role is None or signed_on is None:
        element.report.add("mapping.signature-incomplete", element.path, element=element.path)
        return None
    return PlanSignature(role=role, signed_on=signed_on, signer_ref=signer_ref)
