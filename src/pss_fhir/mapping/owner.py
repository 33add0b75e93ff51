"""Whom a resource is about, told without reading it: enough to bring one person's resources together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.report import Unreadable
from pss_fhir.r4.references import type_of_ref

_SUBJECTS = ("subject", "patient", "beneficiary", "for")
_NOT_PERSONS = frozenset({"Group", "Practitioner", "PractitionerRole", "Organization", "Location", "Device"})
_FOLLOWED = frozenset({"Organization", "Location", "Practitioner", "PractitionerRole", "Contract"})


def owner_of(resource: Element) -> str | None:
    """The reference of the person a resource is about: the ``client_ref`` of the record that it holds.

    None for what belongs to the agency: staff, places, payers, group sessions, incidents, whomever they
    happened to; and for what names nobody.

    Args:
        resource: whole; of what its references can be followed to only the aliases are asked.
    """
    resource_type = resource.raw["resourceType"]
    if resource_type == "Patient":
        try:
            return resource.known_as()[0]
        except Unreadable:
            return None
    if resource_type == "AdverseEvent":
        return None
    for name in _SUBJECTS:
        if resource.value(name) and _is_person(ref := resource.ref(name)):
            return ref
    for entity in resource.several("entity"):
        if _is_person(ref := entity.ref("what")):
            return ref
    return None


def _is_person(ref: str | None) -> bool:
    return ref is not None and type_of_ref(ref) not in _NOT_PERSONS


def is_followed(resource: Mapping[str, Any]) -> bool:
    """Whether other people's resources may point to it, so that it must be at hand when they are read."""
    return resource.get("resourceType") in _FOLLOWED
