"""FHIRPath 2.0.0, "Filtering and projection", "Subsetting" and "Combining"."""

from __future__ import annotations

from pss_fhir.r4.fhirpath.comparison import contains_item, distinct
from pss_fhir.r4.fhirpath.errors import failed
from pss_fhir.r4.fhirpath.frame import Criterion, Frame
from pss_fhir.r4.fhirpath.items import Items, boolean, single, single_value
from pss_fhir.r4.fhirpath.types import TypeName

MAX_REPEATED = 1_000_000


def where(items: Items, _frame: Frame, criterion: Criterion) -> Items:
    """``where(criteria)``."""
    return [item for index, item in enumerate(items) if boolean(criterion([item], index), "where()") is True]


def select(items: Items, _frame: Frame, projection: Criterion) -> Items:
    """``select(projection)``."""
    return [found for index, item in enumerate(items) for found in projection([item], index)]


def repeat(items: Items, frame: Frame, projection: Criterion) -> Items:
    """``repeat(projection)``: what it yields, what it yields of that, until nothing new comes."""
    found: Items = []
    seen: set[tuple[int, int]] = set()
    level = items
    while level:
        fresh: Items = []
        for item in select(level, frame, projection):
            # Elements of one resource are told apart by identity: equal answers at two places are both
            # wanted, the same place reached twice is not.
            mark = (id(item[0]), id(item[2])) if isinstance(item[0], dict) else None
            is_new = mark not in seen if mark else not contains_item(found + fresh, item)
            if is_new:
                fresh.append(item)
                if mark:
                    seen.add(mark)
        found.extend(fresh)
        if len(found) > MAX_REPEATED:
            raise failed("a repeat() that does not end")
        level = fresh
    return found


def of_type(items: Items, _frame: Frame, wanted: TypeName) -> Items:
    """``ofType(type)``, and ``as(type)``, which R4's own invariants use on several items."""
    return [item for item in items if wanted.fits(item)]


def is_type(items: Items, _frame: Frame, wanted: TypeName) -> Items:
    """``is(type)``."""
    item = single(items, "is")
    return [] if item is None else [(wanted.fits(item), "System.Boolean", None)]


def only(items: Items, _frame: Frame) -> Items:
    """``single()``."""
    item = single(items, "single()")
    return [] if item is None else [item]


def first(items: Items, _frame: Frame) -> Items:
    """``first()``."""
    return items[:1]


def last(items: Items, _frame: Frame) -> Items:
    """``last()``."""
    return items[-1:]


def tail(items: Items, _frame: Frame) -> Items:
    """``tail()``."""
    return items[1:]


def _number(argument: Items, name: str) -> int:
    number = single_value(argument, name, int)
    return 0 if number is None else int(number)


def skip(items: Items, _frame: Frame, number: Items) -> Items:
    """``skip(num)``."""
    return items[max(_number(number, "skip()"), 0) :]


def take(items: Items, _frame: Frame, number: Items) -> Items:
    """``take(num)``."""
    return items[: max(_number(number, "take()"), 0)]


def intersect(items: Items, _frame: Frame, other: Items) -> Items:
    """``intersect(other)``."""
    return distinct([item for item in items if contains_item(other, item)])


def exclude(items: Items, _frame: Frame, other: Items) -> Items:
    """``exclude(other)``; duplicates stay."""
    return [item for item in items if not contains_item(other, item)]


def union(items: Items, _frame: Frame, other: Items) -> Items:
    """``union(other)`` and ``|``."""
    return distinct(items + other)


def combine(items: Items, _frame: Frame, other: Items) -> Items:
    """``combine(other)``; duplicates stay."""
    return items + other
