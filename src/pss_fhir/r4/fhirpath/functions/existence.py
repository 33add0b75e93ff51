"""FHIRPath 2.0.0, "Existence"."""

from __future__ import annotations

from pss_fhir.r4.fhirpath.comparison import contains_item, distinct
from pss_fhir.r4.fhirpath.frame import Criterion, Frame
from pss_fhir.r4.fhirpath.items import FALSE, TRUE, Items, boolean, single, system_item, truth


def empty(items: Items, _frame: Frame) -> Items:
    """``empty()``."""
    return FALSE if items else TRUE


def exists(items: Items, _frame: Frame, criterion: Criterion | None = None) -> Items:
    """``exists([criteria])``."""
    if criterion is None:
        return TRUE if items else FALSE
    return truth(
        any(boolean(criterion([item], index), "exists()") is True for index, item in enumerate(items))
    )


def all_meet(items: Items, _frame: Frame, criterion: Criterion) -> Items:
    """``all(criteria)``; an item for which it stays open does not meet it."""
    return truth(all(boolean(criterion([item], index), "all()") is True for index, item in enumerate(items)))


def _booleans(items: Items, name: str) -> list[bool | None]:
    return [boolean([item], name) for item in items]


def all_true(items: Items, _frame: Frame) -> Items:
    """``allTrue()``."""
    return truth(all(answer is True for answer in _booleans(items, "allTrue()")))


def any_true(items: Items, _frame: Frame) -> Items:
    """``anyTrue()``."""
    return truth(any(answer is True for answer in _booleans(items, "anyTrue()")))


def all_false(items: Items, _frame: Frame) -> Items:
    """``allFalse()``."""
    return truth(all(answer is False for answer in _booleans(items, "allFalse()")))


def any_false(items: Items, _frame: Frame) -> Items:
    """``anyFalse()``."""
    return truth(any(answer is False for answer in _booleans(items, "anyFalse()")))


def subset_of(items: Items, _frame: Frame, other: Items) -> Items:
    """``subsetOf(other)``."""
    return truth(all(contains_item(other, item) for item in items))


def superset_of(items: Items, _frame: Frame, other: Items) -> Items:
    """``supersetOf(other)``."""
    return truth(all(contains_item(items, item) for item in other))


def count(items: Items, _frame: Frame) -> Items:
    """``count()``."""
    return [system_item(len(items))]


def distinct_items(items: Items, _frame: Frame) -> Items:
    """``distinct()``; the first of equal items stays."""
    return distinct(items)


def is_distinct(items: Items, _frame: Frame) -> Items:
    """``isDistinct()``."""
    return truth(len(distinct(items)) == len(items))


def negate(items: Items, _frame: Frame) -> Items:
    """``not()``."""
    answer = boolean(items, "not()")
    return [] if answer is None else truth(not answer)


def has_value(items: Items, _frame: Frame) -> Items:
    """``hasValue()`` of FHIR R4: one primitive that has a value and not only extensions."""
    item = single(items, "hasValue()") if len(items) == 1 else None
    if item is None:
        return FALSE
    return truth(item[0] is not None and not isinstance(item[0], dict))
