"""Where the values of a record stand: found once for a shape, so that the next is only asked for them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any

from pss_fhir.clock import local_date
from pss_fhir.domain.record import Record
from pss_fhir.synth.forms import Value

Path = tuple[str | int, ...]
_SPAN = "span"


class Reach:
    """Takes the values and days out of records of one shape.

    Args:
        record: the first of its shape.
        values: its values, each with its number, those of what is written beside it first.
        days: its days, each with its number.
        beside: the values of what is written beside it.
    """

    def __init__(
        self, record: Record, values: Mapping[Value, int], days: Mapping[date, int], beside: Collection[Value]
    ) -> None:
        paths: dict[Value, Path] = {}
        for path, value in _places(record, ()):
            if value in values:
                paths.setdefault(value, path)
        self._takers = tuple(_taker(paths[value]) for value in values if value not in beside)
        of_day: dict[int, int] = {}
        for value, number in values.items():
            if isinstance(value, date):
                of_day.setdefault(days[_day_of(value)], number)
        self._of_day = tuple(of_day[number] for number in range(len(days)))

    def values(self, record: Record, beside: tuple[Value, ...]) -> list[Value]:
        """The values of another record, in the order of the first one's."""
        return [*beside, *[take(record) for take in self._takers]]

    def days(self, values: list[Value]) -> list[date]:
        """The days of those values."""
        return [_day_of(values[number]) for number in self._of_day]


def _places(part: Any, path: Path) -> Iterator[tuple[Path, Value]]:
    if isinstance(part, Record):
        for name, each in part.__dict__.items():
            yield from _places(each, (*path, name))
        if getattr(part, "started_at", None) and getattr(part, "ended_at", None):
            yield (*path, _SPAN), part.ended_at - part.started_at  # type: ignore[attr-defined]  # asked just before
    elif isinstance(part, tuple):
        for number, each in enumerate(part):
            yield from _places(each, (*path, number))
    elif isinstance(part, str | date):
        yield path, part


def _taker(path: Path) -> Callable[[Any], Any]:
    if path[-1] == _SPAN:
        inner = _taker(path[:-1]) if len(path) > 1 else None
        return lambda record: _span(inner(record) if inner else record)
    names = [str(step) for step in path if isinstance(step, str)]
    if len(names) == len(path):
        return attrgetter(".".join(names))
    at = next(number for number, step in enumerate(path) if isinstance(step, int))
    outer, index, rest = path[:at], path[at], path[at + 1 :]
    first, last = _taker(outer), _taker(rest) if rest else None
    return lambda record: last(first(record)[index]) if last else first(record)[index]


def _span(record: Any) -> timedelta:
    span: timedelta = record.ended_at - record.started_at
    return span


def _day_of(value: Value) -> date:
    assert isinstance(value, date)  # noqa: S101 - a datetime is a date too; nothing else has a day
    return local_date(value) if isinstance(value, datetime) else value
