"""All official examples of US Core 6.1.0 against the profiles that they claim."""

from __future__ import annotations

import gzip
from pathlib import Path

import orjson
import pytest

from pss_fhir.issues import Severity
from pss_fhir.validation import Validator

EXAMPLES = Path(__file__).parent / "data" / "us-core-6.1.0-examples.ndjson.gz"
LINES = gzip.decompress(EXAMPLES.read_bytes()).splitlines()
WARNED = {
    # MB is in v2-0203, but not in the extensible value set identifier-type: that is worth a warning.
    "Coverage/coverage-example": {"validate.binding-extensible"},
    # L/min of the oxygen flow is not among the extensible common UCUM units of vital signs.
    "Observation/satO2-fiO2": {"validate.binding-extensible"},
    # The fullUrl of the third entry ends in discharge-summary789, its resource's id is discharge.
    "Bundle/docref-example-2": {"validate.bundle-full-url"},
    # Links in its narratives lead to "#Practitioner_Practitioner-1011" and the like, which stands nowhere.
    "Bundle/66c8856b-ba11-4876-8aa8-467aad8c11a2": {"validate.bundle-full-url", "validate.narrative-link"},
    "Bundle/c887e62f-6166-419f-8268-b5ecd6c7b901": {"validate.narrative-link"},
    # R4 4.0.1 cuts the name of the tribe off; the example has it whole.
    "Patient/example": {"validate.display"},
    # The extension is of the R4 extensions pack, which US Core 6.1.0 depends on and we do not carry.
    "Provenance/example-targeted-provenance": {"validate.extension-unknown"},
}
"""What we say of the examples, none of it an error, with the reason."""


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator(["hl7.fhir.us.core#6.1.0"], unit_cache=None)


def _name(line: bytes) -> str:
    resource = orjson.loads(line)
    return f"{resource['resourceType']}/{resource['id']}"


@pytest.mark.parametrize("line", LINES, ids=map(_name, LINES))
def test_example_when_validated_then_no_error(validator: Validator, line: bytes) -> None:
    found = validator.validate(line)

    assert [str(issue) for issue in found if issue.severity is Severity.ERROR] == []
    assert {issue.code for issue in found} == WARNED.get(_name(line), set())


def test_fast_path_when_asked_then_it_settles_nearly_all(validator: Validator) -> None:
    """What it cannot settle is walked: right, but slow; a fault in making its code would show here."""
    assert sum(validator.is_clean(orjson.loads(line)) for line in LINES) > 170


def test_examples_when_counted_then_all_are_there() -> None:
    assert len(LINES) == 183


@pytest.mark.parametrize("line", LINES, ids=map(_name, LINES))
def test_paths_when_both_are_asked_then_they_agree(validator: Validator, line: bytes) -> None:
    """The fast path may only call clean what the reporting path finds nothing in."""
    resource = orjson.loads(line)

    if validator.is_clean(resource):
        assert validator.report(resource) == []
