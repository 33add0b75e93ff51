"""The formats of R4's primitive types (FHIR R4, "Data Types", section 2.24.0.1).

Dates are real calendar dates: the patterns know the length of each month and leap years.
"""

from __future__ import annotations

import re
import string
from typing import Any

from pss_fhir.validation.memory import LastAnswer

_LEAP_YEAR = r"(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
_YEAR = r"(?!0000)\d{4}"
_LONG_MONTHS = r"(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])"
_SHORT_MONTHS = r"(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8])"
_MONTH_DAY = rf"(?:{_LONG_MONTHS}|{_SHORT_MONTHS})"
_DAY = rf"(?:{_YEAR}-{_MONTH_DAY}|(?!0000){_LEAP_YEAR}-02-29)"
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?"
_ZONE = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))"
_PARTIAL = rf"{_YEAR}(?:-(?:0[1-9]|1[0-2]))?"

PATTERNS = {
    "date": re.compile(rf"{_DAY}|{_PARTIAL}", re.ASCII),
    "dateTime": re.compile(rf"{_DAY}(?:T{_CLOCK}{_ZONE})?|{_PARTIAL}", re.ASCII),
    "instant": re.compile(rf"{_DAY}T{_CLOCK}{_ZONE}", re.ASCII),
    "time": re.compile(_CLOCK, re.ASCII),
    "id": re.compile(r"[A-Za-z0-9\-.]{1,64}"),
    "code": re.compile(r"[^\s]+(?: [^\s]+)*"),
    "uri": re.compile(r"\S+"),
    "url": re.compile(r"\S+"),
    "canonical": re.compile(r"\S+"),
    "oid": re.compile(r"urn:oid:[0-2](?:\.(?:0|[1-9][0-9]*))+"),
    "uuid": re.compile(
        r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE
    ),
}
"""Type -> the pattern that the whole value must match."""

LOOKS_LIKE = {
    "date": re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII),
    "dateTime": re.compile(r"\d{4}(?:-\d\d(?:-\d\dT?.*)?)?", re.ASCII),
    "instant": re.compile(r"\d{4}-\d\d-\d\dT.*", re.ASCII),
}
NO_ZONE = re.compile(rf"{_DAY}T{_CLOCK}", re.ASCII)

RANGES = {
    "integer": (-(2**31), 2**31 - 1),
    "unsignedInt": (0, 2**31 - 1),
    "positiveInt": (1, 2**31 - 1),
}
TEXT = frozenset({"string", "markdown", "xhtml"})
ENCODED = "base64Binary"
PRIMITIVES = frozenset({*PATTERNS, *RANGES, *TEXT, ENCODED, "boolean", "decimal"})

MAX_STRING_CHARACTERS = 1024 * 1024
"""FHIR R4: "Note that strings SHALL NOT exceed 1MB (1024*1024 characters) in size"."""
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

JSON_KIND = {
    "boolean": "true or false",
    "decimal": "a number",
    **dict.fromkeys(RANGES, "a whole number"),
}
"""What JSON form a type needs, in words; a string where nothing is said."""

EXPLAINED = {
    "date": "YYYY, YYYY-MM or YYYY-MM-DD, a day of the calendar",
    "dateTime": "YYYY, YYYY-MM, YYYY-MM-DD, or a date with time and zone such as 2026-03-02T14:05:00-05:00",
    "instant": "a date with time and zone such as 2026-03-02T14:05:00.000-05:00",
    "time": "hh:mm:ss",
    "id": "1 to 64 letters, digits, '-' and '.'",
    "code": "no space at either end and single spaces inside",
    "uri": "no white space",
    "url": "no white space",
    "canonical": "no white space",
    "oid": "urn:oid: with numbers and dots",
    "uuid": "urn:uuid: with a UUID",
    ENCODED: "base64 with its padding",
    **{name: f"{low} to {high}" for name, (low, high) in RANGES.items()},
}
"""What a type's format is, in words."""


@LastAnswer
def is_base64(value: str) -> bool:
    """Whether the text is base64 as R4 takes it; white space between groups is allowed."""
    if _is_packed_base64(value):
        return True
    packed = "".join(value.split())
    return packed != value and _is_packed_base64(packed)


def _is_packed_base64(text: str) -> bool:
    if not text or len(text) % 4 or not text.isascii():
        return False
    # Without its letters only the padding is left; to decode the text costs four times as much.
    padding = text.encode().translate(None, _BASE64_LETTERS)
    return padding in (b"", b"=", b"==") and text.endswith(padding.decode())


_BASE64_LETTERS = (string.ascii_letters + string.digits + "+/").encode()


class Remembered:
    """A check of one pattern type that remembers what it has seen, up to 50,000 values.

    The same systems, codes and dates come again and again; a set look-up costs a tenth of a pattern.
    Threads may share it: a set's ``add`` and ``clear`` are atomic, and forgetting only costs time.
    """

    __slots__ = ("_match", "seen")

    def __init__(self, name: str) -> None:
        self._match = PATTERNS[name].fullmatch
        self.seen: set[str] = set()

    def __call__(self, value: str) -> bool:
        """Whether the value has the form of the type."""
        if self._match(value) is None:
            return False
        if len(self.seen) > _MAX_REMEMBERED:
            self.seen.clear()
        self.seen.add(value)
        return True


_MAX_REMEMBERED = 50_000


def json_kind(value: Any) -> str:
    """The JSON form of a value, in words."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number"
    if value is None:
        return "null"
    names: dict[type, str] = {str: "a string", list: "an array", dict: "an object"}
    return names.get(type(value), "a value that JSON does not have")
