"""ValueSets and CodeSystems -> code lists and display names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pss_fhir.definitions.codelist import ANY_SYSTEM, CodeList, one_system
from pss_fhir.definitions.package import Package
from pss_fhir.definitions.registry import Found, Registry

_MAX_NESTING = 20
"""Value sets that include each other deeper than this go round in a circle."""


@dataclass(frozen=True, slots=True)
class CodeSystemContent:
    """A code system's codes: code -> display names, and code -> parents."""

    is_complete: bool
    is_case_sensitive: bool
    names: Mapping[str, tuple[str, ...]]
    parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Terminology:
    """What is held of value sets and code systems; each is read once, when it is asked for."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._systems: dict[str, CodeSystemContent | None] = {}
        self._lists: dict[tuple[str, str], CodeList | None] = {}

    def code_list(self, value_set: str, within: Package | None = None) -> CodeList | None:
        """The codes of the value set, or None when its definition is not held."""
        found = self._registry.find("ValueSet", value_set, within)
        return self._listed(found, 0) if found else None

    def system(self, url: str) -> CodeSystemContent | None:
        """The code system, or None when its definition is not held."""
        if url not in self._systems:
            found = self._registry.find("CodeSystem", url)
            self._systems[url] = _read_system(found.load()) if found else None
        return self._systems[url]

    def displays(self, system: str) -> Mapping[str, tuple[str, ...]] | None:
        """Code -> its display names, or None when the system's names are not held."""
        content = self.system(system)
        return content.names if content and content.names else None

    def _listed(self, found: Found, depth: int) -> CodeList | None:
        key = (found.canonical, found.package.name)
        if key not in self._lists:
            self._lists[key] = None if depth > _MAX_NESTING else self._read_value_set(found, depth)
        return self._lists[key]

    def _read_value_set(self, found: Found, depth: int) -> CodeList:
        definition = found.load()
        compose = definition.get("compose")
        if not compose:
            return _from_expansion(definition.get("expansion", {}))
        total = _union(self._included(each, found, depth) for each in compose.get("include", ()))
        for each in compose.get("exclude", ()):
            total = _without(total, self._included(each, found, depth))
        return total

    def _included(self, include: Mapping[str, Any], found: Found, depth: int) -> CodeList:
        parts = [self._value_set_part(url, found, depth) for url in include.get("valueSet", ())]
        if "system" in include:
            parts.append(self._system_part(include))
        total = parts[0] if parts else CodeList({})
        for part in parts[1:]:
            total = _both(total, part)
        return total

    def _value_set_part(self, url: str, found: Found, depth: int) -> CodeList:
        other = self._registry.find("ValueSet", url, found.package)
        listed = self._listed(other, depth + 1) if other else None
        return listed or CodeList({}, frozenset({ANY_SYSTEM}))

    def _system_part(self, include: Mapping[str, Any]) -> CodeList:
        system = str(one_system(include["system"]))
        if "concept" in include:
            return CodeList({system: frozenset(each["code"] for each in include["concept"])})
        content = self.system(include["system"])
        filters = include.get("filter", ())
        if content is None or not content.is_complete or not all(_is_known(each) for each in filters):
            return CodeList({}, frozenset({system}))
        codes = set(content.names)
        for each in filters:
            codes &= _filtered(content, each)
        return CodeList({system: frozenset(codes)})


def _read_system(definition: Mapping[str, Any]) -> CodeSystemContent:
    names: dict[str, tuple[str, ...]] = {}
    parents: dict[str, tuple[str, ...]] = {}
    for concept, parent in _concepts(definition.get("concept", ()), None):
        code = concept["code"]
        designations = (each["value"] for each in concept.get("designation", ()) if "value" in each)
        names[code] = tuple(filter(None, (concept.get("display"), *designations)))
        above = [parent] if parent else []
        above += [
            p["valueCode"] for p in concept.get("property", ()) if p.get("code") in ("subsumedBy", "parent")
        ]
        if above:
            parents[code] = tuple(above)
    return CodeSystemContent(
        is_complete=definition.get("content") == "complete",
        is_case_sensitive=definition.get("caseSensitive", True),
        names=names,
        parents=parents,
    )


def _concepts(
    concepts: Iterable[Mapping[str, Any]], parent: str | None
) -> Iterator[tuple[Mapping[str, Any], str | None]]:
    for concept in concepts:
        yield concept, parent
        yield from _concepts(concept.get("concept", ()), concept["code"])


def _is_known(condition: Mapping[str, Any]) -> bool:
    return (condition["property"], condition["op"]) in {
        ("concept", "is-a"),
        ("concept", "descendent-of"),
        ("concept", "is-not-a"),
        ("code", "regex"),
    }


def _filtered(content: CodeSystemContent, condition: Mapping[str, Any]) -> set[str]:
    value = condition["value"]
    if condition["op"] == "regex":
        return {code for code in content.names if re.fullmatch(value, code)}
    below = {code for code in content.names if value in _ancestors(content, code)}
    if condition["op"] == "is-not-a":
        return set(content.names) - below - {value}
    return below | {value} if condition["op"] == "is-a" else below


def _ancestors(content: CodeSystemContent, code: str) -> set[str]:
    found: set[str] = set()
    waiting = list(content.parents.get(code, ()))
    while waiting:
        parent = waiting.pop()
        if parent not in found:
            found.add(parent)
            waiting.extend(content.parents.get(parent, ()))
    return found


def _from_expansion(expansion: Mapping[str, Any]) -> CodeList:
    codes: dict[str, set[str]] = {}
    waiting = list(expansion.get("contains", ()))
    for each in waiting:
        waiting.extend(each.get("contains", ()))
        if "system" in each and "code" in each and not each.get("abstract"):
            codes.setdefault(str(one_system(each["system"])), set()).add(each["code"])
    if not codes or expansion.get("total", len(waiting)) > len(waiting):
        return CodeList(
            {system: frozenset(found) for system, found in codes.items()}, frozenset(codes or {ANY_SYSTEM})
        )
    return CodeList({system: frozenset(found) for system, found in codes.items()})


def _union(lists: Iterable[CodeList]) -> CodeList:
    codes: dict[str, frozenset[str]] = {}
    unknown: frozenset[str] = frozenset()
    for each in lists:
        unknown |= each.unknown
        for system, found in each.codes.items():
            codes[system] = codes.get(system, frozenset()) | found
    return CodeList(codes, unknown)


def _both(one: CodeList, other: CodeList) -> CodeList:
    codes = {
        system: found & other.codes[system] for system, found in one.codes.items() if system in other.codes
    }
    return CodeList(codes, _unknown_in(one, other) | _unknown_in(other, one))


def _unknown_in(one: CodeList, other: CodeList) -> frozenset[str]:
    """The systems unknown to one list that the other may have codes of."""
    if ANY_SYSTEM in one.unknown:
        return frozenset(other.codes) | other.unknown
    return frozenset(
        s for s in one.unknown if s in other.codes or s in other.unknown or ANY_SYSTEM in other.unknown
    )


def _without(total: CodeList, excluded: CodeList) -> CodeList:
    codes = {system: found - excluded.codes.get(system, frozenset()) for system, found in total.codes.items()}
    return CodeList(codes, total.unknown | (excluded.unknown & set(codes)))
