"""Small profiles made for one test: a snapshot of the core type with elements changed or added."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pss_fhir.definitions.bundled import CORE, bundled_package
from pss_fhir.validation import Validator

Json = dict[str, Any]
URL = "http://example.org/StructureDefinition/htest"


def snapshot(type_name: str) -> list[Json]:
    """The elements of a core type, to be changed at will."""
    package = bundled_package(CORE)
    assert package is not None
    entry = package.index["StructureDefinition", f"http://hl7.org/fhir/StructureDefinition/{type_name}"]
    elements: list[Json] = package.load(entry)["snapshot"]["element"]
    return elements


def profile(type_name: str, *extra: Json, url: str = URL, **changes: Json) -> Json:
    """A profile: ``changes`` by path with ``__`` for ``.``; ``extra`` elements come after their path's."""
    elements = snapshot(type_name)
    for name, change in changes.items():
        path = f"{type_name}.{name.replace('__', '.')}"
        next(each for each in elements if each["path"].removesuffix("[x]") == path).update(change)
    for each in extra:
        places = [
            n
            for n, e in enumerate(elements)
            if e["id"] == each["id"].rpartition(":")[0] or e["path"] == each["path"]
        ]
        elements.insert(max(places, default=len(elements) - 1) + 1, each)
    return {
        "resourceType": "StructureDefinition",
        "url": url,
        "version": "1.0.0",
        "name": "Htest",
        "status": "draft",
        "kind": "resource",
        "abstract": False,
        "type": type_name,
        "baseDefinition": f"http://hl7.org/fhir/StructureDefinition/{type_name}",
        "derivation": "constraint",
        "snapshot": {"element": elements},
    }


def piece(path: str, name: str, code: str, **members: Any) -> Json:
    """A slice element."""
    return {
        "id": f"{path}:{name}",
        "path": path,
        "sliceName": name,
        "min": 0,
        "max": "*",
        "base": {"path": path, "max": "*"},
        "type": [{"code": code}],
        **members,
    }


def package(folder: Path, *definitions: Json) -> str:
    """A package folder with the definitions; its name as ``--package`` takes it."""
    folder.mkdir(exist_ok=True)
    manifest = {
        "name": "org.example.htest",
        "version": "1.0.0",
        "dependencies": {"hl7.fhir.r4.core": "4.0.1"},
    }
    (folder / "package.json").write_text(json.dumps(manifest))
    for number, definition in enumerate(definitions):
        (folder / f"{number}.json").write_text(json.dumps(definition))
    return str(folder)


def validator_for(folder: Path, *definitions: Json) -> Validator:
    """A validator that holds the definitions."""
    return Validator([package(folder, *definitions)], unit_cache=None)


def claiming(resource: Json, url: str = URL) -> Json:
    """The resource with the profile claimed."""
    return {**resource, "meta": {"profile": [url]}}
