"""Where a finding's element stands in the text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pss_fhir.issues import make_issue
from pss_fhir.validation.positions import place

TEXT = b"""\xef\xbb\xbf{
  "resourceType": "Patient",
  "name": [
    { "family": "\xc3\x85", "given": ["A", "B"] },
    { "family": "x" }
  ],
  "_birthDate": {},
  "deceasedBoolean": true, "gender": "x",
  "gender": 1e999999, "multiple\\u0042irthInteger": 11
}"""


def found(raw: bytes, path: str | None, line: int | None = None) -> tuple[int | None, int | None]:
    (placed,) = place(raw, line, [make_issue("validate.string-empty", path=path, definition="R4")])
    return placed.line, placed.column


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Patient", (1, 1)),
        ("Patient.name", (3, 3)),
        ("Patient.name[0]", (4, 5)),
        ("Patient.name[1].family", (5, 7)),
        ("Patient.name[0].given[1]", (4, 38)),
        ("Patient.name[0].given[7]", (4, 23)),
        ("Patient.name[1].period.start", (5, 5)),
        ("Patient.name.family", (3, 3)),
        ("Patient.birthDate", (7, 3)),
        ("Patient.deceased", (8, 3)),
        ("Patient.gender.extension[0]", (9, 3)),
        ("Patient.multipleBirth", (9, 23)),
        ("Patient.photo[0]", (1, 1)),
    ],
)
def test_element_when_looked_for_then_it_or_what_is_around_it(path: str, expected: tuple[int, int]) -> None:
    assert expected == found(TEXT, path)


def test_element_when_on_a_line_of_ndjson_then_that_line_and_its_column() -> None:
    assert found(b'{"resourceType":"Patient","gender":"x"}', "Patient.gender", line=7) == (7, 27)


def test_fault_of_the_text_when_placed_then_its_own_place_stays() -> None:
    assert found(b"nope", None, line=7) == (7, None)


NAMES = st.text(st.sampled_from("abcXYZ"), min_size=1, max_size=4)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=15,
)


@given(resource=st.dictionaries(NAMES, VALUES, max_size=4), indent=st.sampled_from([None, 1, 3]))
def test_every_element_when_looked_for_then_it_begins_there(
    resource: dict[str, Any], indent: int | None
) -> None:
    raw = json.dumps(resource, indent=indent, ensure_ascii=False).encode()
    lines = raw.split(b"\n")
    for path, begin in beginnings(resource, "R"):
        line, column = found(raw, path)

        assert line is not None
        assert column is not None
        assert lines[line - 1][column - 1 :].startswith(begin)


def beginnings(value: Any, path: str) -> list[tuple[str, bytes]]:
    """Each path with what the text has where it begins: the name of a member, the first byte of an item."""
    told = []
    for name, each in value.items() if isinstance(value, dict) else ():
        told += [(f"{path}.{name}", f'"{name}"'.encode()), *beginnings(each, f"{path}.{name}")]
    for order, each in enumerate(value) if isinstance(value, list) else ():
        begin = json.dumps(each, ensure_ascii=False)[0].encode()
        told += [(f"{path}[{order}]", begin), *beginnings(each, f"{path}[{order}]")]
    return told
