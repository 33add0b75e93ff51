"""The safety plan: two touches away, every number one touch from a call, there while the EHR is not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pss_fhir.domain.wellness import OwnPlanStatus, SafetyPlan
from pss_fhir.workflows.kept_plan import plan_in
from smart_app.present.safety_page import linked
from tests.app.conftest import Clinic, Visitor
from tests.builders import NOW, make_chart


def plan_page(visitor: Visitor) -> str:
    """The page, opened as the chart's button does."""
    path = f"/l/{visitor.lid}/safety-plan"
    assert f'href="{path}"' in visitor.get(f"/l/{visitor.lid}/").text
    return visitor.get(path).text


def break_the_ehr(clinic: Clinic) -> None:
    """Nothing that is asked of the EHR gets an answer that can be used, and what was read has grown old."""
    clinic.clock.advance(timedelta(minutes=6))
    clinic.ehr.order_fault("500", times=99, method="GET")


def test_plan_of_the_record_is_shown_in_its_six_steps(jo: Visitor) -> None:
    page = plan_page(jo)

    assert "Riley’s safety plan" in page
    assert page.count('<li class="card">') == 6
    assert '<a href="tel:9195550142">919-555-0142</a>' in page
    assert 'Call or text <a href="tel:988">988</a>.' in page
    assert "My apartment, and seeing my niece start school." in page


def test_plan_when_the_ehr_fails_then_the_copy_is_shown_with_whose_it_is(clinic: Clinic, jo: Visitor) -> None:
    plan_page(jo)
    break_the_ehr(clinic)

    page = jo.get(f"/l/{jo.lid}/safety-plan").text

    assert "This is the copy that the app read at 4:00 PM." in page
    assert "Riley HTEST" in page
    assert 'href="tel:9195550142"' in page


def test_plan_that_was_never_read_when_the_ehr_fails_then_the_crisis_lines_are_there(
    clinic: Clinic, jo: Visitor
) -> None:
    break_the_ehr(clinic)

    page = jo.get(f"/l/{jo.lid}/safety-plan")

    assert page.status_code == 200
    assert "The app could not read the safety plan from the EHR." in page.text
    assert 'href="tel:988"' in page.text


def test_record_without_a_plan_says_so(clinic: Clinic) -> None:
    visitor = clinic.visitor()
    visitor.launch("Patient/client-2")

    page = plan_page(visitor)

    assert "The record holds no safety plan." in page
    assert '<li class="card">' not in page


def test_copy_of_another_launch_is_not_shown(clinic: Clinic, jo: Visitor) -> None:
    """A copy goes with its launch: with the person, the browser and the twelve hours."""
    plan_page(jo)
    other = clinic.visitor()
    other.launch("Patient/client-2")
    break_the_ehr(clinic)

    assert "919-555-0142" not in other.get(f"/l/{other.lid}/safety-plan").text


def test_copy_in_the_database_is_sealed(jo: Visitor, tmp_path: Path) -> None:
    plan_page(jo)

    held = b"".join(file.read_bytes() for file in tmp_path.glob("*.sqlite3*"))

    assert jo.lid.encode() in held
    assert b"919-555-0142" not in held


def test_newest_whole_plan_counts_and_a_retracted_one_never() -> None:
    def plan(ref: str, status: OwnPlanStatus, days: int) -> SafetyPlan:
        return SafetyPlan(
            ref=f"QuestionnaireResponse/{ref}",
            client_ref="Patient/1",
            status=status,
            written_at=NOW - timedelta(days=days),
            warning_signs=("a",),
            crisis_help=("988",),
        )

    whole = plan("whole", OwnPlanStatus.COMPLETED, 30)
    plans = (
        plan("older", OwnPlanStatus.AMENDED, 90),
        whole,
        plan("begun", OwnPlanStatus.IN_PROGRESS, 1),
        plan("wrong", OwnPlanStatus.RETRACTED, 0),
    )

    assert plan_in(make_chart().model_copy(update={"safety_plans": plans})).plan == whole
    assert plan_in(make_chart().model_copy(update={"safety_plans": plans[3:]})).plan is None


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("Kim, 919-555-0142.", ["9195550142"]),
        ("(919) 555-0142 or 1-919-555-0143", ["9195550142", "19195550143"]),
        ("+19195550142; 9195550143", ["19195550142", "9195550143"]),
        ("988, else 911!", ["988", "911"]),
        ("room 98800, 2026-11-03, $911.50?", []),
        ("<b>988</b>", ["988"]),
        ("no number", []),
    ],
)
def test_numbers_in_a_text_call_and_nothing_else_does(text: str, calls: list[str]) -> None:
    made = linked(text)

    assert [each.split('"')[0] for each in made.split('href="tel:')[1:]] == calls
    assert "<b>" not in made
