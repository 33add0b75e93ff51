"""What surrounds the service: steps, meetings, authorship, contacts at a distance, second signatures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from pss_fhir.domain.authorship import Authorship
from pss_fhir.domain.contact import Modality, Remote
from pss_fhir.domain.meeting import StaffMeeting
from pss_fhir.domain.plan_step import PlanStep, StepStatus
from tests.builders import at, make_contact, make_note, make_signature
from tests.builders_work import AUTHORSHIP, PLAN_STEP, STAFF_MEETING


@pytest.mark.parametrize(
    ("status", "by_on", "late"),
    [
        (StepStatus.REQUESTED, date(2026, 11, 20), False),
        (StepStatus.REQUESTED, date(2026, 11, 19), True),
        (StepStatus.IN_PROGRESS, date(2026, 11, 19), True),
        (StepStatus.CANCELLED, date(2026, 11, 19), False),
        (StepStatus.REQUESTED, None, False),
    ],
)
def test_step_is_late_after_its_day_while_it_is_to_be_done(
    status: StepStatus, by_on: date | None, late: bool
) -> None:
    step = PLAN_STEP.model_copy(update={"status": status, "by_on": by_on, "done_on": None})

    assert step.is_late(date(2026, 11, 20)) is late


def again(record: Any, **changes: Any) -> Any:
    """The record made anew with changes, checked."""
    return type(record)(**(dict(record) | changes))


@pytest.mark.parametrize(
    ("record", "changes", "reason"),
    [
        (PLAN_STEP, {"status": StepStatus.IN_PROGRESS}, "only a completed step"),
        (STAFF_MEETING, {"ended_at": at(9)}, "the end is not after the start"),
        (STAFF_MEETING, {"attendee_refs": ("Practitioner/jo", "Practitioner/jo")}, "named twice"),
        (AUTHORSHIP, {"target_ref": "Provenance/1"}, "about itself"),
    ],
)
def test_record_that_contradicts_itself_is_refused(
    record: PlanStep | StaffMeeting | Authorship, changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ValidationError, match=reason):
        again(record, **changes)


def test_remark_on_the_distance_says_something() -> None:
    with pytest.raises(ValidationError, match="it says nothing"):
        Remote()


def test_people_who_met_were_not_at_a_distance() -> None:
    with pytest.raises(ValidationError, match="not at a distance"):
        make_contact(modality=Modality.IN_PERSON, remote=Remote(has_agreed=True))


def test_supervisor_signs_after_the_author() -> None:
    signed_at = make_note().signature.signed_at
    assert make_note(cosignature=make_signature(signed_at=signed_at)).cosignature

    with pytest.raises(ValidationError, match="before the author"):
        make_note(cosignature=make_signature(signed_at=at(8)))
