"""What is read by the value alone is what reading with care gives, and nothing is there to be noted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pss_fhir.mapping import json_values, plain_values
from pss_fhir.mapping.elements import Element, moment_in, ref_in
from pss_fhir.mapping.report import Report

Careful = Callable[[dict[str, Any], str, str, Report], Any]
MOMENTS = ("2026-01-07T14:25:00-05:00", "2026-01-07T14:25:00.5Z", "2026-01-07T14:25:00", "2026-01-07", "soon")
REFERENCES = ("Patient/1", "Patient/1/_history/2", "#place", "https://a.example/Patient/1", "Patient", "")
PAIRS: list[tuple[Callable[[Any], Any], Careful, st.SearchStrategy[Any]]] = [
    (plain_values.plain_text, json_values.text_in, st.text() | st.sampled_from([" ", "\n", "a\nb", "\x01"])),
    (plain_values.plain_code, json_values.string_in, st.text()),
    (plain_values.plain_moment, moment_in, st.sampled_from(MOMENTS)),
    (plain_values.plain_count, json_values.count_in, st.integers()),
    (
        plain_values.plain_ref,
        ref_in,
        st.fixed_dictionaries({}, optional={"reference": st.sampled_from([*REFERENCES, None, 7])}),
    ),
]


@pytest.mark.parametrize(("plain", "careful", "values"), PAIRS, ids=[pair[0].__name__ for pair in PAIRS])
@given(data=st.data())
def test_plain_value_when_there_is_one_then_care_gives_the_same_and_notes_nothing(
    plain: Callable[[Any], Any], careful: Careful, values: st.SearchStrategy[Any], data: st.DataObject
) -> None:
    value = data.draw(values)
    found = plain(value)
    report = Report("DocumentReference", "DocumentReference/1")
    with_care = careful({"it": value}, "it", "DocumentReference", report)
    assert found is None or (found, report.issues) == (with_care, [])


CODINGS: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from([None, "", "a", 7]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["coding", "system", "code"]), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(concepts=CODINGS)
def test_codings_when_concepts_are_odd_then_what_is_odd_is_noted_once(concepts: Any) -> None:
    report = Report("Encounter", "Encounter/1")
    element = Element({"type": concepts}, "Encounter", report)
    codings = element.codings("type")
    noted = list(report.issues)
    assert [code for _, code in codings] == [item.string("code") for item in element.coded("type")]
    assert element.codings("type") is codings
    assert report.issues == noted
