"""Whether a coded value is in a value set; shared by both paths so that they cannot differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pss_fhir.definitions import CodeList, Membership


def codings_of(type_code: str, value: Any) -> Iterator[tuple[str | None, str]]:
    """(system, code) of each coding that has a code; a bare code has no system."""
    if isinstance(value, str):
        yield None, value
        return
    if not isinstance(value, dict):
        return
    held = value.get("coding") if type_code == "CodeableConcept" else [value]
    for coding in held if isinstance(held, list) else ():
        if isinstance(coding, dict) and isinstance(coding.get("code"), str):
            system = coding.get("system")
            yield system if isinstance(system, str) else None, coding["code"]


def membership(codes: CodeList, type_code: str, value: Any) -> Membership | None:
    """Whether any coding of the value is in; None when the value has no code at all."""
    found = None
    is_bare = isinstance(value, str)
    for system, code in codings_of(type_code, value):
        answer = codes.has_code(code) if is_bare else codes.has(system, code)
        if answer is Membership.IN:
            return answer
        if found is not Membership.UNKNOWN:
            found = answer
    return found


def is_outside_known_system(codes: CodeList, type_code: str, value: Any) -> bool:
    """Whether a coding uses a system that the value set draws on, whose share of it is known."""
    if isinstance(value, str):
        return True
    return any(codes.covers(system) for system, _ in codings_of(type_code, value))


def is_known_name(display: str, names: tuple[str, ...]) -> bool:
    """Whether the display is one of the code's names, letter case and spacing aside."""
    shown = " ".join(display.split()).casefold()
    return any(shown == " ".join(name.split()).casefold() for name in names)
