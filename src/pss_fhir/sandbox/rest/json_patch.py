"""JSON Patch (RFC 6902) on a resource, all of it or nothing."""

from __future__ import annotations

import copy
from typing import Any

from pss_fhir.sandbox.refusals import Refused

_END = "-"


def apply_patch(resource: dict[str, Any], operations: Any) -> dict[str, Any]:
    """The resource after the operations; the one given stays as it is.

    Raises:
        Refused: 400 if the patch cannot be read, 422 if it does not fit the resource or a test fails.
    """
    if not isinstance(operations, list):
        raise Refused(400, "structure", "A JSON Patch is a list of operations.")
    patched: Any = copy.deepcopy(resource)
    for number, operation in enumerate(operations):
        try:
            patched = _apply(patched, operation)
        except (KeyError, IndexError, TypeError, ValueError) as unfit:
            raise Refused(
                422, "processing", f"Operation {number} of the patch does not fit; nothing was changed."
            ) from unfit
    if not isinstance(patched, dict):
        raise Refused(422, "processing", "The patch leaves no resource; nothing was changed.")
    return patched


def _apply(document: Any, operation: dict[str, Any]) -> Any:
    path = _pointer(operation["path"])
    match operation["op"]:
        case "add":
            return _add(document, path, operation["value"])
        case "remove":
            return _remove(document, path)[0]
        case "replace":
            without, _ = _remove(document, path)
            return _add(without, path, operation["value"])
        case "move":
            without, value = _remove(document, _pointer(operation["from"]))
            return _add(without, path, value)
        case "copy":
            return _add(document, path, copy.deepcopy(_get(document, _pointer(operation["from"]))))
        case "test":
            if _get(document, path) != operation["value"]:
                raise ValueError("the test fails")
            return document
    raise ValueError("no such operation")


def _pointer(text: str) -> list[str]:
    if text == "":
        return []
    if not text.startswith("/"):
        raise ValueError("a JSON Pointer starts with a slash")
    return [part.replace("~1", "/").replace("~0", "~") for part in text[1:].split("/")]


def _step(node: Any, part: str) -> Any:
    return node[_index(part)] if isinstance(node, list) else node[part]


def _index(part: str) -> int:
    if not part.isdecimal() or (len(part) > 1 and part.startswith("0")):
        raise ValueError("not a position")
    return int(part)


def _get(document: Any, path: list[str]) -> Any:
    for part in path:
        document = _step(document, part)
    return document


def _add(document: Any, path: list[str], value: Any) -> Any:
    if not path:
        return value
    parent, last = _get(document, path[:-1]), path[-1]
    if isinstance(parent, list):
        position = len(parent) if last == _END else _index(last)
        if position > len(parent):
            raise IndexError(position)
        parent.insert(position, value)
    elif isinstance(parent, dict):
        parent[last] = value
    else:
        raise TypeError("no members here")
    return document


def _remove(document: Any, path: list[str]) -> tuple[Any, Any]:
    if not path:
        return None, document
    parent, last = _get(document, path[:-1]), path[-1]
    value = parent.pop(_index(last)) if isinstance(parent, list) else parent.pop(last)
    return document, value
