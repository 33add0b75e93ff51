"""JSON objects that may hold anything: every step gives a value or a finding, never a crash."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Self, TypeAlias, TypeVar

from pss_fhir.mapping.report import Report

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
Value = TypeVar("Value")

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


def objects_in(
    value: object, parent: Place, name: str, report: Report
) -> Iterable[tuple[int | None, Mapping[str, Any]]]:
    """The objects of a child as they stand in the JSON, each with its index; what is none is noted.

    Args:
        value: the child; an object that stands there without a list counts.
        parent: where its parent stands.
        name: what the child is called.
        report: where to note.
    """
    if value is None:
        return ()
    if type(value) is list:
        for item in value:
            if type(item) is not dict:  # nearly all are, and to ask for that is ten times as fast
                break
        else:
            return enumerate(value)
    elif isinstance(value, Mapping):
        return ((None, value),)
    elif not isinstance(value, list):
        note_shape(value, (parent, name, None), "a list of objects", report)
        return ()
    found: list[tuple[int | None, Mapping[str, Any]]] = []
    for index, item in enumerate(value):
        if isinstance(item, Mapping):
            found.append((index, item))
        elif item is not None:
            note_shape(item, (parent, name, index), "an object", report)
    return found


def string_in(value: object, parent: Place, name: str, report: Report) -> str | None:
    """A child text as it is, None where it is empty; see :func:`objects_in`."""
    if isinstance(value, str):
        return value or None
    if value is not None:
        note_shape(value, (parent, name, None), "a text", report)
    return None


def note_shape(value: object, place: Place, wanted: str, report: Report) -> None:
    """Note that a value is of a wrong kind."""
    path = path_of(place)
    report.add("mapping.wrong-shape", path, element=path, found=f"a JSON {_json_kind(value)}", wanted=wanted)


class JsonElement:
    """One JSON object of a resource, and where it stands in it.

    A getter gives None (or nothing) for what is missing, null, or of a wrong kind; the last is noted.
    """

    __slots__ = ("place", "raw", "report")

    def __init__(self, raw: Mapping[str, Any], place: Place, report: Report) -> None:
        self.raw = raw
        self.place = place
        self.report = report

    @property
    def path(self) -> str:
        """Where it stands, as a FHIRPath expression."""
        return path_of(self.place)

    def at(self, name: str) -> str:
        """The path of a child."""
        return f"{self.path}.{name}"

    def has(self, name: str) -> bool:
        """Whether the child is there at all, as a value or by an extension on it."""
        return self.raw.get(name) is not None or self.raw.get(f"_{name}") is not None

    def value(self, name: str) -> Any:
        """The child as it stands in the JSON."""
        return self.raw.get(name)

    def _shape(self, name: str, value: object, wanted: str) -> None:
        note_shape(value, (self.place, name, None), wanted, self.report)

    def several(self, name: str) -> list[Self]:
        """The child's objects; one object that stands there without a list counts."""
        value = self.raw.get(name)
        if value is None:
            return []
        made, place, report = type(self), self.place, self.report
        return [
            made(raw, (place, name, index), report) for index, raw in objects_in(value, place, name, report)
        ]

    def one(self, name: str) -> Self | None:
        """The child object; the first where a list stands there."""
        value = self.raw.get(name)
        if type(value) is dict:
            return type(self)(value, (self.place, name, None), self.report)
        found = self.several(name)
        if len(found) > 1:
            self.report.add("mapping.several", self.at(name), element=self.at(name), count=len(found))
        return found[0] if found else None

    def first(self, name: str) -> Self | None:
        """The first of the child's objects; that there are more is no finding."""
        found = self.several(name)
        return found[0] if found else None

    def string(self, name: str) -> str | None:
        """The child text as it is, None where it is empty."""
        value = self.raw.get(name)
        if type(value) is str:
            return value or None
        return None if value is None else string_in(value, self.place, name, self.report)

    def text(self, name: str) -> str | None:
        """The child text as a record may hold it: None where it is blank, control characters replaced."""
        value = self.raw.get(name)
        if type(value) is str and value.isprintable():  # so that it holds no control characters
            return value if value.strip() else None
        value = self.string(name)
        return None if value is None else self._writable(value, (self.place, name, None))

    def texts(self, name: str) -> tuple[str, ...]:
        """The child's texts as a record may hold them, blank ones left out."""
        value = self.raw.get(name)
        if value is None:
            return ()
        items = value if isinstance(value, list) else [value]
        found = []
        for index, item in enumerate(items):
            place = (self.place, name, index)
            if isinstance(item, str):
                if text := self._writable(item, place):
                    found.append(text)
            elif item is not None:
                note_shape(item, place, "a text", self.report)
        return tuple(found)

    def _writable(self, text: str, place: Place) -> str | None:
        if not text.strip():
            return None
        clean = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
        if clean != text:
            path = path_of(place)
            self.report.add("mapping.control-character", path, element=path)
        return clean

    def boolean(self, name: str) -> bool | None:
        """The child, true or false."""
        value = self.raw.get(name)
        if value is None or isinstance(value, bool):
            return value
        self._shape(name, value, "true or false")
        return None

    def number(self, name: str) -> float | None:
        """The child number."""
        value = self.raw.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._shape(name, value, "a number")
            return None
        return float(value)

    def count(self, name: str) -> int | None:
        """The child as a whole number of zero or more."""
        value = self.number(name)
        if value is None:
            return None
        if value < 0 or value != value // 1 or value > 2**53:
            self.report.add(
                "mapping.wrong-shape",
                self.at(name),
                element=self.at(name),
                found="a number below zero or not whole",
                wanted="a whole number of zero or more",
            )
            return None
        return int(value)

    def code(self, name: str, meanings: Mapping[str, Value]) -> Value | None:
        """What the child code means; one that is not in the table is noted."""
        value = self.string(name)
        if value is None:
            return None
        if value not in meanings:
            self.report.add("mapping.unknown-code", self.at(name), element=self.at(name))
            return None
        return meanings[value]


def _json_kind(value: object) -> str:
    kinds = {dict: "object", list: "list", str: "text", bool: "boolean", int: "number", float: "number"}
    return kinds.get(type(value), "null")
