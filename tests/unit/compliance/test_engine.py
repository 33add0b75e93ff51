"""The engine: four answers, severities clamped by evidence, the same finding in every face."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from pss_fhir.compliance import Answer, Finding, audit, check_note, check_signed_note, load_policies
from pss_fhir.domain.chart import ChartPart
from pss_fhir.domain.contact import ContactStatus, Place
from pss_fhir.domain.note import NoteDraft
from pss_fhir.domain.people import PersonName
from pss_fhir.domain.record import Identifier
from pss_fhir.issues import Severity
from tests import builders
from tests.builders import NOW, at, make_chart, make_contact, make_draft, make_note

POLICIES = load_policies()


def found(findings: tuple[Finding, ...], rule: str) -> Finding:
    """The one finding of a rule."""
    [finding] = [finding for finding in findings if finding.rule == rule]
    return finding


def test_check_note_in_order_finds_nothing_to_act_on() -> None:
    assert check_note(make_chart(), make_draft(), POLICIES, as_of=NOW) == ()


def test_check_note_all_answers_asks_every_rule_in_force() -> None:
    findings = check_note(make_chart(), make_draft(), POLICIES, as_of=NOW, all_answers=True)

    assert {"pss-010", "pss-080", "rec-007", "agency-cpi-current"} <= {finding.rule for finding in findings}
    assert {finding.answer for finding in findings} <= {Answer.MET, Answer.DOES_NOT_APPLY}


def test_check_note_empty_draft_names_what_is_missing_and_never_blocks_on_it() -> None:
    bare = NoteDraft(
        note_identifier=builders.NOTE_IDENTIFIER,
        client_ref=builders.CLIENT_REF,
        author_ref=builders.SPECIALIST_REF,
    )

    findings = check_note(make_chart(), bare, POLICIES, as_of=NOW)

    assert found(findings, "pss-080").answer is Answer.CANNOT_TELL
    assert found(findings, "pss-080").fields == ("started_at",)
    assert found(findings, "rec-001").fields[:2] == ("started_at", "ended_at")
    assert not any(finding.is_blocking for finding in findings)


def test_check_note_unverified_rule_only_warns_and_says_so() -> None:
    """REC-007 wants to be an error; its source was read second-hand."""
    findings = check_note(make_chart(), make_draft(), POLICIES, as_of=NOW + timedelta(days=30))

    late = found(findings, "rec-007")
    assert (late.answer, late.severity) == (Answer.BROKEN, Severity.WARNING)
    assert late.evidence.caution is not None
    assert late.evidence.status == "FOUND-S"


def test_check_note_primary_source_blocks() -> None:
    findings = check_note(make_chart(orders=()), make_draft(), POLICIES, as_of=NOW)

    missing = found(findings, "pss-080")
    assert missing.is_blocking
    assert missing.evidence.caution is None
    assert findings[0] == missing


def test_check_note_not_billed_leaves_billing_rules_out() -> None:
    findings = check_note(
        make_chart(orders=(), plans=()), make_draft(is_billed=False), POLICIES, as_of=NOW, all_answers=True
    )

    order = found(findings, "pss-080")
    assert (order.answer, order.message) == (Answer.DOES_NOT_APPLY, "The visit is recorded as not billed.")
    assert found(findings, "rec-001").answer is Answer.MET


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        (ChartPart.ORDERS, "pss-080"),
        (ChartPart.PLANS, "rec-022"),
        (ChartPart.GOALS, "pss-074"),
        (ChartPart.AUTHORIZATIONS, "pss-024"),
        (ChartPart.CONTACTS, "pss-036"),
    ],
)
def test_check_note_part_not_read_cannot_tell(part: ChartPart, rule: str) -> None:
    findings = check_note(make_chart(unread=frozenset({part})), make_draft(), POLICIES, as_of=NOW)

    assert found(findings, rule).answer is Answer.CANNOT_TELL


def test_finding_to_json_has_the_promised_shape() -> None:
    findings = check_note(make_chart(), make_draft(place=Place.STAFF_RESIDENCE), POLICIES, as_of=NOW)
    finding = found(findings, "pss-061")

    shown = finding.to_json()
    assert list(shown) == [
        "rule",
        "answer",
        "severity",
        "subject",
        "focus",
        "service_date",
        "message",
        "fix",
        "citation",
        "evidence",
        "fields",
    ]
    assert list(shown["citation"]) == ["document", "section", "effective", "url"]
    assert (shown["rule"], shown["answer"], shown["severity"]) == ("pss-061", "broken", "warning")
    assert (shown["subject"], shown["focus"]) == (builders.CLIENT_REF, builders.NOTE_IDENTIFIER)
    assert (shown["service_date"], shown["fields"]) == ("2026-11-03", ["place"])
    assert json.loads(json.dumps(shown)) == shown


def test_check_signed_note_in_order_finds_nothing_to_act_on() -> None:
    note = make_note()
    assert check_signed_note(make_chart(notes=(note,)), note, POLICIES, as_of=NOW) == ()


def test_check_signed_note_counts_only_units_used_before_it() -> None:
    """Nine visits of 3 units under 27 units: the ninth is met, a tenth is the one that is over."""
    visits = [
        make_note(
            note_identifier=f"urn:uuid:00000000-0000-0000-0000-00000000000{day}",
            contact=make_contact(
                ref=f"Encounter/v-{day}",
                contact_identifier=None,
                started_at=at(9, day=date(2026, 10, day + 5)),
                ended_at=at(9, 52, day=date(2026, 10, day + 5)),
            ),
            signature=builders.make_signature(signed_at=at(10, day=date(2026, 10, day + 5))),
        )
        for day in range(10)
    ]
    chart = make_chart(notes=tuple(visits), authorizations=(builders.make_authorization(units=27),))

    answers = [
        found(check_signed_note(chart, note, POLICIES, as_of=NOW, all_answers=True), "pss-024").answer
        for note in visits
    ]

    assert answers == [Answer.MET] * 9 + [Answer.BROKEN]


def test_check_note_counts_every_other_visit_of_the_authorization() -> None:
    """A draft is entered last: units of later days are used already."""
    later = make_contact(
        ref="Encounter/later",
        contact_identifier=None,
        started_at=at(9, day=date(2026, 11, 5)),
        ended_at=at(11, day=date(2026, 11, 5)),
    )
    chart = make_chart(contacts=(later,), authorizations=(builders.make_authorization(units=10),))

    findings = check_note(chart, make_draft(), POLICIES, as_of=at(12, day=date(2026, 11, 5)))

    assert "2 units are left" in found(findings, "pss-024").message


@pytest.mark.parametrize("status", [ContactStatus.PLANNED, ContactStatus.CANCELLED, ContactStatus.RETRACTED])
def test_check_note_visit_that_did_not_happen_uses_no_units(status: ContactStatus) -> None:
    other = make_contact(ref="Encounter/other", contact_identifier=None, status=status)
    chart = make_chart(contacts=(other,), authorizations=(builders.make_authorization(units=3),))

    assert check_note(chart, make_draft(), POLICIES, as_of=NOW) == ()


def test_check_note_own_encounter_is_not_counted_twice() -> None:
    chart = make_chart(contacts=(make_contact(),), authorizations=(builders.make_authorization(units=3),))

    assert check_note(chart, make_draft(), POLICIES, as_of=NOW) == ()


def test_findings_hold_nothing_that_belongs_to_a_person() -> None:
    """Names, birth dates, goals and texts stay out of every answer of every rule."""
    secret = "SENTINEL"
    chart = make_chart(
        client=builders.make_client(
            name=PersonName(family=secret, text=secret), identifiers=(Identifier(value=secret),)
        ),
        specialist=builders.make_specialist(name=PersonName(text=secret)),
        goals=(builders.make_goal(words=secret),),
        plans=(builders.make_plan(title=secret),),
        notes=(make_note(purpose=secret, intervention_text=f"{secret} " * 20, response=secret),),
    )
    draft = make_draft(
        note_identifier="urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0ff",
        purpose=secret,
        intervention_text=f"{secret} " * 20,
        response=secret,
        place_name=secret,
    )
    findings = [
        *check_note(chart, draft, POLICIES, as_of=NOW, all_answers=True),
        *check_signed_note(chart, chart.notes[0], POLICIES, as_of=NOW, all_answers=True),
        *audit([chart], as_of=NOW, policies=POLICIES, staff=chart.staff, all_answers=True).findings,
    ]
    shown = json.dumps([finding.to_json() for finding in findings])

    assert len(findings) > 100
    assert secret not in shown
    assert "1990" not in shown
