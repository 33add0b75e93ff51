"""The JSON names of an element's children, made once, so that nobody looks for absent ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pss_fhir.validation.primitives import PRIMITIVES
from pss_fhir.validation.schema import Element, TypeRef


def names_of(element: Element) -> Iterator[tuple[str, TypeRef | None]]:
    """The JSON names that an element may go by, each with its type."""
    if element.is_choice:
        for ref in element.types:
            yield element.name + ref.code[0].upper() + ref.code[1:], ref
    else:
        yield element.name, element.types[0] if element.types else None


@dataclass(frozen=True, slots=True)
class Layout:
    """What names an object may have.

    Attributes:
        element: the element whose children they are.
        places: JSON name, underscored ones included -> position of the child, the name without
            underscore, and its type.
        needed: positions of the children that must be there, themselves or a slice of them.
    """

    element: Element
    places: dict[str, tuple[int, str, TypeRef | None]]
    needed: frozenset[int]

    def concerned(self, value: dict[str, Any]) -> Iterator[tuple[Element, dict[str, TypeRef | None]]]:
        """The children that the object has or should have, by definition, with the names that are there."""
        found: dict[int, dict[str, TypeRef | None]] = {place: {} for place in self.needed}
        for name in value:
            entry = self.places.get(name)
            if entry is not None:
                found.setdefault(entry[0], {})[entry[1]] = entry[2]
        for place in sorted(found):
            yield self.element.children[place], found[place]


def layout_of(element: Element) -> Layout:
    """The layout of an element's children."""
    places: dict[str, tuple[int, str, TypeRef | None]] = {}
    needed = set()
    for place, child in enumerate(element.children):
        if child.min > 0 or any(piece.min > 0 for piece in child.slices):
            needed.add(place)
        for name, ref in names_of(child):
            places[name] = (place, name, ref)
            if ref is not None and ref.code in PRIMITIVES:
                places[f"_{name}"] = (place, name, ref)
    return Layout(element, places, frozenset(needed))
