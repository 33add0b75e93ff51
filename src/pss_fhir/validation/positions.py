"""Line and column of an element in the text of its resource."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pss_fhir.issues import Issue

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\],:]', re.DOTALL)
_STEP = re.compile(r"([A-Za-z_]\w*)|\[(\d+)\]")


def place(raw: bytes, line: int | None, issues: Sequence[Issue]) -> list[Issue]:
    """The issues with the line and column of their elements.

    Args:
        raw: the text of the resource.
        line: the text's line in NDJSON; None when it is a file of its own, whose lines are counted.
        issues: findings with paths, or, for faults of the text itself, with a place in it.
    """
    offsets = _offsets(raw) if any(issue.path for issue in issues) else {}
    found = []
    for issue in issues:
        if issue.path is None:
            found.append(replace(issue, line=line if line is not None else issue.line))
            continue
        offset = _nearest(offsets, issue.path)
        row = raw.count(b"\n", 0, offset) + 1 if line is None else line
        column = offset - (raw.rfind(b"\n", 0, offset) + 1) + 1
        found.append(replace(issue, line=row, column=column))
    return found


def _nearest(offsets: dict[tuple[str | int, ...], int], path: str) -> int:
    """Where the element, or the nearest thing around it that is there, begins."""
    steps = [int(index) if index else name for name, index in _STEP.findall(path)][1:]
    here: tuple[str | int, ...] = ()
    for step in steps:
        there = _child(offsets, here, step)
        if there is None:
            break
        here = there
    return offsets.get(here, 0)


def _child(
    offsets: dict[tuple[str | int, ...], int], here: tuple[str | int, ...], step: str | int
) -> tuple[str | int, ...] | None:
    if (*here, step) in offsets:
        return (*here, step)
    if isinstance(step, int):
        return None
    if (*here, f"_{step}") in offsets:
        return (*here, f"_{step}")
    # A choice stands under a name that carries its type.
    for known in offsets:
        if len(known) == len(here) + 1 and known[:-1] == here:
            name = known[-1]
            if isinstance(name, str) and name.startswith(step) and name[len(step) : len(step) + 1].isupper():
                return known
    return None


def _offsets(raw: bytes) -> dict[tuple[str | int, ...], int]:
    """Path of each member and item -> offset of its name, or of its value in an array."""
    found: dict[tuple[str | int, ...], int] = {(): 0}
    stack: list[str | int] = []
    is_array: list[bool] = []
    name_at: int | None = None
    name = ""
    for token in _TOKEN.finditer(raw):
        kind, at = token[0], token.start()
        if kind in (b"{", b"["):
            is_array.append(kind == b"[")
            stack.append(0 if kind == b"[" else "")
            if kind == b"[":
                found[tuple(stack)] = at + 1
        elif kind in (b"}", b"]"):
            if not stack:
                break
            stack.pop()
            is_array.pop()
        elif kind == b",":
            if is_array and is_array[-1]:
                stack[-1] = int(stack[-1]) + 1
                found[tuple(stack)] = at + 1
        elif kind == b":":
            if stack and not is_array[-1] and name_at is not None:
                stack[-1] = name
                found[tuple(stack)] = name_at
                name_at = None
        else:
            name_at, name = at, kind[1:-1].decode("utf-8", "replace")
    return found
