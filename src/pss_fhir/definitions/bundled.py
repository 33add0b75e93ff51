"""The packages that ship in the wheel, with where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import orjson

from pss_fhir.definitions.package import Package
from pss_fhir.definitions.source import MANIFEST, FolderSource, PackSource

DATA = Path(__file__).parent / "data"
PROVENANCE = DATA / "provenance.json"
OWN_GUIDE = DATA / "pss"
"""The built form of the guide in ``profiles/``: a package folder with ``package.json``."""

CORE = "hl7.fhir.r4.core#4.0.1"
PREFERRED = ("hl7.fhir.us.core#6.1.0", CORE, "hl7.fhir.us.core#7.0.0", "hl7.fhir.us.core#8.0.0")
"""Where a canonical without a version is looked for, in this order.

US Core 6.1.0 comes first of its versions because 45 CFR 170.215(b)(1)(ii) names it.
"""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where one bundled package comes from."""

    package: str
    date: str
    licence: str
    origin_sha256: str
    file: str
    sha256: str


@cache
def provenance() -> Mapping[str, Provenance]:
    """``id#version`` -> where the bundled package comes from."""
    rows = orjson.loads(PROVENANCE.read_bytes())
    return {row["package"]: Provenance(**row) for row in rows}


@cache
def bundled_package(name: str) -> Package | None:
    """The bundled package ``id#version``, or None when it is not one of them."""
    found = provenance().get(name)
    return Package(PackSource(DATA / found.file, found.sha256)) if found else None


@cache
def own_guide() -> Package | None:
    """Our own guide, or None in a checkout where it has not been built."""
    return Package(FolderSource(OWN_GUIDE)) if (OWN_GUIDE / MANIFEST).is_file() else None
