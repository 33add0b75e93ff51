"""JSON level: what must be named before FHIR is looked at."""

from __future__ import annotations

import orjson
import pytest

from pss_fhir.validation import Validator
from pss_fhir.validation.json_text import needs_a_second_look, read_json

PATIENT = b'{"resourceType":"Patient"}'


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "input.not-json"),
        (b"{", "input.not-json"),
        (b'{"resourceType":"Patient"', "input.not-json"),
        (b"nope", "input.not-json"),
        (b'{"resourceType":"Pat\x00ient"}', "input.not-json"),
        (b"{'a':1}", "input.not-json"),
        (b'{"multipleBirthInteger":NaN}', "input.not-json"),
        (b'{"resourceType":"Patient","id":"\xff"}', "input.not-utf8"),
        ('{"resourceType":"Patient","id":"é"}'.encode("latin-1"), "input.not-utf8"),
        ('{"resourceType":"Patient"}'.encode("utf-16"), "input.not-utf8"),
        (b"[1]", "input.not-an-object"),
        (b'"x"', "input.not-an-object"),
        (b"[" * 10_000, "input.too-deep"),
        (b'{"a":' * 10_000, "input.too-deep"),
        (b'{"resourceType":"Observation","valueQuantity":{"value":1e999}}', "input.number-inexact"),
        (b'{"resourceType":"Patient","resourceType":"Patient"}', "input.duplicate-key"),
        (b'{"resourceType":"Patient","name":[{"text":"a","text":"b"}]}', "input.duplicate-key"),
    ],
)
def test_text_when_broken_then_named_and_nothing_raised(validator: Validator, raw: bytes, code: str) -> None:
    assert [code] == [issue.code for issue in validator.validate(raw)]


def test_text_when_it_begins_with_a_mark_then_warned_and_still_validated(validator: Validator) -> None:
    found = validator.validate(b"\xef\xbb\xbf" + b'{"resourceType":"Patient","gender":"x"}')

    assert [issue.code for issue in found] == ["input.bom", "validate.binding-required"]


def test_text_when_larger_than_allowed_then_not_read() -> None:
    assert [issue.code for issue in Validator(max_bytes=5, unit_cache=None).validate(PATIENT)] == [
        "input.too-large"
    ]


def test_text_when_broken_then_its_place_is_told(validator: Validator) -> None:
    (issue,) = validator.validate(b'{"resourceType":"Patient",\n  "id" "x"}')

    assert (issue.line, issue.column) == (2, 8)


@pytest.mark.parametrize(
    ("depth", "codes"), [(100, []), (140, ["input.too-deep"]), (2_000, ["input.too-deep"])]
)
def test_groups_when_nested_then_validated_or_too_deep(
    validator: Validator, depth: int, codes: list[str]
) -> None:
    item = '{"linkId":"last","type":"display","text":"x"}'
    for level in range(depth):
        item = f'{{"linkId":"{level}","type":"group","item":[{item}]}}'
    raw = f'{{"resourceType":"Questionnaire","status":"active","item":[{item}]}}'.encode()

    assert codes == [issue.code for issue in validator.validate(raw)]


def test_dict_when_nested_too_deeply_then_named(validator: Validator) -> None:
    item: dict[str, object] = {"linkId": "last", "type": "display"}
    for level in range(300):
        item = {"linkId": f"{level}", "type": "group", "item": [item]}

    assert [
        issue.code for issue in validator.validate({"resourceType": "Questionnaire", "item": [item]})
    ] == ["input.too-deep"]


def test_dict_when_it_holds_what_json_cannot_then_named(validator: Validator) -> None:
    assert [issue.code for issue in validator.validate({"resourceType": "Patient", "id": {1, 2}})] == [
        "input.not-json"
    ]


@pytest.mark.parametrize(
    ("raw", "answer"),
    [
        (b'{"a":1,"b":":"}', False),
        (b'{ "a" : 1 }', False),
        (b'{"a":1,"a":1}', True),
        (b'{"a":"\\u003a","b":1}', True),
        (b'{"a":"\\u003A","a":":"}', True),
        (b'{"a":1,"\\u0061":1}', True),
        (b'{"a":"\\u00e9\\n"}', False),
        (b'{"a":1.50}', False),
    ],
)
def test_names_when_repeated_then_always_suspected(raw: bytes, answer: bool) -> None:
    value = read_json(raw)
    assert isinstance(value, dict)

    assert answer is needs_a_second_look(raw, orjson.dumps(value))


@pytest.mark.parametrize("escape", [b"\\u0000", b"\\u001f", b"\\b", b"\\f"])
def test_control_character_when_escaped_then_looked_at_again(escape: bytes) -> None:
    raw = b'{"a":"' + escape + b'"}'
    value = read_json(raw)
    assert isinstance(value, dict)

    assert needs_a_second_look(raw, orjson.dumps(value))
