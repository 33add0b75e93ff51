"""What is validated: carebundle's and clinosim's resources or any NDJSON, clean and broken, and examples."""

from __future__ import annotations

import gzip
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from pss_fhir.definitions.bundled import OWN_GUIDE
from pss_fhir.synth.agency import AgencySize, write_agency
from pss_fhir.validation import Validator
from tests.unit.validation.mutations import OPERATORS, in_fhirpath

TESTS = Path(__file__).resolve().parents[2] / "tests"
SEED = 20261123
OPTIONAL = {"status-gone", "subject-gone", "code-gone"}
"""Elements that some types require and others do not."""

_GENERATORS = {
    "carebundle": "generate --profile mixed --sex mixed --count 150 --format ndjson --out {folder}",
    "clinosim": "simulate -o {folder} -p 40 -s 1 --country US --start 2025-07-01 --end 2025-12-31 "
    "--format fhir-r4",
}


def generated() -> dict[str, list[bytes]]:
    """Name of the generator -> the lines it makes, always the same; only of those that are installed."""
    found = {}
    for name, arguments in _GENERATORS.items():
        program = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
        if program is None:
            print(f"{name} is not installed: pip install -r benchmarks/validator/requirements.txt")
            continue
        with tempfile.TemporaryDirectory() as folder:
            command = [program, *arguments.format(folder=folder).split()]
            subprocess.run(command, check=True, capture_output=True)
            found[name] = list(read(sorted(Path(folder).rglob("*.ndjson"))))
    return found


def read(files: Sequence[Path]) -> Iterator[bytes]:
    """The lines of the files."""
    for file in files:
        yield from (line for line in file.read_bytes().splitlines() if line.strip())


def without_profiles(line: bytes) -> bytes:
    """The resource without the profiles that it claims."""
    found = orjson.loads(line)
    found.get("meta", {}).pop("profile", None)
    if not found.get("meta", True):
        del found["meta"]
    return orjson.dumps(found)


def guide_examples() -> list[bytes]:
    """The examples of our own guide."""
    return [
        orjson.dumps(orjson.loads(file.read_bytes()))
        for file in sorted((OWN_GUIDE / "example").glob("*.json"))
    ]


def guide_agency() -> list[bytes]:
    """What a synthetic agency of three months holds by the profiles of our own guide, always the same."""
    with tempfile.TemporaryDirectory() as folder:
        size = AgencySize(clients=5, staff=2, months=3)
        write_agency(size, Path(folder), seed=SEED, starts_on=date(2026, 1, 5))
        return list(read(sorted(Path(folder, "fhir").rglob("*.ndjson"))))


def us_core_examples() -> list[bytes]:
    """The official examples of US Core 6.1.0."""
    packed = TESTS / "conformance" / "data" / "us-core-6.1.0-examples.ndjson.gz"
    return gzip.decompress(packed.read_bytes()).splitlines()


@dataclass(frozen=True, slots=True)
class Broken:
    """A resource that was broken, and where that must be found."""

    line: bytes
    path: str


def broken(lines: Sequence[bytes], count: int, validator: Validator) -> list[Broken]:
    """So many resources, each broken in one of the ways of the mutation test."""
    rng = random.Random(SEED)  # noqa: S311 - a seed, not a secret
    resources: list[dict[str, Any]] = [orjson.loads(line) for line in lines]
    made: list[Broken] = []
    while len(made) < count:
        name, mutate = rng.choice(list(OPERATORS.items()))
        found = mutate(rng, rng.choice(resources))
        if found is None:
            continue
        line = orjson.dumps(found.resource)
        if name not in OPTIONAL or validator.validate(line):
            made.append(Broken(line, in_fhirpath(found.path)))
    return made


def is_caught(validator: Validator, each: Broken) -> bool:
    """Whether a finding is at the place of the break."""
    return any((issue.path or "").startswith(each.path) for issue in validator.validate(each.line))
