"""What a resource can be found by: the values of one search parameter, read from its JSON."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pss_fhir.sandbox.search.dates import Span, read_period, read_span
from pss_fhir.sandbox.search.paths import walk
from pss_fhir.sandbox.search.table import ParameterDefinition

ANY_SYSTEM = "*"
"""System of a plain code or a contact point, whose system the element's definition fixes."""


@dataclass(frozen=True, slots=True)
class Token:
    """A code with its system (None where it has none), and the words that go with it."""

    system: str | None
    code: str | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text."""

    text: str

    @property
    def folded(self) -> str:
        """The text without case and accents."""
        return fold(self.text)


@dataclass(frozen=True, slots=True)
class Link:
    """A reference: ``Type/id`` on this server, or a URL, or only an identifier."""

    url: str
    identifier: Token | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, with its unit where it has one."""

    number: Decimal
    system: str | None = None
    code: str | None = None
    unit: str | None = None


Value = Token | Words | Link | Span | Amount


def fold(text: str) -> str:
    """Text as string search compares it: no case, no accents, single blanks."""
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    return " ".join(plain.casefold().split())


def values_of(resource: dict[str, Any], definition: ParameterDefinition) -> Iterator[Value]:
    """Every value of a search parameter in a resource; what cannot be read as its kind is passed over."""
    read = _READERS[definition.kind]
    for path in definition.paths:
        for found in walk(resource, path):
            yield from read(found)


def _tokens(found: Any) -> Iterator[Value]:
    if isinstance(found, bool):
        yield Token(ANY_SYSTEM, str(found).lower())
    elif isinstance(found, str):
        yield Token(ANY_SYSTEM, found)
    elif not isinstance(found, dict):
        return
    elif _is_contact_point(found):
        yield Token(ANY_SYSTEM, str(found.get("value", "")))
    elif "value" in found:
        yield Token(found.get("system"), str(found["value"]), found.get("type", {}).get("text", ""))
    elif "coding" in found or "text" in found:
        text = found.get("text", "")
        for coding in found.get("coding", []):
            yield Token(coding.get("system"), coding.get("code"), coding.get("display", text))
        if text:
            yield Token(None, None, text)
    elif "code" in found:
        yield Token(found.get("system"), found["code"], found.get("display", ""))


def _is_contact_point(found: dict[str, Any]) -> bool:
    return found.get("system") in ("phone", "fax", "email", "pager", "url", "sms", "other")


def _words(found: Any) -> Iterator[Value]:
    if isinstance(found, str):
        yield Words(found)
    elif isinstance(found, dict):
        for part in found.values():
            for text in part if isinstance(part, list) else [part]:
                if isinstance(text, str):
                    yield Words(text)


def _links(found: Any) -> Iterator[Value]:
    if isinstance(found, str):
        yield Link(found)
    elif isinstance(found, dict):
        identifier = found.get("identifier")
        token = (
            Token(identifier.get("system"), identifier.get("value")) if isinstance(identifier, dict) else None
        )
        if "reference" in found or token:
            yield Link(str(found.get("reference", "")), token)


def _spans(found: Any) -> Iterator[Value]:
    try:
        if isinstance(found, str):
            yield read_span(found)
        elif isinstance(found, dict) and ("start" in found or "end" in found):
            yield read_period(found.get("start"), found.get("end"))
        elif isinstance(found, dict):
            for event in found.get("event", []):
                yield read_span(event)
            bounds = found.get("repeat", {}).get("boundsPeriod")
            if bounds:
                yield read_period(bounds.get("start"), bounds.get("end"))
    except ValueError:
        return


def _uris(found: Any) -> Iterator[Value]:
    if isinstance(found, str):
        yield Words(found)


def _amounts(found: Any) -> Iterator[Value]:
    if isinstance(found, int | float) and not isinstance(found, bool):
        yield Amount(Decimal(str(found)))
    elif isinstance(found, dict) and isinstance(found.get("value"), int | float):
        yield Amount(
            Decimal(str(found["value"])),
            found.get("system"),
            found.get("code") or found.get("currency"),
            found.get("unit"),
        )


_READERS = {
    "token": _tokens,
    "string": _words,
    "reference": _links,
    "date": _spans,
    "uri": _uris,
    "quantity": _amounts,
    "number": _amounts,
}
