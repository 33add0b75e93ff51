"""Referrals, linkages, calls in a crisis and obligations, as the project and as others write them."""

from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.domain.crisis import CrisisCall
from pss_fhir.domain.deadline import Deadline, Obligation
from pss_fhir.domain.payer import ServiceOrder
from pss_fhir.domain.referral import Linkage, LinkageOutcome, LinkageStatus, Referral, ReferralKind
from pss_fhir.mapping import as_json, from_fhir, read_all, to_fhir
from tests.builders import make_order
from tests.builders_care import CRISIS_CALL, DEADLINE, LINKAGE, REFERRAL
from tests.unit.profiles.guide import example

SNOMED = "http://snomed.info/sct"


def request(code: str, intent: str, **elements: Any) -> dict[str, Any]:
    """A ServiceRequest as another system writes it, with one SNOMED CT code."""
    return {
        "resourceType": "ServiceRequest",
        "id": "1",
        "status": "active",
        "intent": intent,
        "code": {"coding": [{"system": SNOMED, "code": code}]},
        "subject": {"reference": "Patient/riley"},
        **elements,
    }


def test_examples_of_the_guide_are_read() -> None:
    referral = from_fhir(example("ServiceRequest-referral-to-group"))
    linkage = from_fhir(example("Task-linkage-connected"))
    report = from_fhir(example("Task-task-report"))

    assert isinstance(referral, Referral)
    assert (referral.kind, referral.goal_refs) == (ReferralKind.SELF_HELP_GROUP, ("Goal/goal-work",))
    assert isinstance(linkage, Linkage)
    assert linkage.outcome is LinkageOutcome.CONNECTED
    assert isinstance(report, Deadline)
    assert report.obligation is Obligation.INCIDENT_STATE_REPORT


@pytest.mark.parametrize("kind", ReferralKind)
def test_each_kind_comes_back(kind: ReferralKind) -> None:
    referral = REFERRAL.model_copy(update={"kind": kind})

    assert from_fhir(to_fhir(referral)) == referral


def test_referral_with_only_a_name_to_go_to_comes_back() -> None:
    referral = REFERRAL.model_copy(update={"to_ref": None})

    assert from_fhir(to_fhir(referral)) == referral


def test_referral_that_nobody_made_claims_no_profile_of_the_project() -> None:
    written = as_json(to_fhir(REFERRAL.model_copy(update={"referrer_ref": None})))

    assert [url.rpartition("/")[2] for url in written["meta"]["profile"]] == ["us-core-servicerequest"]


@pytest.mark.parametrize("code", ["461481000124109", "663211000124100", "711281004"])
def test_proposal_of_another_system_is_a_referral(code: str) -> None:
    assert isinstance(from_fhir(request(code, "proposal")), Referral)


def test_order_for_peer_support_stays_an_order() -> None:
    assert isinstance(from_fhir(request("461481000124109", "order")), ServiceOrder)
    assert isinstance(from_fhir(to_fhir(make_order())), ServiceOrder)


def test_kind_of_another_system_that_is_damaged_is_missing() -> None:
    resource = as_json(to_fhir(REFERRAL))
    del resource["status"]

    assert [issue.code for issue in read_all([resource]).issues] == ["mapping.missing"]


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("draft", LinkageStatus.REQUESTED),
        ("accepted", LinkageStatus.REQUESTED),
        ("on-hold", LinkageStatus.IN_PROGRESS),
        ("failed", LinkageStatus.CANCELLED),
        ("entered-in-error", LinkageStatus.RETRACTED),
    ],
)
def test_statuses_of_others_are_read_by_the_nearest(code: str, status: LinkageStatus) -> None:
    written = as_json(to_fhir(LINKAGE))
    written["status"] = code

    read = from_fhir(written)

    assert isinstance(read, Linkage)
    assert read.status is status


def test_completed_linkage_without_an_outcome_is_refused_by_name() -> None:
    written = as_json(to_fhir(LINKAGE))
    written["businessStatus"] = {"text": "all good"}

    assert [issue.code for issue in read_all([written]).issues] == ["mapping.refused"]


def test_call_is_written_without_what_nobody_said() -> None:
    call = CrisisCall(
        ref=CRISIS_CALL.ref,
        client_ref=CRISIS_CALL.client_ref,
        help=CRISIS_CALL.help,
        called_at=CRISIS_CALL.called_at,
    )
    written = as_json(to_fhir(call))

    assert written["status"] == "unknown"
    assert from_fhir(written) == call


@pytest.mark.parametrize(("reached", "status"), [(True, "completed"), (False, "not-done")])
def test_whether_somebody_answered_is_the_status(reached: bool, status: str) -> None:
    call = CRISIS_CALL.model_copy(update={"was_reached": reached})

    assert as_json(to_fhir(call))["status"] == status


def test_deadline_stands_in_the_restriction() -> None:
    written = as_json(to_fhir(DEADLINE))

    assert written["restriction"] == {"period": {"end": "2026-11-04T09:00:00-05:00"}}


def test_deadline_without_a_time_is_told() -> None:
    written = as_json(to_fhir(DEADLINE))
    written["restriction"]["period"]["end"] = "2026-11-04"

    assert [issue.code for issue in read_all([written]).issues] == ["mapping.no-time", "mapping.missing"]


@pytest.mark.parametrize(
    "resource",
    [
        {"resourceType": "Task", "id": "1", "code": {"text": "fulfill"}},
        {"resourceType": "Communication", "id": "1", "status": "completed"},
    ],
)
def test_tasks_and_messages_of_others_are_left_alone(resource: dict[str, Any]) -> None:
    assert [issue.code for issue in read_all([resource]).issues] == ["mapping.other-type"]
