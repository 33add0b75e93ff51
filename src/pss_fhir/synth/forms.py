"""The ways in which the mapping writes a value that differs from record to record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum, auto
from functools import lru_cache

from pss_fhir.clock import NEW_YORK
from pss_fhir.domain.units import UnitRule, units_from_minutes
from pss_fhir.r4.dates import format_instant

Value = str | date | datetime | timedelta
_HALVES = ("AM", "PM")


class Form(Enum):
    """One way of writing."""

    ID = auto()
    WORDS = auto()
    URN = auto()
    INSTANT = auto()
    CLOCK_WITH_ZONE = auto()
    CLOCK = auto()
    DAY = auto()
    WEEKDAY_IN_WORDS = auto()
    DAY_IN_WORDS = auto()
    MINUTES_AND_UNITS = auto()
    MINUTES = auto()


def _id(ref: str) -> str:
    return ref.partition("/")[2]


@lru_cache(maxsize=1024)
def _day_in_words(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


@lru_cache(maxsize=1024)
def _weekday_in_words(day: date) -> str:
    return f"{day:%A}, {_day_in_words(day)}"


def _clock(moment: datetime) -> str:
    local = moment.astimezone(NEW_YORK)
    return f"{local.hour % 12 or 12}:{local.minute:02} {_HALVES[local.hour // 12]}"


def _clock_with_zone(moment: datetime) -> str:
    local = moment.astimezone(NEW_YORK)
    return f"{local.hour % 12 or 12}:{local.minute:02} {_HALVES[local.hour // 12]} {local.tzname()}"


@lru_cache(maxsize=1024)
def _minutes_and_units(span: timedelta) -> str:
    return units_from_minutes(span // timedelta(minutes=1), UnitRule()).in_words()


def _minutes(span: timedelta) -> str:
    return f"{span // timedelta(minutes=1)} min"


WRITERS: Mapping[Form, Callable[..., str]] = {
    Form.ID: _id,
    Form.WORDS: str,
    Form.URN: str,
    Form.INSTANT: format_instant,
    Form.CLOCK_WITH_ZONE: _clock_with_zone,
    Form.CLOCK: _clock,
    Form.DAY: date.isoformat,
    Form.WEEKDAY_IN_WORDS: _weekday_in_words,
    Form.DAY_IN_WORDS: _day_in_words,
    Form.MINUTES_AND_UNITS: _minutes_and_units,
    Form.MINUTES: _minutes,
}
OF_MOMENT = (Form.INSTANT, Form.CLOCK_WITH_ZONE, Form.CLOCK)
OF_DAY = frozenset({Form.DAY, Form.WEEKDAY_IN_WORDS, Form.DAY_IN_WORDS})
OF_SPAN = (Form.MINUTES_AND_UNITS, Form.MINUTES)
