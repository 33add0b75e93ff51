"""Line and column of an element in the text of its resource."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from pss_fhir.issues import Issue

_STEP = re.compile(r"([A-Za-z_]\w*)|\[(\d+)\]")
_SPACE = re.compile(r"[ \t\n\r]*")
_read = json.JSONDecoder(parse_int=str, parse_float=str, strict=False).raw_decode
"""Reads one value and says where it ends; numbers stay text, since some are too long to be one."""

_Level = dict[str | int, tuple[int, int]]
"""Name of a member, or index of an item -> (where it begins, where its value begins)."""


def place(raw: bytes, line: int | None, issues: Sequence[Issue]) -> list[Issue]:
    """The issues with the line and column of their elements; columns count bytes.

    Args:
        raw: the text of the resource.
        line: the text's line in NDJSON; None when it is a file of its own, whose lines are counted.
        issues: findings with paths, or, for faults of the text itself, with a place in it.
    """
    text = raw.decode("utf-8", "replace") if any(issue.path for issue in issues) else ""
    levels: dict[int, _Level] = {}
    found = []
    for issue in issues:
        if issue.path is None:
            found.append(issue._replace(line=line if line is not None else issue.line))
            continue
        offset = _nearest(text, levels, issue.path)
        if len(text) != len(raw):
            offset = len(text[:offset].encode("utf-8"))
        row = raw.count(b"\n", 0, offset) + 1 if line is None else line
        column = offset - (raw.rfind(b"\n", 0, offset) + 1) + 1
        found.append(issue._replace(line=row, column=column))
    return found


def _nearest(text: str, levels: dict[int, _Level], path: str) -> int:
    """Where the element, or the nearest thing around it that is there, begins.

    Args:
        text: JSON that can be read.
        levels: where a value begins -> what is in it, of those looked into before.
        path: FHIRPath with indexes.
    """
    at, value = 0, text.find("{")
    for name, index in _STEP.findall(path)[1:]:
        level = levels.get(value)
        if level is None:
            level = levels[value] = _level(text, value)
        there = level.get(int(index)) if index else _member(level, name)
        if there is None:
            break
        at, value = there
    return at


def _member(level: _Level, name: str) -> tuple[int, int] | None:
    """A member by its element's name: as it stands, by its sibling, or as a choice with its type."""
    there = level.get(name) or level.get(f"_{name}")
    if there is None:
        size = len(name)
        for known, found in level.items():
            if isinstance(known, str) and known.startswith(name) and known[size : size + 1].isupper():
                return found
    return there


def _level(text: str, at: int) -> _Level:
    """What is in the object or array that begins there; nothing in any other value."""
    found: _Level = {}
    opening = text[at]
    if opening not in "{[":
        return found
    closing = "}" if opening == "{" else "]"
    here = _after_space(text, at + 1)
    while text[here] != closing:
        key: str | int = len(found)
        value = here
        if opening == "{":
            key, end = _read(text, here)
            value = _after_space(text, _after_space(text, end) + 1)
        found[key] = here, value
        here = _after_space(text, _read(text, value)[1])
        if text[here] == ",":
            here = _after_space(text, here + 1)
    return found


def _after_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
