"""Billing units from minutes, and the arithmetic in words.

North Carolina's text on partial units was not found (rules.md PSS-030, PSS-031), so how minutes
become units is a rule that a funder sets, never a constant. The default cuts off what does not
fill a unit: it never bills time that was not spent.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from pydantic import Field

from pss_fhir.domain.record import Record, TimeSpan, whole_minutes


class Rounding(StrEnum):
    """How minutes that do not fill a unit are treated."""

    FLOOR = "floor"
    EIGHT_MINUTE = "8-minute"
    SUM_THEN_ROUND = "sum-then-round"


class UnitRule(Record):
    """How minutes become units.

    Attributes:
        unit_minutes: length of a unit.
        rounding: ``floor`` cuts each contact; ``8-minute`` gives one more unit for 8 minutes or more
            left over; ``sum-then-round`` adds up the day's minutes first, then cuts.
    """

    unit_minutes: int = Field(default=15, ge=1)
    rounding: Rounding = Rounding.FLOOR


class UnitCount(Record):
    """Units, with what they were made from.

    Attributes:
        minutes: whole minutes counted.
        units: units they make.
        left_over_minutes: minutes beyond the last full unit; 0 where the rule rounded up.
    """

    minutes: int = Field(ge=0)
    units: int = Field(ge=0)
    left_over_minutes: int = Field(ge=0)

    def in_words(self) -> str:
        """The arithmetic as a person reads it: ``52 min = 3 units, 7 min left over``."""
        units = f"{self.units} unit" if self.units == 1 else f"{self.units} units"
        left = f", {self.left_over_minutes} min left over" if self.left_over_minutes else ""
        return f"{self.minutes} min = {units}{left}"


@lru_cache(maxsize=4096)
def units_from_minutes(minutes: int, rule: UnitRule) -> UnitCount:
    """Units that so many minutes of one contact (or one day, already added up) make.

    Raises:
        ValueError: ``minutes`` is negative.
    """
    if minutes < 0:
        raise ValueError("minutes cannot be negative")
    units, left = divmod(minutes, rule.unit_minutes)
    if rule.rounding is Rounding.EIGHT_MINUTE and left >= 8:
        return UnitCount(minutes=minutes, units=units + 1, left_over_minutes=0)
    return UnitCount(minutes=minutes, units=units, left_over_minutes=left)


def units_of_day(spans: Sequence[TimeSpan], rule: UnitRule) -> UnitCount:
    """Units that one client's contacts with one service code on one date of service make.

    ``sum-then-round`` pools the minutes; the other rules count each contact by itself and add up.

    Args:
        spans: n >= 0 contacts, in any order.
        rule: how minutes become units.

    Raises:
        ValueError: two spans share a moment, which nobody may bill twice (rules.md PSS-036).
    """
    if len(spans) == 1:
        return units_from_minutes(whole_minutes(spans[0].started_at, spans[0].ended_at), rule)
    ordered = sorted(spans, key=lambda span: span.started_at)
    for earlier, later in itertools.pairwise(ordered):
        if earlier.overlaps(later):
            raise ValueError("two contacts share a minute; the same minute cannot count twice")
    counted = [whole_minutes(span.started_at, span.ended_at) for span in ordered]
    if rule.rounding is Rounding.SUM_THEN_ROUND:
        return units_from_minutes(sum(counted), rule)
    each = [units_from_minutes(minutes, rule) for minutes in counted]
    return UnitCount(
        minutes=sum(counted),
        units=sum(count.units for count in each),
        left_over_minutes=sum(count.left_over_minutes for count in each),
    )
