"""What both validators are asked: good resources of the guide, the mapping and US Core, and broken ones."""

from __future__ import annotations

import gzip
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from pss_fhir.definitions.bundled import OWN_GUIDE
from pss_fhir.mapping import as_json
from tests.unit.mapping.test_profiles import WRITTEN
from tests.unit.profiles.guide import example, place, remove
from tests.unit.validation import mutations

TESTS = Path(__file__).parents[2]
SEED = 20261123
PER_OPERATOR = 3

Asked = dict[str, dict[str, Any]]
"""Name, as in the list of accepted differences -> resource."""


def asked() -> Asked:
    """Everything, always in the same order."""
    return dict((*_guide(), *_mapping(), *_us_core(), *_broken_rules(), *_broken_form()))


def _guide() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted((OWN_GUIDE / "example").glob("*.json")):
        yield f"guide: {file.stem}", orjson.loads(file.read_bytes())


def _mapping() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, written in WRITTEN.items():
        yield f"mapping: {name}", as_json(written)


def _us_core() -> Iterator[tuple[str, dict[str, Any]]]:
    for resource in _examples():
        yield f"us-core: {resource['resourceType']}-{resource['id']}", resource


def _examples() -> list[dict[str, Any]]:
    packed = (TESTS / "conformance" / "data" / "us-core-6.1.0-examples.ndjson.gz").read_bytes()
    return [orjson.loads(line) for line in gzip.decompress(packed).splitlines()]


def _broken_rules() -> Iterator[tuple[str, dict[str, Any]]]:
    """The smallest broken example of each invariant of the guide."""
    cases = tomllib.loads((TESTS / "unit" / "profiles" / "broken.toml").read_text("utf-8"))
    for key, case in cases.items():
        resource = example(case["example"])
        for path in case.get("remove", ()):
            remove(resource, path)
        for path, value in case.get("set", {}).items():
            place(resource, path, value)
        yield f"rule: {key}", resource


def _broken_form() -> Iterator[tuple[str, dict[str, Any]]]:
    """US Core's examples broken in every way of the mutation test, three times each."""
    examples = [each for each in _examples() if each["resourceType"] != "Bundle"]
    for name, mutate in mutations.OPERATORS.items():
        rng = random.Random(f"{SEED} {name}")  # noqa: S311 - a seed, not a secret
        made = 0
        for resource in rng.sample(examples, len(examples)):
            broken = mutate(rng, resource)
            if broken is None:
                continue
            made += 1
            yield f"form: {name} {made} ({broken.path})", broken.resource
            if made == PER_OPERATOR:
                break
