"""Staff records by person hold the same rows as a search through everybody's."""

from __future__ import annotations

from pss_fhir.compliance.facts.staff_rows import StaffRows
from pss_fhir.domain.staff import StaffMember, StaffRecords
from tests.builders import make_specialist, make_staff

STAFF = make_staff()


def test_rows_of_a_member_are_those_with_the_members_id() -> None:
    rows = StaffRows(STAFF)
    for member in STAFF.members:
        own = rows.of(member)
        for name in ("credentials", "trainings", "supervision", "assignments", "checks"):
            expected = tuple(row for row in getattr(STAFF, name) if row.staff_id == member.staff_id)
            assert getattr(own, name) == expected
        assert own.members[0] == member
        assert {held.staff_id for held in own.members} <= {member.staff_id, member.supervisor_id}


def test_members_are_found_by_their_reference_and_their_supervisor() -> None:
    rows = StaffRows(STAFF)
    for member in STAFF.members:
        if member.practitioner_ref is not None:
            assert rows.member_at(member.practitioner_ref) == STAFF.member_at(member.practitioner_ref)
        team = {held for held in STAFF.members if held.supervisor_id == member.staff_id}
        assert set(rows.team_of(member).members) == team
    assert rows.member_at("Practitioner/nobody") is None
    assert rows.member_at(None) is None


def test_members_come_in_the_order_of_their_ids_whatever_the_order_of_the_rows() -> None:
    backwards = StaffRecords(members=tuple(reversed(STAFF.members)))
    assert StaffRows(backwards).members == StaffRows(STAFF).members


def test_supervisor_who_has_no_row_is_not_made_up() -> None:
    lone = StaffMember(staff_id="S-1", family="HTEST", given="Jo", role="cpss", supervisor_id="S-404")  # type: ignore[arg-type]  # as a table names the role
    assert StaffRows(StaffRecords(members=(lone,))).of(lone).members == (lone,)


def test_worker_is_the_same_for_every_chart_until_the_ehr_knows_more() -> None:
    rows, known = StaffRows(STAFF), make_specialist()
    first = rows.worker(known.ref, None)
    assert rows.worker(known.ref, None) is first
    assert rows.worker(known.ref, known).specialist is known
    member = STAFF.member_at(known.ref)
    assert (first.member, first.staff) == (member, rows.of(member) if member else None)


def test_worker_of_nobody_in_the_records_holds_nothing() -> None:
    nobody = StaffRows(STAFF).worker("Practitioner/nobody", None)
    assert (nobody.member, nobody.credentials, nobody.trainings("cpi")) == (None, (), ())
