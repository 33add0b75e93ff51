"""FHIRPath 2.0.0, "String manipulation"."""

from __future__ import annotations

import re
from functools import lru_cache

from pss_fhir.r4.fhirpath.errors import failed
from pss_fhir.r4.fhirpath.frame import Frame
from pss_fhir.r4.fhirpath.items import Items, single_value, system_item
from pss_fhir.r4.fhirpath.patterns import to_python_pattern


@lru_cache(maxsize=512)
def read_pattern(pattern: str) -> re.Pattern[str]:
    """A compiled regular expression; ``.`` matches line breaks ("single line mode").

    Raises:
        EvaluationFailed: it is not a regular expression.
    """
    try:
        return re.compile(to_python_pattern(pattern), re.DOTALL)
    except re.error:
        raise failed("a pattern that is no regular expression") from None


def _text(items: Items, what: str) -> str | None:
    text = single_value(items, what, str)
    return None if text is None else str(text)


def _whole(items: Items, what: str) -> int | None:
    number = single_value(items, what, int)
    return None if number is None else int(number)


def matches(items: Items, _frame: Frame, pattern: Items) -> Items:
    """``matches(regex)``: whether the pattern is found anywhere; ^ and $ bind it to the ends."""
    text, regex = _text(items, "matches()"), _text(pattern, "matches()")
    if text is None or regex is None:
        return []
    return [system_item(read_pattern(regex).search(text) is not None)]


def replace_matches(items: Items, _frame: Frame, pattern: Items, substitution: Items) -> Items:
    """``replaceMatches(regex, substitution)``; ``$1`` and ``${name}`` in the substitution are groups."""
    text, regex = _text(items, "replaceMatches()"), _text(pattern, "replaceMatches()")
    new = _text(substitution, "replaceMatches()")
    if text is None or regex is None or new is None:
        return []
    template = re.sub(r"\$\{(\w+)\}|\$(\d+)", r"\\g<\1\2>", new.replace("\\", "\\\\"))
    try:
        return [system_item(read_pattern(regex).sub(template, text))]
    except (re.error, IndexError):
        raise failed("a substitution that names a group its pattern lacks") from None


def index_of(items: Items, _frame: Frame, part: Items) -> Items:
    """``indexOf(substring)``; -1 when it is not there."""
    text, wanted = _text(items, "indexOf()"), _text(part, "indexOf()")
    return [] if text is None or wanted is None else [system_item(text.find(wanted))]


def substring(items: Items, _frame: Frame, start: Items, length: Items | None = None) -> Items:
    """``substring(start [, length])``; empty when the start lies outside the text."""
    text, first = _text(items, "substring()"), _whole(start, "substring()")
    if text is None or first is None or not 0 <= first < len(text):
        return []
    size = None if length is None else _whole(length, "substring()")
    return [system_item(text[first:] if size is None else text[first : first + max(size, 0)])]


def starts_with(items: Items, _frame: Frame, part: Items) -> Items:
    """``startsWith(prefix)``."""
    text, wanted = _text(items, "startsWith()"), _text(part, "startsWith()")
    return [] if text is None or wanted is None else [system_item(text.startswith(wanted))]


def ends_with(items: Items, _frame: Frame, part: Items) -> Items:
    """``endsWith(suffix)``."""
    text, wanted = _text(items, "endsWith()"), _text(part, "endsWith()")
    return [] if text is None or wanted is None else [system_item(text.endswith(wanted))]


def contains(items: Items, _frame: Frame, part: Items) -> Items:
    """``contains(substring)``."""
    text, wanted = _text(items, "contains()"), _text(part, "contains()")
    return [] if text is None or wanted is None else [system_item(wanted in text)]


def upper(items: Items, _frame: Frame) -> Items:
    """``upper()``."""
    text = _text(items, "upper()")
    return [] if text is None else [system_item(text.upper())]


def lower(items: Items, _frame: Frame) -> Items:
    """``lower()``."""
    text = _text(items, "lower()")
    return [] if text is None else [system_item(text.lower())]


def replace(items: Items, _frame: Frame, pattern: Items, substitution: Items) -> Items:
    """``replace(pattern, substitution)``; plain text; an empty pattern surrounds each character."""
    text, old, new = _text(items, "replace()"), _text(pattern, "replace()"), _text(substitution, "replace()")
    return [] if text is None or old is None or new is None else [system_item(text.replace(old, new))]


def length(items: Items, _frame: Frame) -> Items:
    """``length()``, in characters."""
    text = _text(items, "length()")
    return [] if text is None else [system_item(len(text))]


def to_chars(items: Items, _frame: Frame) -> Items:
    """``toChars()``."""
    text = _text(items, "toChars()")
    return [] if text is None else [system_item(character) for character in text]
