"""Units counted from contacts, and against which approval each of them falls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from pss_fhir.compliance.facts.visit import Visit
from pss_fhir.compliance.fiscal_year import fiscal_year_of
from pss_fhir.domain.payer import GROUP_MODIFIER, Authorization, AuthorizationStatus
from pss_fhir.domain.record import TimeSpan
from pss_fhir.domain.units import UnitCount, UnitRule, units_of_day

COUNTING = frozenset({AuthorizationStatus.APPROVED, AuthorizationStatus.PARTIAL})
"""Decisions under which units may be used."""


@dataclass(frozen=True, slots=True)
class DayUse:
    """Units of one client with one service code on one day of service."""

    on: date
    service_code: str
    is_group: bool
    count: UnitCount


def without_overlap(spans: Iterable[TimeSpan]) -> tuple[TimeSpan, ...]:
    """The same time with every minute in it once; rules.md PSS-036 speaks of the overlap itself."""
    joined: list[TimeSpan] = []
    spans = tuple(spans)
    if len(spans) < 2:
        return spans
    for span in sorted(spans, key=lambda span: (span.started_at, span.ended_at)):
        if joined and joined[-1].overlaps(span):
            last = joined.pop()
            span = TimeSpan(started_at=last.started_at, ended_at=max(last.ended_at, span.ended_at))
        joined.append(span)
    return tuple(joined)


def uses_by_day(visits: Iterable[Visit], rule_on: Callable[[date], UnitRule]) -> tuple[DayUse, ...]:
    """Units of billed visits by day, code and group, in that order; running ones count nothing.

    Args:
        visits: one client's, in any order.
        rule_on: how minutes become units on a day.
    """
    spans: dict[tuple[date, str, bool], list[TimeSpan]] = defaultdict(list)
    for visit in visits:
        contact = visit.contact
        if visit.span is not None and contact.service_code is not None:
            spans[visit.on, contact.service_code, contact.is_group].append(visit.span)
    return tuple(
        DayUse(*key, units_of_day(without_overlap(spans[key]), rule_on(key[0]))) for key in sorted(spans)
    )


def covers(authorization: Authorization, on: date, service_code: str) -> bool:
    """Whether an approval counts for a service on a day, individual or group aside."""
    return (
        authorization.status in COUNTING
        and authorization.service_code == service_code
        and authorization.days.has(on)
    )


def is_for_groups(authorization: Authorization) -> bool:
    """Whether an approval is for group service by its modifiers."""
    return GROUP_MODIFIER in authorization.modifiers


def approvals_for(
    authorizations: Iterable[Authorization], on: date, service_code: str, *, is_group: bool, combined: bool
) -> tuple[Authorization, ...]:
    """The approvals a day's units may fall under, the one that ends first first.

    Args:
        authorizations: one client's.
        on: day of service.
        service_code: HCPCS code.
        is_group: whether the service is a group.
        combined: whether an approval for individual service also covers groups where no approval for
            groups is there (rules.md PSS-027).
    """
    found = [held for held in authorizations if covers(held, on, service_code)]
    fitting = [held for held in found if is_for_groups(held) == is_group]
    if not fitting and is_group and combined:
        fitting = [held for held in found if not held.modifiers]
    return tuple(
        sorted(
            fitting, key=lambda held: (held.days.end_on or date.max, held.days.start_on or date.min, held.ref)
        )
    )


@dataclass(frozen=True, slots=True)
class Pool:
    """Units that need no approval: once in each episode of care and fiscal year (rules.md PSS-021).

    Attributes:
        episode_ref: the episode, None while the chart tells of none; then all days are of one.
    """

    fiscal_year: int
    service_code: str
    episode_ref: str | None = None


@dataclass(slots=True)
class Ledger:
    """Where one client's units fell.

    Attributes:
        by_authorization: approval's reference -> (day, units), in the order of days.
        unmanaged: the pool they fall in -> (day, units) that fell under no approval.
    """

    by_authorization: dict[str, list[tuple[date, int]]] = field(default_factory=lambda: defaultdict(list))
    unmanaged: dict[Pool, list[tuple[date, int]]] = field(default_factory=lambda: defaultdict(list))

    def used(self, authorization_ref: str, *, before: date | None = None) -> int:
        """Units that fell under an approval, all or those before a day."""
        return _sum(self.by_authorization.get(authorization_ref, ()), before)

    def used_unmanaged(self, pool: Pool, *, before: date | None = None) -> int:
        """Units of a pool that fell under no approval, all or those before a day."""
        return _sum(self.unmanaged.get(pool, ()), before)


def _sum(entries: Iterable[tuple[date, int]], before: date | None) -> int:
    return sum(units for on, units in entries if before is None or on < before)


def keep_ledger(
    uses: Sequence[DayUse],
    authorizations: Sequence[Authorization],
    *,
    combined: bool,
    pool_of: Callable[[date, str], Pool] = lambda on, code: Pool(fiscal_year_of(on), code),
) -> Ledger:
    """Each day's units under the approval that ends first and has units left; days in order.

    Units beyond every approval of their day stay with the one that ends last, which is then over its
    limit. Units of a day without an approval count as unmanaged.
    """
    ledger = Ledger()
    left = {held.ref: held.units for held in authorizations}
    for use in uses:
        units = use.count.units
        approvals = approvals_for(
            authorizations, use.on, use.service_code, is_group=use.is_group, combined=combined
        )
        if not approvals:
            ledger.unmanaged[pool_of(use.on, use.service_code)].append((use.on, units))
            continue
        for held in approvals:
            room = left[held.ref]
            taken = units if room is None or held is approvals[-1] else min(units, max(room, 0))
            if taken:
                ledger.by_authorization[held.ref].append((use.on, taken))
                left[held.ref] = None if room is None else room - taken
                units -= taken
    return ledger
