"""BARC-10 and characteristics as Observations, and as others may send them."""

from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.domain.characteristic import Characteristic, CharacteristicKind
from pss_fhir.domain.goal_progress import ProgressSeen
from pss_fhir.domain.note import Progress
from pss_fhir.domain.recovery_capital import AssessmentStatus, RecoveryCapital
from pss_fhir.issues import Severity
from pss_fhir.mapping import as_json, from_fhir, read_all, to_fhir
from pss_fhir.validation import Validator
from tests.builders_care import CHARACTERISTIC, PROGRESS_SEEN, RECOVERY_CAPITAL
from tests.unit.profiles.guide import example


def with_answers(*answers: int | None) -> RecoveryCapital:
    return RECOVERY_CAPITAL.model_copy(update={"answers": answers})


def test_total_is_written_beside_its_answers() -> None:
    written = as_json(to_fhir(RECOVERY_CAPITAL))

    assert written["valueInteger"] == 45
    assert len(written["component"]) == 10


def test_assessment_with_a_missing_answer_has_no_total_and_keeps_the_profile() -> None:
    capital = with_answers(5, None, *(4,) * 8)
    written = as_json(to_fhir(capital))

    assert "valueInteger" not in written
    assert from_fhir(written) == capital
    assert [issue for issue in Validator().validate(written) if issue.severity is Severity.ERROR] == []


def test_examples_of_the_guide_are_read() -> None:
    ana, ben = (from_fhir(example(f"Observation-barc-{name}")) for name in ("ana", "ben"))

    assert isinstance(ana, RecoveryCapital)
    assert isinstance(ben, RecoveryCapital)
    assert ana.total == 45
    assert ben.total == example("Observation-barc-ben").get("valueInteger")


def test_total_as_a_quantity_is_read() -> None:
    written = as_json(to_fhir(RECOVERY_CAPITAL))
    del written["component"], written["valueInteger"]
    written["valueQuantity"] = {"value": 47.0, "unit": "{score}"}

    read = from_fhir(written)

    assert isinstance(read, RecoveryCapital)
    assert read.total == 47


def test_half_a_point_is_refused() -> None:
    written = as_json(to_fhir(RECOVERY_CAPITAL))
    del written["component"], written["valueInteger"]
    written["valueQuantity"] = {"value": 46.5}

    reading = read_all([written])

    assert reading.records == ()
    assert [issue.code for issue in reading.issues] == ["mapping.wrong-shape", "mapping.refused"]


@pytest.mark.parametrize("answers", [RECOVERY_CAPITAL.answers, (5, None, *(4,) * 8)])
def test_total_that_is_not_the_sum_is_noted_and_left_out(answers: tuple[int | None, ...]) -> None:
    capital = with_answers(*answers)
    written = as_json(to_fhir(capital))
    written["valueInteger"] = 60

    reading = read_all([written])

    assert reading.records == (capital,)
    assert [issue.code for issue in reading.issues] == ["mapping.other-total"]


def test_period_counts_from_its_first_day() -> None:
    written = as_json(to_fhir(RECOVERY_CAPITAL))
    written["effectivePeriod"] = {"start": written.pop("effectiveDateTime"), "end": "2026-12"}

    assert from_fhir(written) == RECOVERY_CAPITAL


@pytest.mark.parametrize("kind", CharacteristicKind)
def test_each_kind_is_written_validly_and_read_back(kind: CharacteristicKind) -> None:
    stated = CHARACTERISTIC.model_copy(update={"kind": kind})
    written = as_json(to_fhir(stated))

    assert from_fhir(written) == stated
    assert [issue for issue in Validator().validate(written) if issue.severity is Severity.ERROR] == []


def test_strength_of_the_guide_is_read() -> None:
    read = from_fhir(example("Observation-strength-bicycle"))

    assert isinstance(read, Characteristic)
    assert (read.kind, read.words) == (CharacteristicKind.STRENGTH, "Repairs bicycles")


@pytest.mark.parametrize(
    ("code", "status"),
    [("registered", AssessmentStatus.PRELIMINARY), ("corrected", AssessmentStatus.AMENDED)],
)
def test_statuses_of_others_are_understood(code: str, status: AssessmentStatus) -> None:
    written = as_json(to_fhir(CHARACTERISTIC))
    written["status"] = code

    read = from_fhir(written)

    assert isinstance(read, Characteristic)
    assert read.status is status


@pytest.mark.parametrize(
    "code",
    [{}, {"text": "Body weight"}, {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]}],
)
def test_observation_of_something_else_is_left_alone(code: dict[str, Any]) -> None:
    reading = read_all([{"resourceType": "Observation", "id": "1", "status": "final", "code": code}])

    assert [issue.code for issue in reading.issues] == ["mapping.other-type"]


def test_progress_of_the_guide_is_read() -> None:
    read = from_fhir(example("Observation-progress-home"))

    assert isinstance(read, ProgressSeen)
    assert (read.goal_ref, read.progress) == ("Goal/goal-home", Progress.NO_CHANGE)


@pytest.mark.parametrize("missing", ["focus", "valueCodeableConcept", "effectiveDateTime"])
def test_progress_without_goal_value_or_moment_is_told(missing: str) -> None:
    written = as_json(to_fhir(PROGRESS_SEEN))
    del written[missing]

    assert [issue.code for issue in read_all([written]).issues] == ["mapping.missing"]
