"""The use of an authorization in numbers and in a sentence."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from pss_fhir.compliance import BurnDown, BurnDownKind, BurnDownState, Step, burn_downs, load_policies
from pss_fhir.domain.chart import ChartPart
from pss_fhir.domain.contact import Contact
from pss_fhir.domain.payer import AuthorizationStatus
from pss_fhir.domain.record import Days
from tests.builders import at, make_authorization, make_chart, make_contact

POLICIES = load_policies()
FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)
"""Thirty days."""


def visit(day: date, units: int, **changes: Any) -> Contact:
    """A visit of so many whole units."""
    start = at(9, day=day)
    return make_contact(
        ref=f"Encounter/v-{day}",
        contact_identifier=None,
        started_at=start,
        ended_at=start + timedelta(minutes=15 * units),
        **changes,
    )


def of_authorization(as_of: datetime, *contacts: Contact, units: int | None = 60, **changes: Any) -> BurnDown:
    """The burn-down of one September authorization."""
    held = make_authorization(units=units, days=Days(start_on=FIRST, end_on=LAST), **changes)
    return burn_downs(make_chart(authorizations=(held,), contacts=contacts), POLICIES, as_of=as_of)[0]


def test_burn_downs_running_pace_leaves_units_unused() -> None:
    """10 units in 10 days leave 50; 20 more days at one a day leave 30."""
    found = of_authorization(
        at(17, day=date(2026, 9, 10)), visit(date(2026, 9, 3), 4), visit(date(2026, 9, 8), 6)
    )

    assert (found.kind, found.state) == (BurnDownKind.AUTHORIZATION, BurnDownState.RUNNING)
    assert (found.used, found.left, found.days_left) == (10, 50, 20)
    assert (found.units_per_week, found.even_use_per_week) == (7.0, 17.5)
    assert (found.projected_left, found.runs_out_on) == (30, None)
    assert found.verdict == "At this pace 30 units will be unused on Sep 30, 2026."
    assert found.even_use == (Step(FIRST, 60), Step(LAST, 0))
    assert found.steps == (
        Step(FIRST, 60),
        Step(date(2026, 9, 3), 56),
        Step(date(2026, 9, 8), 50),
        Step(date(2026, 9, 10), 50),
    )


def test_burn_downs_fast_pace_names_the_day_units_run_out() -> None:
    """40 units in 10 days leave 20, which last 5 more days."""
    found = of_authorization(
        at(17, day=date(2026, 9, 10)), *(visit(date(2026, 9, day), 4) for day in range(1, 11))
    )

    assert found.runs_out_on == date(2026, 9, 15)
    assert (
        found.verdict
        == "At this pace the units run out on Sep 15, 2026, 15 days before the authorization ends."
    )


def test_burn_downs_even_pace_uses_all() -> None:
    found = of_authorization(
        at(17, day=date(2026, 9, 10)), *(visit(date(2026, 9, day), 2) for day in range(1, 11))
    )
    assert found.verdict == "At this pace all units will be used by Sep 30, 2026."


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 8, 31), BurnDownState.UPCOMING),
        (date(2026, 9, 1), BurnDownState.RUNNING),
        (date(2026, 9, 30), BurnDownState.RUNNING),
        (date(2026, 10, 1), BurnDownState.ENDED),
    ],
)
def test_burn_downs_state_turns_on_first_and_after_last_day(day: date, state: BurnDownState) -> None:
    assert of_authorization(at(9, day=day)).state is state


@pytest.mark.parametrize(
    ("day", "units", "verdict"),
    [
        (date(2026, 8, 31), 60, "60 units from Sep 1, 2026."),
        (
            date(2026, 9, 1),
            60,
            "At this pace the units run out on Sep 15, 2026, 15 days before the authorization ends.",
        ),
        (date(2026, 9, 10), 4, "All 4 units are used."),
        (date(2026, 9, 10), 3, "1 unit more used than the 3 approved."),
        (date(2026, 10, 1), 60, "56 of 60 units were unused when it ended on Sep 30, 2026."),
        (date(2026, 9, 10), None, "4 units used; the authorization does not say how many were approved."),
    ],
)
def test_burn_downs_verdict_says_how_it_stands(day: date, units: int | None, verdict: str) -> None:
    assert of_authorization(at(17, day=day), visit(FIRST, 4), units=units).verdict == verdict


def test_burn_downs_no_unit_used_says_so() -> None:
    found = of_authorization(at(9, day=date(2026, 9, 10)))
    assert found.verdict == "No unit is used yet; 60 units are there until Sep 30, 2026."


def test_burn_downs_open_days_make_no_projection() -> None:
    held = make_authorization(units=60, days=Days())
    [found, _] = burn_downs(make_chart(authorizations=(held,)), POLICIES, as_of=at(9))
    assert (found.projected_left, found.even_use) == (None, ())
    assert found.verdict == "60 of 60 units are left; the authorization names no first or last day."


def test_burn_downs_later_contacts_are_left_out() -> None:
    found = of_authorization(at(9, day=date(2026, 9, 10)), visit(date(2026, 9, 20), 4))
    assert found.used == 0


def test_burn_downs_shows_the_payers_own_figure_beside_ours() -> None:
    found = of_authorization(at(9, day=date(2026, 9, 10)), visit(FIRST, 4), units_used_by_payer=9)
    assert (found.used, found.used_by_payer, found.left) == (4, 9, 56)


@pytest.mark.parametrize(
    "status", [AuthorizationStatus.DENIED, AuthorizationStatus.PENDED, AuthorizationStatus.CANCELLED]
)
def test_burn_downs_decision_that_gives_no_units_has_none(status: AuthorizationStatus) -> None:
    found = of_authorization(at(9, day=date(2026, 9, 10)), status=status)
    assert found.kind is BurnDownKind.UNMANAGED


def test_burn_downs_unmanaged_units_turn_with_the_fiscal_year() -> None:
    contacts = (visit(date(2026, 6, 30), 20), visit(date(2026, 7, 1), 4))
    chart = make_chart(authorizations=(), contacts=contacts)

    [before] = burn_downs(chart, POLICIES, as_of=at(17, day=date(2026, 6, 30)))
    [after] = burn_downs(chart, POLICIES, as_of=at(17, day=date(2026, 7, 1)))

    assert (before.left, after.left) == (4, 20)
    assert after.verdict == "20 of 24 units that need no authorization are left for July 2026 to June 2027."


def test_burn_downs_of_two_authorizations_use_the_one_that_ends_first() -> None:
    early = make_authorization(
        ref="ClaimResponse/early", units=4, days=Days(start_on=FIRST, end_on=date(2026, 9, 15))
    )
    late = make_authorization(ref="ClaimResponse/late", units=60, days=Days(start_on=FIRST, end_on=LAST))
    chart = make_chart(authorizations=(late, early), contacts=(visit(date(2026, 9, 2), 6),))

    [first, second, _] = burn_downs(chart, POLICIES, as_of=at(17, day=date(2026, 9, 3)))

    assert (first.authorization_ref, first.used) == ("ClaimResponse/early", 4)
    assert (second.authorization_ref, second.used) == ("ClaimResponse/late", 2)


@pytest.mark.parametrize("part", [ChartPart.AUTHORIZATIONS, ChartPart.CONTACTS])
def test_burn_downs_part_not_read_shows_none(part: ChartPart) -> None:
    assert burn_downs(make_chart(unread=frozenset({part})), POLICIES, as_of=at(9)) == ()
