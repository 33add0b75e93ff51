"""Dates, times and moments that may be known only in part, and what can be said of their order.

A value such as ``2024-03`` stands for every moment of that month. Two values are compared by the
spans they stand for: where the spans do not settle the question the answer is None, FHIRPath's empty
collection. Seconds and their fractions are one precision, as the specification has it.
"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from pss_fhir.r4.fhirpath.errors import failed

_PATTERN = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(T)?"
    r"(?:(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?)?(Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)
_TIME = re.compile(r"T?(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?", re.ASCII)
# A moment without an offset may lie anywhere between the extreme offsets in use, UTC+14 and UTC-12.
_EARLIEST, _LATEST = 14 * 3600, 12 * 3600
_SPANS = {3: 86_400, 4: 3_600, 5: 60}
_FIRST_DAY = 1  # datetime.toordinal() of 0001-01-01
_NANO = 1_000_000_000
# Texts of these lengths have one form each; from 20 on, those that end alike share fraction and offset.
_DATE_SIZES, _MOMENT_SIZE = (4, 7, 10), 20


@dataclass(frozen=True, slots=True)
class Temporal:
    """A Date, DateTime or Time of the System types.

    Attributes:
        kind: ``Date``, ``DateTime`` or ``Time``.
        fields: year, month, day, hour, minute, second as far as given; a Time has 1, 1, 1 first.
        nanoseconds: the fraction of the second; finer digits are cut.
        offset_minutes: from UTC, or None where none was given.
        text: as written; two texts may mean the same.
    """

    kind: str
    fields: tuple[int, ...]
    nanoseconds: int
    offset_minutes: int | None
    text: str

    @property
    def precision(self) -> int:
        """How many fields are given: 1 year, 2 month, 3 day, 4 hour, 5 minute, 6 second."""
        return len(self.fields)

    def span(self) -> tuple[int, int]:
        """First and last nanosecond that it may mean, in its own local time, counted from year 1."""
        begin = _moment(self.fields)
        start = (
            (begin.toordinal() - _FIRST_DAY) * 86_400 + begin.hour * 3600 + begin.minute * 60 + begin.second
        )
        if self.precision == 1:
            seconds = (366 if isleap(begin.year) else 365) * 86_400
        elif self.precision == 2:
            seconds = monthrange(begin.year, begin.month)[1] * 86_400
        else:
            seconds = _SPANS.get(self.precision, 0)
        first = start * _NANO + self.nanoseconds
        return first, first + max(seconds * _NANO - 1, 0)


@lru_cache(maxsize=4096)
def read_temporal(text: str, kind: str) -> Temporal:
    """A value from its text.

    Args:
        text: without the leading ``@``; a Time with or without its ``T``.
        kind: ``Date``, ``DateTime`` or ``Time``.

    Raises:
        EvaluationFailed: the text is no such value, or no real calendar date or clock time.
    """
    match = (_TIME if kind == "Time" else _PATTERN).fullmatch(text)
    if match is None:
        raise failed(f"a text that is no {kind}")
    groups = match.groups()
    if kind == "Time":
        digits, fraction, zone = ("1", "1", "1", *groups[:3]), groups[3], None
    else:
        digits, fraction, zone = (*groups[:3], *groups[4:7]), groups[7], groups[8]
        has_clock_alone = groups[4] and not (groups[2] and groups[3])
        if has_clock_alone or (kind == "Date" and (groups[3] or zone)):
            raise failed(f"a text that is no {kind}")
    fields = tuple(int(each) for each in digits if each is not None)
    try:
        _moment(fields)
    except ValueError:
        raise failed(f"a {kind} that no calendar or clock has") from None
    nanoseconds = int((fraction or "0").ljust(9, "0")[:9])
    return Temporal(kind, fields, nanoseconds, _offset(zone), text)


def _moment(fields: tuple[int, ...]) -> datetime:
    """The first moment of a partial value, as a local time; ValueError where there is none."""
    year, month, day, hour, minute, second = fields + (1, 1, 1, 0, 0, 0)[len(fields) :]
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - the offset is kept beside it


def _offset(zone: str | None) -> int | None:
    if zone is None:
        return None
    if zone == "Z":
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[4:])
    return -minutes if zone[0] == "-" else minutes


def from_datetime(moment: datetime, kind: str) -> Temporal:
    """A System value from an aware datetime: its Date, DateTime or Time."""
    if kind == "Date":
        return read_temporal(moment.date().isoformat(), kind)
    if kind == "Time":
        return read_temporal(moment.time().isoformat(timespec="milliseconds"), kind)
    text = moment.isoformat(timespec="milliseconds")
    return read_temporal(text.replace("+00:00", "Z") if moment.tzinfo is UTC else text, kind)


def compare(left: Temporal, right: Temporal) -> int | None:
    """-1, 0 or 1, or None where precision or a missing offset leaves it open."""
    if left.precision == right.precision and left.offset_minutes == right.offset_minutes:
        ours, theirs = (left.fields, left.nanoseconds), (right.fields, right.nanoseconds)
        return (ours > theirs) - (ours < theirs)
    one_is_open = (left.offset_minutes is None) is not (right.offset_minutes is None)
    first, last = _in_utc(left, one_is_open)
    other_first, other_last = _in_utc(right, one_is_open)
    if last < other_first:
        return -1
    if first > other_last:
        return 1
    if first == last == other_first == other_last or (
        left.precision == right.precision and (first, last) == (other_first, other_last) and not one_is_open
    ):
        return 0
    return None


def _in_utc(value: Temporal, widen: bool) -> tuple[int, int]:
    first, last = value.span()
    if value.offset_minutes is not None:
        shift = value.offset_minutes * 60 * _NANO
        return first - shift, last - shift
    if widen and value.kind != "Time":
        return first - _EARLIEST * _NANO, last + _LATEST * _NANO
    return first, last


def compare_texts(left: str, right: str, kind: str) -> int | None:
    """:func:`compare` on JSON values of one kind; texts of one form by their characters."""
    size = len(left)
    if size == len(right) and (left[19:] == right[19:] if size >= _MOMENT_SIZE else size in _DATE_SIZES):
        return (left > right) - (left < right)
    return compare(read_temporal(left, kind), read_temporal(right, kind))


def add(value: Temporal, amount: int, unit: str) -> Temporal:
    """The value moved by whole calendar units; an amount finer than its precision is cut to it.

    Args:
        value: what is moved; its precision stays.
        amount: may be negative.
        unit: ``year``, ``month``, ``day``, ``hour``, ``minute``, ``second`` or ``nanosecond``.

    Raises:
        EvaluationFailed: the result is outside years 1 to 9999.
    """
    try:
        if unit in ("year", "month"):
            return _add_months(value, amount * (12 if unit == "year" else 1))
        return _add_nanoseconds(value, amount, unit)
    except (ValueError, OverflowError):
        raise failed("a date outside the years 1 to 9999") from None


def _add_months(value: Temporal, months: int) -> Temporal:
    if value.precision == 1:
        months = int(months / 12) * 12
    fields = list(value.fields)
    total = fields[0] * 12 + (fields[1] - 1 if value.precision > 1 else 0) + months
    fields[0], month = divmod(total, 12)
    if value.precision > 1:
        fields[1] = month + 1
    if value.precision > 2:
        fields[2] = min(fields[2], monthrange(fields[0], fields[1])[1])
    return _written(value, tuple(fields), value.nanoseconds)


_UNIT_PRECISION = {"day": 3, "hour": 4, "minute": 5, "second": 6, "nanosecond": 6}
_UNIT_NANOSECONDS = {
    "day": 86_400 * _NANO,
    "hour": 3_600 * _NANO,
    "minute": 60 * _NANO,
    "second": _NANO,
    "nanosecond": 1,
}


def _add_nanoseconds(value: Temporal, amount: int, unit: str) -> Temporal:
    total = amount * _UNIT_NANOSECONDS[unit]
    if value.precision < 3:
        # N1, "Date/Time Arithmetic": the quantity is converted to the precision of the partial date.
        days = int(total / _UNIT_NANOSECONDS["day"])
        return _add_months(value, int(days / 365) * 12 if value.precision == 1 else int(days / 30))
    if value.precision < _UNIT_PRECISION[unit]:
        step = _UNIT_NANOSECONDS[{3: "day", 4: "hour", 5: "minute"}[value.precision]]
        total = int(total / step) * step
    seconds, nanoseconds = divmod(value.nanoseconds + total, _NANO)
    moved = _moment(value.fields) + timedelta(seconds=seconds)
    fields = (moved.year, moved.month, moved.day, moved.hour, moved.minute, moved.second)
    if value.kind == "Time":
        fields = (1, 1, 1, *fields[3:])
    return _written(value, fields[: value.precision], nanoseconds)


def _written(value: Temporal, fields: tuple[int, ...], nanoseconds: int) -> Temporal:
    year, *rest = fields
    if not 1 <= year <= 9999:
        raise ValueError
    day = "-".join([f"{year:04}", *(f"{each:02}" for each in rest[:2])])
    clock = ":".join(f"{each:02}" for each in rest[2:])
    if nanoseconds and len(fields) == 6:
        clock += f".{nanoseconds:09}".rstrip("0").ljust(4, "0")
    if value.kind == "Time":
        text = clock
    else:
        zone = (
            "Z" if value.text.endswith("Z") else value.text[-6:] if value.offset_minutes is not None else ""
        )
        text = day + (f"T{clock}{zone}" if value.kind == "DateTime" else "")
    return Temporal(value.kind, fields, nanoseconds, value.offset_minutes, text)
