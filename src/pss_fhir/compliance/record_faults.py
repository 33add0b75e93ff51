"""What is wrong with a record of a policy file, in words for the person who wrote it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

_KINDS = {
    "string": "words in quotation marks",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "date": "a day (YYYY-MM-DD, without quotation marks)",
    "tuple": "a list in square brackets",
    "list": "a list in square brackets",
    "dict": "a table",
    "model": "a table",
}
"""What is needed, by how the names of pydantic's faults begin."""
_LIMITS = {
    "greater_than": ("gt", "more than {}"),
    "greater_than_equal": ("ge", "{} or more"),
    "less_than": ("lt", "less than {}"),
    "less_than_equal": ("le", "{} or less"),
    "too_short": ("min_length", "a list of {} or more"),
    "string_too_short": ("min_length", "words of {} or more characters"),
    "string_pattern_mismatch": ("pattern", "words of the form {}"),
    "enum": ("expected", "{}"),
    "literal_error": ("expected", "{}"),
}


def faults_of(failed: ValidationError) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each fault: the path of the part, and what is so and what is needed.

    A part that is not known, where one with a like name is missing, is one fault: a misspelling.
    """
    found = failed.errors(include_input=False, include_url=False)
    missing = {_path(error) for error in found if error["type"] == "missing"}
    meant = {
        path: like
        for error in found
        if error["type"] == "extra_forbidden" and (like := _like(path := _path(error), missing))
    }
    for error in found:
        path = _path(error)
        if error["type"] == "missing" and path in meant.values():
            continue
        yield path, _reason(error, meant.get(path))


def _path(error: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(part) for part in error["loc"])


def _like(path: Sequence[str], missing: set[tuple[str, ...]]) -> tuple[str, ...] | None:
    beside = {one[-1]: one for one in missing if one[:-1] == tuple(path[:-1])}
    near = difflib.get_close_matches(path[-1], beside, n=1)
    return beside[near[0]] if near else None


def _reason(error: Mapping[str, Any], meant: Sequence[str] | None) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return "it is missing and is needed"
    if kind == "extra_forbidden":
        return f"it is not known; {meant[-1]} is needed" if meant else "it is not known here; take it out"
    if kind == "value_error":
        return str(context["error"]).removesuffix(".")
    if kind in _LIMITS:
        name, words = _LIMITS[kind]
        return f"the value does not fit; it must be {words.format(context[name])}"
    needed = _KINDS.get(kind.partition("_")[0], "another kind of value")
    return f"the value is of the wrong kind; it must be {needed}"
