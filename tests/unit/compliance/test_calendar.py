"""What falls due: 90, 60 and 30 days ahead, and overdue."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from pss_fhir.clock import NEW_YORK
from pss_fhir.compliance import Answer, check_signed_note, load_policies
from pss_fhir.compliance.calendar import DueItem, Window, due_items, unknown_items
from pss_fhir.compliance.facts.staff import SpecialistFacts
from pss_fhir.domain.people import CredentialKind
from pss_fhir.domain.staff import RefusedRow, StaffCredential, StaffRecords, Training
from tests.builders import make_chart, make_contact, make_credential, make_note, make_staff

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


def unknown(staff: StaffRecords, member: int = 0) -> dict[str, str]:
    """What nobody can say, and why."""
    facts = SpecialistFacts(staff.members[member], staff, POLICIES, today=TODAY)
    return {item.what: item.why for item in unknown_items(facts)}


def test_unknown_items_of_whole_records_are_none() -> None:
    assert unknown(make_staff()) == {}


def test_unknown_items_of_a_file_that_was_not_read_are_all_that_need_it() -> None:
    staff = make_staff(supervision=(), unread=("supervision",))
    assert not [item for item in due(staff) if "contract" in item.what]
    assert unknown(staff) == {
        "supervision contract or its review": "supervision.csv is missing or could not be read"
    }


def test_unknown_items_of_credentials_leave_out_what_never_ends() -> None:
    found = unknown(make_staff(unread=("credentials",)))
    assert "NC peer support certificate" in found
    assert "crisis prevention (CPI) training" in found
    assert "driver's license" in found
    assert not [what for what in found if "diploma" in what]


@pytest.mark.parametrize(("staff_id", "is_known"), [("S-1", False), (None, False), ("S-9", True)])
def test_unknown_items_of_a_refused_row_are_those_of_whom_it_names(
    staff_id: str | None, *, is_known: bool
) -> None:
    staff = make_staff(refused=(RefusedRow(of="supervision", staff_id=staff_id),))
    told = {"supervision contract or its review": "a row of supervision.csv could not be read"}
    assert unknown(staff) == ({} if is_known else told)


def test_unknown_items_name_every_file_that_is_wanting() -> None:
    staff = make_staff(unread=("trainings",), refused=(RefusedRow(of="credentials", staff_id="S-1"),))
    assert unknown(staff)["crisis prevention (CPI) training"] == (
        "a row of credentials.csv could not be read and trainings.csv is missing or could not be read"
    )


def test_unknown_items_of_a_certificate_without_days_and_of_somebody_without_a_day_of_hire() -> None:
    held = make_credential(issued_on=None, expires_on=None)
    staff = make_staff(
        credentials=(StaffCredential(staff_id="S-1", credential=held),), supervision=(), trainings=()
    )
    hired = staff.members[0].model_copy(update={"hired_on": None})
    found = unknown(staff.model_copy(update={"members": (hired, *staff.members[1:])}))
    assert found["NC peer support certificate"] == "its last day is not on file"
    assert found["supervision contract"] == "the day of hire is not on file"
    assert found["training in client rights"] == "the day of hire is not on file"
    assert len(found) == len([what for what in found if "training" in what]) + 3


def test_unknown_items_of_another_role_and_of_somebody_who_left_are_none() -> None:
    staff = make_staff(unread=("credentials", "trainings", "supervision"))
    assert unknown(staff, member=1) == {}
    gone = staff.members[0].model_copy(update={"left_on": TODAY - timedelta(days=1)})
    assert unknown(staff.model_copy(update={"members": (gone,)})) == {}


def test_items_of_a_crisis_training_on_a_certificate_go_by_its_days() -> None:
    what, records = "crisis prevention (CPI) training", []
    for changes in ({"expires_on": None}, {"issued_on": None, "expires_on": None}):
        held = make_credential(CredentialKind.CPI, **({"issued_on": date(2026, 2, 10)} | changes))
        records.append(
            make_staff(credentials=(StaffCredential(staff_id="S-1", credential=held),), trainings=())
        )
    assert found(due(records[0]), what).due_on == date(2027, 2, 9)
    assert unknown(records[1])[what] == "its last day is not on file"


@pytest.mark.parametrize(
    ("completed_on", "last_day"),
    [
        (date(2023, 2, 28), date(2024, 2, 28)),
        (date(2024, 2, 28), date(2025, 2, 28)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2024, 3, 1), date(2025, 3, 1)),
        (date(2024, 12, 31), date(2025, 12, 31)),
    ],
)
def test_due_items_of_a_crisis_training_fall_due_on_the_last_day_on_which_its_rule_is_met(
    completed_on: date, last_day: date
) -> None:
    training = Training(staff_id="S-1", topic="cpi", hours=8, completed_on=completed_on)
    staff = make_staff(credentials=(), trainings=(training,))
    item = found(due(staff), "crisis prevention (CPI) training")
    assert item.due_on == last_day
    assert answer_on(staff, last_day) is Answer.MET
    assert answer_on(staff, last_day + timedelta(days=1)) is Answer.BROKEN


def answer_on(staff: StaffRecords, day: date) -> Answer:
    """What the rule of crisis training says of a visit that day."""
    began = datetime.combine(day, time(10), NEW_YORK)
    note = make_note(contact=make_contact(started_at=began, ended_at=began + timedelta(hours=1)))
    found = check_signed_note(make_chart(staff=staff), note, POLICIES, as_of=began, all_answers=True)
    [answer] = [one.answer for one in found if one.rule == "agency-cpi-current"]
    return answer
