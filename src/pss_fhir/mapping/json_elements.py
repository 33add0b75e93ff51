"""JSON objects that may hold anything: every step gives a value or a finding, never a crash."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from pss_fhir.mapping import json_values as values
from pss_fhir.mapping.json_values import Place, Raw
from pss_fhir.mapping.report import Report

Value = TypeVar("Value")


class JsonElement:
    """One JSON object of a resource, and where it stands in it.

    A getter gives None (or nothing) for what is missing, null, or of a wrong kind; the last is noted.
    """

    __slots__ = ("place", "raw", "report")

    def __init__(self, raw: Raw, place: Place, report: Report) -> None:
        self.raw = raw
        self.place = place
        self.report = report

    @property
    def path(self) -> str:
        """Where it stands, as a FHIRPath expression."""
        return values.path_of(self.place)

    def at(self, name: str) -> str:
        """The path of a child."""
        return f"{self.path}.{name}"

    def has(self, name: str) -> bool:
        """Whether the child is there at all, as a value or by an extension on it."""
        return self.raw.get(name) is not None or self.raw.get(f"_{name}") is not None

    def value(self, name: str) -> Any:
        """The child as it stands in the JSON."""
        return self.raw.get(name)

    def several(self, name: str) -> list[Self]:
        """The child's objects; one object that stands there without a list counts."""
        if self.raw.get(name) is None:
            return []
        made, place, report = type(self), self.place, self.report
        return [
            made(raw, (place, name, index), report)
            for index, raw in values.objects_in(self.raw, name, place, report)
        ]

    def one(self, name: str) -> Self | None:
        """The child object; the first where a list stands there."""
        held = self.raw.get(name)
        if held is None:
            return None
        if type(held) is dict:
            return type(self)(held, (self.place, name, None), self.report)
        found = self.several(name)
        if len(found) > 1:
            self.report.add("mapping.several", self.at(name), element=self.at(name), count=len(found))
        return found[0] if found else None

    def first(self, name: str) -> Self | None:
        """The first of the child's objects; that there are more is no finding."""
        for index, raw in values.objects_in(self.raw, name, self.place, self.report):
            return type(self)(raw, (self.place, name, index), self.report)
        return None

    def string(self, name: str) -> str | None:
        """The child text as it is, None where it is empty."""
        held = self.raw.get(name)
        if held is None or type(held) is str:  # as nearly always, and many are asked for
            return held or None
        return values.string_in(self.raw, name, self.place, self.report)

    def text(self, name: str) -> str | None:
        """The child text as a record may hold it: None where it is blank, control characters replaced."""
        return values.text_in(self.raw, name, self.place, self.report)

    def texts(self, name: str) -> tuple[str, ...]:
        """The child's texts as a record may hold them, blank ones left out."""
        return values.texts_in(self.raw, name, self.place, self.report)

    def boolean(self, name: str) -> bool | None:
        """The child, true or false."""
        return values.boolean_in(self.raw, name, self.place, self.report)

    def number(self, name: str) -> float | None:
        """The child number."""
        return values.number_in(self.raw, name, self.place, self.report)

    def count(self, name: str) -> int | None:
        """The child as a whole number of zero or more."""
        return values.count_in(self.raw, name, self.place, self.report)

    def code(self, name: str, meanings: Mapping[str, Value]) -> Value | None:
        """What the child code means; one that is not in the table is noted."""
        held = self.raw.get(name)
        if type(held) is str and held in meanings:  # as nearly always, and every resource has a status
            return meanings[held]
        return values.code_in(self.raw, name, self.place, self.report, meanings)
