"""StructureDefinition snapshot -> schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pss_fhir.definitions import Found, Registry
from pss_fhir.definitions.slim import MAX_VALUE_SET
from pss_fhir.errors import DefinitionError
from pss_fhir.validation.discriminators import slice_tests
from pss_fhir.validation.schema import Binding, Element, Fixed, Invariant, Structure, TypeRef

_BEST_PRACTICE = "http://hl7.org/fhir/StructureDefinition/elementdefinition-bestpractice"
_SYSTEM_TYPE = "http://hl7.org/fhirpath/System."
_MEDIA_TYPES = {"http://www.rfc-editor.org/bcp/bcp13.txt": "http://hl7.org/fhir/ValueSet/mimetypes"}
"""R4 limits Expression.language by the address of the RFC on media types, which is no value set; this is the
one that draws on it (HL7's validator reads it so)."""
STRUCTURAL = frozenset({"ele-1", "ext-1", "dom-2", "dom-3", "dom-4", "dom-5", "txt-1", "txt-2"})
"""Invariants that are checked natively: an element has content, an extension a value or extensions,
rules of contained resources, rules of narratives."""


@dataclass(slots=True)
class _Node:
    """One snapshot element on its way into the tree."""

    raw: Mapping[str, Any]
    children: list[_Node] = field(default_factory=list)
    slices: list[_Node] = field(default_factory=list)


def compile_structure(found: Found, registry: Registry, *, best_practice: bool = False) -> Structure:
    """The schema of one definition.

    Args:
        found: the definition and its package.
        registry: what the definition's canonicals are resolved in.
        best_practice: whether invariants marked as best practice are kept.

    Raises:
        DefinitionError: there is no snapshot, or its elements do not form a tree.
    """
    definition = found.load()
    elements = definition.get("snapshot", {}).get("element")
    if not elements:
        raise DefinitionError(
            "the StructureDefinition has no snapshot; validation reads snapshots only. "
            "Build it with snapshots (SUSHI: sushi build -s), or fetch the published package.",
            code="definitions.no-snapshot",
            where=f"{found.package.name} {found.entry.file}",
        )
    is_resource = definition.get("kind") == "resource"
    compiler = _Compiler(registry, found, best_practice, is_resource)
    return Structure(
        canonical=found.canonical,
        url=found.entry.url,
        type=definition["type"],
        kind=definition["kind"],
        is_profile=definition.get("derivation") == "constraint",
        package=found.package.name,
        root=compiler.element(_tree(elements, found)),
        contexts=tuple((each["type"], each["expression"]) for each in definition.get("context", ())),
        is_modifier=bool(elements[0].get("isModifier")),
    )


def _tree(elements: Sequence[Mapping[str, Any]], found: Found) -> _Node:
    nodes: dict[str, _Node] = {}
    root: _Node | None = None
    for raw in elements:
        node = _Node(raw)
        element_id = raw.get("id", raw["path"])
        if root is None:
            root = nodes[element_id] = node
            continue
        above, _, last = element_id.rpartition(".")
        parent = nodes.get(above)
        if parent is None or element_id in nodes:
            raise DefinitionError(
                f"element {element_id} has no parent in the snapshot, or is there twice; ids form a tree. "
                "Build the package again.",
                code="definitions.snapshot-broken",
                where=f"{found.package.name} {found.entry.file}",
            )
        nodes[element_id] = node
        _attach(node, parent, above, last, nodes)
    if root is None:
        raise AssertionError("callers pass at least one element")
    return root


def _attach(node: _Node, parent: _Node, above: str, last: str, nodes: Mapping[str, _Node]) -> None:
    """Hang a slice under what it slices (a re-slice under its slice), anything else under its parent."""
    name, _, slice_name = last.partition(":")
    if not slice_name:
        parent.children.append(node)
        return
    outer = slice_name.rpartition("/")[0]
    owner = nodes.get(f"{above}.{name}:{outer}") if outer else nodes.get(f"{above}.{name}")
    (owner.slices if owner is not None else parent.children).append(node)


@dataclass(frozen=True, slots=True)
class _Compiler:
    """Turns the nodes of one definition into elements."""

    registry: Registry
    found: Found
    best_practice: bool
    is_resource: bool

    def element(self, node: _Node, depth: int = 0) -> Element:
        """The element of a node, with all below it."""
        raw = node.raw
        last = raw["path"].rpartition(".")[2]
        slicing = raw.get("slicing")
        element = Element(
            id=raw.get("id", raw["path"]),
            base_path=raw.get("base", {}).get("path", raw["path"]),
            name=last.removesuffix("[x]"),
            min=raw.get("min", 0),
            max=None if raw["max"] == "*" else int(raw["max"]),
            is_array=raw.get("base", {}).get("max", raw["max"]) not in ("0", "1"),
            types=self._types(raw, is_id=self.is_resource and depth == 1 and last == "id"),
            is_choice=last.endswith("[x]"),
            fixed=_fixed(raw),
            binding=self._binding(raw),
            max_length=raw.get("maxLength"),
            min_value=_prefixed(raw, "minValue"),
            max_value=_prefixed(raw, "maxValue"),
            invariants=self._invariants(raw),
            content_ref=raw.get("contentReference"),
            children=tuple(self.element(each, depth + 1) for each in node.children),
            rules=slicing.get("rules", "open") if slicing and node.slices else None,
            is_ordered=bool(slicing and slicing.get("ordered")),
            slice_name=raw.get("sliceName"),
        )
        slices = (self.element(each, depth) for each in node.slices)
        discriminators = slicing.get("discriminator", ()) if slicing else ()
        return replace(
            element,
            slices=tuple(replace(each, tests=slice_tests(discriminators, each, element)) for each in slices),
        )

    def _pinned(self, kind: str, canonical: str) -> str:
        found = self.registry.find(kind, canonical, self.found.package)
        return found.canonical if found else canonical

    def _types(self, raw: Mapping[str, Any], *, is_id: bool) -> tuple[TypeRef, ...]:
        if is_id:
            return (TypeRef("id"),)
        return tuple(self._type(each) for each in raw.get("type", ()) if "code" in each)

    def _type(self, raw: Mapping[str, Any]) -> TypeRef:
        code = _type_name(raw["code"])
        targets = raw.get("targetProfile", ()) if code == "Reference" else ()
        found = [self.registry.structure(each, self.found.package) for each in targets]
        types = [each.entry.type if each else None for each in found]
        is_open = None in types or "Resource" in types
        return TypeRef(
            code=code,
            profiles=tuple(self._pinned("StructureDefinition", each) for each in raw.get("profile", ())),
            targets=tuple(self._pinned("StructureDefinition", each) for each in targets),
            target_types=() if is_open else tuple(dict.fromkeys(str(each) for each in types)),
        )

    def _binding(self, raw: Mapping[str, Any]) -> Binding | None:
        binding = raw.get("binding", {})
        strength = binding.get("strength")
        if strength == "required" and "valueSet" in binding:
            return Binding(strength, self._pinned("ValueSet", binding["valueSet"]))
        limits = [each for each in binding.get("extension", ()) if each["url"] == MAX_VALUE_SET]
        named = limits[0].get("valueCanonical") if limits else None
        limit = self._pinned("ValueSet", _MEDIA_TYPES.get(named, named)) if isinstance(named, str) else None
        if strength == "extensible" and "valueSet" in binding:
            return Binding(strength, self._pinned("ValueSet", binding["valueSet"]), limit)
        return Binding("max", limit) if strength == "preferred" and limit else None

    def _invariants(self, raw: Mapping[str, Any]) -> tuple[Invariant, ...]:
        found = []
        for each in raw.get("constraint", ()):
            marks = (
                mark.get("valueBoolean")
                for mark in each.get("extension", ())
                if mark["url"] == _BEST_PRACTICE
            )
            is_advice = any(marks) or each["key"] == "dom-6"
            if (
                each["key"] not in STRUCTURAL
                and "expression" in each
                and (self.best_practice or not is_advice)
            ):
                found.append(Invariant(each["key"], each["severity"], each["human"], each["expression"]))
        return tuple(found)


def _type_name(code: str) -> str:
    if not code.startswith(_SYSTEM_TYPE):
        return code.rpartition("/")[2]
    name = code.removeprefix(_SYSTEM_TYPE)
    return name[0].lower() + name[1:]


def _prefixed(raw: Mapping[str, Any], prefix: str) -> Any:
    return next((value for key, value in raw.items() if key.startswith(prefix)), None)


def _fixed(raw: Mapping[str, Any]) -> Fixed | None:
    for kind in ("fixed", "pattern"):
        value = _prefixed(raw, kind)
        if value is not None:
            return Fixed(kind, value)
    return None
