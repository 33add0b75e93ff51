"""Where units fall: approvals, groups, days, overlaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from pss_fhir.compliance.facts import ledger as ledgers
from pss_fhir.compliance.facts.approvals import Approvals
from pss_fhir.compliance.facts.ledger import DayUse, Pool, keep_ledger
from pss_fhir.compliance.facts.visit import visits_of
from pss_fhir.domain.contact import Contact
from pss_fhir.domain.payer import Authorization
from pss_fhir.domain.record import Days
from pss_fhir.domain.units import Rounding, UnitRule
from tests.builders import at, make_authorization, make_contact, make_group_contact

DAY = date(2026, 11, 3)


def uses_by_day(contacts: Sequence[Contact], rule_on: Callable[[date], UnitRule]) -> tuple[DayUse, ...]:
    """Uses of contacts that took place."""
    return ledgers.uses_by_day(visits_of(contacts), rule_on)


def rule_on(_: date) -> UnitRule:
    return UnitRule()


def group_approval(**changes: object) -> Authorization:
    return make_authorization(ref="ClaimResponse/group", modifiers=("HQ",), **changes)


def test_uses_by_day_overlapping_contacts_count_each_minute_once() -> None:
    contacts = [
        make_contact(started_at=at(9), ended_at=at(10)),
        make_contact(started_at=at(9, 30), ended_at=at(10, 30)),
    ]
    [use] = uses_by_day(contacts, rule_on)
    assert (use.made.minutes, use.made.units) == (90, 6)


def test_uses_by_day_pools_minutes_only_where_the_rule_says_so() -> None:
    contacts = [
        make_contact(started_at=at(9), ended_at=at(9, 10)),
        make_contact(started_at=at(11), ended_at=at(11, 10)),
    ]
    [apart] = uses_by_day(contacts, rule_on)
    [pooled] = uses_by_day(contacts, lambda _: UnitRule(rounding=Rounding.SUM_THEN_ROUND))
    assert (apart.made.units, pooled.made.units) == (0, 1)


def test_uses_by_day_unbilled_and_running_contacts_use_nothing() -> None:
    contacts = [make_contact(service_code=None), make_contact(ended_at=None)]
    assert uses_by_day(contacts, rule_on) == ()


def test_uses_by_day_night_of_the_clock_change_counts_time_as_it_was_lived() -> None:
    """From 00:30 EDT to 01:30 EST on 2026-11-01 two hours pass."""
    night = date(2026, 11, 1)
    ended = at(1, 30, day=night).replace(fold=1)
    [use] = uses_by_day([make_contact(started_at=at(0, 30, day=night), ended_at=ended)], rule_on)
    assert (use.on, use.made.minutes) == (night, 120)


def test_keep_ledger_group_units_fall_under_the_group_approval() -> None:
    uses = uses_by_day([make_group_contact(), make_contact(started_at=at(9), ended_at=at(10))], rule_on)
    ledger = keep_ledger(uses, Approvals([make_authorization(), group_approval()], combined=True))
    assert (ledger.used("ClaimResponse/group"), ledger.used("ClaimResponse/auth-2026")) == (3, 4)


@pytest.mark.parametrize(("combined", "under_approval", "unmanaged"), [(True, 3, 0), (False, 0, 3)])
def test_keep_ledger_group_without_group_approval_follows_the_figure(
    combined: bool, under_approval: int, unmanaged: int
) -> None:
    approvals = Approvals([make_authorization()], combined=combined)
    ledger = keep_ledger(uses_by_day([make_group_contact()], rule_on), approvals)
    assert ledger.used("ClaimResponse/auth-2026") == under_approval
    assert ledger.used_unmanaged(Pool(2027, "H0038")) == unmanaged


@pytest.mark.parametrize(("first", "last", "is_covered"), [(3, 3, True), (4, 5, False), (1, 2, False)])
def test_keep_ledger_approval_covers_first_through_last_day(first: int, last: int, is_covered: bool) -> None:
    held = make_authorization(days=Days(start_on=date(2026, 11, first), end_on=date(2026, 11, last)))
    ledger = keep_ledger(uses_by_day([make_contact()], rule_on), Approvals([held], combined=True))
    assert ledger.used(held.ref) == (3 if is_covered else 0)


def test_keep_ledger_units_beyond_every_approval_stay_with_the_last() -> None:
    approvals = Approvals([make_authorization(units=1)], combined=True)
    ledger = keep_ledger(uses_by_day([make_contact()], rule_on), approvals)
    assert ledger.used("ClaimResponse/auth-2026") == 3
    assert ledger.used("ClaimResponse/auth-2026", before=DAY) == 0
