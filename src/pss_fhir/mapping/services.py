"""Which billed service a resource names: HCPCS or CPT, under either of HCPCS's URIs, or in words."""

from __future__ import annotations

import re
from functools import lru_cache

from pss_fhir.domain.payer import PEER_SUPPORT
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.parts import Json, coding
from pss_fhir.r4 import systems

_PEER_SUPPORT_DISPLAY = "Self-help/peer services, per 15 minutes"
_SNOMED_PEER_SUPPORT = frozenset({"461481000124109", "663211000124100"})
"""SNOMED CT US: referral to peer support; referral to peer support specialist (fhir-mapping.md)."""
_BILLING_CODE = re.compile(r"[A-Z0-9]{5}", re.ASCII)
_CPT = re.compile(r"\d{4}[0-9A-Z]", re.ASCII)
_IN_WORDS = re.compile(r"\bpeer[\s-]+support\b|\bH0038\b", re.IGNORECASE)
_MODIFIER = re.compile(r"[A-Z0-9]{2}", re.ASCII)


def service_coding(code: str) -> Json:
    """The coding of a billing code: CPT where it begins with four digits, else HCPCS."""
    if _CPT.fullmatch(code):
        return coding(systems.CPT, code)
    return coding(systems.HCPCS, code, _PEER_SUPPORT_DISPLAY if code == PEER_SUPPORT else None)


def billing_code(concepts: Element, name: str) -> str | None:
    """The first HCPCS or CPT code among the codings of a child, None where there is none."""
    for system, code in concepts.codings(name):
        if is_billing_system(system) and _BILLING_CODE.fullmatch(code.upper()):
            return code.upper()
    return None


@lru_cache(maxsize=1024)
def is_billing_system(system: str | None) -> bool:
    """Whether a system is HCPCS (either URI) or CPT."""
    return systems.same_system(system, systems.HCPCS) or systems.same_system(system, systems.CPT)


def named_service(parent: Element, name: str) -> str | None:
    """The billed service that a child CodeableConcept names.

    A SNOMED CT referral to peer support, or peer support in words, counts as H0038 and is noted.
    """
    if code := billing_code(parent, name):
        return code
    is_peer_support = any(
        (systems.same_system(system, systems.SNOMED) and code in _SNOMED_PEER_SUPPORT)
        or _IN_WORDS.search(item.string("display") or "")
        for (system, code), item in zip(parent.codings(name), parent.coded(name), strict=True)
    ) or any(_IN_WORDS.search(item.string("text") or "") for item in parent.several(name))
    if not is_peer_support:
        return None
    parent.report.add("mapping.read-as-peer-support", parent.at(name), element=parent.at(name))
    return PEER_SUPPORT


def modifiers_in(parent: Element, name: str) -> tuple[str, ...]:
    """The billing modifiers among the codings of a child, in order; none is read twice from one concept."""
    found = []
    for item in parent.several(name):
        codes = (code.upper() for _, code in item.codings())
        if first := next((code for code in codes if _MODIFIER.fullmatch(code)), None):
            found.append(first)
    return tuple(found)
