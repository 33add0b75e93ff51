"""Make the package data of the wheel from the published packages; run by a developer.

``python -m pss_fhir.definitions.build FOLDER`` reads ``<id>-<version>.tgz`` from the folder and writes
``data/<id>-<version>.pack`` and ``data/provenance.json``. The same packages give the same bytes.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

import orjson

from pss_fhir.definitions.bundled import DATA, PREFERRED, PROVENANCE
from pss_fhir.definitions.package import Package
from pss_fhir.definitions.slim import slim
from pss_fhir.definitions.source import MANIFEST, TarSource, packed

_PUBLISHED = {"hl7.fhir.r4.core#4.0.1": "20191030"}
"""Date of publication, where the package's own manifest gives none."""


def build(folder: Path) -> list[Path]:
    """Write the data files; the files written.

    Raises:
        pss_fhir.errors.DefinitionError: a package is missing or broken.
    """
    rows, written = [], []
    for name in PREFERRED:
        origin = folder / f"{name.replace('#', '-')}.tgz"
        source = TarSource(origin)
        package = Package(source)
        target = DATA / f"{origin.stem}.pack"
        _write(package, target)
        manifest = orjson.loads(source.read(MANIFEST) or b"{}")
        rows.append(
            {
                "package": package.name,
                "date": manifest.get("date", _PUBLISHED.get(package.name, ""))[:8],
                "licence": manifest["license"],
                "origin_sha256": package.digest,
                "file": target.name,
                "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
            }
        )
        written.append(target)
    PROVENANCE.write_bytes(orjson.dumps(rows, option=orjson.OPT_INDENT_2) + b"\n")
    return [*written, PROVENANCE]


def _write(package: Package, target: Path) -> None:
    entries = sorted(package.index.values(), key=lambda entry: entry.file)
    manifest = {"name": package.id, "version": package.version, "dependencies": dict(package.dependencies)}
    index = [[entry.kind, entry.url, entry.version, entry.file, entry.type] for entry in entries]
    files = {entry.file: _written(slim(package.load(entry))) for entry in entries}
    target.write_bytes(packed(_written(manifest), _written(index), files))


def _written(content: Any) -> bytes:
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


if __name__ == "__main__":
    for path in build(Path(sys.argv[1])):
        print(f"{path.stat().st_size:>9,} {path}")  # noqa: T201 - a developer's script
