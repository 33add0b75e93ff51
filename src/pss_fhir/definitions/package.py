"""One FHIR package: what it is, and its definitions by canonical URL."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from pss_fhir.definitions.source import INDEX, MANIFEST, FolderSource, Source, TarSource
from pss_fhir.errors import DefinitionError

KINDS = ("StructureDefinition", "ValueSet", "CodeSystem", "Questionnaire")
"""The kinds of definition that validation reads."""


class Entry(NamedTuple):
    """Where one definition lies in its package; ``type`` is the FHIR type of a StructureDefinition.

    A tuple, since thousands are made at each start.
    """

    kind: str
    url: str
    version: str | None
    file: str
    type: str | None = None


class Package:
    """The definitions of one package; each file is read when it is asked for.

    Attributes:
        id: package id, such as ``hl7.fhir.us.core``.
        version: package version, such as ``6.1.0``.
        dependencies: package id -> version.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        manifest = self._manifest()
        self.id: str = manifest["name"]
        self.version: str = manifest["version"]
        self.dependencies: Mapping[str, str] = manifest.get("dependencies") or {}

    def __repr__(self) -> str:
        return f"Package({self.name!r})"

    @property
    def name(self) -> str:
        """``id#version``."""
        return f"{self.id}#{self.version}"

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the package's content."""
        return self._source.digest()

    @cached_property
    def index(self) -> Mapping[tuple[str, str], Entry]:
        """(kind, canonical URL) -> entry.

        Raises:
            DefinitionError: a file is not JSON, or two files carry one canonical URL.
        """
        found: dict[tuple[str, str], Entry] = {}
        for entry in self._entries():
            other = found.setdefault((entry.kind, entry.url), entry)
            if other is not entry:
                raise DefinitionError(
                    f"{other.file} and {entry.file} both define {entry.url}; "
                    "a canonical URL names one definition. Remove one of the two.",
                    code="definitions.duplicate-canonical",
                    where=self._source.place,
                )
        return found

    def load(self, entry: Entry) -> dict[str, Any]:
        """The definition as JSON."""
        return self._json(entry.file)

    def _manifest(self) -> dict[str, Any]:
        raw = self._source.read(MANIFEST)
        if raw is None:
            raise DefinitionError(
                "there is no package.json; a FHIR package needs one that gives its name and version. "
                "Name the folder that holds package.json, or the package's .tgz.",
                code="definitions.no-manifest",
                where=self._source.place,
            )
        manifest = self._json(MANIFEST)
        if not isinstance(manifest.get("name"), str) or not isinstance(manifest.get("version"), str):
            raise DefinitionError(
                "package.json lacks name or version; both are needed to tell packages apart. Add them.",
                code="definitions.no-manifest",
                where=self._source.place,
            )
        return manifest

    def _entries(self) -> list[Entry]:
        listed = self._source.read(INDEX)
        if listed is not None:
            return [Entry._make(row) for row in orjson.loads(listed)]
        entries = []
        for name in self._source.names():
            content = self._json(name)
            kind, url = content.get("resourceType"), content.get("url")
            if kind in KINDS and isinstance(url, str):
                entries.append(Entry(str(kind), url, content.get("version"), name, content.get("type")))
        return entries

    def _json(self, name: str) -> dict[str, Any]:
        try:
            content = orjson.loads(self._source.read(name) or b"")
        except orjson.JSONDecodeError as broken:
            raise DefinitionError(
                f"{name} is not JSON (line {broken.lineno}, column {broken.colno}). "
                "Build or fetch the package again.",
                code="definitions.package-unreadable",
                where=self._source.place,
            ) from broken
        if not isinstance(content, dict):
            raise DefinitionError(
                f"{name} does not hold a JSON object. Build or fetch the package again.",
                code="definitions.package-unreadable",
                where=self._source.place,
            )
        return content


def read_package(named: str, cache: Path) -> Package:
    """The package that a user named: a .tgz, a folder, or ``id#version`` in the package cache.

    Args:
        named: path of a .tgz or folder, or ``id#version``.
        cache: the FHIR package cache, usually ``~/.fhir/packages``.

    Raises:
        DefinitionError: there is no such package, or it cannot be read.
    """
    path = Path(named)
    if named.endswith((".tgz", ".tar.gz")) and path.is_file():
        return Package(TarSource(path))
    if path.is_dir():
        return Package(FolderSource(path))
    if "#" in named and "/" not in named and (cache / named).is_dir():
        return Package(FolderSource(cache / named))
    raise DefinitionError(
        f"the package is neither a .tgz, nor a folder, nor in the package cache {cache}. "
        "Put it into the cache (SUSHI and the HL7 validator fill it), or name its .tgz.",
        code="definitions.package-not-found",
        where=named,
    )
