"""Referrals, linkages, calls in a crisis, and obligations with their clocks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from pss_fhir.domain.crisis import CrisisCall, CrisisHelp
from pss_fhir.domain.deadline import Deadline, DeadlineStatus, Obligation
from pss_fhir.domain.referral import (
    FINAL_OUTCOMES,
    Linkage,
    LinkageOutcome,
    LinkageStatus,
    Referral,
    ReferralKind,
)
from tests.builders import CLIENT_REF, SPECIALIST_REF, at


def make_linkage(**changes: Any) -> Linkage:
    fields: dict[str, Any] = {
        "ref": "Task/1",
        "client_ref": CLIENT_REF,
        "referral_ref": "ServiceRequest/1",
        "status": LinkageStatus.IN_PROGRESS,
    }
    return Linkage(**(fields | changes))


def make_deadline(**changes: Any) -> Deadline:
    fields: dict[str, Any] = {
        "ref": "Task/1",
        "obligation": Obligation.NOTE,
        "owner_ref": SPECIALIST_REF,
        "given_at": at(10),
        "due_at": at(16),
    }
    return Deadline(**(fields | changes))


def test_referral_of_another_kind_needs_words() -> None:
    with pytest.raises(ValidationError, match="words"):
        Referral(ref="ServiceRequest/1", client_ref=CLIENT_REF, kind=ReferralKind.OTHER)


def test_completed_linkage_says_what_came_of_it() -> None:
    with pytest.raises(ValidationError, match="what came of it"):
        make_linkage(status=LinkageStatus.COMPLETED)


def test_linkage_ends_after_it_began() -> None:
    with pytest.raises(ValidationError, match="before it began"):
        make_linkage(begun_at=at(12), ended_at=at(11))


@pytest.mark.parametrize("outcome", [None, *LinkageOutcome])
def test_linkage_is_open_until_an_outcome_is_final(outcome: LinkageOutcome | None) -> None:
    assert make_linkage(outcome=outcome).is_open is (outcome not in FINAL_OUTCOMES)


def test_linkage_that_nobody_follows_is_not_open() -> None:
    assert not make_linkage(status=LinkageStatus.CANCELLED).is_open


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"help": CrisisHelp.OTHER}, "words"), ({"is_retracted": True, "was_reached": True}, "reached nobody")],
)
def test_call_that_contradicts_itself_is_refused(changes: dict[str, Any], reason: str) -> None:
    fields = {"help": CrisisHelp.LIFELINE_988} | changes
    with pytest.raises(ValidationError, match=reason):
        CrisisCall(ref="Communication/1", client_ref=CLIENT_REF, called_at=at(12), **fields)


def test_obligation_is_late_from_the_first_moment_after_its_deadline() -> None:
    deadline = make_deadline()

    assert not deadline.is_late(deadline.due_at)
    assert deadline.is_late(deadline.due_at + timedelta(microseconds=1))


@pytest.mark.parametrize(("done_at", "late"), [(at(16), False), (at(16, 1), True)])
def test_what_is_done_is_late_by_when_it_was_done(done_at: Any, late: bool) -> None:
    done = make_deadline(status=DeadlineStatus.COMPLETED, done_at=done_at)

    assert done.is_late(at(11)) is late


@pytest.mark.parametrize("status", [DeadlineStatus.CANCELLED, DeadlineStatus.RETRACTED])
def test_what_need_not_be_done_is_never_late(status: DeadlineStatus) -> None:
    assert not make_deadline(status=status).is_late(at(23))


@pytest.mark.parametrize(
    "changes",
    [{"due_at": at(9)}, {"status": DeadlineStatus.COMPLETED}, {"done_at": at(12)}],
)
def test_obligation_that_contradicts_itself_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        make_deadline(**changes)
