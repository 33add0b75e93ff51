"""What the guide needs of other guides and the wheel does not ship whole: their extensions and short lists.

US Core 6.1.0 and the base of R4 ship whole. Of PAS, eLTSS, NDH, BALP and the rest the profiles use a few
extensions and value sets; these are carried, slimmed, so that validation needs no further package.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from snapshots import lean_snapshot

from pss_fhir.definitions.slim import slim

SHIPPED_WHOLE = ("hl7.fhir.r4.core#4.0.1", "hl7.fhir.us.core#6.1.0")
SOURCES = (
    "hl7.fhir.us.eltss#2.0.0",
    "hl7.fhir.us.davinci-pas#2.0.1",
    "hl7.fhir.us.davinci-hrex#1.2.0",
    "hl7.fhir.us.ndh#2.0.0-current",
    "ihe.iti.balp#1.1.5",
    "hl7.fhir.uv.sdc#4.0.0",
    "hl7.fhir.uv.extensions.r4#5.3.0",
    "hl7.terminology.r4#7.3.0",
    "hl7.fhir.us.davinci-pas#2.2.1",
)
"""Looked into in this order; the last only for what nobody before it has."""
WRITTEN_BESIDE = ("http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-documentInformation",)
"""What no profile names and the mapping writes: PAS 2.2.1 asks it of requests, and 2.0.1 does not know it."""
MAX_BYTES = 40_000
_KINDS = ("StructureDefinition", "ValueSet", "CodeSystem")

Carried = dict[str, tuple[dict[str, Any], str]]


def carried_definitions(own: Iterable[Mapping[str, Any]], cache: Path) -> Carried:
    """Canonical -> (slim definition, package) of everything the guide leans on, and that leans on in turn."""
    known = _index(cache)
    whole = {url for package in SHIPPED_WHOLE for url in _urls(cache / package)}
    held = {str(each["url"]) for each in own}
    found: Carried = {}
    waiting = [*WRITTEN_BESIDE, *(url for definition in own for url in _leans_on(definition))]
    while waiting:
        url = waiting.pop()
        if url in found or url in held or url in whole or url not in known:
            continue
        file, package = known[url]
        source = json.loads(file.read_text(encoding="utf-8"))
        definition = slim(source)
        if len(json.dumps(definition)) > MAX_BYTES:
            continue
        if "snapshot" in source:
            definition["snapshot"] = lean_snapshot(source)
        found[url] = (definition, package)
        waiting += _leans_on(definition)
    return found


def _index(cache: Path) -> dict[str, tuple[Path, str]]:
    found: dict[str, tuple[Path, str]] = {}
    for package in SOURCES:
        for url, file in _urls(cache / package).items():
            found.setdefault(url, (file, package))
    return found


def _urls(package: Path) -> dict[str, Path]:
    found = {}
    for kind in _KINDS:
        for file in sorted((package / "package").glob(f"{kind}-*.json")):
            url = json.loads(file.read_text(encoding="utf-8")).get("url")
            if url:
                found[str(url)] = file
    return found


def _leans_on(definition: Mapping[str, Any]) -> Iterator[str]:
    """Canonicals without versions: profiles of types, bound value sets, and what value sets draw on."""
    for element in definition.get("snapshot", {}).get("element", ()):
        for kind in element.get("type", ()):
            for url in kind.get("profile", ()):
                yield url.split("|")[0]
        binding = element.get("binding", {})
        if binding.get("strength") in ("required", "extensible") and "valueSet" in binding:
            yield binding["valueSet"].split("|")[0]
    for include in definition.get("compose", {}).get("include", ()):
        if "system" in include and "concept" not in include:
            yield include["system"]
        yield from (url.split("|")[0] for url in include.get("valueSet", ()))
