"""FHIR dates and date-times as spans of time."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from typing import NamedTuple

from pss_fhir.clock import NEW_YORK

_FORM = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:T(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?P<fraction>\.\d+)?)?(?P<zone>Z|[+-]\d\d:\d\d)?)?)?)?"
)


class Span(NamedTuple):
    """A span of time ``[low, high)`` in seconds since 1970 UTC; infinite where open."""

    low: float
    high: float


def read_span(text: str) -> Span:
    """The time that a FHIR date, dateTime or instant covers: a day, a month, a year, a second.

    Without a zone it is read in North Carolina's, where the sandbox stands (search.html 3.1.1.4.4:
    "the local time zone of the server").

    Raises:
        ValueError: the text is not a FHIR date.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not a FHIR date or dateTime")
    year, month, day = int(found["year"]), int(found["month"] or 1), int(found["day"] or 1)
    if found["hour"] is None:
        low = datetime(year, month, day, tzinfo=NEW_YORK)
        if found["day"]:
            high = datetime.fromordinal(low.toordinal() + 1).replace(tzinfo=NEW_YORK)
        elif found["month"]:
            high = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=NEW_YORK)
        else:
            high = datetime(year + 1, 1, 1, tzinfo=NEW_YORK)
        return Span(low.timestamp(), high.timestamp())
    clock_text = f"{found['hour']}:{found['minute']}:{found['second'] or '00'}"
    moment = datetime.fromisoformat(f"{year:04d}-{month:02d}-{day:02d}T{clock_text}{found['zone'] or ''}")
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=NEW_YORK)
    start = moment.timestamp()
    if found["second"] is None:
        return Span(start, start + timedelta(minutes=1).total_seconds())
    if found["fraction"] is None:
        return Span(start, start + 1)
    start += float(found["fraction"])
    return Span(start, start + 10.0 ** -(len(found["fraction"]) - 1))


def read_period(start: str | None, end: str | None) -> Span:
    """The time that a Period covers; an end that is missing is infinite.

    Raises:
        ValueError: an end is not a FHIR date.
    """
    return Span(read_span(start).low if start else -math.inf, read_span(end).high if end else math.inf)


def compare(prefix: str, target: Span, asked: Span) -> bool:
    """Whether a value of a resource meets a prefix and an asked value (search.html, table of prefixes).

    ``ap`` counts as "the two share a moment".

    Raises:
        ValueError: the prefix is none of R4's nine.
    """
    within = asked.low <= target.low and target.high <= asked.high
    match prefix:
        case "eq":
            return within
        case "ne":
            return not within
        case "gt":
            return target.high > asked.high
        case "lt":
            return target.low < asked.low
        case "ge":
            return target.high > asked.high or within or target.low < asked.high <= target.high
        case "le":
            return target.low < asked.low or within or target.low <= asked.low < target.high
        case "sa":
            return target.low >= asked.high
        case "eb":
            return target.high <= asked.low
        case "ap":
            return target.low < asked.high and asked.low < target.high
    raise ValueError(f"{prefix!r} is not a prefix")
