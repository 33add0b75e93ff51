"""What a resource can be found by: the values of one search parameter, read from its JSON."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pss_fhir.sandbox.search.dates import Span, read_period
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


_NOT_WORDS = ("id", "use", "type")
_CONTACT_SYSTEMS = ("phone", "fax", "email", "pager", "url", "sms", "other")
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


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _tokens(found: Any) -> Iterator[Value]:
    if isinstance(found, bool):
        yield Token(ANY_SYSTEM, str(found).lower())
    elif isinstance(found, str):
        yield Token(ANY_SYSTEM, found)
    elif not isinstance(found, dict):
        return
    elif found.get("system") in _CONTACT_SYSTEMS:
        yield Token(ANY_SYSTEM, _text(found.get("value")))
    elif "value" in found:
        yield Token(_text(found.get("system")), _text(found["value"]), _first_text(found, "type text"))
    elif "coding" in found or "text" in found:
        text = _text(found.get("text")) or ""
        for coding in walk(found, "coding"):
            if isinstance(coding, dict):
                yield _coding(coding, text)
        if text:
            yield Token(None, None, text)
    elif "code" in found:
        yield _coding(found, "")


def _coding(found: dict[str, Any], text: str) -> Token:
    return Token(_text(found.get("system")), _text(found.get("code")), _text(found.get("display")) or text)


def _first_text(found: dict[str, Any], path: str) -> str:
    return next((text for text in walk(found, path) if isinstance(text, str)), "")


def _words(found: Any) -> Iterator[Value]:
    if isinstance(found, str):
        yield Words(found)
    elif isinstance(found, dict):
        for name, part in found.items():
            if name in _NOT_WORDS:
                continue
            for text in part if isinstance(part, list) else [part]:
                if isinstance(text, str):
                    yield Words(text)


def _links(found: Any) -> Iterator[Value]:
    if isinstance(found, str):
        yield Link(found)
    elif isinstance(found, dict):
        named = found.get("identifier")
        token = (
            Token(_text(named.get("system")), _text(named.get("value"))) if isinstance(named, dict) else None
        )
        url = _text(found.get("reference"))
        if url is not None or token is not None:
            yield Link(url or "", token)


def _spans(found: Any) -> Iterator[Value]:
    if isinstance(found, str):
        yield from _read(found, found)
    elif isinstance(found, dict) and ("start" in found or "end" in found):
        yield from _read(found.get("start"), found.get("end"))
    elif isinstance(found, dict):
        for event in walk(found, "event"):
            yield from _read(event, event)
        for bounds in walk(found, "repeat bounds:Period"):
            if isinstance(bounds, dict):
                yield from _read(bounds.get("start"), bounds.get("end"))


def _read(start: Any, end: Any) -> Iterator[Value]:
    try:
        yield read_period(_text(start), _text(end))
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
            _text(found.get("system")),
            _text(found.get("code")) or _text(found.get("currency")),
            _text(found.get("unit")),
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
