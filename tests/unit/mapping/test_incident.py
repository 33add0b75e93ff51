"""Incidents as AdverseEvents, whole and scarce, and as others may write them."""

from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.domain.incident import Incident, IncidentKind, IncidentLevel
from pss_fhir.issues import Severity
from pss_fhir.mapping import as_json, from_fhir, read_all, to_fhir
from pss_fhir.r4.canonicals import INCIDENT_STEP
from pss_fhir.validation import Validator
from tests.builders_care import INCIDENT
from tests.unit.profiles.guide import example


def test_examples_of_the_guide_are_read() -> None:
    abuse = from_fhir(example("AdverseEvent-incident-abuse"))

    assert isinstance(abuse, Incident)
    assert (abuse.kind, abuse.level) == (IncidentKind.ABUSE, IncidentLevel.TWO)
    assert abuse.incident_id == "HTEST-incident-abuse"
    assert [taken.step.value for taken in abuse.steps] == ["supervisor-told", "state-system"]


@pytest.mark.parametrize("kind", [None, *IncidentKind])
def test_each_kind_comes_back(kind: IncidentKind | None) -> None:
    incident = INCIDENT.model_copy(update={"kind": kind})

    assert from_fhir(to_fhir(incident)) == incident


@pytest.mark.parametrize("level", [None, *IncidentLevel])
def test_each_level_comes_back(level: IncidentLevel | None) -> None:
    incident = INCIDENT.model_copy(update={"level": level})

    assert from_fhir(to_fhir(incident)) == incident


def test_incident_of_which_only_the_number_is_known_is_valid_r4() -> None:
    incident = Incident(incident_id="17")
    written = as_json(to_fhir(incident))

    assert "meta" not in written
    assert [issue for issue in Validator().validate(written) if issue.severity is Severity.ERROR] == []
    assert from_fhir(written) == incident


def test_event_of_another_system_is_read_by_its_id_and_codes() -> None:
    event: dict[str, Any] = {
        "resourceType": "AdverseEvent",
        "id": "e1",
        "actuality": "actual",
        "event": {"coding": [{"system": "http://snomed.info/sct", "code": "1912002"}]},
        "subject": {"reference": "Patient/riley"},
        "date": "2026-11-03T13:00:00-05:00",
        "outcome": {
            "coding": [
                {"system": "http://terminology.hl7.org/CodeSystem/adverse-event-outcome", "code": "fatal"}
            ]
        },
    }

    read = from_fhir(event)

    assert isinstance(read, Incident)
    assert (read.incident_id, read.kind, read.is_death) == ("e1", IncidentKind.FALL, True)
    assert (read.during_service, read.is_staff_accused, read.steps) == (None, False, ())


def test_near_miss_is_no_incident() -> None:
    written = as_json(to_fhir(INCIDENT))
    written["actuality"] = "potential"

    reading = read_all([written])

    assert reading.records == ()
    assert [(issue.code, issue.severity) for issue in reading.issues] == [
        ("mapping.not-an-incident", Severity.INFORMATION)
    ]


def test_step_without_a_moment_is_noted_and_the_others_kept() -> None:
    written = as_json(to_fhir(INCIDENT))
    written["extension"].append({"url": INCIDENT_STEP, "extension": [{"url": "step", "valueCode": "update"}]})

    reading = read_all([written])

    assert reading.records == (INCIDENT,)
    assert [issue.code for issue in reading.issues] == ["mapping.refused"]


def test_event_without_any_number_is_told() -> None:
    written = as_json(to_fhir(INCIDENT))
    del written["identifier"], written["id"]

    assert [issue.code for issue in read_all([written]).issues] == ["mapping.missing"]
