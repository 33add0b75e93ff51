"""Compiled schemas as files that a person can read; rewritten only by ``--regold``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pss_fhir.definitions import open_registry
from pss_fhir.validation.schema import to_json
from pss_fhir.validation.schemas import CORE, Schemas

HERE = Path(__file__).parent / "schemas"
US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/"
CANONICALS = {
    "Period": f"{CORE}Period",
    "Reference": f"{CORE}Reference",
    "Patient": f"{CORE}Patient",
    "us-core-race": f"{US_CORE}us-core-race|6.1.0",
    "us-core-blood-pressure": f"{US_CORE}us-core-blood-pressure|6.1.0",
    "us-core-careplan": f"{US_CORE}us-core-careplan|8.0.0",
}


@pytest.fixture(scope="module")
def schemas() -> Schemas:
    return Schemas(open_registry())


@pytest.mark.parametrize("name", CANONICALS)
def test_schema_when_compiled_then_as_written_down(
    schemas: Schemas, name: str, request: pytest.FixtureRequest
) -> None:
    structure = schemas.structure(CANONICALS[name])
    assert structure is not None
    compiled = json.dumps(to_json(structure), indent=1, ensure_ascii=False) + "\n"
    file = HERE / f"{name}.json"
    if request.config.getoption("--regold"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(compiled, encoding="utf-8")

    assert file.read_text(encoding="utf-8") == compiled
