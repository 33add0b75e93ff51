"""The invariants of the published packages, and of our guide."""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pss_fhir.definitions.bundled import PREFERRED, bundled_package, own_guide

Json = dict[str, Any]
PACKAGES = Path(__file__).parents[4] / "shared" / "fhir-packages"
OWN = "org.pss-fhir.guide"


class Published(NamedTuple):
    """One invariant: the element it stands on, its key, and what it asks."""

    path: str
    key: str
    expression: str


def package_names() -> tuple[str, ...]:
    """Every package at hand: those that ship with the project, those that lie beside it, and our guide."""
    beside = {re.sub(r"-(?=\d)", "#", file.stem, count=1) for file in PACKAGES.glob("*.tgz")}
    return (*sorted({*PREFERRED, *beside}), OWN)


@cache
def invariants(package: str) -> tuple[Published, ...]:
    """The different invariants of a package, best practice too; logical models are left out."""
    return tuple(
        sorted(
            {
                Published(element["path"], constraint["key"], constraint["expression"])
                for definition in _definitions(package)
                if definition.get("kind") != "logical"
                for element in definition.get("snapshot", {}).get("element", ())
                for constraint in element.get("constraint", ())
                if "expression" in constraint
            }
        )
    )


def _archive(package: str) -> Path:
    return PACKAGES / f"{package.replace('#', '-')}.tgz"


def _definitions(package: str) -> Iterator[Json]:
    held = own_guide() if package == OWN else bundled_package(package)
    if held is not None:
        for (kind, _), entry in held.index.items():
            if kind == "StructureDefinition":
                yield held.load(entry)
        return
    with tarfile.open(_archive(package)) as archive:
        for member in archive:
            if member.name.rpartition("/")[2].startswith("StructureDefinition-"):
                content = archive.extractfile(member)
                if content is not None:
                    yield json.load(content)
