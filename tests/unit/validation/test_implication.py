"""A definition is passed over only where another one surely demands all that it does."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import orjson
import pytest

from pss_fhir.definitions import open_registry
from pss_fhir.definitions.bundled import OWN_GUIDE
from pss_fhir.validation import Validator
from pss_fhir.validation.implication import Implications
from pss_fhir.validation.schema import Binding, Element, Fixed, Invariant, Structure, TypeRef
from pss_fhir.validation.schemas import Schemas
from tests.unit.validation.mutations import OPERATORS

OWN, CORE = (
    "https://pss-fhir.org/fhir/StructureDefinition/",
    "http://hl7.org/fhir/us/core/StructureDefinition/",
)
SCHEMAS = Schemas(open_registry())


def structure(url: str) -> Structure:
    found = SCHEMAS.structure(url)
    assert found is not None
    return found


def changed(where: str, **values: Any) -> Structure:
    """Our contact with one of its elements changed."""
    contact = structure(f"{OWN}pss-contact")

    def change(element: Element) -> Element:
        if element.id == where:
            return replace(element, **values)
        return replace(
            element,
            children=tuple(map(change, element.children)),
            slices=tuple(map(change, element.slices)),
        )

    return replace(contact, canonical=f"{contact.canonical}-changed", root=change(contact.root))


@pytest.mark.parametrize(
    ("strict", "loose", "answer"),
    [
        (f"{OWN}pss-contact", f"{CORE}us-core-encounter", True),
        (f"{CORE}us-core-encounter", f"{OWN}pss-contact", False),
        (f"{OWN}pss-group-member-contact", f"{OWN}pss-contact", True),
        (f"{OWN}pss-service-note", f"{CORE}us-core-documentreference", True),
        (f"{OWN}pss-client", f"{CORE}us-core-patient", True),
        (f"{OWN}pss-client", f"{CORE}us-core-encounter", False),
        # Its subject may be a patient of another guide that is not held.
        (f"{OWN}pss-goal", f"{CORE}us-core-goal", False),
    ],
)
def test_a_profile_implies_its_base_but_not_the_other_way(strict: str, loose: str, answer: bool) -> None:
    assert Implications(SCHEMAS).implies(structure(strict), structure(loose)) is answer


@pytest.mark.parametrize(
    ("where", "values"),
    [
        ("Encounter.status", {"min": 0}),
        ("Encounter.class", {"binding": None}),
        ("Encounter.class", {"binding": Binding("extensible", "http://hl7.org/fhir/ValueSet/languages|4.0.1")}),
        ("Encounter.subject", {"types": (TypeRef("Reference"),)}),
        ("Encounter.period", {"max": None}),
        ("Encounter.identifier", {"children": ()}),
        ("Encounter", {"invariants": ()}),
    ],
)  # fmt: skip
def test_a_loosened_profile_implies_nothing(where: str, values: dict[str, Any]) -> None:
    assert not Implications(SCHEMAS).implies(changed(where, **values), structure(f"{OWN}pss-contact"))


@pytest.mark.parametrize(
    ("where", "values"),
    [
        ("Encounter.status", {"fixed": Fixed("fixed", "finished")}),
        ("Encounter.length", {"min": 1}),
        ("Encounter.priority", {"max": 0}),
        ("Encounter.period", {"invariants": (Invariant("more", "error", "more", "start.exists()"),)}),
    ],
)
def test_what_another_profile_asks_beyond_is_never_passed_over(where: str, values: dict[str, Any]) -> None:
    stricter, contact = changed(where, **values), structure(f"{OWN}pss-contact")
    implications = Implications(SCHEMAS)
    assert not implications.implies(contact, stricter)
    assert implications.strictest([contact, stricter])[-1] == stricter


GOAL, CORE_GOAL = structure(f"{OWN}pss-goal"), structure(f"{CORE}us-core-goal")


def test_profile_beside_another_is_asked_for_what_that_one_does_not_show() -> None:
    rest = frozenset({"addresses", "expressedBy", "subject"})
    assert Implications(SCHEMAS).remainders([GOAL, CORE_GOAL]) == [(GOAL, frozenset()), (CORE_GOAL, rest)]
    assert Implications(SCHEMAS).remainders([CORE_GOAL]) == [(CORE_GOAL, frozenset())]


def test_profile_that_asks_more_of_the_whole_is_asked_wholly() -> None:
    more = Invariant("more", "error", "more", "note.exists()")
    stricter = replace(CORE_GOAL, root=replace(CORE_GOAL.root, invariants=(*CORE_GOAL.root.invariants, more)))
    assert Implications(SCHEMAS).remainders([GOAL, stricter]) == [
        (GOAL, frozenset()),
        (stricter, frozenset()),
    ]


@pytest.mark.parametrize(
    ("members", "is_clean"),
    [
        ({}, True),
        ({"subject": {"reference": "Group/a"}}, False),
        ({"addresses": [{"reference": "Condition/a"}]}, True),
        ({"addresses": [{"reference": "Condition/a"}, {"reference": "Group/a"}]}, False),
        ({"subject": {"reference": "#a"}, "contained": [{"resourceType": "Group", "id": "a"}]}, False),
    ],
)
def test_goal_is_clean_only_where_it_keeps_the_rest_too(
    validator: Validator, members: dict[str, Any], is_clean: bool
) -> None:
    examples = map(orjson.loads, (file.read_bytes() for file in (OWN_GUIDE / "example").glob("*.json")))
    goal = next(each for each in examples if each["resourceType"] == "Goal")
    goal["meta"]["profile"] = [GOAL.url, CORE_GOAL.url]
    goal |= members
    assert validator.is_clean(goal) is is_clean
    assert (validator.validate(goal) == []) is is_clean


@pytest.mark.parametrize("name", sorted(OPERATORS))
def test_broken_examples_are_never_clean_by_the_strictest_alone(name: str, validator: Validator) -> None:
    rng = random.Random(20261123)  # noqa: S311 - a seed, not a secret
    for file in sorted((OWN_GUIDE / "example").glob("*.json")):
        resource = orjson.loads(file.read_bytes())
        found = (
            OPERATORS[name](rng, resource) if len(resource.get("meta", {}).get("profile", ())) > 1 else None
        )
        if found is not None and validator.is_clean(found.resource):
            assert not validator.report(found.resource), file.stem
