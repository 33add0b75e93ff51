"""The visits of one person, found by day, by contact, and by the time they share."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from pss_fhir.compliance.facts.fact import fact
from pss_fhir.compliance.facts.visit import Visit
from pss_fhir.compliance.fiscal_year import days_of_fiscal_year
from pss_fhir.domain.contact import Contact
from pss_fhir.domain.record import TimeSpan


class Diary:
    """Visits in the order of service, and ways to find some of them without looking at all.

    Args:
        visits: one person's, in the order of service; every answer keeps that order.
    """

    def __init__(self, visits: Sequence[Visit]) -> None:
        self.visits = visits
        self._by_contact = {id(visit.contact): visit for visit in visits}

    def visit_of(self, contact: Contact) -> Visit | None:
        """What is known of one of the contacts, None where it is another one or did not take place."""
        return self._by_contact.get(id(contact))

    def on(self, day: date) -> Sequence[Visit]:
        """The visits of one day of service."""
        return self._by_day.get(day, ())

    @fact
    def _by_day(self) -> Mapping[date, Sequence[Visit]]:
        by_day: dict[date, list[Visit]] = defaultdict(list)
        for visit in self.visits:
            by_day[visit.on].append(visit)
        return by_day

    def of_year(self, year: int) -> Sequence[Visit]:
        """The visits of a fiscal year."""
        days = days_of_fiscal_year(year)
        return [visit for visit in self.visits if days.has(visit.on)]

    def sharing(self, span: TimeSpan) -> Sequence[Visit]:
        """The visits that share a moment with a span."""
        started_at, ended_at = span.started_at.astimezone(UTC), span.ended_at.astimezone(UTC)
        first = bisect_left(self._starts, started_at - self._longest)
        last = bisect_left(self._starts, ended_at, first)
        return [
            one
            for one in self.visits[first:last]
            if one.ended_at is not None and one.started_at < ended_at and started_at < one.ended_at
        ]

    @fact
    def _starts(self) -> Sequence[datetime]:
        return [visit.started_at for visit in self.visits]

    @fact
    def _longest(self) -> timedelta:
        """The time of the longest visit."""
        lengths = [one.ended_at - one.started_at for one in self.visits if one.ended_at is not None]
        return max(lengths, default=timedelta())

    def clashing_with(self, visit: Visit) -> Sequence[Visit]:
        """The other visits that share a moment with one of these."""
        return self._clashes.get(id(visit), ())

    @fact
    def _clashes(self) -> Mapping[int, Sequence[Visit]]:
        """Of all visits at once, which takes less than to look for each by itself."""
        found: dict[int, list[Visit]] = defaultdict(list)
        running: list[tuple[datetime, Visit]] = []
        for visit in self.visits:
            if visit.ended_at is None:
                continue
            running = [other for other in running if other[0] > visit.started_at]
            for _, other in running:
                found[id(other)].append(visit)
                found[id(visit)].append(other)
            running.append((visit.ended_at, visit))
        return found
