"""Equality, equivalence and order of items, three-valued."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from pss_fhir.r4.fhirpath.errors import failed
from pss_fhir.r4.fhirpath.items import Item, Items, children, single, to_system
from pss_fhir.r4.fhirpath.quantities import Quantity, compare_quantities, make_quantity
from pss_fhir.r4.fhirpath.temporal import Temporal, compare

_SPACE = re.compile(r"\s+")


def equal(left: Items, right: Items) -> bool | None:
    """``=``: None when a side is empty, or when the values leave it open."""
    if not left or not right:
        return None
    if len(left) != len(right):
        return False
    return _all(equal_items(one, other) for one, other in zip(left, right, strict=True))


def _all(answers: Any) -> bool | None:
    is_open = False
    for answer in answers:
        if answer is False:
            return False
        is_open = is_open or answer is None
    return None if is_open else True


def equal_items(left: Item, right: Item) -> bool | None:
    """``=`` of two items: System values by value, everything else by every child."""
    left, right = _brought_together(to_system(left), to_system(right))
    one, other = left[0], right[0]
    if isinstance(one, Temporal) and isinstance(other, Temporal):
        if (one.kind == "Time") is not (other.kind == "Time"):
            return False
        order = compare(one, other)
        return None if order is None else order == 0
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        order = compare_quantities(one, other)
        return None if order is None else order == 0
    if _is_structure(left) or _is_structure(right):
        return _is_structure(left) and _is_structure(right) and _equal_structures(left, right)
    if isinstance(one, bool) is not isinstance(other, bool):
        return False
    return bool(one == other) if type(one) is type(other) or _are_numbers(one, other) else False


def _are_numbers(*values: Any) -> bool:
    return all(isinstance(value, (int, Decimal)) and not isinstance(value, bool) for value in values)


def _is_structure(item: Item) -> bool:
    return item[0] is None or isinstance(item[0], dict)


def _equal_structures(left: Item, right: Item) -> bool | None:
    mine, theirs = children([left]), children([right])
    if isinstance(left[0], dict) and isinstance(right[0], dict) and set(left[0]) != set(right[0]):
        return False
    return len(mine) == len(theirs) and _all(
        equal_items(one, other)
        for one, other in zip(mine, _in_order_of(left, right, mine, theirs), strict=True)
    )


def _in_order_of(left: Item, right: Item, _mine: Items, theirs: Items) -> Items:
    """``theirs`` in the order in which ``left`` names its members; JSON gives that order no meaning."""
    if not isinstance(left[0], dict) or list(left[0]) == list(right[0]):
        return theirs
    reordered = {key: right[0][key] for key in left[0]}
    return children([(reordered, right[1], right[2])])


def _brought_together(left: Item, right: Item) -> tuple[Item, Item]:
    """Implicit conversions of FHIRPath 2.0.0: a number beside a quantity becomes one of unit '1'."""
    if isinstance(left[0], Quantity) and _are_numbers(right[0]):
        return left, (make_quantity(Decimal(right[0]), None), "System.Quantity", None)
    if isinstance(right[0], Quantity) and _are_numbers(left[0]):
        return (make_quantity(Decimal(left[0]), None), "System.Quantity", None), right
    return left, right


def equivalent(left: Items, right: Items) -> bool:
    """``~``: never open; order does not count; two empty collections are equivalent."""
    if len(left) != len(right):
        return False
    rest = list(right)
    for item in left:
        at = next((index for index, other in enumerate(rest) if equivalent_items(item, other)), None)
        if at is None:
            return False
        del rest[at]
    return True


def equivalent_items(left: Item, right: Item) -> bool:
    """``~`` of two items."""
    left, right = _brought_together(to_system(left), to_system(right))
    one, other = left[0], right[0]
    if isinstance(one, str) and isinstance(other, str):
        return _SPACE.sub(" ", one).strip().casefold() == _SPACE.sub(" ", other).strip().casefold()
    if isinstance(one, Temporal) and isinstance(other, Temporal):
        return equal_items(left, right) is True
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return compare_quantities(one, other, loosely=True) == 0
    if _are_numbers(one, other) and (isinstance(one, Decimal) or isinstance(other, Decimal)):
        return _equal_to_the_coarser(Decimal(one), Decimal(other))
    if _is_structure(left) and _is_structure(right):
        return equivalent(_without_id(left), _without_id(right))
    return equal_items(left, right) is True


def _without_id(item: Item) -> Items:
    value = item[0]
    if isinstance(value, dict) and "id" in value:
        return children([({key: each for key, each in value.items() if key != "id"}, item[1], item[2])])
    return children([item])


def _equal_to_the_coarser(one: Decimal, other: Decimal) -> bool:
    exponents = [int(value.normalize().as_tuple().exponent) for value in (one, other)]
    step = Decimal(1).scaleb(min(max(exponents), 0))
    return one.quantize(step) == other.quantize(step)


def order(left: Items, right: Items, operator: str) -> int | None:
    """-1, 0 or 1 for ``<``, ``<=``, ``>``, ``>=``; None when a side is empty or it stays open.

    Raises:
        EvaluationFailed: several items on a side, or types that have no order between them.
    """
    first, second = single(left, operator), single(right, operator)
    if first is None or second is None:
        return None
    left_item, right_item = _brought_together(to_system(first), to_system(second))
    one, other = left_item[0], right_item[0]
    if one is None or other is None:
        return None
    if (
        isinstance(one, Temporal)
        and isinstance(other, Temporal)
        and (one.kind == "Time") is (other.kind == "Time")
    ):
        return compare(one, other)
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return compare_quantities(one, other)
    if (isinstance(one, str) and isinstance(other, str)) or _are_numbers(one, other):
        return int(one > other) - int(one < other)
    raise failed(f"{first[1]} {operator} {second[1]}, which have no order between them")


def distinct(items: Items) -> Items:
    """The items without those equal to an earlier one."""
    found: Items = []
    seen: set[tuple[str, Any]] = set()
    for item in items:
        value = to_system(item)
        if isinstance(value[0], (str, bool)):
            key = (value[1], value[0])
            if key not in seen:
                seen.add(key)
                found.append(item)
        elif not any(equal_items(item, other) is True for other in found):
            found.append(item)
    return found


def contains_item(items: Items, wanted: Item) -> bool:
    """Whether some item equals ``wanted``."""
    return any(equal_items(item, wanted) is True for item in items)
