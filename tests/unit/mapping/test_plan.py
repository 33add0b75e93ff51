"""Plan <-> CarePlan, with the signatures of eLTSS Contracts and Provenances."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pss_fhir.domain.plan import Plan, PlanSignature, PlanSigner, PlanStatus
from pss_fhir.domain.record import Days
from pss_fhir.mapping import as_json, from_fhir, read_all, to_fhir
from tests.builders import make_plan

PLAN: dict[str, Any] = {
    "resourceType": "CarePlan",
    "id": "1",
    "status": "active",
    "intent": "plan",
    "subject": {"reference": "Patient/riley"},
}
CONTRACT: dict[str, Any] = {
    "resourceType": "Contract",
    "id": "c",
    "signer": [
        {
            "type": {"code": "PAT"},
            "party": {"reference": "Patient/riley"},
            "signature": [{"when": "2026-06-01T10:00:00-04:00"}],
        },
        {
            "type": {"code": "LEGAUTHN"},
            "party": {"reference": "Practitioner/lee"},
            "signature": [{"when": "2026-06-02T10:00:00-04:00"}],
        },
    ],
}


def plan_of(*around: dict[str, Any], **elements: Any) -> Plan:
    """The plan that the smallest CarePlan with more elements gives."""
    plan = from_fhir(PLAN | elements, around=around)
    assert isinstance(plan, Plan)
    return plan


def test_plan_becomes_a_us_core_care_plan_without_activity_detail() -> None:
    written = as_json(to_fhir(make_plan(title="Plan <1> & more")))

    assert [held["coding"][0]["code"] for held in written["category"]] == ["assess-plan", "80742-0"]
    assert (written["intent"], "activity" in written) == ("plan", False)
    assert written["text"]["div"] == (
        '<div xmlns="http://www.w3.org/1999/xhtml"><p>Plan &lt;1&gt; &amp; more</p>'
        "<p>2026-06-01 to 2027-05-31</p></div>"
    )


@pytest.mark.parametrize("signatures", [None, ()])
def test_unknown_and_no_signatures_are_told_apart(signatures: tuple[PlanSignature, ...] | None) -> None:
    plan = make_plan(signatures=signatures)

    assert from_fhir(to_fhir(plan)) == plan


def test_plain_care_plan_shows_no_signatures_either_way() -> None:
    assert plan_of().signatures is None


def test_contract_of_eltss_gives_the_signatures() -> None:
    plan = plan_of(CONTRACT, supportingInfo=[{"reference": "Contract/c"}])

    assert plan.signatures == (
        PlanSignature(role=PlanSigner.CLIENT, signed_on=date(2026, 6, 1), signer_ref="Patient/riley"),
        PlanSignature(role=PlanSigner.ORDERER, signed_on=date(2026, 6, 2), signer_ref="Practitioner/lee"),
    )


def test_contract_contained_in_the_plan_gives_the_signatures() -> None:
    contained = CONTRACT | {"id": "inside"}

    assert plan_of(contained=[contained], supportingInfo=[{"reference": "#inside"}]).signatures


def test_contract_without_signers_shows_that_nobody_signed() -> None:
    bare = {"resourceType": "Contract", "id": "c"}

    assert plan_of(bare, supportingInfo=[{"reference": "Contract/c"}]).signatures == ()


def test_provenance_with_a_signature_gives_it() -> None:
    provenance = {
        "resourceType": "Provenance",
        "target": [{"reference": "CarePlan/1"}],
        "signature": [{"when": "2026-06-01T10:00:00-04:00", "who": {"reference": "Practitioner/lee"}}],
    }

    assert plan_of(provenance).signatures == (
        PlanSignature(role=PlanSigner.AUTHOR, signed_on=date(2026, 6, 1), signer_ref="Practitioner/lee"),
    )


def test_signature_without_a_role_is_noted() -> None:
    signer = {
        "type": {"code": "WIT"},
        "party": {"reference": "Practitioner/1"},
        "signature": [{"when": "2026-06-01T10:00:00Z"}],
    }
    contract = CONTRACT | {"signer": [signer]}

    reading = read_all([PLAN | {"supportingInfo": [{"reference": "Contract/c"}]}, contract])

    assert "mapping.signature-incomplete" in [issue.code for issue in reading.issues]
    assert isinstance(reading.records[0], Plan)
    assert reading.records[0].signatures == ()


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ({"start": "2026"}, Days(start_on=date(2026, 1, 1))),
        (
            {"start": "2026-06-01T00:00:00Z", "end": "2027-05"},
            Days(start_on=date(2026, 6, 1), end_on=date(2027, 5, 31)),
        ),
        ({"start": "2026-06-01", "end": "2026-05-01"}, Days(start_on=date(2026, 6, 1))),
        ({}, Days()),
        ([{"start": "2026-06-01"}], Days(start_on=date(2026, 6, 1))),
    ],
)
def test_period_is_read_at_any_precision(period: Any, days: Days) -> None:
    assert plan_of(period=period).days == days


def test_revoked_plan_has_ended() -> None:
    assert plan_of(status="revoked").status is PlanStatus.ENDED


def test_goals_that_cannot_be_followed_are_left_out_and_noted() -> None:
    reading = read_all([PLAN | {"goal": [{"reference": "#g"}, {"reference": "Goal/1"}, {"display": "x"}]}])

    assert isinstance(reading.records[0], Plan)
    assert reading.records[0].goal_refs == ("Goal/1",)
    assert [(issue.code, issue.path) for issue in reading.issues] == [
        ("mapping.foreign-reference", "CarePlan.goal[0]")
    ]


def test_person_who_signs_under_no_known_role_is_the_client() -> None:
    signer = CONTRACT["signer"][0] | {"type": {"code": "WIT"}}

    plan = plan_of(CONTRACT | {"signer": [signer]}, supportingInfo=[{"reference": "Contract/c"}])

    assert plan.signatures is not None
    assert [signature.role for signature in plan.signatures] == [PlanSigner.CLIENT]


def test_supporting_information_that_is_no_contract_shows_nothing() -> None:
    report = {"resourceType": "DocumentReference", "id": "d"}

    assert plan_of(report, supportingInfo=[{"reference": "DocumentReference/d"}]).signatures is None


def test_contract_within_the_plan_gives_its_signatures_and_is_no_finding() -> None:
    contained = PLAN | {"contained": [CONTRACT], "supportingInfo": [{"reference": "#c"}]}

    reading = read_all([contained])

    (plan,) = reading.records
    assert isinstance(plan, Plan)
    assert [each.role for each in plan.signatures or ()] == [PlanSigner.CLIENT, PlanSigner.ORDERER]
    assert (plan.supporting_refs, reading.issues) == ((), ())
