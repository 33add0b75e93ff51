"""What may be disclosed: the decision table of rules.md section 7, row by row, and what a gap does."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pss_fhir.compliance import load_policies
from pss_fhir.compliance.disclosure import Decision, Verdict, decide
from pss_fhir.compliance.disclosure_case import (
    DisclosureCase,
    Reason,
    RecipientKind,
    case_of,
    recipient_kind_of,
)
from pss_fhir.compliance.engine import answers_for_disclosure, findings_in
from pss_fhir.compliance.facts.disclosure import DisclosureFacts
from pss_fhir.domain.consent import Consent, Disclosure, Recipient
from pss_fhir.issues import Severity
from tests.builders import CLIENT_REF, NOW, PAYER_REF, at

POLICIES = load_policies()
PLAN = Recipient(ref=PAYER_REF, name="Trillium Health Resources")
CLINIC = Recipient(ref="Organization/clinic", name="Clinic HTEST")


def part_2_consent(**changes: Any) -> Consent:
    """A consent of the story that reaches the plan for everything that a consent can name."""
    given: dict[str, Any] = {
        "ref": "Consent/part-2",
        "client_ref": CLIENT_REF,
        "status": "active",
        "signed_at": at(10, day=date(2026, 6, 1)),
        "kind": "part-2",
        "recipients": (PLAN,),
        "purposes": ("treatment", "payment", "operations"),
        "days": {"start_on": date(2026, 6, 1), "end_on": date(2027, 5, 31)},
    }
    return Consent(**(given | changes))


def case(**changes: Any) -> DisclosureCase:
    given = {
        "client_ref": CLIENT_REF,
        "on": date(2026, 11, 3),
        "recipient": PLAN,
        "recipient_kind": "lme-mco",
        "reason": "payment",
        "is_part_2": True,
        "holds_substance_use": True,
    }
    return DisclosureCase(**(given | changes))


def decided(consents: tuple[Consent, ...] | None = (), **changes: Any) -> Decision:
    return decide(case(**changes), consents, POLICIES, as_of=NOW)


def test_decide_part_2_with_consent_allows_and_says_what_goes_along() -> None:
    decision = decided((part_2_consent(),))
    assert decision.may_be_sent
    assert decision.grounds == ("cnf-003",)
    assert decision.carries == ("accounting", "consent-or-scope", "notice")
    assert decision.notice == "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
    assert decision.consent_ref == part_2_consent().ref
    assert decision.findings == ()


@pytest.mark.parametrize("reason", [Reason.TREATMENT, Reason.PAYMENT, Reason.OPERATIONS])
def test_decide_part_2_without_consent_blocks_even_payment(reason: Reason) -> None:
    decision = decided((), reason=reason)
    assert decision.verdict is Verdict.BLOCKED
    assert "cnf-010" in {finding.rule for finding in decision.findings}


@pytest.mark.parametrize(
    ("changes", "case_changes"),
    [
        ({"status": "inactive"}, {}),
        ({"status": "draft"}, {}),
        ({"signed_at": None}, {}),
        ({"kind": "state-release"}, {}),
        ({"recipients": (CLINIC,)}, {}),
        ({"purposes": ("treatment",)}, {}),
        ({"days": {"start_on": date(2026, 6, 1), "end_on": None}}, {}),
        ({"client_ref": "Patient/other"}, {}),
        ({}, {"on": date(2026, 5, 31)}),
        ({}, {"on": date(2027, 6, 1)}),
    ],
)
def test_decide_part_2_with_consent_that_does_not_reach_it_blocks(
    changes: dict[str, Any], case_changes: dict[str, Any]
) -> None:
    assert decided((part_2_consent(**changes),), **case_changes).verdict is Verdict.BLOCKED


@pytest.mark.parametrize("on", [date(2026, 6, 1), date(2027, 5, 31)])
def test_decide_on_first_and_last_day_of_consent_allows(on: date) -> None:
    assert decided((part_2_consent(),), on=on).may_be_sent


def test_decide_consent_for_a_class_waits_for_somebodys_judgment() -> None:
    consent = part_2_consent(recipients=(Recipient(name="my health plans"),))
    assert decided((consent,)).verdict is Verdict.CANNOT_TELL
    assert decided((consent,), judged_consent_ref=consent.ref).may_be_sent


def test_decide_unread_consents_cannot_tell() -> None:
    decision = decided(None)
    assert decision.verdict is Verdict.CANNOT_TELL
    assert not decision.may_be_sent


def test_decide_other_records_to_lme_mco_need_no_consent() -> None:
    decision = decided((), is_part_2=False)
    assert decision.may_be_sent
    assert decision.grounds == ("cnf-012",)
    assert decision.carries == ("accounting",)
    assert decision.notice is None


@pytest.mark.parametrize(
    ("told", "objected", "verdict"),
    [
        (True, False, Verdict.ALLOWED),
        (False, False, Verdict.BLOCKED),
        (True, True, Verdict.BLOCKED),
        (None, False, Verdict.CANNOT_TELL),
        (True, None, Verdict.CANNOT_TELL),
    ],
)
def test_decide_other_records_to_provider_ask_whether_the_person_was_told(
    told: bool | None, objected: bool | None, verdict: Verdict
) -> None:
    decision = decided(
        (),
        is_part_2=False,
        holds_substance_use=False,
        recipient=CLINIC,
        recipient_kind=RecipientKind.PROVIDER,
        reason=Reason.TREATMENT,
        was_told=told,
        has_objected=objected,
    )
    assert decision.verdict is verdict


def test_decide_substance_use_to_provider_without_consent_blocks() -> None:
    told = {"is_part_2": False, "recipient": CLINIC, "recipient_kind": "provider", "reason": "treatment"}
    told |= {"was_told": True, "has_objected": False}
    blocked = decided((), **told)
    assert {finding.rule for finding in blocked.findings} == {"cnf-014"}
    assert blocked.verdict is Verdict.BLOCKED
    release = part_2_consent(kind="state-release", recipients=(CLINIC,))
    assert decided((release,), **told).may_be_sent


def test_decide_unknown_kind_of_record_needs_a_ground_for_either() -> None:
    assert decided((part_2_consent(),), is_part_2=None).may_be_sent
    assert decided((part_2_consent(),), is_part_2=None).notice is not None
    assert decided((), is_part_2=None).verdict is Verdict.CANNOT_TELL


@pytest.mark.parametrize(
    ("order", "verdict"),
    [(True, Verdict.ALLOWED), (False, Verdict.BLOCKED), (None, Verdict.CANNOT_TELL)],
)
def test_decide_proceedings_need_a_court(order: bool | None, verdict: Verdict) -> None:
    decision = decided(
        (part_2_consent(),),
        recipient_kind="court",
        reason="proceedings",
        is_against_the_person=True,
        has_court_order=order,
    )
    assert decision.verdict is verdict


def test_decide_emergency_needs_the_professional_who_decided() -> None:
    emergency = {"recipient": CLINIC, "recipient_kind": "medical-personnel", "reason": "emergency"}
    assert decided((), **emergency).verdict is Verdict.BLOCKED
    assert decided((), **emergency, professional_ref="Practitioner/lee").grounds == ("cnf-emergency",)
    assert decided((), **emergency, professional_ref="Practitioner/lee").may_be_sent


def test_decide_on_remembered_ground_opens_only_when_verified(tmp_path: Path) -> None:
    host = {"recipient": CLINIC, "recipient_kind": "service-organization", "has_agreement": True}
    assert decided((), **host).verdict is Verdict.CANNOT_TELL
    file = tmp_path / "own.toml"
    file.write_text(
        '[[override]]\nrule = "cnf-service-organization"\nverified_by = "Lee HTEST, eCFR, 2026-11-02"\n'
    )
    assert decide(case(**host), (), load_policies([file]), as_of=NOW).may_be_sent


def test_decide_counseling_notes_stay_without_their_own_consent() -> None:
    assert decided((), holds_counseling_notes=True).verdict is Verdict.BLOCKED
    consent = part_2_consent()
    assert decided((consent,), holds_counseling_notes=True).verdict is Verdict.CANNOT_TELL
    assert decided((consent,), holds_counseling_notes=True, judged_consent_ref=consent.ref).may_be_sent


def test_decide_blocks_though_the_finding_only_warns() -> None:
    """CNF-014 is not verified, so it warns; a disclosure cannot be taken back, so it blocks all the same."""
    decision = decided(
        (),
        is_part_2=False,
        recipient=CLINIC,
        recipient_kind="provider",
        reason="treatment",
        was_told=True,
        has_objected=False,
    )
    assert {finding.severity for finding in decision.findings} == {Severity.WARNING}
    assert not decision.may_be_sent


def test_decide_gap_never_opens_what_a_fact_keeps_shut() -> None:
    """Taking any one fact away from a blocked case never allows it."""
    shut = case(
        recipient=CLINIC,
        recipient_kind="provider",
        reason="treatment",
        was_told=False,
        has_objected=True,
        has_agreement=False,
        has_court_order=False,
    )
    assert decide(shut, (), POLICIES, as_of=NOW).verdict is Verdict.BLOCKED
    for name in ("recipient_kind", "reason", "is_part_2", "was_told", "has_objected", "has_agreement"):
        gap = shut.model_copy(update={name: None})
        assert not decide(gap, (), POLICIES, as_of=NOW).may_be_sent


def recorded(**changes: Any) -> Disclosure:
    given = {
        "client_ref": CLIENT_REF,
        "disclosed_at": NOW,
        "discloser_ref": "Organization/agency",
        "recipient": PLAN,
        "purpose": "payment",
        "record_refs": ("DocumentReference/note-1103",),
        "is_part_2": True,
    }
    return Disclosure(**(given | changes))


def test_case_of_record_knows_payers_and_no_more_than_the_line_says() -> None:
    made = case_of(recorded(purpose="payment"), POLICIES.payers, on=date(2026, 11, 3))
    assert (made.recipient_kind, made.reason, made.is_planned) == ("lme-mco", "payment", False)
    assert made.was_told is None
    assert recipient_kind_of(CLINIC, POLICIES.payers) is None
    assert recipient_kind_of(Recipient(name="Healthy Blue"), POLICIES.payers) is RecipientKind.HEALTH_PLAN
    assert recipient_kind_of(Recipient(name="NC Medicaid Direct"), POLICIES.payers) is None


def test_case_of_another_persons_record_is_refused() -> None:
    with pytest.raises(ValueError, match="another person"):
        case(record=recorded(client_ref="Patient/other"))


@pytest.mark.parametrize(
    ("on", "notice", "answer"),
    [
        (date(2024, 4, 15), "42 CFR part 2 prohibits unauthorized disclosure of these records.", "met"),
        (date(2024, 4, 16), "42 CFR part 2 prohibits unauthorized disclosure of these records.", "broken"),
        (
            date(2024, 4, 15),
            "42 CFR part 2 prohibits unauthorized use or disclosure of these records.",
            "broken",
        ),
        (
            date(2024, 4, 16),
            "42 CFR part 2 prohibits unauthorized use or disclosure of these records.",
            "met",
        ),
    ],
)
def test_notice_wording_turns_on_april_16_2024(on: date, notice: str, answer: str) -> None:
    consent = part_2_consent(days={"start_on": date(2024, 1, 1), "end_on": date(2024, 12, 31)})
    line = recorded(consent_ref=consent.ref, disclosed_at=at(10, day=on))
    made = case_of(line, POLICIES.payers, on=on).model_copy(
        update={"notice": notice, "carries_consent": True}
    )
    facts = DisclosureFacts(made, (consent,), POLICIES, as_of=NOW)
    found = findings_in(answers_for_disclosure(facts), all_answers=True)
    assert [one.answer.value for one in found if one.rule == "cnf-005"] == [answer]
