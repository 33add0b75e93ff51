"""Whatever JSON is stored, search can read it: no value of a wrong shape stops the sandbox."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pss_fhir.sandbox.refusals import Refused
from pss_fhir.sandbox.rest.json_patch import apply_patch
from pss_fhir.sandbox.rest.references import map_references, replace_strings
from pss_fhir.sandbox.search.match import matches
from pss_fhir.sandbox.search.query import read_query
from pss_fhir.sandbox.search.table import parameters_of
from pss_fhir.sandbox.search.values import values_of

NAMES = st.sampled_from(
    [
        "system",
        "value",
        "code",
        "coding",
        "text",
        "display",
        "reference",
        "identifier",
        "type",
        "start",
        "end",
        "event",
        "repeat",
        "boundsPeriod",
        "family",
        "given",
        "extension",
        "url",
        "status",
        "subject",
        "period",
    ]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    [
        "identifier",
        "name",
        "gender",
        "birthDate",
        "telecom",
        "address",
        "subject",
        "period",
        "type",
        "class",
        "context",
        "content",
        "author",
        "code",
        "valueQuantity",
        "meta",
        "deceasedDateTime",
        "participant",
        "status",
    ]
)
TYPES = st.sampled_from(
    ["Patient", "Encounter", "DocumentReference", "Observation", "CarePlan", "ServiceRequest"]
)


@given(TYPES, st.dictionaries(FIELDS, JSON, max_size=6))
def test_values_of_anything_can_be_read(resource_type: str, fields: dict[str, Any]) -> None:
    resource = {"resourceType": resource_type, **fields}
    for definition in parameters_of(resource_type).values():
        for value in values_of(resource, definition):
            hash(value)


@given(TYPES, st.dictionaries(FIELDS, JSON, max_size=6), st.text(max_size=12))
def test_matching_anything_answers_or_refuses(resource_type: str, fields: dict[str, Any], asked: str) -> None:
    resource = {"resourceType": resource_type, **fields}
    for code in parameters_of(resource_type):
        with suppress(Refused):
            matches(resource, read_query(resource_type, [(code, asked)]).criteria)


@given(JSON)
def test_mapping_references_by_nothing_changes_nothing(node: Any) -> None:
    assert map_references(node, lambda text: text) == node
    assert replace_strings(node, {}) == node


@given(st.dictionaries(NAMES, JSON, max_size=4), JSON)
def test_patch_of_any_shape_gives_a_resource_or_is_refused(resource: dict[str, Any], operations: Any) -> None:
    with suppress(Refused):
        assert isinstance(apply_patch(resource, operations), dict)


@given(st.dictionaries(NAMES, JSON, min_size=1, max_size=4), st.data())
def test_patch_that_removes_and_adds_the_same_gives_the_same(
    resource: dict[str, Any], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(resource)))
    back = [{"op": "remove", "path": f"/{name}"}, {"op": "add", "path": f"/{name}", "value": resource[name]}]
    assert apply_patch(resource, back) == resource


def test_patch_when_operation_has_no_path_then_422() -> None:
    with pytest.raises(Refused):
        apply_patch({}, [{"op": "add", "value": 1}])
