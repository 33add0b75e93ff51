"""The compiled schemas of a registry, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pss_fhir.definitions import CodeList, Found, Package, Registry, Terminology
from pss_fhir.definitions.registry import split_canonical
from pss_fhir.errors import DefinitionError
from pss_fhir.validation.compile import compile_structure
from pss_fhir.validation.layout import Layout, layout_of
from pss_fhir.validation.questions import Form
from pss_fhir.validation.schema import Element, Structure

CORE = "http://hl7.org/fhir/StructureDefinition/"
_MAX_VALUE_SETS = 10_000


@dataclass(frozen=True, slots=True)
class Demands:
    """The definitions that a resource of one type must meet, and what is wrong with what it claims.

    Attributes:
        structures: the definitions, its profiles or else its base type.
        problems: (code, canonical, fields) of claims that cannot hold.
        missing: (canonical, versions held) of profiles that are not held.
    """

    structures: tuple[Structure, ...]
    problems: tuple[tuple[str, str, dict[str, Any]], ...] = ()
    missing: tuple[tuple[str, str], ...] = ()


class Schemas:
    """Schemas and code lists by canonical; safe to share between threads (a race compiles a thing twice)."""

    def __init__(self, registry: Registry, *, best_practice: bool = False) -> None:
        self.registry = registry
        self.terminology = Terminology(registry)
        self.best_practice = best_practice
        self._structures: dict[tuple[str, str], Structure | None] = {}
        self._bases: dict[str, Structure] = {}
        self._contents: dict[tuple[str, str], tuple[Element, Structure]] = {}
        self._layouts: dict[int, Layout] = {}
        self._codes: dict[str, CodeList] = {}
        self._examples: dict[str, str] = {}
        self._questionnaires: dict[str, Form] = {}
        self.demands: dict[tuple[object, ...], Demands] = {}
        self._packages = {package.name: package for package in registry.packages}

    def base(self, type_name: str) -> Structure | None:
        """The R4 definition of a type, or None when there is no such type."""
        found = self._bases.get(type_name)
        if found is None:
            found = self.structure(CORE + type_name)
            if found is not None:
                self._bases[type_name] = found
        return found

    def structure(self, canonical: str, package: str = "") -> Structure | None:
        """The schema that a canonical means, or None when its definition is not held.

        Args:
            canonical: URL, with ``|version`` or without.
            package: name of the package in whose definitions the canonical stands.

        Raises:
            DefinitionError: the definition is held but cannot be used.
        """
        key = (canonical, package)
        if key not in self._structures:
            found = self.registry.structure(canonical, self._packages.get(package))
            self._structures[key] = self._compiled(found) if found else None
        return self._structures[key]

    def questionnaire(self, canonical: str) -> Form | None:
        """The Questionnaire that a canonical means, or None when it is not held; read once, never changed."""
        found = self.registry.find("Questionnaire", canonical)
        if found is None:
            return None
        # By what was found and not by what was asked for: data may ask for anything.
        if found.canonical not in self._questionnaires:
            self._questionnaires[found.canonical] = Form(found.load())
        return self._questionnaires[found.canonical]

    def codes(self, value_set: str) -> CodeList | None:
        """The codes of a value set, or None when its definition is not held."""
        found = self._codes.get(value_set)
        if found is None:
            found = self.terminology.code_list(value_set)
            if found is not None and len(self._codes) < _MAX_VALUE_SETS:  # data may ask for any, too
                self._codes[value_set] = found
        return found

    def examples(self, value_set: str, codes: CodeList) -> str:
        """Some codes of a value set, for a message."""
        found = self._examples.get(value_set)
        if found is None:
            found = self._examples[value_set] = ", ".join(codes.examples())
        return found

    def layout(self, element: Element, structure: Structure) -> Layout:
        """The JSON names of the children of an element, which stands in the structure."""
        found = self._layouts.get(id(element))
        if found is None:
            found = self._layouts[id(element)] = layout_of(element, structure)
        return found

    def content(self, element: Element, structure: Structure) -> tuple[Element, Structure]:
        """The element whose children are meant: itself, or what its content reference names."""
        if element.content_ref is None:
            return element, structure
        key = (structure.canonical, element.id)
        found = self._contents.get(key)
        if found is None:
            found = self._contents[key] = self._content(element, element.content_ref, structure)
        return found

    def _content(self, element: Element, content_ref: str, structure: Structure) -> tuple[Element, Structure]:
        url, _, element_id = content_ref.partition("#")
        owner = (self.structure(url, structure.package) if url else None) or structure
        target = owner.element(element_id)
        if target is None:
            raise DefinitionError(
                f"{element.id} refers to the content of {element_id}, which is not there. "
                "Build the package again.",
                code="definitions.snapshot-broken",
                where=structure.canonical,
            )
        return target, owner

    def _compiled(self, found: Found) -> Structure:
        for seen, base in self._lineage(found):
            if base in seen:
                circle = " from ".join([*seen[seen.index(base) :], base])
                raise DefinitionError(
                    f"the definition is derived in a circle: {circle}; "
                    "a profile needs a base that is not built on it. Correct baseDefinition.",
                    code="definitions.cyclic-base",
                    where=f"{found.package.name} {found.entry.file}",
                )
        return compile_structure(found, self.registry, best_practice=self.best_practice)

    def _lineage(self, found: Found) -> Iterator[tuple[list[str], str]]:
        """Each base definition's URL with those derived from it, the nearest last."""
        seen: list[str] = []
        here: Found | None = found
        while here is not None:
            seen.append(here.entry.url)
            base = here.load().get("baseDefinition")
            if base is None:
                return
            url = split_canonical(base)[0]
            yield seen, url
            package: Package = here.package
            here = None if url.startswith(CORE) else self.registry.structure(base, package)
