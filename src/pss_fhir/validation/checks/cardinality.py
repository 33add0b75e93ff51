"""How often an element and each of its slices are there, and in what order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pss_fhir.validation.checks.shape import Item
from pss_fhir.validation.matching import belongs
from pss_fhir.validation.schema import Element, Structure
from pss_fhir.validation.visit import Visit

WalkValue = Callable[[Visit, Item, Element, Structure, Sequence[str]], None]
Sorted = dict[int, int | None]
"""Object id of an item of one element -> the number of its slice, or None: slices are told once."""
_EXTENSIONS = frozenset({"extension", "modifierExtension"})


def check_count(
    visit: Visit, element: Element, items: Sequence[Item], path: str, structure: Structure
) -> None:
    """Report too few or too many values."""
    here = f"{path}.{element.name}"
    if len(items) < element.min:
        visit.report(
            "validate.cardinality-min", here, structure.canonical,
            element=element.name, found=len(items), min=element.min,
        )  # fmt: skip
    if element.max is not None and len(items) > element.max:
        if element.max == 0:
            visit.report("validate.not-allowed", here, structure.canonical, element=element.name)
        elif element.is_array:
            visit.report(
                "validate.cardinality-max", here, structure.canonical,
                element=element.name, found=len(items), max=element.max,
            )  # fmt: skip


def check_slices(
    visit: Visit,
    element: Element,
    items: Sequence[Item],
    path: str,
    structure: Structure,
    spots: Sequence[str],
    walk_value: WalkValue,
    known: Sorted,
) -> None:
    """Sort the values into slices and check each slice as the element that it is."""
    held: list[list[Item]] = [[] for _ in element.slices]
    names = ", ".join(str(each.slice_name) for each in element.slices)
    last = -1
    has_others = False
    for item in items:
        number = slice_of(visit, element, item, known)
        if number is None:
            has_others = True
            if element.rules == "closed":
                visit.report("validate.slice-closed", item.path, structure.canonical, slices=names)
            continue
        if (element.is_ordered and number < last) or (element.rules == "openAtEnd" and has_others):
            visit.report("validate.slice-order", item.path, structure.canonical, slices=names)
        last = max(last, number)
        held[number].append(item)
    for each, mine in zip(element.slices, held, strict=True):
        _check_slice(visit, each, mine, path, structure, spots, walk_value)


def slice_of(visit: Visit, element: Element, item: Item, known: Sorted) -> int | None:
    """The number of the slice that the value belongs to, or None; kept in ``known``."""
    if id(item) not in known:
        known[id(item)] = _find_slice(visit, element, item)
    return known[id(item)]


def _find_slice(visit: Visit, element: Element, item: Item) -> int | None:
    code = item.type.code if element.is_choice and item.type else None
    for number, each in enumerate(element.slices):
        if each.tests is None:
            visit.notes.add("validate.slice-not-checked", f"{each.id}")
        elif not item.is_absent and belongs(each.tests, item.value, visit.scope, code):
            return number
    return None


def is_left_to_slice(visit: Visit, element: Element, item: Item, known: Sorted) -> bool:
    """Whether the value's slice says all that the element says, so that it need not be walked twice."""
    if element.children or element.fixed or element.binding or item.sibling is not None:
        return False
    number = slice_of(visit, element, item, known)
    if number is None:
        return False
    piece = element.slices[number]
    return bool(piece.children) or element.name in _EXTENSIONS


def _check_slice(
    visit: Visit,
    piece: Element,
    items: Sequence[Item],
    path: str,
    structure: Structure,
    spots: Sequence[str],
    walk_value: WalkValue,
) -> None:
    here = f"{path}.{piece.name}"
    if piece.tests is not None and len(items) < piece.min:
        visit.report(
            "validate.slice-min",
            here,
            structure.canonical,
            slice=piece.slice_name,
            found=len(items),
            min=piece.min,
        )
    if piece.max is not None and len(items) > piece.max:
        visit.report(
            "validate.slice-max",
            here,
            structure.canonical,
            slice=piece.slice_name,
            found=len(items),
            max=piece.max,
        )
    for item in items:
        ref = next((each for each in piece.types if item.type and each.code == item.type.code), item.type)
        is_walked = not piece.children and piece.name not in _EXTENSIONS and ref == item.type
        again = Item(item.value, None, item.path, ref, item.is_absent, item.order, is_walked)
        walk_value(visit, again, piece, structure, spots)
    if piece.slices:
        check_slices(visit, piece, items, path, structure, spots, walk_value, {})
