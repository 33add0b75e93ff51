"""FHIRPath 2.0.0, "Tree navigation", "Utility functions", "Aggregates" and ``iif``."""

from __future__ import annotations

from pss_fhir.r4.fhirpath.errors import failed, not_checked
from pss_fhir.r4.fhirpath.frame import Criterion, Frame
from pss_fhir.r4.fhirpath.items import Items, boolean, system_item
from pss_fhir.r4.fhirpath.items import children as children_of
from pss_fhir.r4.fhirpath.items import descendants as descendants_of
from pss_fhir.r4.fhirpath.temporal import from_datetime


def children(items: Items, _frame: Frame) -> Items:
    """``children()``."""
    return children_of(items)


def descendants(items: Items, _frame: Frame) -> Items:
    """``descendants()``."""
    return descendants_of(items)


def trace(items: Items, _frame: Frame, _name: Items, _projection: Criterion | None = None) -> Items:
    """``trace(name [, projection])``: the input; nothing is logged, since items hold people's data."""
    return items


def iif(
    items: Items, _frame: Frame, test: Criterion, then: Criterion, other: Criterion | None = None
) -> Items:
    """``iif(criterion, true-result [, otherwise-result])``; only the branch taken is evaluated."""
    if boolean(test(items), "iif()") is True:
        return then(items)
    return [] if other is None else other(items)


def aggregate(items: Items, _frame: Frame, aggregator: Criterion, start: Items | None = None) -> Items:
    """``aggregate(aggregator [, init])``."""
    total = start or []
    for index, item in enumerate(items):
        total = aggregator([item], index, total)
    return total


def _moment(frame: Frame, kind: str) -> Items:
    now = frame.run.environment.now
    if now is None:
        raise not_checked("the present moment")
    if now.tzinfo is None:
        raise failed("a present moment without a time zone")
    return [system_item(from_datetime(now, kind))]


def now(_items: Items, frame: Frame) -> Items:
    """``now()``, as the environment has it."""
    return _moment(frame, "DateTime")


def today(_items: Items, frame: Frame) -> Items:
    """``today()`` in the time zone of the environment's ``now``."""
    return _moment(frame, "Date")


def time_of_day(_items: Items, frame: Frame) -> Items:
    """``timeOfDay()`` in the time zone of the environment's ``now``."""
    return _moment(frame, "Time")
