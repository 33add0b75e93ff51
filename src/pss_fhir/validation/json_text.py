"""JSON as FHIR wants it: UTF-8, one object, each name once, not too deep, not too large."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson

from pss_fhir.issues import Issue, make_issue
from pss_fhir.validation.primitives import MAX_STRING_CHARACTERS, json_kind

BOM = b"\xef\xbb\xbf"
MAX_BYTES = 100_000_000
"""Default limit for one resource or line."""
MAX_DEPTH = 254
"""Levels of nesting that are validated; orjson writes no more, and no FHIR resource comes near."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text gave: the object, or None, and the findings on the way."""

    value: dict[str, Any] | None
    issues: tuple[Issue, ...] = ()


def read_sound(raw: bytes, max_bytes: int) -> dict[str, Any] | None:
    """The JSON object in the bytes, where its text hides nothing; None where there may be more to tell."""
    if len(raw) > max_bytes:
        return None
    try:
        value = orjson.loads(raw)
        compact = orjson.dumps(value)
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return None
    return value if value.__class__ is dict and not needs_a_second_look(raw, compact) else None


def read_json(raw: bytes, *, max_bytes: int = MAX_BYTES) -> dict[str, Any] | Reading:
    """The JSON object in the bytes, or what is to be said of them; never raises for what they hold."""
    if len(raw) <= max_bytes:
        try:
            value = orjson.loads(raw)
        except orjson.JSONDecodeError as refused:
            if not raw.startswith(BOM):
                return Reading(None, (_diagnosed(raw, refused),))
        else:
            if value.__class__ is dict:
                whole: dict[str, Any] = value
                return whole
            return Reading(None, (make_issue("input.not-an-object", found=json_kind(value)),))
        rest = read_json(raw.removeprefix(BOM), max_bytes=max_bytes)
        mark = make_issue("input.bom")
        return Reading(rest, (mark,)) if isinstance(rest, dict) else Reading(rest.value, (mark, *rest.issues))
    return Reading(None, (make_issue("input.too-large", max=f"{max_bytes:,}"),))


def _diagnosed(raw: bytes, refused: orjson.JSONDecodeError) -> Issue:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as broken:
        return make_issue("input.not-utf8", offset=broken.start)
    if "depth" in refused.msg or "ecursion" in refused.msg:
        return make_issue("input.too-deep", max=MAX_DEPTH)
    if "infinity" in refused.msg:
        return make_issue("input.number-inexact").at(line=refused.lineno, column=refused.colno)
    problem = re.sub(r"[^ -~]", "?", refused.msg)
    return make_issue("input.not-json", problem=problem).at(line=refused.lineno, column=refused.colno)


def written(value: dict[str, Any]) -> bytes | None:
    """The value as compact JSON; None when it is nested deeper than ``MAX_DEPTH``.

    Raises:
        TypeError: it holds what JSON cannot.
    """
    try:
        return orjson.dumps(value, default=_plain)
    except TypeError as refused:
        if "ecursion" in str(refused):
            return None
        raise


def _plain(value: Any) -> Any:
    """A Python value that JSON lacks, as FHIR JSON writes it."""
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError


def needs_a_second_look(raw: bytes, compact: bytes) -> bool:
    """Whether the text may hold what the value no longer shows, so that the reporting path must look.

    That is a name twice in one object, a control character, or an over-long string.

    Args:
        raw: the text that was read.
        compact: what was read, written out again.
    """
    # Each member has one colon. Written out again, the value has each name once, and the colons inside
    # strings are the same on both sides, as none is escaped.
    return (
        # Most texts have no backslash at all, and to look for one byte by its number costs next to nothing.
        (_BACKSLASH in raw and _DOUBTFUL_ESCAPE.search(raw) is not None)
        or (raw != compact and raw.count(b":") != compact.count(b":"))
        or (len(raw) > MAX_STRING_CHARACTERS and _has_long_strings(raw))
    )


def may_hide_in_strings(compact: bytes) -> bool:
    """Whether JSON may hold a control character or an over-long string."""
    return _DOUBTFUL_ESCAPE.search(compact) is not None or _has_long_strings(compact)


def _has_long_strings(text: bytes) -> bool:
    return len(text) > MAX_STRING_CHARACTERS and max(map(len, text.split(b'"'))) > MAX_STRING_CHARACTERS


_DOUBTFUL_ESCAPE = re.compile(rb"\\(?:[bf]|u00[01]|u003[aA])")
"""What may be a control character, which JSON has in no other form, or a colon."""
_BACKSLASH = ord("\\")


def repeated_names(raw: bytes) -> Sequence[Issue]:
    """A finding for each name that an object of the text has twice."""
    found: dict[str, Issue] = {}

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        held: dict[str, Any] = {}
        for name, value in pairs:
            if name in held:
                shown = name if name.isidentifier() and len(name) <= 64 else "of a member"
                found.setdefault(name, make_issue("input.duplicate-key", name=shown))
            held[name] = value
        return held

    try:
        json.loads(raw, object_pairs_hook=collect)
    except RecursionError:
        return [make_issue("input.too-deep", max=MAX_DEPTH)]
    return list(found.values())
