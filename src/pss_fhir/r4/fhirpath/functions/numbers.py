"""FHIRPath 2.0.0, "Math"."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, InvalidOperation

from pss_fhir.r4.fhirpath.errors import failed
from pss_fhir.r4.fhirpath.frame import Frame
from pss_fhir.r4.fhirpath.items import Items, single_value, system_item
from pss_fhir.r4.fhirpath.quantities import Quantity


def _number(items: Items, what: str) -> int | Decimal | None:
    number = single_value(items, what, int, Decimal)
    return number if isinstance(number, (int, Decimal)) else None


# Roots and logarithms are computed with more digits than they are given with, so that log2(16) is 4.
_WORKING, _GIVEN = Context(prec=50), Context(prec=28)


def _rounded(work: Callable[[], Decimal]) -> Items:
    """The result of a decimal computation; empty where the specification has no number for it."""
    try:
        return [system_item(_GIVEN.plus(work()).normalize(_GIVEN))]
    except (InvalidOperation, decimal.Overflow, decimal.DivisionByZero):
        return []


def absolute(items: Items, _frame: Frame) -> Items:
    """``abs()`` of a number or quantity."""
    value = single_value(items, "abs()", int, Decimal, Quantity)
    if isinstance(value, Quantity):
        return [system_item(Quantity(abs(value.value), value.unit))]
    return [] if value is None else [system_item(abs(value))]


def _to_integer(rounding: str, name: str) -> Callable[[Items, Frame], Items]:
    def cut(items: Items, _frame: Frame) -> Items:
        value = _number(items, name)
        return (
            [] if value is None else [system_item(int(Decimal(value).to_integral_value(rounding=rounding)))]
        )

    cut.__doc__ = f"``{name}``: an integer."
    return cut


ceiling = _to_integer(ROUND_CEILING, "ceiling()")
floor = _to_integer(ROUND_FLOOR, "floor()")
truncate = _to_integer(ROUND_DOWN, "truncate()")


def exp(items: Items, _frame: Frame) -> Items:
    """``exp()``."""
    value = _number(items, "exp()")
    return [] if value is None else _rounded(lambda: _WORKING.exp(Decimal(value)))


def ln(items: Items, _frame: Frame) -> Items:
    """``ln()``."""
    value = _number(items, "ln()")
    return [] if value is None or value <= 0 else _rounded(lambda: _WORKING.ln(Decimal(value)))


def log(items: Items, _frame: Frame, base: Items) -> Items:
    """``log(base)``."""
    value, radix = _number(items, "log()"), _number(base, "log()")
    if value is None or radix is None or value <= 0 or radix <= 0:
        return []
    if radix == 10:
        return _rounded(lambda: _WORKING.log10(Decimal(value)))
    return _rounded(lambda: _WORKING.divide(_WORKING.ln(Decimal(value)), _WORKING.ln(Decimal(radix))))


def power(items: Items, _frame: Frame, exponent: Items) -> Items:
    """``power(exponent)``: an integer where both are and it is one; empty where it is no real number."""
    value, raised = _number(items, "power()"), _number(exponent, "power()")
    if value is None or raised is None:
        return []
    found = _rounded(lambda: _WORKING.power(Decimal(value), Decimal(raised)))
    if found and isinstance(value, int) and isinstance(raised, int) and raised >= 0:
        return [system_item(int(found[0][0]))]
    return found


def round_half_up(items: Items, _frame: Frame, places: Items | None = None) -> Items:
    """``round([precision])``; halves go away from zero."""
    value = _number(items, "round()")
    digits = 0 if places is None else single_value(places, "round()", int)
    if value is None or digits is None:
        return []
    if digits < 0:
        raise failed("a negative precision of round()")
    step = Decimal(1).scaleb(-digits)
    return [system_item(Decimal(value).quantize(step, ROUND_HALF_UP, _WORKING))]


def sqrt(items: Items, _frame: Frame) -> Items:
    """``sqrt()``; empty for a negative number."""
    value = _number(items, "sqrt()")
    return [] if value is None else _rounded(lambda: _WORKING.sqrt(Decimal(value)))
