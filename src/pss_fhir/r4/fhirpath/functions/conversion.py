"""FHIRPath 2.0.0, "Conversion": ``toX()`` and ``convertsToX()`` for every System type."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from pss_fhir.r4.fhirpath.errors import EvaluationFailed
from pss_fhir.r4.fhirpath.frame import Frame
from pss_fhir.r4.fhirpath.items import Item, Items, single, single_value, system_item, to_system, truth
from pss_fhir.r4.fhirpath.quantities import Quantity, compare_quantities, make_quantity
from pss_fhir.r4.fhirpath.temporal import Temporal, read_temporal

_TRUE_WORDS = frozenset({"true", "t", "yes", "y", "1", "1.0"})
_FALSE_WORDS = frozenset({"false", "f", "no", "n", "0", "0.0"})
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
_DECIMAL = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_QUANTITY = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(?:'([^']+)'|([A-Za-z]+))?", re.ASCII)
_CALENDAR = re.compile(r"(year|month|week|day|hour|minute|second|millisecond)s?")
_Result = bool | int | str | Decimal | Temporal | Quantity | None
_Convert = Callable[[object], _Result]


def _boolean(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, Decimal)):
        return bool(value) if value in (0, 1) else None
    if isinstance(value, str):
        word = value.lower()
        return True if word in _TRUE_WORDS else False if word in _FALSE_WORDS else None
    return None


def _integer(value: object) -> int | None:
    if isinstance(value, int):
        return int(value)
    return int(value) if isinstance(value, str) and _INTEGER.fullmatch(value) else None


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, (int, Decimal)):
        return Decimal(value)
    return Decimal(value) if isinstance(value, str) and _DECIMAL.fullmatch(value) else None


def _temporal(kind: str) -> _Convert:
    def read(value: object) -> Temporal | None:
        text = value if isinstance(value, str) else value.text if isinstance(value, Temporal) else None
        if text is None or (isinstance(value, Temporal) and (value.kind == "Time") is not (kind == "Time")):
            return None
        if kind == "Date" and isinstance(value, Temporal):
            text = text[:10].rstrip("T")
        try:
            return read_temporal(text, kind)
        except EvaluationFailed:
            return None

    return read


def _quantity(value: object) -> Quantity | None:
    if isinstance(value, Quantity):
        return value
    if isinstance(value, (int, Decimal)):
        return make_quantity(Decimal(value), None)
    match = _QUANTITY.fullmatch(value) if isinstance(value, str) else None
    if match is None or (match[3] and not _CALENDAR.fullmatch(match[3])):
        return None
    return make_quantity(Decimal(match[1]), match[2] or match[3])


def text_of(value: object) -> str | None:
    """``toString()`` of a System value; None for anything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Temporal):
        return value.text
    if isinstance(value, Quantity):
        unit = value.unit if _CALENDAR.fullmatch(value.unit) else f"'{value.unit}'"
        return f"{value.value:f} {unit}"
    return str(value) if isinstance(value, (int, str)) else None


def _value(item: Item) -> object:
    value = to_system(item)
    return value[0] if value[1].startswith("System.") else None


def _pair(
    name: str, convert: _Convert
) -> tuple[Callable[[Items, Frame], Items], Callable[[Items, Frame], Items]]:
    def to(items: Items, _frame: Frame) -> Items:
        item = single(items, f"to{name}()")
        result = None if item is None else convert(_value(item))
        return [] if result is None else [system_item(result)]

    def converts(items: Items, _frame: Frame) -> Items:
        item = single(items, f"convertsTo{name}()")
        return [] if item is None else truth(convert(_value(item)) is not None)

    return to, converts


to_boolean, converts_to_boolean = _pair("Boolean", _boolean)
to_integer, converts_to_integer = _pair("Integer", _integer)
to_decimal, converts_to_decimal = _pair("Decimal", _decimal)
to_date, converts_to_date = _pair("Date", _temporal("Date"))
to_date_time, converts_to_date_time = _pair("DateTime", _temporal("DateTime"))
to_time, converts_to_time = _pair("Time", _temporal("Time"))
to_string, converts_to_string = _pair("String", text_of)


def to_quantity(items: Items, _frame: Frame, unit: Items | None = None) -> Items:
    """``toQuantity([unit])``; with a unit, empty unless the value is a quantity of just that unit."""
    item = single(items, "toQuantity()")
    found = None if item is None else _quantity(_value(item))
    if found is None or (unit is not None and not _is_in(found, unit)):
        return []
    return [system_item(found)]


def converts_to_quantity(items: Items, frame: Frame, unit: Items | None = None) -> Items:
    """``convertsToQuantity([unit])``."""
    return truth(bool(to_quantity(items, frame, unit))) if items else []


def _is_in(quantity: Quantity, unit: Items) -> bool:
    wanted = single_value(unit, "toQuantity()", str)
    return wanted is not None and compare_quantities(quantity, make_quantity(quantity.value, wanted)) == 0
