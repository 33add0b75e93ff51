"""Values of JSON objects that may hold anything: each function gives a value or notes a finding.

All take an object, the name of its child, where the object stands, and the report to note in. They give None
(or nothing) for what is missing, null, or of a wrong kind; the last is noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, TypeGuard, TypeVar

from pss_fhir.mapping.report import Report

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
Value = TypeVar("Value")

Raw: TypeAlias = Mapping[str, Any]
"""A JSON object."""
Place: TypeAlias = "str | tuple[Place, str, int | str | None]"
"""Where something stands: a path, or a place, a step from there, and the step's index or argument.

A path in words is put together when a finding needs it, which is seldom: a note has a hundred elements.
"""


def path_of(place: Place) -> str:
    """A place in words, as a FHIRPath expression."""
    if isinstance(place, str):
        return place
    before, step, argument = place
    if argument is None:
        return f"{path_of(before)}.{step}"
    return f"{path_of(before)}.{step}" + (f"[{argument}]" if isinstance(argument, int) else f"('{argument}')")


def is_object(value: object) -> TypeGuard[Raw]:
    """Whether a JSON value is an object; nearly every one is a dict, and to ask for that first is fast."""
    return type(value) is dict or isinstance(value, Mapping)


def objects_in(raw: Raw, name: str, place: Place, report: Report) -> Iterable[tuple[int | None, Raw]]:
    """The child's objects, each with its index; one object that stands there without a list counts."""
    value = raw.get(name)
    if value is None:
        return ()
    if type(value) is list:
        if len(value) == 1 and type(value[0]) is dict:  # as most lists are
            return ((0, value[0]),)
        for item in value:
            if type(item) is not dict:
                break
        else:
            return enumerate(value)
    elif is_object(value):
        return ((None, value),)
    elif not isinstance(value, list):
        _note_shape(value, (place, name, None), "a list of objects", report)
        return ()
    found: list[tuple[int | None, Raw]] = []
    for index, item in enumerate(value):
        if is_object(item):
            found.append((index, item))
        elif item is not None:
            _note_shape(item, (place, name, index), "an object", report)
    return found


def string_in(raw: Raw, name: str, place: Place, report: Report) -> str | None:
    """The child text as it is, None where it is empty."""
    value = raw.get(name)
    if value is None:
        return None
    if isinstance(value, str):
        return value or None
    _note_shape(value, (place, name, None), "a text", report)
    return None


def text_in(raw: Raw, name: str, place: Place, report: Report) -> str | None:
    """The child text as a record may hold it: None where it is blank, control characters replaced."""
    value = raw.get(name)
    if value is None:
        return None
    if isinstance(value, str):
        if value.isprintable():  # so that it holds no control characters
            return value if value.strip() else None
        return _writable(value, (place, name, None), report)
    _note_shape(value, (place, name, None), "a text", report)
    return None


def texts_in(raw: Raw, name: str, place: Place, report: Report) -> tuple[str, ...]:
    """The child's texts as a record may hold them, blank ones left out."""
    value = raw.get(name)
    if value is None:
        return ()
    found = []
    for index, item in enumerate(value if isinstance(value, list) else [value]):
        if isinstance(item, str):
            if text := _writable(item, (place, name, index), report):
                found.append(text)
        elif item is not None:
            _note_shape(item, (place, name, index), "a text", report)
    return tuple(found)


def _writable(text: str, place: Place, report: Report) -> str | None:
    if not text.strip():
        return None
    clean = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
    if clean != text:
        report.add("mapping.control-character", path := path_of(place), element=path)
    return clean


def boolean_in(raw: Raw, name: str, place: Place, report: Report) -> bool | None:
    """The child, true or false."""
    value = raw.get(name)
    if value is None or isinstance(value, bool):
        return value
    _note_shape(value, (place, name, None), "true or false", report)
    return None


def number_in(raw: Raw, name: str, place: Place, report: Report) -> float | None:
    """The child number."""
    value = raw.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        _note_shape(value, (place, name, None), "a number", report)
        return None
    return float(value)


def count_in(raw: Raw, name: str, place: Place, report: Report) -> int | None:
    """The child as a whole number of zero or more."""
    value = number_in(raw, name, place, report)
    if value is None:
        return None
    if value < 0 or value != value // 1 or value > 2**53:
        path = path_of((place, name, None))
        report.add(
            "mapping.wrong-shape",
            path,
            element=path,
            found="a number below zero or not whole",
            wanted="a whole number of zero or more",
        )
        return None
    return int(value)


def code_in(raw: Raw, name: str, place: Place, report: Report, meanings: Mapping[str, Value]) -> Value | None:
    """What the child code means; one that is not in the table is noted."""
    value = string_in(raw, name, place, report)
    if value is None:
        return None
    if value not in meanings:
        report.add("mapping.unknown-code", path := path_of((place, name, None)), element=path)
        return None
    return meanings[value]


def _note_shape(value: object, place: Place, wanted: str, report: Report) -> None:
    path = path_of(place)
    report.add("mapping.wrong-shape", path, element=path, found=f"a JSON {_json_kind(value)}", wanted=wanted)


def _json_kind(value: object) -> str:
    kinds = {dict: "object", list: "list", str: "text", bool: "boolean", int: "number", float: "number"}
    return kinds.get(type(value), "null")
