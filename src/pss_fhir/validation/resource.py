"""A whole resource on the reporting path: which definitions it must meet, and the checks beyond its elements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pss_fhir.errors import DefinitionError
from pss_fhir.validation.checks.bundle import check_bundle
from pss_fhir.validation.checks.contained import check_contained
from pss_fhir.validation.checks.narrative import check_narrative
from pss_fhir.validation.checks.questionnaire import check_response
from pss_fhir.validation.checks.shape import Item
from pss_fhir.validation.primitives import json_kind
from pss_fhir.validation.schema import Element, Structure, TypeRef
from pss_fhir.validation.scope import Scope
from pss_fhir.validation.visit import Visit
from pss_fhir.validation.walk import walk_object

ABSTRACT = frozenset({"Resource", "DomainResource"})


def walk_resource(visit: Visit, path: str, demanded: Iterable[str] = ()) -> None:
    """Check the resource of the visit's scope against all that it must meet.

    Args:
        visit: where findings go; its scope holds the resource.
        path: FHIRPath of the resource.
        demanded: canonicals of profiles that the caller or the element around it asks for.
    """
    resource = visit.scope.resource
    kind = resource.get("resourceType")
    base = visit.schemas.base(kind) if isinstance(kind, str) else None
    if base is None or base.kind != "resource" or kind in ABSTRACT:
        code = "validate.resource-type-missing" if kind is None else "validate.resource-type-unknown"
        visit.report(code, path)
        return
    structures = [
        found for found in _asked(visit, resource, path, demanded) if _is_for(visit, found, base, path)
    ]
    for structure in structures or [base]:
        walk_object(
            visit, resource, path, structure.root, structure,
            type_name=base.type, spots=[base.type, "DomainResource", "Resource"],
        )  # fmt: skip
    check_contained(visit, resource, path)
    check_narrative(visit, resource, path)
    if kind == "Bundle":
        check_bundle(visit, resource, path)
    elif kind == "QuestionnaireResponse":
        check_response(visit, resource, path)


def claimed_profiles(resource: dict[str, Any]) -> tuple[str, ...]:
    """The canonicals in ``meta.profile``, each once."""
    meta = resource.get("meta")
    held = meta.get("profile") if isinstance(meta, dict) else None
    return (
        tuple(dict.fromkeys(each for each in held if isinstance(each, str))) if isinstance(held, list) else ()
    )


def _asked(visit: Visit, resource: dict[str, Any], path: str, demanded: Iterable[str]) -> Iterable[Structure]:
    wanted = dict.fromkeys((*claimed_profiles(resource), *visit.options.profiles, *demanded))
    found: dict[str, Structure] = {}
    for canonical in wanted:
        try:
            structure = visit.schemas.structure(canonical)
        except DefinitionError as broken:
            visit.report("validate.profile-broken", path, canonical, problem=broken.message)
            continue
        if structure is None:
            held = ", ".join(
                visit.schemas.registry.versions("StructureDefinition", canonical.partition("|")[0])
            )
            visit.notes.add("validate.profile-not-held", canonical, held=held or "none")
        elif canonical in visit.options.profiles and structure.type not in (
            resource["resourceType"],
            *ABSTRACT,
        ):
            continue
        else:
            found[structure.canonical] = structure
    return found.values()


def _is_for(visit: Visit, structure: Structure, base: Structure, path: str) -> bool:
    if structure.type == base.type:
        return True
    if structure.type not in ABSTRACT:
        visit.report("validate.profile-type", path, structure.canonical, type=structure.type, found=base.type)
    return False


def walk_nested(visit: Visit, item: Item, ref: TypeRef, element: Element, structure: Structure) -> None:
    """Check a resource inside a resource: contained, in a Bundle's entry, or in a parameter."""
    value = item.value
    if not isinstance(value, dict):
        visit.report(
            "validate.type-wrong", item.path, structure.canonical,
            found=json_kind(value), type="Resource", needed="an object",
        )  # fmt: skip
        return
    if ref.code not in ABSTRACT and value.get("resourceType") != ref.code:
        visit.report("validate.resource-type-other", item.path, structure.canonical, needed=ref.code)
        return
    demanded = (
        []
        if all(url.startswith("http://hl7.org/fhir/StructureDefinition/") for url in ref.profiles)
        else ref.profiles
    )
    visit.within(
        nested_scope(visit.scope, value, element.name), lambda: walk_resource(visit, item.path, demanded)
    )


def nested_scope(outer: Scope, value: dict[str, Any], name: str) -> Scope:
    """The scope of a resource that stands in another one, under an element of that name."""
    if name == "contained":
        return Scope(value, outer.judge, host=outer.host or outer)
    is_entry = outer.resource.get("resourceType") == "Bundle"
    bundle = outer if is_entry else outer.bundle
    return Scope(
        value, outer.judge, bundle=bundle, full_url=outer.index.url_of.get(id(value)) if is_entry else None
    )
