"""The agency's own records, looked up by the person they are about."""

from __future__ import annotations

from pss_fhir.domain.staff import StaffRecords
from tests.builders import SPECIALIST_REF, make_staff


def test_member_is_found_by_the_fhir_reference() -> None:
    member = make_staff().member_at(SPECIALIST_REF)

    assert member is not None
    assert member.staff_id == "S-1"
    assert make_staff().member_at("Practitioner/nobody") is None


def test_concerning_keeps_only_the_rows_about_one_person() -> None:
    rows = make_staff().concerning(SPECIALIST_REF)

    assert [member.staff_id for member in rows.members] == ["S-1"]
    for part in (rows.credentials, rows.trainings, rows.supervision, rows.assignments, rows.checks):
        assert part
        assert {row.staff_id for row in part} == {"S-1"}


def test_concerning_nobody_is_empty() -> None:
    assert make_staff().concerning("Practitioner/nobody") == StaffRecords()


def test_credentials_of_a_member_keep_their_order() -> None:
    staff = make_staff()

    assert staff.credentials_of("S-1") == tuple(row.credential for row in staff.credentials)
    assert staff.credentials_of("S-9") == ()
