"""JSON Patch: the operations of RFC 6902, on resources."""

from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.sandbox.refusals import Refused
from pss_fhir.sandbox.rest.json_patch import apply_patch


@pytest.mark.parametrize(
    ("operation", "patched"),
    [
        ({"op": "add", "path": "/b", "value": 1}, {"a": [1, 2], "b": 1}),
        ({"op": "add", "path": "/a/1", "value": 9}, {"a": [1, 9, 2]}),
        ({"op": "add", "path": "/a/-", "value": 9}, {"a": [1, 2, 9]}),
        ({"op": "remove", "path": "/a/0"}, {"a": [2]}),
        ({"op": "replace", "path": "/a/0", "value": {"x": 1}}, {"a": [{"x": 1}, 2]}),
        ({"op": "replace", "path": "", "value": {"c": 1}}, {"c": 1}),
        ({"op": "move", "from": "/a/0", "path": "/a/1"}, {"a": [2, 1]}),
        ({"op": "copy", "from": "/a", "path": "/b"}, {"a": [1, 2], "b": [1, 2]}),
        ({"op": "test", "path": "/a/0", "value": 1}, {"a": [1, 2]}),
        ({"op": "add", "path": "/x~1y~0z", "value": 1}, {"a": [1, 2], "x/y~z": 1}),
    ],
)
def test_operation_gives(operation: dict[str, Any], patched: dict[str, Any]) -> None:
    before = {"a": [1, 2]}
    assert apply_patch(before, [operation]) == patched
    assert before == {"a": [1, 2]}


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "add", "path": "/a/5", "value": 1},
        {"op": "add", "path": "/a/01", "value": 1},
        {"op": "add", "path": "/a/0/x", "value": 1},
        {"op": "add", "path": "a", "value": 1},
        {"op": "remove", "path": "/b"},
        {"op": "replace", "path": "/b", "value": 1},
        {"op": "test", "path": "/a/0", "value": 2},
        {"op": "replace", "path": "", "value": 5},
        {"op": "sing", "path": "/a"},
        {"op": "add", "path": "/b"},
        "add",
    ],
)
def test_operation_when_it_does_not_fit_then_422(operation: Any) -> None:
    with pytest.raises(Refused) as refused:
        apply_patch({"a": [1, 2]}, [operation])
    assert refused.value.status == 422
