"""What the text of a reference says; shared by both paths."""

from __future__ import annotations

import re
from dataclasses import dataclass

_RELATIVE = re.compile(
    r"(?:([A-Za-z]+:.*)/)?([A-Z][A-Za-z]+)/([A-Za-z0-9\-.]{1,64})(?:/_history/[A-Za-z0-9\-.]{1,64})?(?:#.*)?"
)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_CONDITIONAL = re.compile(r"([A-Z][A-Za-z]+)\?\S+")


@dataclass(frozen=True, slots=True)
class ReferenceText:
    """One reference, read.

    Attributes:
        kind: ``contained``, ``relative``, ``absolute``, ``conditional`` or ``wrong``.
        type_name: the resource type that it names, or None.
    """

    kind: str
    type_name: str | None = None


def read_reference(text: str) -> ReferenceText:
    """What kind of reference the text is, and which resource type it names."""
    if text.startswith("#"):
        return ReferenceText("contained")
    match = _RELATIVE.fullmatch(text)
    if match is not None:
        return ReferenceText("absolute" if match[1] else "relative", match[2])
    if _ABSOLUTE.fullmatch(text):
        return ReferenceText("absolute")
    match = _CONDITIONAL.fullmatch(text)
    if match is not None:
        return ReferenceText("conditional", match[1])
    return ReferenceText("wrong")


_ID = r"[A-Za-z0-9\-.]{1,64}"
match_literal = re.compile(rf"([A-Za-z]+)/{_ID}(?:/_history/{_ID})?").fullmatch
"""Matches a relative reference; its first group is what stands where the type does."""
