"""Figures that more than one part of the engine reads, as parameters of the rules that set them."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property

from pydantic import Field

from pss_fhir.compliance.check import Parameters
from pss_fhir.domain.units import Rounding


class UnitLength(Parameters):
    """Length of a billing unit in minutes (rules.md PSS-020)."""

    unit_minutes: int = Field(ge=1)


class PartUnits(Parameters):
    """How minutes that do not fill a unit are treated (rules.md PSS-030, PSS-031)."""

    rounding: Rounding


class UnmanagedUnits(Parameters):
    """Units a fiscal year that need no prior approval (rules.md PSS-021, PSS-023)."""

    units: int = Field(ge=0)


class GroupUnits(Parameters):
    """Whether one approval covers individual and group service together (rules.md PSS-027)."""

    combined: bool


class LateEntry(Parameters):
    """Business days after the service within which an entry can still be billed (rules.md REC-007)."""

    business_days: int = Field(ge=0)


class EntryHours(Parameters):
    """Hours after the service within which the note is on time (rules.md REC-004, REC-005).

    Attributes:
        hours: hours from the end of the contact.
        business_days: the note is also late after so many business days; None for no such limit.
        places: places it speaks of; empty for all.
        not_places: places it leaves to another rule.
    """

    hours: int = Field(ge=0)
    business_days: int | None = Field(default=None, ge=0)
    places: tuple[str, ...] = ()
    not_places: tuple[str, ...] = ()

    @cached_property
    def time(self) -> timedelta:
        """The hours as a span of time."""
        return timedelta(hours=self.hours)
