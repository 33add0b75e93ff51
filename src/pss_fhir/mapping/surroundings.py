"""The resources that are read together, found by the references that point at them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias, TypeVar

from pss_fhir.mapping.json_values import is_object
from pss_fhir.mapping.report import Surroundings
from pss_fhir.r4.references import ReferenceKind, local_ref, parse_reference, ref_of, urn_in
from pss_fhir.r4.systems import URI

_FOUND_BY_IDENTIFIER = frozenset({"Location", "Organization", "Patient", "Practitioner"})
"""Types that Bundles to be loaded point at by a search for an identifier; Synthea's do."""


Held = TypeVar("Held")
_Words: TypeAlias = tuple[str, ...]


class Pointers(NamedTuple):
    """How a resource and references come together, told without the resource.

    Attributes:
        ref: its ``Type/id``, None where it has no id.
        urns: every ``urn:uuid`` among its identifiers.
        searches: conditional references that find it.
        signs: the references of what it is a signature of, for a Provenance with a signature.
    """

    ref: str | None
    urns: tuple[str, ...]
    searches: tuple[str, ...]
    signs: tuple[str, ...]


def pointers_of(resource: Mapping[str, Any], base_url: str | None) -> Pointers:
    """How a resource and references come together.

    Args:
        resource: FHIR JSON.
        base_url: the FHIR base of its server, None where it is not known.
    """
    ref = ref_of(resource)
    is_searched = ref is not None and resource["resourceType"] in _FOUND_BY_IDENTIFIER
    return Pointers(
        ref,
        tuple(urns_of(resource)) if "identifier" in resource else (),
        tuple(_searches_for(resource)) if is_searched else (),
        tuple(signed_by(resource, base_url)) if "signature" in resource else (),
    )


def gather(
    resources: Iterable[tuple[Mapping[str, Any], str | None]], full_urls: Mapping[str, str] | None = None
) -> Surroundings:
    """The resources by where they are, and the signed Provenances by what they are about.

    Args:
        resources: each with the FHIR base of its server, None where it is not known.
        full_urls: ``Type/id`` by the ``urn:uuid:...`` at which a Bundle holds it.

    Source:
        FHIR R4 4.0.1, Bundle, "Resolving references in Bundles"; REST API, "Conditional References".
    """
    pointed = ((pointers_of(raw, base_url), raw) for raw, base_url in resources)
    return Surroundings(*sort_by_reference(pointed, full_urls or {}))


def sort_by_reference(
    pointed: Iterable[tuple[tuple[str | None, _Words, _Words, _Words], Held]], full_urls: Mapping[str, str]
) -> tuple[dict[str, Held], dict[str, list[Held]], dict[str, str]]:
    """What a :class:`Surroundings` holds, of resources or of what stands for them.

    Args:
        pointed: each with its :class:`Pointers`, or a plain tuple like it.
        full_urls: as for :func:`gather`.
    """
    by_ref: dict[str, Held] = {}
    signings: dict[str, list[Held]] = {}
    aliases: dict[str, str] = dict(full_urls)
    for (ref, urns, searches, signs), held in pointed:
        if ref:
            by_ref[ref] = held
            aliases.update((search, ref) for search in searches)
        for urn in urns:
            by_ref[urn] = held
        for about in signs:
            signings.setdefault(aliases.get(about, about), []).append(held)
    return by_ref, signings, aliases


def signed_by(resource: Mapping[str, Any], base_url: str | None) -> list[str]:
    """The references of what a Provenance with a signature is about; none for any other resource."""
    if resource.get("resourceType") != "Provenance" or not resource.get("signature"):
        return []
    found = (target.get("reference") for target in _objects(resource.get("target")))
    return [
        about
        for reference in found
        if isinstance(reference, str) and (about := local_ref(reference, base_url=base_url))
    ]


def _searches_for(resource: Mapping[str, Any]) -> list[str]:
    """The conditional references that find a resource by one of its identifiers."""
    return [
        f"{resource['resourceType']}?identifier={identifier.get('system') or ''}|{value}"
        for identifier in _objects(resource.get("identifier"))
        if isinstance(value := identifier.get("value"), str)
    ]


def located(
    resource: Mapping[str, Any], full_url: object, base_url: str | None
) -> tuple[Mapping[str, Any], str | None]:
    """A Bundle's resource, and the FHIR base that its ``fullUrl`` tells.

    A resource at a ``urn:uuid`` gets it as an identifier, since it has no id yet.
    """
    parsed = parse_reference(full_url) if isinstance(full_url, str) else None
    if parsed is None:
        return resource, base_url
    if parsed.kind is ReferenceKind.ABSOLUTE:
        return resource, parsed.base_url
    if parsed.kind is ReferenceKind.URN and not resource.get("id") and parsed.ref not in urns_of(resource):
        identifier = resource.get("identifier")
        held = identifier if isinstance(identifier, list) else []
        return {**resource, "identifier": [{"system": URI, "value": parsed.ref}, *held]}, base_url
    return resource, base_url


def urns_of(resource: Mapping[str, Any]) -> list[str]:
    """Every ``urn:uuid`` among the identifiers of a resource, in order."""
    found = []
    for identifier in _objects(resource.get("identifier")):
        value = identifier.get("value")
        if isinstance(value, str) and identifier.get("system") == URI and (urn := urn_in(value)):
            found.append(urn)
    return found


def _objects(value: object) -> list[Mapping[str, Any]]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if is_object(item)]
