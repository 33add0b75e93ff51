"""HL7's Java validator, fetched by Maven, on a FHIR package cache of its own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from pss_fhir.definitions.bundled import OWN_GUIDE
from tests.java import NotThere, alone_in, class_path, run, work_folder

HERE = Path(__file__).parent
PACKAGES = HERE.parents[3] / "shared" / "fhir-packages"
CORE = "hl7.fhir.r4.core#4.0.1"
GUIDES = (
    "hl7.fhir.us.core#6.1.0",
    "hl7.fhir.us.eltss#2.0.0",
    "hl7.fhir.us.davinci-pas#2.0.1",
    "hl7.fhir.us.ndh#2.0.0-current",
    "ihe.iti.balp#1.1.5",
)
OWN = "org.pss-fhir.guide#0.1.0"
SAME_AS = {
    "hl7.terminology.r4#6.2.0": "hl7.terminology.r4#7.3.0",
    "hl7.fhir.uv.extensions.r4#5.2.0": "hl7.fhir.uv.extensions.r4#5.3.0",
}
"""Versions that the validator loads by itself -> the ones at hand, which stand in for them."""
EMPTY = ("hl7.fhir.xver-extensions#0.1.0", "hl7.terminology#7.3.0", "hl7.fhir.uv.extensions#5.3.0")
"""Packages of other FHIR versions that it loads by itself and these resources need nothing of."""
UNREADABLE = "NamingSystem-*.json"
"""Terminology 7.3.0 has a code of R5 (iri-stem) in an R4 NamingSystem, at which the validator gives up."""


def fill_cache(packages: Path = PACKAGES) -> Path:
    """A home folder with a FHIR package cache that the validator can work from without a registry.

    Raises:
        NotThere: the folder has no ``prime.sh``.
    """
    if not (packages / "prime.sh").is_file():
        raise NotThere(f"{packages} has no prime.sh; name the folder of the FHIR packages with --packages")
    home = work_folder("hl7") / "home"
    cache = home / ".fhir" / "packages"
    run(["bash", str(packages / "prime.sh"), str(cache)], "prime.sh failed")
    for name, stand_in in SAME_AS.items():
        if not (cache / name).exists():
            shutil.copytree(cache / stand_in, cache / name)
    for name in EMPTY:
        (cache / name / "package").mkdir(parents=True, exist_ok=True)
    shutil.rmtree(cache / OWN, ignore_errors=True)
    shutil.copytree(OWN_GUIDE, cache / OWN / "package")
    for folder in cache.glob("*#*"):
        _stand_alone(folder / "package" / "package.json", folder.name)
    for file in cache.glob(f"hl7.terminology.r4#*/package/{UNREADABLE}"):
        file.unlink()
    return home


def _stand_alone(manifest: Path, name: str) -> None:
    """Take the dependencies out of a manifest, since all are named; make its version that of the folder."""
    told: dict[str, Any] = json.loads(manifest.read_text("utf-8")) if manifest.exists() else {}
    identifier, _, version = name.partition("#")
    told = {"fhirVersions": ["4.0.1"], "canonical": "http://hl7.org/fhir", **told}
    told |= {"name": identifier, "version": version, "dependencies": {}}
    manifest.write_text(json.dumps(told), encoding="utf-8")


def judge(
    resources: Iterable[dict[str, Any]], packages: Path = PACKAGES, *, guides: Iterable[str] = GUIDES
) -> list[dict[str, Any]]:
    """One answer for each resource, in order: ``{"line", "findings": [...]}``, or ``refused`` beside them.

    Args:
        resources: what to ask about.
        packages: folder of FHIR packages with ``prime.sh``.
        guides: packages to load, beside R4 and our own guide.

    Raises:
        NotThere: what it needs is not there.
        Failed: it did not come to an end.
    """
    work = work_folder("hl7")
    with alone_in(work):
        classes = class_path(work, HERE / "pom.xml", HERE / "Judge.java")
        home = fill_cache(packages)
        asked, answered = work / "asked.ndjson", work / "answered.ndjson"
        asked.write_bytes(b"".join(orjson.dumps(each) + b"\n" for each in resources))
        java = ["nice", "java", "-Xmx3g", f"-Duser.home={home}", "-Dfile.encoding=UTF-8", "-cp", classes]
        run([*java, "Judge", str(asked), str(answered), *guides, OWN], "The validator did not come to an end")
        return [orjson.loads(line) for line in answered.read_bytes().splitlines()]
