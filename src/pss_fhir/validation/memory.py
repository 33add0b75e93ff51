"""Contents that were found clean at one place of a definition, so that they need not be checked there again.

Concepts and references repeat from resource to resource. A content of the simple forms below is judged by
nothing but itself and its place, so a set of those seen clean answers for the next.
"""

from __future__ import annotations

from typing import Any

_MAX_SEEN = 4_096
"""Per place; a definition has some dozens of places, so that memory stays within some megabytes."""


def concept_key(value: Any) -> tuple[Any, ...] | None:
    """What a CodeableConcept of plain codings says, as a key; None for any other form."""
    codings = value.get("coding")
    text = value.get("text")
    if codings is None or len(value) != (1 if text is None else 2):
        return None
    if len(codings) == 1:
        coding = codings[0]
        system, code, display = coding.get("system"), coding.get("code"), coding.get("display")
        if system is None or code is None or len(coding) != (2 if display is None else 3):
            return None
        return system, code, display, text
    key: tuple[Any, ...] = (text,)
    for coding in codings:
        system, code, display = coding.get("system"), coding.get("code"), coding.get("display")
        if system is None or code is None or len(coding) != (2 if display is None else 3):
            return None
        key += (system, code, display)
    return key if codings else None


def coding_key(value: Any) -> tuple[Any, ...] | None:
    """What a plain Coding says, as a key; None for any other form."""
    system, code, display = value.get("system"), value.get("code"), value.get("display")
    if system is None or code is None or len(value) != (2 if display is None else 3):
        return None
    return system, code, display


def reference_key(value: Any, is_in_bundle: bool) -> str | None:
    """The text of a plain reference outside Bundles, as a key; None for any other form."""
    reference = value.get("reference")
    if reference is None or is_in_bundle or reference.__class__ is not str or reference.startswith("#"):
        return None
    if len(value) != 1:
        display = value.get("display")
        if len(value) != 2 or display.__class__ is not str or not display:
            return None
    return reference


def remember(seen: set[Any], key: Any) -> None:
    """Add what was found clean; a set that is full begins anew."""
    if len(seen) >= _MAX_SEEN:
        seen.clear()
    seen.add(key)


def remember_slice(seen: dict[Any, int], key: Any, number: int) -> None:
    """Keep to which slice a clean content belongs, -1 for none; a dict that is full begins anew."""
    if len(seen) >= _MAX_SEEN:
        seen.clear()
    seen[key] = number
