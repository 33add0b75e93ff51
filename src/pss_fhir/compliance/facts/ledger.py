"""Units counted from contacts, and against which approval each of them falls."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from pss_fhir.compliance.facts.approvals import Approvals
from pss_fhir.compliance.facts.visit import Visit
from pss_fhir.compliance.fiscal_year import fiscal_year_of
from pss_fhir.domain.record import TimeSpan
from pss_fhir.domain.units import UnitCount, UnitRule, units_from_minutes, units_of_day


class DayUse(NamedTuple):
    """Units of one client with one service code on one day of service."""

    on: date
    service_code: str
    is_group: bool
    made: UnitCount


def without_overlap(spans: Sequence[TimeSpan]) -> Sequence[TimeSpan]:
    """The same time with every minute in it once; rules.md PSS-036 speaks of the overlap itself."""
    if len(spans) < 2:
        return spans
    joined: list[TimeSpan] = []
    for span in sorted(spans, key=lambda span: (span.started_at, span.ended_at)):
        if joined and joined[-1].overlaps(span):
            last = joined.pop()
            span = TimeSpan(started_at=last.started_at, ended_at=max(last.ended_at, span.ended_at))
        joined.append(span)
    return joined


def uses_by_day(visits: Iterable[Visit], rule_on: Callable[[date], UnitRule]) -> tuple[DayUse, ...]:
    """Units of billed visits by day, code and group, in that order; running ones count nothing.

    Args:
        visits: one client's, in any order.
        rule_on: how minutes become units on a day.
    """
    of_day: dict[tuple[date, str, bool], list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.ended_at is not None and visit.service_code is not None:
            of_day[visit.on, visit.service_code, visit.is_group].append(visit)
    return tuple([DayUse(*key, _units_of(of_day[key], rule_on(key[0]))) for key in sorted(of_day)])


def _units_of(visits: Sequence[Visit], rule: UnitRule) -> UnitCount:
    if len(visits) == 1:
        return units_from_minutes(visits[0].minutes, rule)
    return units_of_day(without_overlap([one.span for one in visits if one.span is not None]), rule)


class Pool(NamedTuple):
    """Units that need no approval: once in each episode of care and fiscal year (rules.md PSS-021).

    Attributes:
        episode_ref: the episode, None while the chart tells of none; then all days are of one.
    """

    fiscal_year: int
    service_code: str
    episode_ref: str | None = None


class UnitsByDay:
    """Units that fell in one place, by day.

    Attributes:
        entries: (day, units), in the order of days.
    """

    def __init__(self) -> None:
        self.entries: list[tuple[date, int]] = []
        self._days: list[date] = []
        self._sums = [0]

    def add(self, on: date, units: int) -> None:
        """Add the units of a day that is not before the last one."""
        self.entries.append((on, units))
        self._days.append(on)
        self._sums.append(self._sums[-1] + units)

    def used(self, *, before: date | None = None) -> int:
        """All units, or those before a day."""
        return self._sums[-1 if before is None else bisect_left(self._days, before)]


_NONE = UnitsByDay()


@dataclass(slots=True)
class Ledger:
    """Where one client's units fell.

    Attributes:
        by_authorization: the units that fell under an approval, by its reference.
        unmanaged: the units that fell under no approval, by the pool they are taken from.
    """

    by_authorization: dict[str, UnitsByDay] = field(default_factory=lambda: defaultdict(UnitsByDay))
    unmanaged: dict[Pool, UnitsByDay] = field(default_factory=lambda: defaultdict(UnitsByDay))

    def used(self, authorization_ref: str, *, before: date | None = None) -> int:
        """Units that fell under an approval, all or those before a day."""
        return self.by_authorization.get(authorization_ref, _NONE).used(before=before)

    def used_unmanaged(self, pool: Pool, *, before: date | None = None) -> int:
        """Units of a pool that fell under no approval, all or those before a day."""
        return self.unmanaged.get(pool, _NONE).used(before=before)

    def under(self, authorization_ref: str) -> Sequence[tuple[date, int]]:
        """(day, units) that fell under an approval, in the order of days."""
        return self.by_authorization.get(authorization_ref, _NONE).entries

    def under_none(self, pool: Pool) -> Sequence[tuple[date, int]]:
        """(day, units) of a pool that fell under no approval, in the order of days."""
        return self.unmanaged.get(pool, _NONE).entries


def keep_ledger(
    uses: Sequence[DayUse],
    approvals: Approvals,
    pool_of: Callable[[date, str], Pool] = lambda on, code: Pool(fiscal_year_of(on), code),
) -> Ledger:
    """Each day's units under the approval that ends first and has units left; days in order.

    Units beyond every approval of their day stay with the one that ends last, which is then over its
    limit. Units of a day without an approval count as unmanaged.
    """
    ledger = Ledger()
    left: dict[str, int | None] = {}
    for use in uses:
        units = use.made.units
        found = approvals.on(use.on, use.service_code, is_group=use.is_group)
        if not found:
            ledger.unmanaged[pool_of(use.on, use.service_code)].add(use.on, units)
            continue
        for held in found:
            room = left.setdefault(held.ref, held.units)
            taken = units if room is None or held is found[-1] else min(units, max(room, 0))
            if taken:
                ledger.by_authorization[held.ref].add(use.on, taken)
                left[held.ref] = None if room is None else room - taken
                units -= taken
    return ledger
