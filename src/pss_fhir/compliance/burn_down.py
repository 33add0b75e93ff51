"""BurnDown: how an authorization is being used, in numbers and in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pss_fhir.compliance.fiscal_year import fiscal_year_of, fiscal_year_words
from pss_fhir.compliance.words import counted, day_words


class BurnDownKind(StrEnum):
    """Whether units stand under an approval or need none."""

    AUTHORIZATION = "authorization"
    UNMANAGED = "unmanaged"


class BurnDownState(StrEnum):
    """Where its days stand at the moment of asking."""

    RUNNING = "running"
    UPCOMING = "upcoming"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Step:
    """Units left at the end of a day; negative where more was used than approved."""

    on: date
    left: int


@dataclass(frozen=True, slots=True)
class BurnDown:
    """The use of one authorization, or of a fiscal year's units that need none.

    Attributes:
        authorization_ref: the approval, None for units that need none.
        number: the payer's number for it.
        start_on, end_on: first and last day, None where the record does not say.
        units: units approved, None where the record does not say.
        used: units that our own count of contacts finds up to the moment of asking.
        used_by_payer: units the payer says are used, None where it does not say.
        left: ``units - used``, negative when more was used; None where ``units`` is.
        days_left: days from the next one through the last; 0 after it, None without a last day.
        units_per_week: pace so far, None before the first day or without a first day.
        even_use_per_week: pace that would use all units by the last day, from now on.
        projected_left: units left on the last day if the pace stays, None where it cannot be known.
        runs_out_on: first day on which no unit is left if the pace stays, None if units last.
        even_use: the straight line from all units on the first day to none on the last.
        steps: units left at the end of each day on which some were used, with the first day before
            and the day of asking (or the last day) after, for a step line.
    """

    kind: BurnDownKind
    state: BurnDownState
    authorization_ref: str | None
    number: str | None
    payer_name: str | None
    service_code: str
    is_group: bool
    start_on: date | None
    end_on: date | None
    units: int | None
    used: int
    used_by_payer: int | None
    left: int | None
    days_left: int | None
    units_per_week: float | None
    even_use_per_week: float | None
    projected_left: int | None
    runs_out_on: date | None
    even_use: tuple[Step, ...]
    steps: tuple[Step, ...]

    @property
    def verdict(self) -> str:
        """All of it in a sentence (``At this pace 14 units will be unused on Sep 30, 2026.``)."""
        if self.units is None or self.left is None:
            return (
                f"{counted(self.used, 'unit')} used; the authorization does not say how many were approved."
            )
        if self.kind is BurnDownKind.UNMANAGED:
            return _unmanaged_verdict(self, self.units, self.left)
        if self.left < 0:
            return f"{counted(-self.left, 'unit')} more used than the {self.units} approved."
        if self.state is BurnDownState.UPCOMING and self.start_on is not None:
            return f"{counted(self.units, 'unit')} from {day_words(self.start_on)}."
        if self.state is BurnDownState.ENDED and self.end_on is not None:
            unused = f"{self.left} of {counted(self.units, 'unit')} were unused"
            return f"{unused} when it ended on {day_words(self.end_on)}."
        if self.left == 0:
            return f"All {counted(self.units, 'unit')} are used."
        return _pace_verdict(self, self.units, self.left)


def _unmanaged_verdict(down: BurnDown, units: int, left: int) -> str:
    year = fiscal_year_words(fiscal_year_of(down.end_on)) if down.end_on else "the year"
    if left < 0:
        return f"{counted(-left, 'unit')} more used without an authorization than the {units} of {year}."
    return f"{left} of {counted(units, 'unit')} that need no authorization are left for {year}."


def _pace_verdict(down: BurnDown, units: int, left: int) -> str:
    if down.end_on is None or down.projected_left is None:
        return f"{left} of {counted(units, 'unit')} are left; the authorization names no first or last day."
    if down.used == 0:
        return f"No unit is used yet; {counted(units, 'unit')} are there until {day_words(down.end_on)}."
    if down.runs_out_on is not None:
        short = (down.end_on - down.runs_out_on).days
        early = f", {counted(short, 'day')} before the authorization ends" if short > 0 else ""
        return f"At this pace the units run out on {day_words(down.runs_out_on)}{early}."
    if down.projected_left > 0:
        return (
            f"At this pace {counted(down.projected_left, 'unit')} will be unused on {day_words(down.end_on)}."
        )
    return f"At this pace all units will be used by {day_words(down.end_on)}."
