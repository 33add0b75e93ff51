"""The JSON form of an element: its names, arrays, underscored siblings, and what does not belong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pss_fhir.validation.layout import Layout
from pss_fhir.validation.primitives import json_kind
from pss_fhir.validation.schema import Element, Structure, TypeRef
from pss_fhir.validation.visit import Visit

_MISSING: Any = object()


@dataclass(slots=True)  # not frozen: that makes each one four times as dear, and they are many
class Item:
    """One value of an element; nobody changes it.

    Attributes:
        value: the JSON value.
        sibling: what stands under the underscored name, for a primitive.
        path: FHIRPath of the value.
        type: the type that the element (for a choice, the JSON name) gives it; None for a content reference.
        is_absent: a primitive without a value, of which only the sibling is there.
        order: position among the element's values.
        is_walked: whether its content was checked by its type already, when it is looked at as of a slice.
    """

    value: Any
    sibling: Any
    path: str
    type: TypeRef | None
    is_absent: bool = False
    order: int = 0
    is_walked: bool = False


def gather(
    visit: Visit,
    element: Element,
    names: Mapping[str, TypeRef | None],
    host: dict[str, Any],
    path: str,
    structure: Structure,
    sole: str | None,
) -> list[Item]:
    """The element's values, under those of its names that are there; faults of form are reported.

    Args:
        visit: where findings go.
        element: the element.
        names: those of its JSON names that are there, each with its type.
        host: the object that has them.
        path: FHIRPath of the object.
        structure: the definition in which the element stands.
        sole: the one name, where it is there once and without anything under its underscored name.
    """
    if not names:
        return []
    here = f"{path}.{element.name}"
    if sole is not None:
        # The usual case, in which the value has the form that it should have.
        value = host[sole]
        is_list = value.__class__ is list
        if element.is_array and is_list and value and None not in value:
            ref = names[sole]
            return [
                Item(each, None, f"{here}[{order}]", ref, False, order) for order, each in enumerate(value)
            ]
        if not (element.is_array or is_list or value is None):
            return [Item(value, None, here, names[sole])]
    read = _array if element.is_array else _single
    found: list[Item] = []
    for name, ref in names.items():
        found += read(visit, ref, host.get(name, _MISSING), host.get(f"_{name}", _MISSING), here, structure)
    if len(names) > 1:
        visit.report("validate.choice-many", here, structure.canonical, names=", ".join(sorted(names)))
    return found


def _single(
    visit: Visit, ref: TypeRef | None, value: Any, sibling: Any, path: str, structure: Structure
) -> list[Item]:
    extra = None if sibling is _MISSING else sibling
    if value is None:
        visit.report("validate.null", path, structure.canonical)
        return []
    if isinstance(value, list) or isinstance(extra, list):
        visit.report("validate.array-unexpected", path, structure.canonical)
        values = value if isinstance(value, list) else []
        return [Item(each, None, f"{path}[{order}]", ref, order=order) for order, each in enumerate(values)]
    is_absent = value is _MISSING
    return [Item(None if is_absent else value, extra, path, ref, is_absent=is_absent)]


def _array(
    visit: Visit, ref: TypeRef | None, value: Any, sibling: Any, path: str, structure: Structure
) -> Iterator[Item]:
    values = _listed(visit, value, path, structure)
    siblings = _listed(visit, sibling, path, structure)
    if values and siblings and len(values) != len(siblings):
        visit.report(
            "validate.sibling-length", path, structure.canonical, values=len(values), siblings=len(siblings)
        )
    for order in range(max(len(values), len(siblings))):
        each = values[order] if order < len(values) else None
        extra = siblings[order] if order < len(siblings) else None
        here = f"{path}[{order}]"
        if each is None and extra is None:
            visit.report("validate.null", here, structure.canonical)
            continue
        yield Item(each, extra, here, ref, is_absent=each is None, order=order)


def _listed(visit: Visit, value: Any, path: str, structure: Structure) -> list[Any]:
    if value is _MISSING:
        return []
    if not isinstance(value, list):
        if value is None:
            visit.report("validate.null", path, structure.canonical)
            return []
        visit.report("validate.array-missing", path, structure.canonical, found=json_kind(value))
        return [value]
    if not value:
        visit.report("validate.array-empty", path, structure.canonical)
    return value


def report_unknown(
    visit: Visit, names: Sequence[str], layout: Layout, path: str, structure: Structure, type_name: str
) -> None:
    """Report the names that are not elements here."""
    for name in names:
        choice = next((each for each in layout.element.children if _is_choice_name(each, name)), None)
        if choice is not None:
            allowed = ", ".join(ref.code for ref in choice.types)
            visit.report(
                "validate.type-not-allowed",
                f"{path}.{choice.name}",
                structure.canonical,
                name=name,
                allowed=allowed,
            )
            continue
        near = layout.nearest(name)
        hint = f", perhaps to {near}" if near else ""
        shown = name if name.isidentifier() and len(name) <= 64 else "a name that FHIR does not have"
        visit.report(
            "validate.unknown-element", f"{path}.{shown}" if shown == name else path, structure.canonical,
            name=shown, type=type_name, hint=hint,
        )  # fmt: skip


def has_other_type(element: Element, host: dict[str, Any]) -> bool:
    """Whether a choice is there under a name, allowed or not, so that it is not missing."""
    return element.is_choice and any(_is_choice_name(element, name) for name in host)


def _is_choice_name(element: Element, name: str) -> bool:
    plain = name.removeprefix("_")
    rest = plain.removeprefix(element.name)
    return element.is_choice and plain.startswith(element.name) and rest[:1].isupper() and rest.isalnum()
