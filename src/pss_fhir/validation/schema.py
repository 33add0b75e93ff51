"""The compiled form of a StructureDefinition: plain, immutable data that can be written down and read back.

It is the contract between the compiler and everything that checks: the generated fast path, the
reporting path, and any later kernel. Canonicals in it are pinned: ``url|version`` as the registry resolved
them from the definition's own package.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class TypeRef:
    """One type that an element may have.

    Attributes:
        code: FHIR type, such as ``Quantity``.
        profiles: canonicals of which the value must meet one.
        targets: for a reference, canonicals of which the target must meet one.
        target_types: the FHIR types of ``targets``; empty when any type will do, or one is not held.
    """

    code: str
    profiles: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    target_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Binding:
    """The value set that codes must or should come from.

    ``strength`` is ``required``, ``extensible``, or ``max``: the value set beyond which a preferred binding
    allows no code. ``limit`` is that of an extensible one.
    """

    strength: str
    value_set: str
    limit: str | None = None


@dataclass(frozen=True, slots=True)
class Invariant:
    """A FHIRPath expression that must hold."""

    key: str
    severity: str
    human: str
    expression: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """The value that an element must have: exactly (``fixed``), or at least (``pattern``)."""

    kind: str
    value: Any


@dataclass(frozen=True, slots=True)
class Test:
    """One thing that tells whether an item belongs to a slice.

    Attributes:
        steps: how to get from the item to the value: element names, ``resolve()``, ``extension(url)``.
        kind: ``fixed``, ``pattern``, ``codes`` (canonical of a value set), ``exists``, ``absent``,
            ``type`` (type names) or ``profile`` (canonicals).
        value: what is expected there.
    """

    steps: tuple[str, ...]
    kind: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Element:
    """What is demanded of one element.

    Attributes:
        id: element id in the snapshot, slices included (``Patient.extension:race``).
        base_path: path of the element where it was first defined (``Timing.repeat``).
        name: JSON name; for a choice the stem (``value``).
        min: least number of values.
        max: greatest number of values, None for any.
        is_array: whether JSON holds it as an array.
        types: the types allowed; none for a content reference.
        is_choice: whether the JSON name carries the type (``valueQuantity``).
        fixed: value demanded, or None.
        binding: value set, or None.
        invariants: in the order of the definition, without those that are checked as structure.
        content_ref: id of the element whose children are meant, with the canonical where it is another's.
        children: by name, in the order of the definition; empty when the type says it all.
        rules: slicing rules ``open``, ``closed``, ``openAtEnd``, or None when not sliced.
        is_ordered: whether slices must come in order.
        slices: slices of this element; each may be sliced again.
        tests: for a slice, what tells its items; None when that cannot be told from the definition.
    """

    id: str
    base_path: str
    name: str
    min: int
    max: int | None
    is_array: bool
    types: tuple[TypeRef, ...] = ()
    is_choice: bool = False
    fixed: Fixed | None = None
    binding: Binding | None = None
    max_length: int | None = None
    min_value: Any = None
    max_value: Any = None
    invariants: tuple[Invariant, ...] = ()
    content_ref: str | None = None
    children: tuple[Element, ...] = ()
    rules: str | None = None
    is_ordered: bool = False
    slices: tuple[Element, ...] = ()
    slice_name: str | None = None
    tests: tuple[Test, ...] | None = None

    def child(self, name: str) -> Element | None:
        """The child of that name, or None."""
        return next((each for each in self.children if each.name == name), None)

    def walk(self) -> Iterator[Element]:
        """This element and everything below it, slices included."""
        yield self
        for each in (*self.children, *self.slices):
            yield from each.walk()


@dataclass(frozen=True, slots=True)
class Structure:
    """A resource type, datatype, profile or extension, ready to be checked.

    Attributes:
        canonical: ``url|version``.
        type: FHIR type that it describes.
        kind: ``resource``, ``complex-type`` or ``primitive-type``.
        package: ``id#version`` of the package it lies in, in whose light its canonicals are read.
        contexts: for an extension, (type, expression) pairs of where it may stand.
    """

    canonical: str
    url: str
    type: str
    kind: str
    is_profile: bool
    package: str
    root: Element
    contexts: tuple[tuple[str, str], ...] = ()
    is_modifier: bool = False

    def element(self, element_id: str) -> Element | None:
        """The element with that id, or None."""
        return next((each for each in self.root.walk() if each.id == element_id), None)


def to_json(value: Any) -> Any:
    """A schema as JSON, without what is empty, so that a person can read it."""
    if is_dataclass(value) and not isinstance(value, type):
        found = {each.name: to_json(getattr(value, each.name)) for each in fields(value)}
        keep = ("min", "value")
        return {
            name: each
            for name, each in found.items()
            if name in keep or (each not in (None, False) and each != [])
        }
    if isinstance(value, (tuple, list)):
        return [to_json(each) for each in value]
    return value
