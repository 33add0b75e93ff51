"""The JSON names of an element's children, made once, so that nobody looks for absent ones."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pss_fhir.validation.primitives import PRIMITIVES
from pss_fhir.validation.schema import Element, Structure, TypeRef

IN_PARTS = "!"
"""Ends the canonical of a definition whose children have functions of their own on the fast path."""


def names_of(element: Element) -> Iterator[tuple[str, TypeRef | None]]:
    """The JSON names that an element may go by, each with its type."""
    if element.is_choice:
        for ref in element.types:
            yield element.name + ref.code[0].upper() + ref.code[1:], ref
    else:
        yield element.name, element.types[0] if element.types else None


@dataclass(frozen=True, slots=True)
class Concern:
    """A child that an object has or should have.

    Attributes:
        child: its definition.
        names: those of its JSON names that are there, without underscore, each with its type.
        sole: the one name, where it is there once and without anything under its underscored name.
    """

    child: Element
    names: dict[str, TypeRef | None]
    sole: str | None


@dataclass(frozen=True, slots=True)
class Form:
    """What the names of an object say.

    Attributes:
        concerns: the children that it has or should have, by definition.
        strange: names that are no element's.
    """

    concerns: tuple[Concern, ...]
    strange: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """What names an object may have.

    Attributes:
        element: the element whose children they are.
        places: JSON name, underscored ones included -> position of the child, the name without
            underscore, and its type.
        needed: positions of the children that must be there, themselves or a slice of them.
        parts: see :func:`part_of`; ``url|version!#id|``.
        is_of_resource: whether it stands in the definition of a resource, where ``resourceType`` is known.
    """

    element: Element
    places: dict[str, tuple[int, str, TypeRef | None]]
    needed: frozenset[int]
    parts: str
    is_of_resource: bool
    _known: dict[tuple[str, ...], Form] = field(default_factory=dict)
    _near: dict[str, str | None] = field(default_factory=dict)

    def form_of(self, value: dict[str, Any]) -> Form:
        """What the names of an object say. Objects with the same ones are many, so some forms are kept."""
        names = tuple(value)
        found = self._known.get(names)
        if found is None:
            found = Form(tuple(self._concerned(names)), tuple(filter(self._is_strange, names)))
            if len(self._known) < _MAX_KNOWN:
                self._known[names] = found
        return found

    def _is_strange(self, name: str) -> bool:
        return name not in self.places and not (name == "resourceType" and self.is_of_resource)

    def nearest(self, name: str) -> str | None:
        """The name of a child that a strange one is most like; some answers are kept, as they cost much."""
        if name in self._near:
            return self._near[name]
        found = next(iter(difflib.get_close_matches(name, self.places, n=1)), None)
        if len(self._near) < _MAX_KNOWN:
            self._near[name] = found
        return found

    def _concerned(self, names: tuple[str, ...]) -> Iterator[Concern]:
        found: dict[int, dict[str, TypeRef | None]] = {place: {} for place in self.needed}
        for name in names:
            entry = self.places.get(name)
            if entry is not None:
                found.setdefault(entry[0], {})[entry[1]] = entry[2]
        for place in sorted(found):
            sole = next(iter(found[place])) if len(found[place]) == 1 else None
            is_plain = sole in names and f"_{sole}" not in names
            yield Concern(self.element.children[place], found[place], sole if is_plain else None)


_MAX_KNOWN = 200
"""Per element; resources of one program have few forms."""


def layout_of(element: Element, structure: Structure) -> Layout:
    """The layout of an element's children, where the element stands in the structure."""
    places: dict[str, tuple[int, str, TypeRef | None]] = {}
    needed = set()
    for place, child in enumerate(element.children):
        if child.min > 0 or any(piece.min > 0 for piece in child.slices):
            needed.add(place)
        for name, ref in names_of(child):
            places[name] = (place, name, ref)
            if ref is not None and ref.code in PRIMITIVES:
                places[f"_{name}"] = (place, name, ref)
    is_of_resource = structure.kind == "resource"
    return Layout(element, places, frozenset(needed), part_of(element, structure), is_of_resource)


def part_of(element: Element, structure: Structure) -> str:
    """What the fast path calls the children of an element, which stands in the structure, together."""
    return f"{structure.canonical}{IN_PARTS}#{element.id}|"
