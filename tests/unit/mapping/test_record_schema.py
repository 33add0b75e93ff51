"""The JSON Schema of records takes every record, and refuses what is none."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from pss_fhir.mapping.record_schema import schema_of
from pss_fhir.mapping.records import RECORD_NAMES, record_json
from tests.examples import calm
from tests.record_examples import EXAMPLES
from tests.strategies_records import RECORDS


@cache
def schema(name: str | None = None) -> Draft202012Validator:
    """The schema, ready to be asked; itself a valid schema."""
    made = schema_of(name)
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made, format_checker=FormatChecker(["date"]))


def refusals(raw: object, name: str) -> list[str]:
    """Where the schema of a kind refuses a value, and by which keyword."""
    return [f"{error.json_path} {error.validator}" for error in schema(name).iter_errors(raw)]


@pytest.mark.parametrize("name", RECORD_NAMES)
def test_example_fits_the_schema_of_its_kind_and_of_all(name: str) -> None:
    raw = record_json(EXAMPLES[name])

    assert refusals(raw, name) == []
    assert schema().is_valid(raw)


@pytest.mark.parametrize("name", RECORD_NAMES)
@calm(10)
@given(data=st.data())
def test_whatever_a_record_holds_fits_the_schema(name: str, data: st.DataObject) -> None:
    assert refusals(record_json(data.draw(RECORDS[name])), name) == []


@pytest.mark.parametrize("name", RECORD_NAMES)
def test_record_without_what_it_needs_is_refused(name: str) -> None:
    raw = record_json(EXAMPLES[name])
    for needed in schema_of(name)["$defs"][f"{name}Record"]["required"]:
        broken = {key: value for key, value in raw.items() if key != needed}

        assert refusals(broken, name) == ["$ required"]
        assert not schema().is_valid(broken)


@pytest.mark.parametrize("name", RECORD_NAMES)
def test_record_of_another_kind_or_with_an_unknown_field_is_refused(name: str) -> None:
    raw = record_json(EXAMPLES[name])

    assert refusals(raw | {"type": "Elephant"}, name) == ["$.type const"]
    assert refusals(raw | {"weight": 4000}, name) == ["$ additionalProperties"]


@pytest.mark.parametrize(
    ("name", "change", "refusal"),
    [
        ("Goal", {"ref": "not a reference"}, "$.ref pattern"),
        ("Goal", {"words": " \n"}, "$.words pattern"),
        ("Goal", {"words": "a\u0000b"}, "$.words pattern"),
        ("Goal", {"status": "somehow"}, "$.status enum"),
        ("Goal", {"target_on": "soon"}, "$.target_on anyOf"),
        ("Goal", {"identifiers": [{"value": ""}]}, "$.identifiers[0].value minLength"),
        ("Training", {"completed_on": "2026-02-30"}, "$.completed_on format"),
        ("RecoveryCapital", {"answers": [1, 2]}, "$.answers minItems"),
        ("RecordUse", {"entry": 0}, "$.entry minimum"),
        (
            "ServiceNote",
            {"contact": {"type": "Contact", "client_ref": "Patient/1"}},
            "$.contact additionalProperties",
        ),
        ("StaffMeeting", {"attendee_refs": []}, "$.attendee_refs minItems"),
    ],
)
def test_broken_field_is_refused(name: str, change: dict[str, Any], refusal: str) -> None:
    raw = record_json(EXAMPLES[name]) | change

    assert refusals(raw, name) == [refusal]
    assert not schema().is_valid(raw)


def test_every_field_and_every_part_is_described() -> None:
    definitions = schema_of()["$defs"]
    silent = [name for name, held in definitions.items() if not held.get("description")]
    silent += [
        f"{name}.{field}"
        for name, held in definitions.items()
        for field, said in held.get("properties", {}).items()
        if not said.get("description") and "$ref" not in str(said)
    ]

    assert silent == []


def test_unknown_kind_has_no_schema() -> None:
    with pytest.raises(KeyError):
        schema_of("Elephant")
