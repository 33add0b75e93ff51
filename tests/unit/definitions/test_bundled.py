"""The packages in the wheel: whole, small, with their origin."""

from __future__ import annotations

import hashlib

import orjson
import pytest

from pss_fhir.definitions.bundled import DATA, PREFERRED, bundled_package, provenance
from pss_fhir.definitions.slim import ENCUMBERED, MAX_ENCUMBERED_CODES, slim


@pytest.mark.parametrize("name", PREFERRED)
def test_bundled_package_when_read_then_its_bytes_are_those_of_its_provenance(name: str) -> None:
    origin = provenance()[name]

    assert origin.sha256 == hashlib.sha256((DATA / origin.file).read_bytes()).hexdigest()
    assert origin.licence == "CC0-1.0"
    assert origin.date.isdigit()


def test_bundled_packages_when_weighed_then_a_wheel_can_bear_them() -> None:
    assert sum((DATA / each.file).stat().st_size for each in provenance().values()) < 4_000_000


@pytest.mark.parametrize("name", PREFERRED)
def test_bundled_value_sets_when_read_then_no_table_of_an_encumbered_system(name: str) -> None:
    package = bundled_package(name)
    assert package is not None
    for entry in package.index.values():
        if entry.kind == "ValueSet":
            for include in package.load(entry).get("compose", {}).get("include", ()):
                if str(include.get("system")).startswith(ENCUMBERED):
                    concepts = include.get("concept", ())

                    assert len(concepts) <= MAX_ENCUMBERED_CODES
                    assert all(concept.keys() == {"code"} for concept in concepts)


@pytest.mark.parametrize("name", PREFERRED)
def test_bundled_definitions_when_slimmed_again_then_unchanged(name: str) -> None:
    package = bundled_package(name)
    assert package is not None
    for entry in list(package.index.values())[::25]:
        definition = package.load(entry)

        assert definition == orjson.loads(orjson.dumps(slim(definition)))
