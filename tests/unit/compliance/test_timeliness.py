"""On time, late, too late to bill."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from pss_fhir.compliance import load_policies, timeliness_of
from pss_fhir.domain.contact import Place
from tests.builders import at, make_chart, make_draft

POLICIES = load_policies()
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("as_of", "is_late"),
    [
        (at(14, 52, day=date(2026, 11, 4)) - SECOND, False),
        (at(14, 52, day=date(2026, 11, 4)), False),
        (at(14, 52, day=date(2026, 11, 4)) + SECOND, True),
    ],
)
def test_timeliness_of_community_visit_turns_24_hours_after_its_end(as_of: datetime, is_late: bool) -> None:
    assert timeliness_of(make_chart(), make_draft(), POLICIES, as_of=as_of).is_late is is_late


def test_timeliness_of_visit_before_the_clocks_go_back_has_24_true_hours() -> None:
    """Saturday 14:52 EDT plus 24 hours is Sunday 13:52 EST."""
    saturday = date(2026, 10, 31)
    draft = make_draft(started_at=at(14, day=saturday), ended_at=at(14, 52, day=saturday))
    found = timeliness_of(make_chart(), draft, POLICIES, as_of=at(15, day=saturday))
    assert found.on_time_until == at(13, 52, day=date(2026, 11, 1))


def test_timeliness_of_friday_visit_at_the_office_keeps_24_hours() -> None:
    """One business day, and at most 24 hours: the hours end first."""
    friday = date(2026, 11, 6)
    draft = make_draft(place=Place.OFFICE, started_at=at(14, day=friday), ended_at=at(15, day=friday))
    found = timeliness_of(make_chart(), draft, POLICIES, as_of=at(16, day=friday))
    assert found.on_time_until == at(15, day=date(2026, 11, 7))


@pytest.mark.parametrize(
    ("as_of", "is_too_late"),
    [
        (at(23, 59, day=date(2026, 11, 13)), False),
        (at(0, day=date(2026, 11, 14)), True),
    ],
)
def test_timeliness_of_entry_can_be_billed_through_the_seventh_business_day(
    as_of: datetime, is_too_late: bool
) -> None:
    found = timeliness_of(make_chart(), make_draft(), POLICIES, as_of=as_of)
    assert (found.billable_through, found.is_too_late_to_bill) == (date(2026, 11, 13), is_too_late)


def test_timeliness_of_draft_without_times_is_not_known() -> None:
    found = timeliness_of(make_chart(), make_draft(started_at=None, ended_at=None), POLICIES, as_of=at(9))
    assert (found.on_time_until, found.billable_through, found.is_late, found.is_too_late_to_bill) == (
        None,
        None,
        False,
        False,
    )


def test_timeliness_of_visit_before_the_rule_has_no_last_billable_day() -> None:
    """The 7 business days are in force from 2025-07-08."""
    day = date(2025, 7, 7)
    draft = make_draft(started_at=at(9, day=day), ended_at=at(10, day=day))
    assert timeliness_of(make_chart(), draft, POLICIES, as_of=at(9)).billable_through is None
