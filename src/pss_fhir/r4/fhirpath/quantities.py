"""System quantities: a decimal and a unit, compared across the units that this table knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal

from pss_fhir.r4.fhirpath.errors import failed

EXACT = Context(prec=34)
UCUM = "http://unitsofmeasure.org"
# FHIRPath 2.0.0, "Time-valued Quantities": the calendar words, how many of the smallest of their kind
# they hold, and the UCUM unit each is equivalent (~) to. Only seconds and milliseconds equal (=) theirs.
_CALENDAR: Mapping[str, tuple[str, Decimal, str]] = {
    "year": ("calendar months", Decimal(12), "a"),
    "month": ("calendar months", Decimal(1), "mo"),
    "week": ("calendar time", Decimal(604_800), "wk"),
    "day": ("calendar time", Decimal(86_400), "d"),
    "hour": ("calendar time", Decimal(3_600), "h"),
    "minute": ("calendar time", Decimal(60), "min"),
    "second": ("calendar time", Decimal(1), "s"),
    "millisecond": ("calendar time", Decimal("0.001"), "ms"),
}
_SAME_IN_UCUM = frozenset({"second", "millisecond"})
# UCUM units of one dimension and their size in its base unit (unitsofmeasure.org, UCUM 2.1).
_SIZES: Mapping[str, tuple[str, Decimal]] = {
    unit: (dimension, Decimal(size))
    for dimension, units in {
        "time": {"ms": "0.001", "s": "1", "min": "60", "h": "3600", "d": "86400", "wk": "604800"},
        "months": {"mo": "1", "a": "12"},
        "mass": {"ng": "1e-9", "ug": "1e-6", "mg": "0.001", "g": "1", "kg": "1000",
                 "[lb_av]": "453.59237", "[oz_av]": "28.349523125"},
        "length": {"mm": "0.001", "cm": "0.01", "m": "1", "km": "1000",
                   "[in_i]": "0.0254", "[ft_i]": "0.3048", "[mi_i]": "1609.344"},
        "volume": {"uL": "1e-6", "mL": "0.001", "ml": "0.001", "dL": "0.1", "dl": "0.1", "L": "1", "l": "1"},
        "number": {"1": "1", "": "1", "%": "0.01"},
    }.items()
    for unit, size in units.items()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """A System.Quantity: ``unit`` is a calendar word in the singular, or a UCUM code ('1' for none)."""

    value: Decimal
    unit: str


def make_quantity(value: Decimal, unit: str | None) -> Quantity:
    """A quantity; calendar words lose their plural, no unit is '1'."""
    unit = unit or "1"
    singular = unit.removesuffix("s")
    return Quantity(value, singular if singular in _CALENDAR else unit)


def compare_quantities(left: Quantity, right: Quantity, *, loosely: bool = False) -> int | None:
    """-1, 0 or 1; None where the units cannot be brought together.

    Args:
        left: one side.
        right: the other.
        loosely: as ``~`` asks: a calendar year counts as UCUM's ``a``, a month as ``mo``.
    """
    sizes = _common_sizes(left.unit, right.unit, loosely=loosely)
    if sizes is None:
        return None
    one, two = EXACT.multiply(left.value, sizes[0]), EXACT.multiply(right.value, sizes[1])
    return (one > two) - (one < two)


def _common_sizes(left: str, right: str, *, loosely: bool) -> tuple[Decimal, Decimal] | None:
    """Both units' sizes in a unit they share; None when they share none."""
    if left in _CALENDAR and right in _CALENDAR:
        (one, size, _), (two, other, _) = _CALENDAR[left], _CALENDAR[right]
    else:
        (one, size), (two, other) = _in_ucum(left, loosely), _in_ucum(right, loosely)
    return (size, other) if one == two else None


def _in_ucum(unit: str, loosely: bool) -> tuple[str, Decimal]:
    if unit in _CALENDAR:
        if not loosely and unit not in _SAME_IN_UCUM:
            return _CALENDAR[unit][:2]
        unit = _CALENDAR[unit][2]
    return _SIZES.get(unit, (f"unit {unit}", Decimal(1)))


def combine_quantities(operator: str, left: Quantity, right: Quantity) -> Quantity:
    """Sum, difference, product or quotient.

    Raises:
        EvaluationFailed: the units cannot be brought together for this operator.
    """
    if operator in "+-":
        if left.unit == right.unit:
            value = right.value if operator == "+" else -right.value
            return Quantity(EXACT.add(left.value, value), left.unit)
        sizes = _common_sizes(left.unit, right.unit, loosely=False)
        if sizes is None:
            raise failed("quantities whose units cannot be added")
        value = EXACT.divide(EXACT.multiply(right.value, sizes[1]), sizes[0])
        return Quantity(EXACT.add(left.value, value if operator == "+" else -value), left.unit)
    if operator == "*" and "1" in (left.unit, right.unit):
        return Quantity(
            EXACT.multiply(left.value, right.value), right.unit if left.unit == "1" else left.unit
        )
    if operator == "/" and right.unit == "1":
        return Quantity(EXACT.divide(left.value, right.value), left.unit)
    if operator == "/" and left.unit == right.unit:
        return Quantity(EXACT.divide(left.value, right.value), "1")
    raise failed("quantities whose units this evaluator does not combine")
