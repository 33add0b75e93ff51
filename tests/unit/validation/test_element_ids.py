"""Element ids that stand twice in a resource: found however the resource is written down."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from pss_fhir.issues import Issue
from pss_fhir.validation import Validator

Json = dict[str, Any]

PATIENT: Json = {
    "resourceType": "Patient",
    "name": [{"family": "HTEST", "period": {"start": "2026"}}, {"family": "HTEST"}],
    "telecom": [{"system": "phone", "value": "5550100", "period": {"start": "2026"}}],
    "gender": "unknown",
    "birthDate": "1990",
    "_birthDate": {
        "extension": [
            {
                "url": "http://hl7.org/fhir/StructureDefinition/patient-birthTime",
                "valueDateTime": "1990-01-01T10:00:00-05:00",
            }
        ]
    },
    "address": [{"city": "Durham", "period": {"start": "2026"}}],
    "maritalStatus": {"text": "married", "coding": [{"code": "M"}]},
    "contact": [{"name": {"family": "HTEST", "period": {"start": "2026"}}, "address": {"city": "Durham"}}],
}
SEEDS = range(200)


def with_one_id_in_some_places(seed: int) -> tuple[Json, int]:
    """The patient, the names of each object in some order, and how many of its elements have the same id."""
    draws = Random(seed)  # noqa: S311 - a test that can be repeated, no secret
    patient = copy.deepcopy(PATIENT)
    places = draws.sample(list(elements_of(patient)), draws.choice((2, 2, 3)))
    for place in places:
        place["id"] = "same"
    if draws.random() < 0.3:
        patient["gender"] = "neither of its codes"
    return shuffled(patient, draws), len(places)


def elements_of(value: Any) -> Iterator[Json]:
    """Every object within, at any depth."""
    for each in value.values() if isinstance(value, dict) else value:
        if isinstance(each, dict):
            yield each
        if isinstance(each, dict | list):
            yield from elements_of(each)


def shuffled(value: Any, draws: Random) -> Any:
    """The same with the names of each object in another order."""
    if isinstance(value, list):
        return [shuffled(each, draws) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: shuffled(value[name], draws) for name in draws.sample(list(value), len(value))}


def told(issues: list[Issue]) -> list[tuple[str, str | None]]:
    return [(issue.code, issue.path) for issue in issues]


def test_element_ids_when_all_differ_then_nothing_is_found(validator: Validator) -> None:
    patient = copy.deepcopy(PATIENT)
    for number, place in enumerate(elements_of(patient)):
        place["id"] = f"e{number}"
    assert validator.validate(patient) == validator.report(patient) == []


@pytest.mark.parametrize("way", ["validate", "report"])
def test_element_ids_when_some_are_the_same_then_all_but_one_are_found(
    validator: Validator, way: str
) -> None:
    for seed in SEEDS:
        patient, places = with_one_id_in_some_places(seed)
        found = [issue.code for issue in getattr(validator, way)(patient)]
        assert found.count("validate.id-duplicate") == places - 1, seed
        assert len(found) - found.count("validate.id-duplicate") == (patient["gender"] != "unknown"), seed


def test_element_ids_when_some_are_the_same_then_both_paths_name_the_same_elements(
    validator: Validator,
) -> None:
    differing = []
    for seed in SEEDS:
        patient, _ = with_one_id_in_some_places(seed)
        if told(validator.validate(patient)) != told(validator.report(patient)):
            differing.append(seed)
    assert differing == []


def test_element_ids_when_a_child_has_its_parents_then_the_child_is_named(validator: Validator) -> None:
    name = {"period": {"id": "same", "start": "2026"}, "family": "HTEST", "id": "same"}
    found = told(validator.validate({"resourceType": "Patient", "name": [name]}))
    assert found == [("validate.id-duplicate", "Patient.name[0].period.id")]
