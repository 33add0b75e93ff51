"""Which definition a canonical means, seen from the package that uses it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pss_fhir.definitions.bundled import PREFERRED, bundled_package, own_guide
from pss_fhir.definitions.package import Entry, Package, read_package


@dataclass(frozen=True, slots=True)
class Found:
    """A definition and the package it lies in."""

    entry: Entry
    package: Package

    @property
    def canonical(self) -> str:
        """``url|version``; a definition without a version takes its package's."""
        return f"{self.entry.url}|{self.entry.version or self.package.version}"

    def load(self) -> dict[str, Any]:
        """The definition as JSON."""
        return self.package.load(self.entry)


def split_canonical(canonical: str) -> tuple[str, str | None]:
    """(url, version or None) of ``url|version#fragment``."""
    url, _, version = canonical.partition("#")[0].partition("|")
    return url, version or None


class Registry:
    """Packages in order of preference.

    A canonical with a version means that version. Without one it means the definition of the package
    that uses it, then of that package's dependencies, then of the first package that has it.
    """

    def __init__(self, packages: Sequence[Package]) -> None:
        self.packages = tuple(packages)
        self._by_name = {package.name: package for package in packages}
        self._found: dict[tuple[str, str, str], Found | None] = {}

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the packages' contents and their order."""
        return hashlib.sha256("\n".join(f"{p.name} {p.digest}" for p in self.packages).encode()).hexdigest()

    def find(self, kind: str, canonical: str, within: Package | None = None) -> Found | None:
        """The definition that ``canonical`` means, or None when it is not held.

        Args:
            kind: ``StructureDefinition``, ``ValueSet``, ``CodeSystem`` or ``Questionnaire``.
            canonical: URL, with ``|version`` or without.
            within: the package in whose definitions the canonical stands.
        """
        key = (kind, canonical, within.name if within else "")
        if key not in self._found:
            self._found[key] = self._search(kind, canonical, within)
        return self._found[key]

    def structure(self, canonical: str, within: Package | None = None) -> Found | None:
        """The StructureDefinition that ``canonical`` means, or None."""
        return self.find("StructureDefinition", canonical, within)

    def versions(self, kind: str, url: str) -> tuple[str, ...]:
        """The versions held of a canonical URL, for the message that another one was asked for."""
        held = (package.index.get((kind, url)) for package in self.packages)
        return tuple(sorted({entry.version for entry in held if entry and entry.version}))

    def _search(self, kind: str, canonical: str, within: Package | None) -> Found | None:
        url, version = split_canonical(canonical)
        for package in self._order(within):
            entry = package.index.get((kind, url))
            if entry and (version is None or _is_version(version, entry, package)):
                return Found(entry, package)
        return None

    def _order(self, within: Package | None) -> list[Package]:
        if within is None:
            return list(self.packages)
        named = [f"{name}#{version}" for name, version in within.dependencies.items()]
        near = [self._by_name[name] for name in named if name in self._by_name]
        return [within, *near, *self.packages]


def _is_version(asked: str, entry: Entry, package: Package) -> bool:
    """Whether the definition is of the version asked for: its own, its package's, or a patch of it.

    R4 binds v3 value sets as ``|4.0.1`` though those carry versions of their own.
    """
    held = (entry.version or package.version, package.version)
    return asked in held or (asked.count(".") < 2 and held[0].startswith(f"{asked}."))


def default_cache() -> Path:
    """The FHIR package cache that SUSHI and the HL7 tools share: ``~/.fhir/packages``."""
    return Path.home() / ".fhir" / "packages"


def open_registry(packages: Sequence[str] = (), *, cache: Path | None = None) -> Registry:
    """The bundled packages and those named, which come first in the order given.

    Args:
        packages: each ``id#version`` (bundled, or in the package cache), a .tgz, or a folder.
        cache: the FHIR package cache; ``~/.fhir/packages`` when not given.

    Raises:
        DefinitionError: a package is not there or cannot be read.
    """
    chosen = [bundled_package(named) or read_package(named, cache or default_cache()) for named in packages]
    guide = own_guide()
    ready = [guide, *(bundled_package(name) for name in PREFERRED)]
    unique = {package.name: package for package in [*chosen, *ready] if package is not None}
    return Registry(list(unique.values()))
