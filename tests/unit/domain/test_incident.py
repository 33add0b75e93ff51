"""Incidents: order of moments, first time of each step."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from pss_fhir.domain.incident import Incident, IncidentStep, StepTaken
from tests.builders import at


def test_incident_aware_before_it_happened_is_refused() -> None:
    with pytest.raises(ValidationError, match="aware before"):
        Incident(incident_id="I-1", occurred_at=at(10), aware_at=at(9))


def test_taken_at_step_taken_twice_gives_the_first() -> None:
    steps = tuple(StepTaken(step=IncidentStep.UPDATE, taken_at=at(hour)) for hour in (12, 10))
    incident = Incident(incident_id="I-1", steps=steps)

    assert incident.taken_at(IncidentStep.UPDATE) == at(10)
    assert incident.taken_at(IncidentStep.STATE_COPY) is None
