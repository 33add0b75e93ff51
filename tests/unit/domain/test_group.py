"""Groups: the roster, the session, and what each member gets of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from pss_fhir.domain.contact import ContactStatus
from pss_fhir.domain.group import Attendance, GroupRecord, GroupRoster, GroupSession, RosterMember
from pss_fhir.domain.record import Days
from tests.builders import CLIENT_REF, SPECIALIST_REF, at, make_goal_progress, make_signature
from tests.builders_care import GROUP_ROSTER, GROUP_SESSION

ON = date(2026, 11, 4)
SESSION = GROUP_SESSION.model_copy(update={"status": ContactStatus.FINISHED})


def uuid(number: int) -> str:
    return f"urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1{number:04x}"


def make_attendance(number: int, **changes: Any) -> Attendance:
    fields: dict[str, Any] = {
        "client_ref": f"Patient/{number}",
        "contact_identifier": uuid(number),
        "note_identifier": uuid(100 + number),
        "came": True,
        "response": f"Only member {number} said this.",
    }
    return Attendance(**(fields | changes))


def make_record(**changes: Any) -> GroupRecord:
    fields: dict[str, Any] = {
        "session": SESSION,
        "purpose": "To share what helps on bad days.",
        "intervention_text": "Led a round on coping skills.",
        "attendance": (
            make_attendance(1, goals=(make_goal_progress(),), next_step="Call on Friday."),
            make_attendance(2, came=False, response=None),
            make_attendance(3, arrived_at=at(13, 20, day=ON)),
        ),
    }
    return GroupRecord(**(fields | changes))


def test_members_are_those_whose_days_have_come() -> None:
    assert GROUP_ROSTER.members_on(date(2026, 5, 1)) == ("Patient/ben",)
    assert GROUP_ROSTER.members_on(ON) == (CLIENT_REF, "Patient/ben")


def test_member_stands_once_on_a_roster() -> None:
    member = RosterMember(client_ref=CLIENT_REF, days=Days())
    with pytest.raises(ValidationError, match="twice"):
        GroupRoster(ref="Group/1", members=(member, member))


@pytest.mark.parametrize(
    ("times", "reason"),
    [({"ended_at": at(14)}, "no start"), ({"started_at": at(14), "ended_at": at(14)}, "not after")],
)
def test_session_without_time_is_refused(times: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        GroupSession(ref="Encounter/1", roster_ref="Group/1", **times)


def test_each_member_who_came_gets_a_contact_of_the_session() -> None:
    first, third = make_record().contacts()

    assert (first.client_ref, third.client_ref) == ("Patient/1", "Patient/3")
    assert first.span is not None
    assert first.minutes == 60
    assert third.minutes == 40
    assert (first.modifiers, first.people_present, first.group_ref) == (("HQ",), 6, SESSION.ref)
    assert first.specialist_ref == SPECIALIST_REF


def test_session_that_is_not_billed_carries_no_modifier() -> None:
    (contact, _) = make_record(service_code=None).contacts()

    assert (contact.service_code, contact.modifiers) == (None, ())


def test_size_that_was_not_counted_is_that_of_the_attendance() -> None:
    uncounted = SESSION.model_copy(update={"people_present": None, "leader_refs": ()})

    contact = make_record(session=uncounted).contacts()[0]

    assert (contact.people_present, contact.specialist_ref) == (2, None)


def test_note_of_a_member_holds_nothing_of_another() -> None:
    notes = make_record().notes(make_signature())

    assert [note.note_identifier for note in notes] == [uuid(101), uuid(103)]
    assert [note.purpose for note in notes] == ["To share what helps on bad days."] * 2
    assert "member 3" not in notes[0].model_dump_json()
    assert "member 1" not in notes[1].model_dump_json()
    assert notes[1].goals == ()


def test_notes_wait_until_something_is_written_of_each() -> None:
    record = make_record(attendance=(make_attendance(1, response=None),))

    assert record.unfinished() == ("Patient/1",)
    with pytest.raises(ValueError, match="1 of the members"):
        record.notes(make_signature())


@pytest.mark.parametrize("name", ["client_ref", "contact_identifier", "note_identifier"])
def test_two_members_share_nothing(name: str) -> None:
    first = make_attendance(1)
    second = make_attendance(2, **{name: getattr(first, name)})

    with pytest.raises(ValidationError, match=name):
        make_record(attendance=(first, second))


def test_session_counts_at_least_those_who_came() -> None:
    with pytest.raises(ValidationError, match="counts"):
        make_record(session=SESSION.model_copy(update={"people_present": 1}))


def test_member_leaves_after_arriving() -> None:
    with pytest.raises(ValidationError, match="before arriving"):
        make_record(attendance=(make_attendance(1, left_at=at(12, day=ON)),))
