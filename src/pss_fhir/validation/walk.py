"""The reporting path: walks a value beside its schema and names every fault, in the definition's order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pss_fhir.validation.checks.binding import check_binding, check_display
from pss_fhir.validation.checks.cardinality import (
    Sorted,
    check_count,
    check_slices,
    is_left_to_slice,
)
from pss_fhir.validation.checks.extension import check_extension, host_spots
from pss_fhir.validation.checks.fixed import check_fixed
from pss_fhir.validation.checks.primitive import check_primitive
from pss_fhir.validation.checks.reference import check_reference
from pss_fhir.validation.checks.shape import Item, gather, has_other_type, report_unknown
from pss_fhir.validation.invariants import check_invariants
from pss_fhir.validation.layout import Concern
from pss_fhir.validation.primitives import PRIMITIVES, json_kind
from pss_fhir.validation.schema import Element, Invariant, Structure, TypeRef
from pss_fhir.validation.visit import Visit

INLINE = frozenset({"BackboneElement", "Element"})
"""Types whose content each element defines for itself; FHIRPath knows them by the element's path."""


def walk_object(
    visit: Visit,
    value: Any,
    path: str,
    element: Element,
    structure: Structure,
    *,
    type_name: str,
    spots: Sequence[str],
    inherited: tuple[Invariant, ...] = (),
    target: str = "",
) -> None:
    """Check an object against an element with children.

    Args:
        visit: where findings go.
        value: what the JSON holds.
        path: FHIRPath of the value.
        element: what is demanded; its children are the definition of the object.
        structure: the definition in which the element stands.
        type_name: FHIR type of the value.
        spots: how extension definitions may name this place (``Patient.contact``, ``BackboneElement``).
        inherited: invariants of the type, where ``element`` stands in a profile.
        target: what the fast path calls this definition; a value that it finds clean is passed over.
    """
    if target and visit.shortcut.is_clean(target, value, visit.scope):
        return
    if not isinstance(value, dict):
        visit.report(
            "validate.type-wrong",
            path,
            structure.canonical,
            found=json_kind(value),
            type=type_name,
            needed="an object",
        )
        return
    if not value or (
        len(value) == 1 and "id" in value and structure.kind != "resource" and type_name != "Element"
    ):
        visit.report("validate.object-empty", path, structure.canonical)
    layout = visit.schemas.layout(element, structure)
    if "id" in value and not ("resourceType" in value and layout.is_of_resource):
        _note_id(visit, value, path, structure)
    doubtful, keeps_invariants = visit.shortcut.doubts(layout.parts, value, visit.scope)
    form = layout.form_of(value)
    for concern in form.concerns:
        if concern.sole is None or concern.sole in doubtful:
            _walk_child(visit, concern, value, path, structure, spots)
    if form.strange:
        report_unknown(visit, form.strange, layout, path, structure, type_name)
    if not keeps_invariants and (element.invariants or inherited):
        known = {each.key for each in element.invariants}
        extra = tuple(each for each in inherited if each.key not in known)
        check_invariants(visit, (*element.invariants, *extra), value, type_name, path, structure)


def _walk_child(
    visit: Visit,
    concern: Concern,
    host: dict[str, Any],
    path: str,
    structure: Structure,
    spots: Sequence[str],
) -> None:
    child = concern.child
    items = gather(visit, child, concern.names, host, path, structure, concern.sole)
    is_one = len(items) == 1 and child.min < 2 and child.max != 0
    if not is_one and (items or not has_other_type(child, host)):
        check_count(visit, child, items, path, structure)
    if not child.slices:
        for item in items:
            walk_value(visit, item, child, structure, spots)
        return
    told: Sorted = {}
    for item in items:
        if not is_left_to_slice(visit, child, item, told):
            walk_value(visit, item, child, structure, spots)
    check_slices(visit, child, items, path, structure, spots, walk_value, told)


def _note_id(visit: Visit, value: dict[str, Any], path: str, structure: Structure) -> None:
    """Element ids are unique within their resource; a resource's own id is another matter."""
    element_id = value["id"]
    if isinstance(element_id, str) and visit.scope.ids.setdefault(element_id, id(value)) != id(value):
        visit.has_doubled_id = True
        visit.report("validate.id-duplicate", f"{path}.id", structure.canonical)


def walk_value(
    visit: Visit, item: Item, element: Element, structure: Structure, spots: Sequence[str]
) -> None:
    """Check one value of an element: its type, what is fixed, its codes, its content."""
    if item.sibling is not None:
        code = item.type.code if item.type else None
        _walk_sibling(visit, item, structure, host_spots(spots, element, code))
    if item.is_absent:
        return
    if item.type is None:
        target, owner = visit.schemas.content(element, structure)
        walk_object(
            visit,
            item.value,
            item.path,
            target,
            owner,
            type_name=target.base_path,
            spots=(target.base_path, *host_spots(spots, element, None)),
            target=f"{owner.canonical}#{target.id}",
        )
    elif item.type.code in PRIMITIVES:
        if not check_primitive(visit, element, item.type.code, item.value, item.path, structure):
            return
        check_invariants(
            visit, element.invariants, item.value, item.type.code, item.path, structure, sibling=item.sibling
        )
    else:
        _walk_complex(visit, item, item.type, element, structure, spots)
    if element.fixed is not None:
        check_fixed(visit, element.fixed, item, structure)
    if element.binding is not None and item.type is not None:
        check_binding(visit, element.binding, item, structure)


def _walk_sibling(visit: Visit, item: Item, structure: Structure, spots: Sequence[str]) -> None:
    """The id and extensions that a primitive carries under its underscored name."""
    holder = visit.schemas.base("Element")
    if holder is not None:
        walk_object(visit, item.sibling, item.path, holder.root, holder, type_name="Element", spots=spots)
    if item.is_absent and isinstance(item.sibling, dict) and "extension" not in item.sibling:
        visit.report("validate.object-empty", item.path, structure.canonical)


def _walk_complex(
    visit: Visit, item: Item, ref: TypeRef, element: Element, structure: Structure, around: Sequence[str]
) -> None:
    definition = visit.schemas.base(ref.code)
    if definition is None:
        visit.notes.add("validate.profile-not-held", ref.code)
        return
    if definition.kind == "resource":
        from pss_fhir.validation.resource import walk_nested  # resources contain values contain resources

        walk_nested(visit, item, ref, element, structure)
        return
    if element.children:
        target = f"{structure.canonical}#{element.id}"
        # A single value was found unclean with its host already; of several, some may still be clean.
        if not (element.is_array and visit.shortcut.is_clean(target, item.value, visit.scope)):
            walk_object(
                visit,
                item.value,
                item.path,
                element,
                structure,
                type_name=element.base_path if ref.code in INLINE else ref.code,
                spots=host_spots(around, element, ref.code),
                inherited=definition.root.invariants,
            )
    elif isinstance(item.value, dict) and element.invariants:
        check_invariants(visit, element.invariants, item.value, ref.code, item.path, structure)
    if ref.code == "Extension" and not element.children:
        check_extension(visit, item, ref, element, structure, around, walk_object)
    elif not item.is_walked and (not element.children or ref.profiles):
        _walk_definitions(visit, item, ref, definition, element, structure, around)
    if definition.root.binding is not None:
        check_binding(visit, definition.root.binding, item, definition)
    if ref.code == "Reference" and isinstance(item.value, dict):
        check_reference(visit, item, ref, structure)
    elif ref.code == "Coding":
        check_display(visit, item.value, item.path, structure)


def _walk_definitions(
    visit: Visit,
    item: Item,
    ref: TypeRef,
    base: Structure,
    element: Element,
    structure: Structure,
    around: Sequence[str],
) -> None:
    """Check against the type's definition, or the one profile that the element names."""
    chosen = base
    if len(ref.profiles) == 1:
        chosen = visit.schemas.structure(ref.profiles[0]) or base
        if chosen is base:
            visit.notes.add("validate.profile-not-held", ref.profiles[0])
    elif ref.profiles and not any(visit.scope.conforms(item.value, url) for url in ref.profiles):
        visit.report(
            "validate.no-profile-met", item.path, structure.canonical, needed=", ".join(sorted(ref.profiles))
        )
    if not (element.is_array and visit.shortcut.is_clean(chosen.canonical, item.value, visit.scope)):
        walk_object(
            visit,
            item.value,
            item.path,
            chosen.root,
            chosen,
            type_name=ref.code,
            spots=(ref.code, *host_spots(around, element, ref.code)),
        )
    if chosen.root.binding not in (None, base.root.binding):
        check_binding(visit, chosen.root.binding, item, chosen)
