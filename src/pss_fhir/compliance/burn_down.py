"""How an authorization is being used: units left by day, the pace, and where that pace leads."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from pss_fhir.compliance.facts.chart import ChartFacts
from pss_fhir.compliance.facts.ledger import COUNTING, is_for_groups
from pss_fhir.compliance.figures import UnmanagedUnits
from pss_fhir.compliance.fiscal_year import days_of_fiscal_year, fiscal_year_of, fiscal_year_words
from pss_fhir.compliance.policy_set import PolicySet
from pss_fhir.compliance.words import counted, day_words
from pss_fhir.domain.chart import Chart, ChartPart
from pss_fhir.domain.payer import PEER_SUPPORT, Authorization


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
        verdict: all of it in a sentence.
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
    verdict: str


def burn_downs(chart: Chart, policies: PolicySet, *, as_of: datetime) -> tuple[BurnDown, ...]:
    """The use of each counting authorization and of the fiscal year's units that need none.

    Running ones come first, the one that ends first at the head; then upcoming, then ended. Contacts
    after the moment of asking are left out. Empty where authorizations or contacts were not read.
    """
    facts = ChartFacts(chart, policies, as_of=as_of)
    if not (facts.knows(ChartPart.AUTHORIZATIONS) and facts.knows(ChartPart.CONTACTS)):
        return ()
    found = [_of_authorization(held, facts) for held in chart.authorizations if held.status in COUNTING]
    unmanaged = _of_unmanaged(facts)
    order = list(BurnDownState)
    found.sort(
        key=lambda one: (
            order.index(one.state),
            one.end_on or date.max,
            one.start_on or date.min,
            str(one.number),
            one.authorization_ref or "",
        )
    )
    return (*found, *([unmanaged] if unmanaged else []))


def _of_authorization(held: Authorization, facts: ChartFacts) -> BurnDown:
    entries = [
        (on, units) for on, units in facts.ledger.by_authorization.get(held.ref, ()) if on <= facts.today
    ]
    return _burn_down(
        facts.today,
        entries,
        kind=BurnDownKind.AUTHORIZATION,
        authorization_ref=held.ref,
        number=held.number,
        payer_name=held.payer_name,
        service_code=held.service_code,
        is_group=is_for_groups(held),
        start_on=held.days.start_on,
        end_on=held.days.end_on,
        units=held.units,
        used_by_payer=held.units_used_by_payer,
    )


def _of_unmanaged(facts: ChartFacts) -> BurnDown | None:
    pool = facts.policies.parameters_for(UnmanagedUnits, facts.today, facts.payers_on(facts.today))
    if pool is None:
        return None
    year = fiscal_year_of(facts.today)
    days = days_of_fiscal_year(year)
    entries = [
        (on, units) for on, units in facts.ledger.unmanaged.get((year, PEER_SUPPORT), ()) if on <= facts.today
    ]
    return _burn_down(
        facts.today,
        entries,
        kind=BurnDownKind.UNMANAGED,
        authorization_ref=None,
        number=None,
        payer_name=None,
        service_code=PEER_SUPPORT,
        is_group=False,
        start_on=days.start_on,
        end_on=days.end_on,
        units=pool.units,
        used_by_payer=None,
    )


def _burn_down(
    today: date,
    entries: Sequence[tuple[date, int]],
    *,
    kind: BurnDownKind,
    authorization_ref: str | None,
    number: str | None,
    payer_name: str | None,
    service_code: str,
    is_group: bool,
    start_on: date | None,
    end_on: date | None,
    units: int | None,
    used_by_payer: int | None,
) -> BurnDown:
    used = sum(taken for _, taken in entries)
    state = _state(today, start_on, end_on)
    pace = _pace(used, today, start_on, end_on)
    days_left = (
        max((end_on - max(today, (start_on or today) - timedelta(days=1))).days, 0) if end_on else None
    )
    left = units - used if units is not None else None
    projected = runs_out = None
    if left is not None and pace is not None and days_left is not None and kind is BurnDownKind.AUTHORIZATION:
        projected = math.floor(left - pace * days_left)
        if state is BurnDownState.RUNNING and pace and left > 0 and projected < 0:
            runs_out = today + timedelta(days=math.ceil(left / pace))
    return BurnDown(
        kind=kind,
        state=state,
        authorization_ref=authorization_ref,
        number=number,
        payer_name=payer_name,
        service_code=service_code,
        is_group=is_group,
        start_on=start_on,
        end_on=end_on,
        units=units,
        used=used,
        used_by_payer=used_by_payer,
        left=left,
        days_left=days_left,
        units_per_week=round(float(pace * 7), 2) if pace is not None else None,
        even_use_per_week=round(left * 7 / days_left, 2)
        if left is not None and left > 0 and days_left
        else None,
        projected_left=projected,
        runs_out_on=runs_out,
        even_use=_even_use(units, start_on, end_on),
        steps=_steps(units, entries, today, start_on, end_on),
        verdict=_verdict(kind, state, today, units, used, left, pace, projected, runs_out, start_on, end_on),
    )


def _state(today: date, start_on: date | None, end_on: date | None) -> BurnDownState:
    if start_on is not None and today < start_on:
        return BurnDownState.UPCOMING
    if end_on is not None and end_on < today:
        return BurnDownState.ENDED
    return BurnDownState.RUNNING


def _pace(used: int, today: date, start_on: date | None, end_on: date | None) -> Fraction | None:
    """Units a day so far; today counts as a whole day."""
    if start_on is None or today < start_on:
        return None
    return Fraction(used, (min(today, end_on or today) - start_on).days + 1)


def _even_use(units: int | None, start_on: date | None, end_on: date | None) -> tuple[Step, ...]:
    if units is None or start_on is None or end_on is None:
        return ()
    return Step(start_on, units), Step(end_on, 0)


def _steps(
    units: int | None,
    entries: Sequence[tuple[date, int]],
    today: date,
    start_on: date | None,
    end_on: date | None,
) -> tuple[Step, ...]:
    if units is None:
        return ()
    left, steps = units, []
    if start_on is not None and start_on <= today:
        steps.append(Step(start_on, units))
    for on, taken in entries:
        left -= taken
        if steps and steps[-1].on == on:
            steps.pop()
        steps.append(Step(on, left))
    last = min(today, end_on or today)
    if steps and steps[-1].on < last:
        steps.append(Step(last, left))
    return tuple(steps)


def _verdict(
    kind: BurnDownKind,
    state: BurnDownState,
    today: date,
    units: int | None,
    used: int,
    left: int | None,
    pace: Fraction | None,
    projected: int | None,
    runs_out: date | None,
    start_on: date | None,
    end_on: date | None,
) -> str:
    if units is None or left is None:
        return f"{counted(used, 'unit')} used; the authorization does not say how many were approved."
    if kind is BurnDownKind.UNMANAGED:
        year = fiscal_year_words(fiscal_year_of(today))
        if left < 0:
            return f"{counted(-left, 'unit')} more used without an authorization than the {units} of {year}."
        return f"{left} of {counted(units, 'unit')} that need no authorization are left for {year}."
    if left < 0:
        return f"{counted(-left, 'unit')} more used than the {units} approved."
    if state is BurnDownState.UPCOMING and start_on is not None:
        return f"{counted(units, 'unit')} from {day_words(start_on)}."
    if state is BurnDownState.ENDED and end_on is not None:
        return f"{left} of {counted(units, 'unit')} were unused when it ended on {day_words(end_on)}."
    if left == 0:
        return f"All {counted(units, 'unit')} are used."
    if end_on is None or projected is None:
        return f"{left} of {counted(units, 'unit')} are left; the authorization names no first or last day."
    if not pace:
        return f"No unit is used yet; {counted(units, 'unit')} are there until {day_words(end_on)}."
    if runs_out is not None:
        short = (end_on - runs_out).days
        early = f", {counted(short, 'day')} before the authorization ends" if short > 0 else ""
        return f"At this pace the units run out on {day_words(runs_out)}{early}."
    if projected > 0:
        return f"At this pace {counted(projected, 'unit')} will be unused on {day_words(end_on)}."
    return f"At this pace all units will be used by {day_words(end_on)}."
