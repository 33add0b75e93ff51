"""A whole resource on the reporting path: what it must meet, and the checks beyond its elements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pss_fhir.errors import DefinitionError
from pss_fhir.validation.checks.bundle import check_bundle
from pss_fhir.validation.checks.contained import check_contained
from pss_fhir.validation.checks.questionnaire import check_response
from pss_fhir.validation.checks.shape import Item
from pss_fhir.validation.primitives import json_kind
from pss_fhir.validation.schema import Element, Structure, TypeRef
from pss_fhir.validation.schemas import CORE, Demands, Schemas
from pss_fhir.validation.scope import Scope
from pss_fhir.validation.visit import Options, Visit
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
    asked = demands_on(visit.schemas, visit.options, base.type, claimed_profiles(resource), demanded)
    for code, canonical, fields in asked.problems:
        visit.report(code, path, canonical, **fields)
    for canonical, held in asked.missing:
        visit.notes.add("validate.profile-not-held", canonical, held=held)
    for structure in asked.structures:
        walk_object(
            visit, resource, path, structure.root, structure,
            type_name=base.type, spots=(base.type, "DomainResource", "Resource"),
        )  # fmt: skip
    check_beyond_elements(visit, path)


def check_beyond_elements(visit: Visit, path: str) -> None:
    """The checks that see the resource as a whole."""
    resource = visit.scope.resource
    if "contained" in resource:
        check_contained(visit, resource, path)
    if resource["resourceType"] == "Bundle":
        check_bundle(visit, resource, path)
    elif resource["resourceType"] == "QuestionnaireResponse":
        check_response(visit, resource, path)


def claimed_profiles(resource: dict[str, Any]) -> tuple[str, ...]:
    """The canonicals in ``meta.profile``, each once."""
    meta = resource.get("meta")
    held = meta.get("profile") if isinstance(meta, dict) else None
    if not isinstance(held, list):
        return ()
    if len(held) == 1 and isinstance(held[0], str):
        return (held[0],)
    return tuple(dict.fromkeys(each for each in held if isinstance(each, str)))


def demands_on(
    schemas: Schemas, options: Options, type_name: str, claimed: Iterable[str], demanded: Iterable[str]
) -> Demands:
    """What a resource of a type must meet, given the profiles it claims and those demanded of it."""
    key = (options.profiles, type_name, tuple(claimed), tuple(demanded))
    asked = schemas.demands.get(key)
    if asked is None:
        asked = _demands_on(schemas, options, type_name, dict.fromkeys((*key[2], *options.profiles, *key[3])))
        if len(schemas.demands) < _MAX_DEMANDS:
            schemas.demands[key] = asked
    return asked


_MAX_DEMANDS = 1_000


def _demands_on(schemas: Schemas, options: Options, type_name: str, canonicals: Iterable[str]) -> Demands:
    found: dict[str, Structure] = {}
    problems: list[tuple[str, str, dict[str, Any]]] = []
    missing: list[tuple[str, str]] = []
    for canonical in canonicals:
        try:
            structure = schemas.structure(canonical)
        except DefinitionError as broken:
            where = f"{broken.where}: " if broken.where else ""
            problems.append(("validate.profile-broken", canonical, {"problem": f"{where}{broken.message}"}))
            continue
        if structure is None:
            held = schemas.registry.versions("StructureDefinition", canonical.partition("|")[0])
            missing.append((canonical, ", ".join(held) or "none"))
        elif structure.type == type_name:
            found[structure.canonical] = structure
        elif structure.type not in ABSTRACT and canonical not in options.profiles:
            fields = {"type": structure.type, "found": type_name}
            problems.append(("validate.profile-type", structure.canonical, fields))
    base = None if found else schemas.base(type_name)
    return Demands(tuple(found.values()) or ((base,) if base else ()), tuple(problems), tuple(missing))


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
    demanded = profiles_of(ref)
    if len(ref.profiles) > 1 and not any(visit.scope.conforms(value, url) for url in ref.profiles):
        visit.report(
            "validate.no-profile-met", item.path, structure.canonical, needed=", ".join(sorted(ref.profiles))
        )
    visit.within(
        nested_scope(visit.scope, value, element.name), lambda: walk_resource(visit, item.path, demanded)
    )


def profiles_of(ref: TypeRef) -> tuple[str, ...]:
    """The one profile that a nested resource must meet; none where a base type, or a choice, is named."""
    return ref.profiles if len(ref.profiles) == 1 and not ref.profiles[0].startswith(CORE) else ()


def nested_scope(outer: Scope, value: dict[str, Any], name: str) -> Scope:
    """The scope of a resource that stands in another one, under an element of that name."""
    if name == "contained":
        return Scope.within(value, outer.judge, host=outer.host or outer)
    is_entry = outer.resource.get("resourceType") == "Bundle"
    bundle = outer if is_entry else outer.bundle
    return Scope.within(
        value, outer.judge, bundle=bundle, full_url=outer.index.url_of.get(id(value)) if is_entry else None
    )
