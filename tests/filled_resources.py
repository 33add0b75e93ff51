"""Resources with every element of R4 that a resource of their type may have, filled with something."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import cache
from typing import Any

from pss_fhir.definitions.bundled import bundled_package
from pss_fhir.definitions.registry import Registry

Json = dict[str, Any]
_BASE = "http://hl7.org/fhir/StructureDefinition"
_DEPTH = 2
_PRIMITIVES: dict[str, object] = {
    **dict.fromkeys(("string", "markdown", "id"), "filled"),
    "code": "filled",
    **dict.fromkeys(("uri", "url", "canonical"), "https://filled.example/it"),
    "oid": "urn:oid:1.2.3",
    "uuid": "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0ff",
    "boolean": False,  # true says the contrary of a resource in some (doNotPerform, inactive)
    **dict.fromkeys(("integer", "positiveInt", "unsignedInt"), 7),
    "decimal": 7.5,
    "date": "2026-11-05",
    "dateTime": "2026-11-05T10:00:00-05:00",
    "instant": "2026-11-05T10:00:00-05:00",
    "time": "10:00:00",
    "base64Binary": "QQ==",
}
_LEFT_OUT = frozenset({"Extension", "Resource", "Meta", "Narrative", "xhtml"})
"""Whatever may hold anything; what is read of extensions stands in the guide, extension by extension."""
SMALL = frozenset({"Reference", "Coding", "CodeableConcept", "Identifier"})
"""The types of which the same is kept wherever they stand; they are filled where they are missing."""


@cache
def _registry() -> Registry:
    return Registry([bundled_package("hl7.fhir.r4.core#4.0.1")])


@cache
def _children(kind: str, path: str) -> tuple[Json, ...]:
    """The elements right below a path of a type."""
    found = _registry().structure(f"{_BASE}/{kind}")
    assert found is not None
    elements = found.load()["snapshot"]["element"]
    depth = path.count(".") + 1
    return tuple(
        element
        for element in elements
        if element["path"].startswith(f"{path}.") and element["path"].count(".") == depth
    )


def filled(resource: Json, *, whole: frozenset[str] = SMALL) -> Json:
    """The resource with every element beside those that it holds; what it holds stays as it is.

    Args:
        resource: what to begin with.
        whole: names or types of elements that are left as they are where they stand.
    """
    made = copy.deepcopy(resource)
    _Filling(whole).fill(made, resource["resourceType"], resource["resourceType"], 0)
    return made


class _Filling:
    def __init__(self, whole: frozenset[str]) -> None:
        self._whole = whole

    def fill(self, node: Json, kind: str, path: str, depth: int) -> None:
        for element in _children(kind, path):
            name = element["path"].rpartition(".")[2]
            types = [each["code"] for each in element.get("type", ())]
            if element["max"] == "0" or name == "id" or not types or types[0] in _LEFT_OUT:
                continue
            if name.endswith("[x]"):
                self._fill_choice(node, name[:-3], types, depth)
                continue
            held = node.get(name)
            if held is None:
                value = self._value(types[0], element["path"], kind, depth)
                if value is not None:
                    node[name] = [value] if element["max"] != "1" else value
            elif name not in self._whole:
                for item in held if isinstance(held, list) else [held]:
                    self._fill_held(item, types[0], element["path"], kind, depth)

    def _fill_choice(self, node: Json, name: str, types: list[str], depth: int) -> None:
        for kind in types:
            held = node.get(name + kind[0].upper() + kind[1:])
            if held is not None:
                self._fill_held(held, kind, kind, kind, depth)
                return
        kind = next((each for each in types if each in _PRIMITIVES), types[0])
        if (value := self._value(kind, kind, kind, depth)) is not None:
            node[name + kind[0].upper() + kind[1:]] = value

    def _fill_held(self, node: Any, kind: str, path: str, owner: str, depth: int) -> None:
        if isinstance(node, dict) and kind not in self._whole:
            self._fill_below(node, kind, path, owner, depth)

    def _fill_below(self, node: Json, kind: str, path: str, owner: str, depth: int) -> None:
        if kind in ("BackboneElement", "Element"):
            self.fill(node, owner, path, depth)
        elif kind not in _LEFT_OUT and depth < _DEPTH:
            self.fill(node, kind, kind, depth + 1)

    def _value(self, kind: str, path: str, owner: str, depth: int) -> Any:
        kind = kind.rpartition("/")[2]
        if kind in _PRIMITIVES:
            return _PRIMITIVES[kind]
        made: Json = {}
        self._fill_below(made, kind, path, owner, depth)
        return made or None


def leaves(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Path without indexes, and value, of everything in a resource that is no object and no list."""
    if isinstance(node, dict):
        for name, inner in node.items():
            yield from leaves(inner, f"{path}.{name}" if path else name)
    elif isinstance(node, list):
        for inner in node:
            yield from leaves(inner, path)
    else:
        yield path, repr(node)
