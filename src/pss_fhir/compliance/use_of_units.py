"""Counting how authorizations are used: units left by day, the pace, and where that pace leads."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction

from pss_fhir.compliance.burn_down import BurnDown, BurnDownKind, BurnDownState, Step
from pss_fhir.compliance.facts.approvals import COUNTING, is_for_groups
from pss_fhir.compliance.facts.chart import ChartFacts
from pss_fhir.compliance.figures import UnmanagedUnits
from pss_fhir.compliance.fiscal_year import days_of_fiscal_year, fiscal_year_of
from pss_fhir.compliance.policy_set import PolicySet
from pss_fhir.domain.chart import Chart, ChartPart
from pss_fhir.domain.payer import PEER_SUPPORT, Authorization


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
    entries = [(on, units) for on, units in facts.ledger.under(held.ref) if on <= facts.today]
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
    days = days_of_fiscal_year(fiscal_year_of(facts.today))
    entries = [
        (on, units)
        for on, units in facts.ledger.under_none(facts.pool_of(facts.today, PEER_SUPPORT))
        if on <= facts.today
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
