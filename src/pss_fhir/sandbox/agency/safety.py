"""A client's safety plan: the answers to the form of the project's guide."""

from __future__ import annotations

from typing import Any

from pss_fhir.r4.canonicals import SAFETY_PLAN_FORM
from pss_fhir.sandbox.agency.calendar import Calendar
from pss_fhir.sandbox.agency.coding import Json, resource
from pss_fhir.sandbox.agency.plans import specialist_of
from pss_fhir.sandbox.agency.roster import Person

_WRITTEN = "written"
"""The day on which the plan was written, beside the answers."""


def make_safety_plan(calendar: Calendar, person: Person) -> Json | None:
    """The plan that the roster holds for a client, None where it holds none."""
    if person.safety is None:
        return None
    written_at = calendar.moment(calendar.day(person.safety[_WRITTEN]), 14, 0)
    return resource("QuestionnaireResponse", f"safety-{person.id}", "us-core-questionnaireresponse") | {
        "questionnaire": SAFETY_PLAN_FORM,
        "status": "completed",
        "subject": {"reference": person.ref},
        "authored": written_at.isoformat(),
        "author": specialist_of(person),
        "item": [
            {"linkId": link_id, "answer": _answers(said)}
            for link_id, said in person.safety.items()
            if link_id != _WRITTEN
        ],
    }


def _answers(said: Any) -> list[Json]:
    return [{"valueString": text} for text in (said if isinstance(said, list) else [said])]
