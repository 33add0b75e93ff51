"""Whatever a record holds comes back from FHIR as it was."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pss_fhir.domain.note import NoteStatus, ServiceNote
from pss_fhir.domain.record import Record
from pss_fhir.mapping import as_json, from_fhir, read_all, to_fhir
from pss_fhir.mapping.conversion import MODULES
from pss_fhir.mapping.note_response import to_questionnaire_response
from tests import strategies
from tests.examples import calm
from tests.strategies_records import RECORDS


def test_every_record_that_has_a_fhir_form_is_tried() -> None:
    assert set(RECORDS) == set(MODULES)


@pytest.mark.parametrize("name", RECORDS)
@calm(20)
@given(data=st.data())
def test_record_when_written_and_read_is_the_same(name: str, data: st.DataObject) -> None:
    record: Record = data.draw(RECORDS[name])

    assert from_fhir(to_fhir(record)) == record


@pytest.mark.parametrize("name", RECORDS)
@calm(20)
@given(data=st.data())
def test_record_when_read_again_is_written_the_same(name: str, data: st.DataObject) -> None:
    written = as_json(to_fhir(data.draw(RECORDS[name])))

    assert as_json(to_fhir(from_fhir(written))) == written


@calm(20)
@given(note=strategies.notes.filter(lambda note: note.status is not NoteStatus.SUPERSEDED))
def test_note_as_answers_when_read_is_the_same(note: ServiceNote) -> None:
    as_filed = note.model_copy(update={"ref": None})

    assert from_fhir(to_questionnaire_response(as_filed)) == as_filed


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("name", RECORDS)
@calm(20)
@given(data=st.data())
def test_damaged_resource_when_read_gives_findings_and_never_crashes(name: str, data: st.DataObject) -> None:
    written = as_json(to_fhir(data.draw(RECORDS[name])))
    _damage(written, data)

    reading = read_all([written])

    assert reading.records or reading.issues


def _damage(node: Any, data: st.DataObject) -> None:
    while isinstance(node, dict | list) and node:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(node[key], dict | list) or not node[key] or data.draw(st.integers(0, 2)) == 0:
            node[key] = data.draw(json_values)
            return
        node = node[key]
