"""What falls due: 90, 60 and 30 days ahead, and overdue."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pss_fhir.compliance import load_policies
from pss_fhir.compliance.calendar import DueItem, Window, due_items
from pss_fhir.compliance.facts.staff import SpecialistFacts
from pss_fhir.domain.people import CredentialKind
from pss_fhir.domain.staff import StaffCredential, StaffRecords
from tests.builders import make_credential, make_staff

POLICIES = load_policies()
TODAY = date(2026, 11, 3)


def due(staff: StaffRecords, today: date = TODAY, member: int = 0) -> list[DueItem]:
    return list(due_items(SpecialistFacts(staff.members[member], staff, POLICIES, today=today)))


def found(items: list[DueItem], what: str) -> DueItem:
    [item] = [item for item in items if item.what == what]
    return item


@pytest.mark.parametrize(
    ("days", "window"),
    [
        (-1, Window.OVERDUE),
        (0, Window.DAYS_30),
        (30, Window.DAYS_30),
        (31, Window.DAYS_60),
        (60, Window.DAYS_60),
        (61, Window.DAYS_90),
        (90, Window.DAYS_90),
        (91, Window.LATER),
    ],
)
def test_due_items_certificate_stands_in_its_window(days: int, window: Window) -> None:
    held = make_credential(expires_on=TODAY + timedelta(days=days))
    staff = make_staff(credentials=(StaffCredential(staff_id="S-1", credential=held),))
    item = found(due(staff), "NC peer support certificate")
    assert (item.rule, item.days_left, item.window) == ("crt-011", days, window)


def test_due_items_renewed_credential_is_due_at_its_later_end() -> None:
    licenses = tuple(
        StaffCredential(
            staff_id="S-1",
            credential=make_credential(CredentialKind.DRIVERS_LICENSE, expires_on=date(year, 12, 1)),
        )
        for year in (2026, 2030)
    )
    assert found(due(make_staff(credentials=licenses)), "driver's license").due_on == date(2030, 12, 1)


def test_due_items_diploma_never_falls_due() -> None:
    diploma = make_credential(CredentialKind.HIGH_SCHOOL, expires_on=None)
    staff = make_staff(credentials=(StaffCredential(staff_id="S-1", credential=diploma),))
    assert not [item for item in due(staff) if "diploma" in item.what]


def test_due_items_open_training_is_due_30_days_after_hire() -> None:
    item = found(due(make_staff(trainings=()), date(2026, 1, 20)), "training in client rights")
    assert (item.due_on, item.days_left) == (date(2026, 2, 4), 15)


def test_due_items_contract_is_due_then_its_review() -> None:
    assert found(due(make_staff(supervision=())), "supervision contract").due_on == date(2026, 2, 4)
    assert found(due(make_staff()), "review of the supervision contract").due_on == date(2027, 1, 8)


def test_due_items_of_another_role_are_its_own() -> None:
    assert due(make_staff(), member=1) == []


def test_due_items_of_somebody_who_left_are_none() -> None:
    staff = make_staff()
    gone = staff.members[0].model_copy(update={"left_on": TODAY - timedelta(days=1)})
    assert due(staff.model_copy(update={"members": (gone,)})) == []
