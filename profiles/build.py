"""Compile the implementation guide and ship it as package data.

Run: ``python profiles/build.py`` writes ``src/pss_fhir/definitions/data/pss``; ``--check`` compiles and
fails (exit 1) when what is shipped differs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from carried import carried_definitions
from snapshots import lean_snapshot
from sushi import HERE, PACKAGES, GuideBroken, compile_guide, version

TARGET = HERE.parent / "src" / "pss_fhir" / "definitions" / "data" / "pss"
EXAMPLES = "example"
NAME = "org.pss-fhir.guide"
LEFT_OUT = frozenset({"ImplementationGuide"})
DEFINITIONS = frozenset(
    {
        "StructureDefinition",
        "ValueSet",
        "CodeSystem",
        "ConceptMap",
        "Questionnaire",
        "CapabilityStatement",
        "SearchParameter",
    }
)


def source_digest() -> str:
    """SHA-256 over everything that the built form depends on."""
    digest = hashlib.sha256()
    files = [HERE / "sushi-config.yaml", HERE / "package.json", *sorted(HERE.glob("input/fsh/**/*.fsh"))]
    for file in files:
        digest.update(f"{file.relative_to(HERE)}\0".encode())
        digest.update(file.read_bytes() + b"\0")
    return digest.hexdigest()


def manifest(carried: Mapping[str, str], guide_version: str) -> dict[str, Any]:
    """package.json of the built form; it also says where everything comes from."""
    return {
        "name": NAME,
        "version": guide_version,
        "canonical": "https://pss-fhir.org/fhir",
        "title": "Peer Support Services in North Carolina",
        "fhirVersions": ["4.0.1"],
        "license": "Apache-2.0",
        "dependencies": {"hl7.fhir.r4.core": "4.0.1", "hl7.fhir.us.core": "6.1.0"},
        "generated": {
            "by": "profiles/build.py; do not edit",
            "from": "profiles/input/fsh",
            "source_sha256": source_digest(),
            "tool": f"fsh-sushi {version()}",
            "changes": "snapshots hold what validation reads; the texts stand in the differentials",
        },
        "carried": dict(sorted(carried.items())),
    }


def shipped(definition: dict[str, Any]) -> dict[str, Any]:
    """A definition as it ships: its snapshot without documentation, which the differential holds."""
    if "snapshot" not in definition:
        return definition
    kept = {key: value for key, value in definition.items() if key != "mapping"}
    return kept | {"snapshot": lean_snapshot(definition)}


def built_files(packages: Path) -> dict[str, str]:
    """Every file of the built form, by its path below the target, with its text."""
    with tempfile.TemporaryDirectory() as folder:
        compiled = compile_guide(Path(folder), packages=packages)
        made = [
            json.loads(file.read_text(encoding="utf-8")) for file in sorted(compiled.resources.glob("*.json"))
        ]
        own = [each for each in made if each["resourceType"] not in LEFT_OUT]
        definitions = [each for each in own if _is_definition(each)]
        borrowed = carried_definitions(definitions, compiled.cache)
    files = {f"{each['resourceType']}-{each['id']}.json": _text(shipped(each)) for each in definitions}
    for borrowed_definition, _ in borrowed.values():
        name = f"{borrowed_definition['resourceType']}-{borrowed_definition['url'].rsplit('/', 1)[-1]}.json"
        files[name] = _text(borrowed_definition)
    for each in own:
        if not _is_definition(each):
            files[f"{EXAMPLES}/{each['resourceType']}-{each['id']}.json"] = _text(each)
    origins = {url: package for url, (_, package) in borrowed.items()}
    guide_version = next(each["version"] for each in made if each["resourceType"] == "ImplementationGuide")
    files["package.json"] = json.dumps(manifest(origins, guide_version), indent=1) + "\n"
    return files


def _is_definition(resource: Mapping[str, Any]) -> bool:
    return resource["resourceType"] in DEFINITIONS and "url" in resource


def _text(resource: Mapping[str, Any]) -> str:
    return json.dumps(resource, ensure_ascii=False, separators=(",", ":")) + "\n"


def stale_files(files: Mapping[str, str]) -> list[str]:
    """The names of files that are missing, differ, or should not be there."""
    there = {str(file.relative_to(TARGET)) for file in TARGET.rglob("*") if file.is_file()}
    differing = {
        name
        for name, text in files.items()
        if name in there and (TARGET / name).read_text(encoding="utf-8") != text
    }
    return sorted((there ^ set(files)) | differing)


def write(files: Mapping[str, str]) -> None:
    """Make the target hold these files and no others."""
    for name in stale_files(files):
        place = TARGET / name
        if name in files:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(files[name], encoding="utf-8")
        else:
            place.unlink()


def main() -> int:
    """0 when the guide is written or was fresh, 1 when it is broken or stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail when the built form is stale"
    )
    parser.add_argument(
        "--packages", type=Path, default=PACKAGES, help="folder of FHIR packages with prime.sh"
    )
    chosen = parser.parse_args()
    try:
        files = built_files(chosen.packages)
    except GuideBroken as error:
        print(f"The guide does not compile.\n{error}", file=sys.stderr)
        return 1
    stale = stale_files(files)
    if chosen.check and stale:
        print(
            "The built guide is stale; run python profiles/build.py:",
            *stale[:20],
            sep="\n  ",
            file=sys.stderr,
        )
        return 1
    if not chosen.check:
        write(files)
    print(f"{len(files)} files, {len(stale)} {'differ' if chosen.check else 'written'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
