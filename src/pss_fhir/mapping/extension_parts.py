"""The parts of an extension that is made of parts, each by its name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeVar

from pss_fhir.mapping.elements import Element

Value = TypeVar("Value")


class ExtensionParts:
    """The parts of one extension; a getter gives None for a part that is missing.

    Getters take the part's name; the element that holds its value follows from the kind asked for.
    """

    __slots__ = ("_holder",)

    def __init__(self, holder: Element) -> None:
        self._holder = holder

    def part(self, name: str) -> Element | None:
        """The part itself."""
        return self._holder.extension(name)

    def text(self, name: str) -> str | None:
        """A text."""
        part = self.part(name)
        return part.text("valueString") if part else None

    def code(self, name: str, meanings: Mapping[str, Value]) -> Value | None:
        """What a code means."""
        part = self.part(name)
        return part.code("valueCode", meanings) if part else None

    def day(self, name: str) -> date | None:
        """A day."""
        part = self.part(name)
        return part.day("valueDate") if part else None

    def moment(self, name: str, element: str = "valueInstant") -> datetime | None:
        """A moment, as an instant or under the element named."""
        part = self.part(name)
        return part.moment(element) if part else None

    def fact(self, name: str) -> bool | None:
        """True or false."""
        part = self.part(name)
        return part.boolean("valueBoolean") if part else None

    def ref(self, name: str) -> str | None:
        """Where a reference points."""
        part = self.part(name)
        return part.ref("valueReference") if part else None
