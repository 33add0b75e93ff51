"""The answer that was right on a day: rules that changed, replayed."""

from __future__ import annotations

from datetime import date

import pytest

from pss_fhir.compliance import Answer, check_signed_note, check_specialist, load_policies
from pss_fhir.compliance.payers import PayersOfDay
from pss_fhir.domain.people import Credential, CredentialKind
from pss_fhir.domain.staff import StaffCredential
from tests.builders import at, make_chart, make_contact, make_coverage, make_note, make_signature, make_staff

POLICIES = load_policies()


def answers(
    day: date, rule: str, *, modifiers: tuple[str, ...] = (), payer: str = "Vaya Health"
) -> list[Answer]:
    """What a rule says of a signed visit on a day; no answer where it is not in force."""
    contact = make_contact(started_at=at(9, day=day), ended_at=at(10, day=day), modifiers=modifiers)
    note = make_note(contact=contact, signature=make_signature(signed_at=at(11, day=day)))
    chart = make_chart(
        notes=(note,),
        coverages=(make_coverage(payer_name=payer, days={"start_on": None}),),
        authorizations=(),
    )
    findings = check_signed_note(chart, note, POLICIES, as_of=at(12, day=day), all_answers=True)
    return [finding.answer for finding in findings if finding.rule == rule]


@pytest.mark.parametrize(
    ("day", "modifiers", "expected"),
    [
        (date(2019, 10, 31), ("HQ", "U4"), [Answer.MET]),
        (date(2019, 10, 31), ("HQ",), [Answer.BROKEN]),
        (date(2019, 11, 1), ("HQ", "U4"), [Answer.BROKEN]),
        (date(2019, 11, 1), ("HQ",), [Answer.MET]),
    ],
)
def test_waiver_modifier_turns_on_november_1_2019(
    day: date, modifiers: tuple[str, ...], expected: list[Answer]
) -> None:
    assert answers(day, "pss-002", modifiers=modifiers) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2020, 3, 9), [Answer.BROKEN]),
        (date(2020, 3, 10), []),
        (date(2022, 6, 30), []),
        (date(2022, 7, 1), [Answer.BROKEN]),
    ],
)
def test_emergency_modifier_belongs_to_its_time(day: date, expected: list[Answer]) -> None:
    assert answers(day, "pss-067", modifiers=("CR",)) == expected


@pytest.mark.parametrize(
    ("payer", "day", "expected"),
    [
        ("Sandhills Center", date(2024, 1, 31), []),
        ("Sandhills Center", date(2024, 2, 1), [Answer.BROKEN]),
        ("Eastpointe", date(2024, 2, 1), [Answer.BROKEN]),
        ("Trillium Health Resources", date(2024, 2, 1), [Answer.MET]),
    ],
)
def test_dissolved_plans_do_not_pay_since_february_2024(
    payer: str, day: date, expected: list[Answer]
) -> None:
    assert answers(day, "pay-003", payer=payer) == expected


@pytest.mark.parametrize(
    ("payer", "rule", "day", "expected"),
    [
        ("WellCare of North Carolina", "pay-007", date(2026, 3, 31), []),
        ("WellCare of North Carolina", "pay-007", date(2026, 4, 1), [Answer.BROKEN]),
        ("Healthy Blue Care Together", "pay-006", date(2025, 11, 30), [Answer.BROKEN]),
        ("Healthy Blue Care Together", "pay-006", date(2025, 12, 1), []),
        ("Healthy Blue", "pay-006", date(2025, 11, 30), [Answer.MET]),
    ],
)
def test_plans_that_merged_or_began_pay_from_their_day(
    payer: str, rule: str, day: date, expected: list[Answer]
) -> None:
    assert answers(day, rule, payer=payer) == expected


@pytest.mark.parametrize(
    ("payer", "day", "rule"),
    [
        ("Vaya Health", date(2024, 6, 30), "pss-024"),
        ("Vaya Health", date(2024, 7, 1), "pss-005"),
        ("Vaya Health", date(2025, 1, 31), "pss-005"),
        ("Vaya Health", date(2025, 2, 1), "pss-024"),
        ("Healthy Blue", date(2024, 7, 1), "pss-024"),
        ("Healthy Blue Care Together", date(2026, 6, 30), "pss-006"),
        ("Healthy Blue Care Together", date(2026, 7, 1), "pss-024"),
    ],
)
def test_leniency_takes_the_place_of_the_rule_for_its_payers_and_days(
    payer: str, day: date, rule: str
) -> None:
    known = POLICIES.payers.named(payer)
    assert known is not None
    in_force = {bound.rule.id for bound in POLICIES.in_force(day, PayersOfDay((known,), is_certain=True))}
    assert in_force & {"pss-005", "pss-006", "pss-024"} == {rule}


@pytest.mark.parametrize(
    ("completed_on", "hours", "expected"),
    [
        (date(2021, 6, 30), 39.5, {"crt-001": Answer.BROKEN, "crt-002": Answer.DOES_NOT_APPLY}),
        (date(2021, 6, 30), 40, {"crt-001": Answer.MET, "crt-002": Answer.DOES_NOT_APPLY}),
        (date(2021, 7, 1), 40, {"crt-001": Answer.DOES_NOT_APPLY, "crt-002": Answer.BROKEN}),
        (date(2021, 7, 1), 50, {"crt-001": Answer.DOES_NOT_APPLY, "crt-002": Answer.MET}),
    ],
)
def test_peer_course_is_as_long_as_courses_of_its_day(
    completed_on: date, hours: float, expected: dict[str, Answer]
) -> None:
    course = Credential(kind=CredentialKind.PEER_COURSE, issued_on=completed_on, hours=hours)
    staff = make_staff(credentials=(StaffCredential(staff_id="S-1", credential=course),))
    found = check_specialist(staff.members[0], staff, POLICIES, today=date(2026, 11, 3), all_answers=True)
    assert {one.rule: one.answer for one in found if one.rule in expected} == expected


@pytest.mark.parametrize(
    ("day", "binds"),
    [
        (date(2020, 3, 9), False),
        (date(2020, 3, 10), True),
        (date(2022, 6, 30), True),
        (date(2022, 7, 1), False),
    ],
)
def test_flexibilities_of_the_emergency_hold_in_their_time_alone(day: date, binds: bool) -> None:
    in_force = {bound.rule.id for bound in POLICIES.in_force(day, PayersOfDay((), is_certain=False))}
    assert ("pss-004" in in_force) is binds


@pytest.mark.parametrize(
    ("day", "rules"), [(date(2025, 7, 7), set()), (date(2025, 7, 8), {"rec-006", "rec-007", "rec-010"})]
)
def test_records_manual_of_2025_binds_from_its_day(day: date, rules: set[str]) -> None:
    in_force = {bound.rule.id for bound in POLICIES.in_force(day, PayersOfDay((), is_certain=False))}
    assert in_force & {"rec-006", "rec-007", "rec-010"} == rules
