"""FHIR's date, dateTime and instant, with the precision they were written in.

Formats: FHIR R4 4.0.1, "Data Types", date, dateTime, instant. A date may stop at the year or the
month; a dateTime with a time has a zone.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache

from pss_fhir.clock import local_date

_DATE_TIME = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:T(?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.(?P<fraction>\d+))?)?"
    r"(?P<zone>Z|[+-]\d{2}:\d{2})?)?)?)?",
    re.ASCII,
)
_PLAIN_INSTANT = re.compile(
    r"(?!000[01]|9999)\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|[+-]\d\d:\d\d)", re.ASCII
)
"""How nearly every moment is written: no leap second, no fraction; Python reads it as FHIR means it."""
_LAST_SECOND = time(23, 59, 59)


class Precision(StrEnum):
    """How much of a moment was written."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class FhirDateTime:
    """What a FHIR date or dateTime says.

    Attributes:
        precision: how much was written.
        first_on: the first day that it can mean.
        last_on: the last day that it can mean; ``first_on`` unless it stops at the year or the month.
        moment: the moment, aware; None where it stops before the time, or names no zone.
    """

    precision: Precision
    first_on: date
    last_on: date
    moment: datetime | None = None

    @property
    def day(self) -> date | None:
        """The one day that it means, None where it stops before the day."""
        return self.first_on if self.first_on == self.last_on else None


@lru_cache(maxsize=4096)
def parse_date_time(text: str) -> FhirDateTime:
    """What a FHIR date, dateTime or instant says.

    The day of a moment is North Carolina's, except where the time is midnight or the last second
    before it in the zone written: servers that keep days as moments write them so, and the day
    they mean is the one written. A leap second is taken as the second after it. Fractions beyond the
    microsecond are cut.

    Raises:
        ValueError: not a FHIR date or dateTime, or outside the calendar; the message holds no value.
    """
    found = _DATE_TIME.fullmatch(text)
    if found is None:
        raise ValueError("not a FHIR date or dateTime")
    year, month, day = (int(part) if part else None for part in found.group("year", "month", "day"))
    if year is None or year < 1:
        raise ValueError("there is no such year")
    if month is None:
        return FhirDateTime(Precision.YEAR, date(year, 1, 1), date(year, 12, 31))
    if not 1 <= month <= 12:
        raise ValueError("there is no such month")
    if day is None:
        return FhirDateTime(
            Precision.MONTH, date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        )
    on = date(year, month, day)
    if found["hour"] is None:
        return FhirDateTime(Precision.DAY, on, on)
    moment = _moment(found, on)
    if moment is None:
        return FhirDateTime(Precision.TIME, on, on)
    is_day_bound = moment.time() == time() or moment.time().replace(microsecond=0) == _LAST_SECOND
    written_day = on if is_day_bound else local_date(moment)
    return FhirDateTime(Precision.TIME, written_day, written_day, moment)


@lru_cache(maxsize=4096)
def parse_moment(text: str) -> datetime | None:
    """The moment of :func:`parse_date_time`, where nothing else is asked: in a third of the time.

    Raises:
        ValueError: as there.
    """
    if _PLAIN_INSTANT.fullmatch(text):
        clock = datetime.fromisoformat(text[:19])
        return datetime.combine(clock, clock.time(), _zone(text[19:]))  # half of what clock.replace takes
    return parse_date_time(text).moment


@lru_cache(maxsize=256)
def _zone(offset: str) -> tzinfo | None:
    """The one zone of an offset: Python compares moments of one zone by the clock, in a tenth of the time."""
    return datetime.fromisoformat(f"2000-01-01T00:00:00{offset}").tzinfo


def _moment(found: re.Match[str], on: date) -> datetime | None:
    second = int(found["second"] or 0)
    leap = second == 60
    clock_time = time(
        int(found["hour"]),
        int(found["minute"]),
        59 if leap else second,
        int((found["fraction"] or "0")[:6].ljust(6, "0")),
    )
    zone = found["zone"]
    if zone is None:
        return None
    if not 1 < on.year < 9999:
        raise ValueError("a moment needs a year from 2 to 9998")
    aware = datetime.fromisoformat(f"{on.isoformat()}T{clock_time.isoformat()}{zone}")
    return aware + timedelta(seconds=1) if leap else aware


def format_date(day: date) -> str:
    """A FHIR date with the precision of a day."""
    return day.isoformat()


def format_instant(moment: datetime) -> str:
    """A FHIR instant (and dateTime), in the offset the moment carries.

    An offset with seconds, which FHIR cannot write, becomes UTC.

    Raises:
        ValueError: the moment has no time zone.
    """
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("a moment without a time zone cannot be written as a FHIR instant")
    if offset.total_seconds() % 60:
        moment = moment.astimezone(UTC)
    return moment.isoformat().replace("+00:00", "Z")
