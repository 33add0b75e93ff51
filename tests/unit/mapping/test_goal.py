"""Goal <-> Goal."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pss_fhir.domain.plan import Achievement, Goal, GoalStatus
from pss_fhir.errors import MappingError
from pss_fhir.mapping import as_json, from_fhir, read_all, to_fhir
from pss_fhir.r4 import systems
from tests.builders import make_goal

GOAL: dict[str, Any] = {
    "resourceType": "Goal",
    "id": "1",
    "lifecycleStatus": "active",
    "description": {"text": "I want to work."},
    "subject": {"reference": "Patient/riley"},
}


def goal_of(**elements: Any) -> Goal:
    """The goal that the smallest Goal with more elements gives."""
    goal = from_fhir(GOAL | elements, base_url="https://ehr.example/fhir")
    assert isinstance(goal, Goal)
    return goal


def test_goal_becomes_a_us_core_goal_expressed_by_the_person() -> None:
    written = as_json(to_fhir(make_goal()))

    assert written["description"] == {"text": "I want to keep my own apartment."}
    assert written["expressedBy"] == {"reference": "Patient/riley"}
    assert written["target"] == [{"dueDate": "2027-02-28"}]
    assert written["achievementStatus"]["coding"] == [
        {"system": systems.GOAL_ACHIEVEMENT, "code": "in-progress"}
    ]


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("proposed", GoalStatus.PROPOSED),
        ("planned", GoalStatus.PROPOSED),
        ("accepted", GoalStatus.PROPOSED),
        ("active", GoalStatus.ACTIVE),
        ("on-hold", GoalStatus.ON_HOLD),
        ("completed", GoalStatus.COMPLETED),
        ("cancelled", GoalStatus.CANCELLED),
        ("rejected", GoalStatus.CANCELLED),
        ("entered-in-error", GoalStatus.RETRACTED),
    ],
)
def test_every_status_of_fhir_is_read(code: str, status: GoalStatus) -> None:
    assert goal_of(lifecycleStatus=code).status is status


def test_goal_with_a_code_only_is_read_by_its_display() -> None:
    coded = {"coding": [{"system": systems.SNOMED, "code": "1", "display": "In paid employment"}]}

    assert goal_of(description=coded).words == "In paid employment"


@pytest.mark.parametrize(
    ("who", "own_words"),
    [
        ({"reference": "Patient/riley"}, True),
        ({"reference": "https://ehr.example/fhir/Patient/riley"}, True),
        ({"reference": "Practitioner/jo"}, False),
        ({"reference": "RelatedPerson/kim"}, False),
        ({"display": "somebody"}, None),
        (None, None),
    ],
)
def test_own_words_are_what_the_person_expressed(who: Any, own_words: bool | None) -> None:
    assert goal_of(expressedBy=who).is_own_words is own_words


def test_achievement_of_another_system_is_not_taken_for_ours() -> None:
    other = {"coding": [{"system": "urn:x", "code": "achieved"}]}
    ours = {
        "coding": [{"system": "urn:x", "code": "1"}, {"system": systems.GOAL_ACHIEVEMENT, "code": "achieved"}]
    }

    assert goal_of(achievementStatus=other).achievement is None
    assert goal_of(achievementStatus=ours).achievement is Achievement.ACHIEVED


def test_first_of_several_targets_counts_and_the_others_are_noted() -> None:
    reading = read_all([GOAL | {"target": [{}, {"dueDate": "2027-01-01"}, {"dueDate": "2028-01-01"}]}])

    assert isinstance(reading.records[0], Goal)
    assert reading.records[0].target_on == date(2027, 1, 1)
    assert [issue.code for issue in reading.issues] == ["mapping.several"]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"description": None}, "Goal.description"),
        ({"description": {}}, "Goal.description"),
        ({"description": {"text": "  "}}, "Goal.description"),
        ({"subject": None}, "Goal.subject"),
        ({"subject": {"reference": "#p"}}, "Goal.subject"),
        ({"subject": {"reference": "https://other.example/fhir/Patient/1"}}, "Goal.subject"),
        ({"lifecycleStatus": "going-well"}, "Goal.lifecycleStatus"),
    ],
)
def test_goal_without_words_person_or_status_is_refused(changes: dict[str, Any], path: str) -> None:
    with pytest.raises(MappingError) as refused:
        from_fhir(GOAL | changes, base_url="https://ehr.example/fhir")

    assert ("mapping.missing", path) in [(issue.code, issue.path) for issue in refused.value.issues]


def test_words_known_to_be_another_persons_survive() -> None:
    goal = make_goal(is_own_words=False)

    written = as_json(to_fhir(goal))

    assert "expressedBy" not in written
    assert from_fhir(written) == goal
