"""What differs between two records of one shape, and marks to stand in its place.

References, ``urn:uuid``s, words and names, days, times and spans differ; codes, numbers and which fields are
filled make the shape. Equal values share a mark, moments of one day share its day, and days keep their order:
what the mapping compares comes out as it would with the values themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from functools import lru_cache
from typing import Any

from pss_fhir.clock import local_date
from pss_fhir.domain.record import Record
from pss_fhir.synth.forms import OF_DAY, OF_MOMENT, OF_SPAN, WRITERS, Form, Value

_FIRST_YEAR = 2100
_EASTERN = timezone(timedelta(hours=-5))
_NO_OTHER_SPAN = timedelta(hours=4, minutes=7)
_WORDS = re.compile(r"HT|[A-Z][a-z]+$|.* ")


_CODE, _ENUM, _TEXT, _RECORD, _TIMED_RECORD, _TUPLE, _MOMENT, _DAY = range(8)
_KINDS: dict[type, int] = {str: _TEXT, tuple: _TUPLE, datetime: _MOMENT, date: _DAY}


def _kind_of(kind: type) -> int:
    """What values of a type are; kept, since asking pydantic's classes takes long."""
    if kind not in _KINDS:
        found = _ENUM if issubclass(kind, Enum) else _CODE
        if issubclass(kind, Record):
            found = _TIMED_RECORD if {"started_at", "ended_at"} <= kind.model_fields.keys() else _RECORD
        _KINDS[kind] = found
    return _KINDS[kind]


class Survey:
    """The values of a record that differ, each once, and the shape of the record.

    Args:
        record: what is written.
        beside: the survey of what is written together with it, as the client is in the text of a note.
    """

    def __init__(self, record: Record, beside: Survey | None = None) -> None:
        self._shape, self._values, self._days = beside.so_far() if beside else ([], {}, {})
        self._look_at((record,))
        self.values = tuple(self._values)
        self.days = tuple(self._days)
        self._ranks = {day: rank for rank, day in enumerate(sorted(self.days))}
        self.shape = (*self._shape, *[self._ranks[day] for day in self.days])

    def so_far(self) -> tuple[list[object], dict[Value, int], dict[date, int]]:
        """Copies of what was found, for the survey of what is written together with it."""
        return self._shape.copy(), self._values.copy(), self._days.copy()

    def _look_at(self, parts: Iterable[Any]) -> None:
        note, values = self._shape.append, self._values
        for part in parts:
            kind = _KINDS.get(type(part))
            if kind is None:
                kind = _kind_of(type(part))
            if kind == _CODE:
                note(part)
            elif kind == _ENUM:
                note(part._value_)  # hashing a member of an enumeration takes long
            elif kind == _TEXT:
                form = _form_of(part)
                if form is None:
                    note(part)
                else:
                    note(part.partition("/")[0] if form is Form.ID else form._value_)
                    note(values.setdefault(part, len(values)))
            elif kind in (_RECORD, _TIMED_RECORD):
                held = part.__dict__
                note(type(part))
                self._look_at(held.values())
                if kind == _TIMED_RECORD and (span := _span_of(part)) is not None:
                    note(values.setdefault(span, len(values)))
            elif kind == _TUPLE:
                note(len(part))
                self._look_at(part)
            else:
                note(values.setdefault(part, len(values)))
                day = local_date(part) if kind == _MOMENT else part
                note(self._days.setdefault(day, len(self._days)))

    def marked(self, record: Any) -> Any:
        """A record with marks in place of its values; not validated, since it stands for all of its shape.

        Raises:
            ValueError: it holds more moments than there are marks for.
        """
        kind = _kind_of(type(record))
        if kind in (_RECORD, _TIMED_RECORD):
            held = {name: self.marked(each) for name, each in record.__dict__.items()}
            if kind == _TIMED_RECORD and (span := _span_of(record)) is not None:
                held["started_at"] = self._moment_mark(record.started_at, hour=0)
                held["ended_at"] = held["started_at"] + self._span_mark(span)
            return record.model_copy(update=held)
        if kind == _TUPLE:
            return tuple(self.marked(each) for each in record)
        if kind == _MOMENT:
            return self._moment_mark(record)
        if kind == _DAY:
            return self._day_mark(record)
        return self._text_mark(record) if kind == _TEXT else record

    def _day_mark(self, day: date) -> date:
        return date(_FIRST_YEAR + self._ranks[day], 1, 2)

    def _moment_mark(self, moment: datetime, *, hour: int = 20) -> datetime:
        day = self._day_mark(local_date(moment))
        return datetime(day.year, 1, 2, hour, self._values[moment], tzinfo=_EASTERN)

    def _span_mark(self, span: timedelta) -> timedelta:
        return _NO_OTHER_SPAN + timedelta(minutes=self._values[span])

    def _text_mark(self, text: str) -> str:
        form = _form_of(text)
        if form is None:
            return text
        number = self._values[text]
        if form is Form.ID:
            return f"{text.partition('/')[0]}/zz{number}zz"
        return f"urn:uuid:5e475e47-{number:027}" if form is Form.URN else f"Zz {number} zz"

    def written(self) -> Iterator[tuple[str, tuple[Form, int]]]:
        """Each text that a value may come out as, with its form and the number of the value or day."""
        for number, value in enumerate(self.values):
            forms: tuple[Form, ...] = ()
            if isinstance(value, datetime):
                forms = OF_MOMENT
            elif isinstance(value, timedelta):
                forms = OF_SPAN
            elif isinstance(value, str) and (form := _form_of(value)) is not None:
                forms = (form,)
            for form in forms:
                yield WRITERS[form](value), (form, number)
        for number, day in enumerate(self.days):
            for form in OF_DAY:
                yield WRITERS[form](day), (form, number)


def _span_of(record: Any) -> timedelta | None:
    if record.started_at is None or record.ended_at is None:
        return None
    span: timedelta = record.ended_at - record.started_at
    return span


@lru_cache(maxsize=16_384)
def _form_of(text: str) -> Form | None:
    """How a text differs from record to record; None for a code, which does not."""
    if "/" in text and text[0].isupper() and " " not in text:
        return Form.ID
    if text.startswith("urn:uuid:"):
        return Form.URN
    return Form.WORDS if _WORDS.match(text) else None
