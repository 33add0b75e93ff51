"""JSON objects that may hold anything: every step gives a value or a finding, never a crash."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Self, TypeVar

from pss_fhir.mapping.report import Report

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
Value = TypeVar("Value")


class JsonElement:
    """One JSON object of a resource, and where it stands in it.

    A getter gives None (or nothing) for what is missing, null, or of a wrong kind; the last is noted.
    """

    __slots__ = ("path", "raw", "report")

    def __init__(self, raw: Mapping[str, Any], path: str, report: Report) -> None:
        self.raw = raw
        self.path = path
        self.report = report

    def at(self, name: str) -> str:
        """The path of a child."""
        return f"{self.path}.{name}"

    def has(self, name: str) -> bool:
        """Whether the child is there at all, as a value or by an extension on it."""
        return self.raw.get(name) is not None or self.raw.get(f"_{name}") is not None

    def value(self, name: str) -> Any:
        """The child as it stands in the JSON."""
        return self.raw.get(name)

    def _shape(self, path: str, value: object, wanted: str) -> None:
        self.report.add(
            "mapping.wrong-shape", path, element=path, found=f"a JSON {_json_kind(value)}", wanted=wanted
        )

    def several(self, name: str) -> list[Self]:
        """The child's objects; one object that stands there without a list counts."""
        path, made = self.at(name), type(self)
        return [
            made(raw, path if index is None else f"{path}[{index}]", self.report)
            for index, raw in self.objects(name)
        ]

    def objects(self, name: str) -> Sequence[tuple[int | None, Mapping[str, Any]]]:
        """The child's objects as they stand in the JSON, each with its place in the list, if it is one."""
        value = self.raw.get(name)
        if value is None:
            return ()
        if type(value) is not list:
            if _is_object(value):
                return ((None, value),)
            if not isinstance(value, list):
                self._shape(self.at(name), value, "a list of objects")
                return ()
        found = []
        for index, item in enumerate(value):
            if _is_object(item):
                found.append((index, item))
            elif item is not None:
                self._shape(f"{self.at(name)}[{index}]", item, "an object")
        return found

    def one(self, name: str) -> Self | None:
        """The child object; the first where a list stands there."""
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
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            self._shape(self.at(name), value, "a text")
            return None
        return value

    def text(self, name: str) -> str | None:
        """The child text as a record may hold it: None where it is blank, control characters replaced."""
        value = self.string(name)
        return None if value is None else self._writable(value, self.at(name))

    def texts(self, name: str) -> tuple[str, ...]:
        """The child's texts as a record may hold them, blank ones left out."""
        value = self.raw.get(name)
        if value is None:
            return ()
        items = value if isinstance(value, list) else [value]
        found = []
        for index, item in enumerate(items):
            if isinstance(item, str):
                if text := self._writable(item, f"{self.at(name)}[{index}]"):
                    found.append(text)
            elif item is not None:
                self._shape(f"{self.at(name)}[{index}]", item, "a text")
        return tuple(found)

    def _writable(self, text: str, path: str) -> str | None:
        if not text.strip():
            return None
        clean = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
        if clean != text:
            self.report.add("mapping.control-character", path, element=path)
        return clean

    def boolean(self, name: str) -> bool | None:
        """The child, true or false."""
        value = self.raw.get(name)
        if value is None or isinstance(value, bool):
            return value
        self._shape(self.at(name), value, "true or false")
        return None

    def number(self, name: str) -> float | None:
        """The child number."""
        value = self.raw.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._shape(self.at(name), value, "a number")
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


def _is_object(value: object) -> bool:
    # Nearly every object is a plain dict, and asking for that first is ten times as fast.
    return type(value) is dict or isinstance(value, Mapping)


def _json_kind(value: object) -> str:
    kinds = {dict: "object", list: "list", str: "text", bool: "boolean", int: "number", float: "number"}
    return kinds.get(type(value), "null")
