"""Contacts: times, days and what is billed."""

from __future__ import annotations

from datetime import UTC, date, timedelta

import pytest
from pydantic import ValidationError

from pss_fhir.domain.contact import ContactKind
from tests.builders import at, make_contact, make_group_contact


def test_contact_across_midnight_belongs_to_the_day_it_started() -> None:
    late = make_contact(started_at=at(23, 30), ended_at=at(0, 15, day=date(2026, 11, 4)))

    assert (late.service_on, late.minutes) == (date(2026, 11, 3), 45)


def test_day_of_service_is_north_carolinas() -> None:
    in_utc = at(23, 30).astimezone(UTC)

    assert make_contact(started_at=in_utc, ended_at=in_utc + timedelta(hours=1)).service_on == date(
        2026, 11, 3
    )


def test_seconds_that_fill_no_minute_are_cut() -> None:
    assert make_contact(ended_at=at(14, 15) - timedelta(seconds=1)).minutes == 14


def test_contact_that_runs_has_no_minutes_and_no_span() -> None:
    running = make_contact(ended_at=None)

    assert (running.minutes, running.span, running.service_on) == (None, None, date(2026, 11, 3))


def test_contact_without_times_has_no_day() -> None:
    assert make_contact(started_at=None, ended_at=None).service_on is None


@pytest.mark.parametrize(
    "changes",
    [
        {"ended_at": at(14)},
        {"ended_at": at(13)},
        {"started_at": None},
        {"people_present": 0},
        {"service_code": "peer support"},
        {"modifiers": ("hq",)},
        {"contact_identifier": "urn:uuid:1"},
        {"unknown": 1},
    ],
)
def test_contact_that_contradicts_itself_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        make_contact(**changes)


@pytest.mark.parametrize(
    ("changes", "is_group"),
    [({"kind": ContactKind.GROUP}, True), ({"modifiers": ("HQ",)}, True), ({"modifiers": ("GT",)}, False)],
)
def test_group_is_known_by_kind_or_modifier(changes: dict[str, object], is_group: bool) -> None:
    assert make_contact(**changes).is_group is is_group


def test_contact_without_a_code_is_not_billed() -> None:
    assert not make_contact(service_code=None).is_billable
    assert make_group_contact().is_billable


def test_span_holds_both_times() -> None:
    contact = make_contact()

    assert contact.span is not None
    assert (contact.span.started_at, contact.span.ended_at) == (contact.started_at, contact.ended_at)
