"""The format of a primitive value."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pss_fhir.validation import primitives
from pss_fhir.validation.schema import Element, Structure
from pss_fhir.validation.visit import Visit
from pss_fhir.validation.xhtml import leads_nowhere, narrative_fault


def check_primitive(
    visit: Visit, element: Element, code: str, value: Any, path: str, structure: Structure
) -> bool:
    """Report what is wrong with a primitive value; whether it has the JSON form of its type."""
    if not _has_json_form(code, value):
        needed = primitives.JSON_KIND.get(code, "a string")
        visit.report(
            "validate.type-wrong",
            path,
            structure.canonical,
            found=primitives.json_kind(value),
            type=code,
            needed=needed,
        )
        return False
    if isinstance(value, str):
        _check_text(visit, element, code, value, path, structure)
    elif code in primitives.RANGES:
        low, high = primitives.RANGES[code]
        if not low <= value <= high:
            visit.report(
                "validate.primitive-format",
                path,
                structure.canonical,
                type=code,
                format=primitives.EXPLAINED[code],
            )
    _check_bounds(visit, element, value, path, structure)
    return True


def _has_json_form(code: str, value: Any) -> bool:
    if code == "boolean":
        return isinstance(value, bool)
    if code == "decimal":
        return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    if code in primitives.RANGES:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str)


def _check_text(
    visit: Visit, element: Element, code: str, value: str, path: str, structure: Structure
) -> None:
    if not value:
        visit.report("validate.string-empty", path, structure.canonical)
        return
    if len(value) > primitives.MAX_STRING_CHARACTERS and code != primitives.ENCODED:
        visit.report(
            "validate.string-too-long", path, structure.canonical, max=primitives.MAX_STRING_CHARACTERS
        )
    elif element.max_length is not None and len(value) > element.max_length:
        visit.report("validate.string-too-long", path, structure.canonical, max=element.max_length)
    if primitives.CONTROL.search(value):
        visit.report("validate.string-control", path, structure.canonical)
    if code == "xhtml":
        fault = narrative_fault(value)
        if fault is not None:
            visit.report("validate.narrative", path, structure.canonical, problem=fault)
        elif leads_nowhere(value, visit.scope.container):
            visit.report("validate.narrative-link", path, structure.canonical)
        return
    if code == primitives.ENCODED:
        is_good = primitives.is_base64(value)
    else:
        pattern = primitives.PATTERNS.get(code)
        is_good = pattern is None or pattern.fullmatch(value) is not None
    if not is_good:
        _report_format(visit, code, value, path, structure)


def _report_format(visit: Visit, code: str, value: str, path: str, structure: Structure) -> None:
    looks = primitives.LOOKS_LIKE.get(code)
    if looks is not None and code != "date" and primitives.NO_ZONE.fullmatch(value):
        visit.report("validate.time-zone-missing", path, structure.canonical, type=code)
    elif looks is not None and looks.fullmatch(value):
        visit.report(
            "validate.date-not-real", path, structure.canonical, type=code, format=primitives.EXPLAINED[code]
        )
    else:
        visit.report(
            "validate.primitive-format",
            path,
            structure.canonical,
            type=code,
            format=primitives.EXPLAINED[code],
        )


def _check_bounds(visit: Visit, element: Element, value: Any, path: str, structure: Structure) -> None:
    low, high = element.min_value, element.max_value
    if low is None and high is None:
        return
    if _is_comparable(low, value) and value < low:
        visit.report("validate.value-too-small", path, structure.canonical, bound=low)
    if _is_comparable(high, value) and value > high:
        visit.report("validate.value-too-large", path, structure.canonical, bound=high)


def _is_comparable(bound: Any, value: Any) -> bool:
    """Numbers with numbers; dates and times only of one precision, where text order is time order."""
    if isinstance(bound, (int, float)):
        return isinstance(value, (int, float, Decimal))
    return isinstance(bound, str) and isinstance(value, str) and len(bound) == len(value)
