"""The binary operators other than the boolean ones, on collections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, Overflow

from pss_fhir.r4.fhirpath.comparison import contains_item, distinct, equal, equivalent, order
from pss_fhir.r4.fhirpath.errors import failed
from pss_fhir.r4.fhirpath.items import Item, Items, single, single_value, system_item, to_system, truth
from pss_fhir.r4.fhirpath.quantities import EXACT, Quantity, combine_quantities
from pss_fhir.r4.fhirpath.temporal import Temporal, add

_Number = int | Decimal
_CALENDAR_STEPS: Mapping[str, tuple[str, int]] = {
    "year": ("year", 1),
    "month": ("month", 1),
    **dict.fromkeys(("week", "wk"), ("day", 7)),
    **dict.fromkeys(("day", "d"), ("day", 1)),
    **dict.fromkeys(("hour", "h"), ("hour", 1)),
    **dict.fromkeys(("minute", "min"), ("minute", 1)),
    **dict.fromkeys(("second", "s"), ("second", 1)),
    **dict.fromkeys(("millisecond", "ms"), ("nanosecond", 1_000_000)),
}


def _equal(left: Items, right: Items) -> Items:
    return truth(equal(left, right))


def _unequal(left: Items, right: Items) -> Items:
    answer = equal(left, right)
    return truth(None if answer is None else not answer)


def _equivalent(left: Items, right: Items) -> Items:
    return truth(equivalent(left, right))


def _unequivalent(left: Items, right: Items) -> Items:
    return truth(not equivalent(left, right))


def _ordered(operator: str, accepted: frozenset[int]) -> Callable[[Items, Items], Items]:
    def ask(left: Items, right: Items) -> Items:
        found = order(left, right, operator)
        return truth(None if found is None else found in accepted)

    return ask


def _in(left: Items, right: Items) -> Items:
    item = single(left, "in")
    return [] if item is None else truth(contains_item(right, item))


def _contains(left: Items, right: Items) -> Items:
    return _in(right, left)


def _union(left: Items, right: Items) -> Items:
    return distinct(left + right)


def _concatenate(left: Items, right: Items) -> Items:
    texts = [single_value(side, "&", str) for side in (left, right)]
    return [system_item("".join(text or "" for text in texts))]


def _operands(operator: str, left: Items, right: Items) -> tuple[Item, Item] | None:
    one, other = single(left, operator), single(right, operator)
    if one is None or other is None or one[0] is None or other[0] is None:
        return None
    return to_system(one), to_system(other)


def _arithmetic(operator: str) -> Callable[[Items, Items], Items]:
    def compute(left: Items, right: Items) -> Items:
        pair = _operands(operator, left, right)
        if pair is None:
            return []
        one, other = pair[0][0], pair[1][0]
        if _are_numbers(one, other):
            result = _compute(operator, one, other)
            return [] if result is None else [system_item(result)]
        if operator == "+" and isinstance(one, str) and isinstance(other, str):
            return [system_item(one + other)]
        if isinstance(one, Temporal) and isinstance(other, Quantity) and operator in "+-":
            return [system_item(_move(one, other, 1 if operator == "+" else -1))]
        quantities = _as_quantities(one, other)
        if quantities is not None and operator in ("+", "-", "*", "/"):
            if operator == "/" and not quantities[1].value:
                return []
            return [system_item(combine_quantities(operator, *quantities))]
        raise failed(f"{pair[0][1]} {operator} {pair[1][1]}, which cannot be computed")

    return compute


def _are_numbers(*values: object) -> bool:
    return all(isinstance(value, (int, Decimal)) and not isinstance(value, bool) for value in values)


def _as_quantities(one: object, other: object) -> tuple[Quantity, Quantity] | None:
    pair = [
        Quantity(Decimal(value), "1") if isinstance(value, (int, Decimal)) else value
        for value in (one, other)
    ]
    left, right = pair
    return (left, right) if isinstance(left, Quantity) and isinstance(right, Quantity) else None


def _compute(operator: str, one: _Number, other: _Number) -> _Number | None:
    if operator in ("/", "div", "mod") and other == 0:
        return None
    try:
        if operator == "/":
            return EXACT.divide(Decimal(one), Decimal(other))
        if isinstance(one, int) and isinstance(other, int):
            return _compute_integers(operator, one, other)
        left, right = Decimal(one), Decimal(other)
        if operator == "div":
            return int(EXACT.divide_int(left, right))
        work = {"+": EXACT.add, "-": EXACT.subtract, "*": EXACT.multiply, "mod": EXACT.remainder}[operator]
        return work(left, right)
    except (Overflow, ArithmeticError):
        return None


def _compute_integers(operator: str, one: int, other: int) -> int:
    if operator in ("div", "mod"):
        quotient = abs(one) // abs(other) * (1 if (one < 0) is (other < 0) else -1)
        return quotient if operator == "div" else one - other * quotient
    return {"+": one + other, "-": one - other, "*": one * other}[operator]


def _move(value: Temporal, quantity: Quantity, sign: int) -> Temporal:
    if quantity.unit not in _CALENDAR_STEPS:
        raise failed("a date moved by something that is no calendar duration")
    unit, size = _CALENDAR_STEPS[quantity.unit]
    if unit in ("second", "nanosecond"):
        nanoseconds = quantity.value * (1_000_000_000 if unit == "second" else size)
        return add(value, sign * int(nanoseconds), "nanosecond")
    return add(value, sign * int(quantity.value) * size, unit)


OPERATORS: Mapping[str, Callable[[Items, Items], Items]] = {
    "=": _equal,
    "!=": _unequal,
    "~": _equivalent,
    "!~": _unequivalent,
    "<": _ordered("<", frozenset({-1})),
    "<=": _ordered("<=", frozenset({-1, 0})),
    ">": _ordered(">", frozenset({1})),
    ">=": _ordered(">=", frozenset({0, 1})),
    "in": _in,
    "contains": _contains,
    "|": _union,
    "&": _concatenate,
    **{operator: _arithmetic(operator) for operator in ("+", "-", "*", "/", "div", "mod")},
}
