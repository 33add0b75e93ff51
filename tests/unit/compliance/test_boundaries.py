"""Every number and every day of every record is tried one below, at, and one above.

Generated from the records and their own examples: for a number there must be an example whose answer
changes when the number is one smaller, and one whose answer changes when it is one larger, so that the
examples stand just inside and just outside of the limit; and the day before, on and after each first and
last day of a record decide whether it binds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from pss_fhir.compliance import PolicySet, load_policies
from pss_fhir.compliance.example_case import run_example
from pss_fhir.compliance.payers import PayersOfDay
from pss_fhir.compliance.policy_set import BoundRule
from pss_fhir.compliance.rule import ALL, Example

POLICIES = load_policies()
DAY = timedelta(days=1)
Path = tuple[str | int, ...]


def numbers_in(value: object, path: Path = ()) -> Iterator[Path]:
    """Where numbers stand in parameters."""
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        yield path
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from numbers_in(inner, (*path, name))
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from numbers_in(inner, (*path, index))


def at(value: Any, path: Path) -> Any:
    for part in path:
        value = value[part]
    return value


def changed(value: Any, path: Path, new: float) -> Any:
    """The same with one number replaced."""
    if not path:
        return new
    if isinstance(value, dict):
        return {**value, path[0]: changed(value[path[0]], path[1:], new)}
    return [changed(one, path[1:], new) if index == path[0] else one for index, one in enumerate(value)]


def answers(bound: BoundRule, example: Example, parameters: dict[str, Any]) -> Counter[Any]:
    """What an example gets by some parameters, with the rule so changed among all others."""
    assert bound.check is not None
    model = bound.check.parameters.model_validate(parameters)
    other = replace(bound, rule=bound.rule.model_copy(update={"parameters": parameters}), parameters=model)
    rules = tuple(other if one is bound else one for one in POLICIES.rules)
    policies = PolicySet(rules, POLICIES.payers, POLICIES.calendar, POLICIES.replaced)
    outcomes = run_example(other, example.model_copy(update={"parameters": {}}), policies)
    says = bound.check.can_break
    return Counter((one.answer, one.severity, None if says else one.message) for one in outcomes)


def figures_of(bound: BoundRule) -> dict[str, Any]:
    """A record's parameters with those that it leaves at what the check takes by itself."""
    assert bound.parameters is not None
    return {**bound.parameters.model_dump(mode="json"), **bound.rule.parameters}


def every_number() -> Iterator[Any]:
    """Every number that a record sets, or leaves as it is; a 0 that it does not set asks for nothing."""
    for bound in POLICIES.rules:
        if bound.check is not None:
            for path in numbers_in(figures_of(bound)):
                if at(figures_of(bound), path) != 0 or path[0] in bound.rule.parameters:
                    name = ".".join(str(part) for part in path)
                    yield pytest.param(bound, path, id=f"{bound.rule.key}-{bound.rule.check}-{name}")


def is_allowed(bound: BoundRule, path: Path, new: float) -> bool:
    assert bound.check is not None
    try:
        bound.check.parameters.model_validate(changed(figures_of(bound), path, new))
    except ValidationError:
        return False
    return True


def untried(bound: BoundRule, path: Path) -> list[float]:
    """The numbers next to a record's own with which every example gets the same answer."""
    own = at(figures_of(bound), path)
    step = 0.1 if isinstance(own, float) and own <= 1 else 1
    steps = [by for by in (-step, step) if is_allowed(bound, path, round(own + by, 6))]
    return [by for by in steps if not any(moves(bound, path, by, one) for one in bound.rule.examples)]


def moves(bound: BoundRule, path: Path, by: float, example: Example) -> bool:
    """Whether an example gets another answer when a number is a step smaller or larger."""
    given = {**figures_of(bound), **example.parameters}
    try:
        other = answers(bound, example, changed(given, path, round(at(given, path) + by, 6)))
    except ValidationError:
        return False
    return other != answers(bound, example, given)


@pytest.mark.parametrize(("bound", "path"), list(every_number()))
def test_number_of_each_record_has_examples_just_inside_and_just_outside(
    bound: BoundRule, path: Path
) -> None:
    assert untried(bound, path) == []


def test_number_without_an_example_at_its_edge_is_found() -> None:
    """The test above can fail."""
    [bound] = [one for one in POLICIES.rules if one.rule.id == "agency-caseload-max"]
    inside = bound.rule.examples[2:3]
    only_inside = replace(bound, rule=bound.rule.model_copy(update={"examples": inside}))
    assert [example.answer for example in inside] == ["met"]
    assert untried(only_inside, ("most",)) == [1]


def every_day_of_parameters() -> Iterator[Any]:
    for bound in POLICIES.rules:
        for name, value in bound.rule.parameters.items():
            if isinstance(value, date):
                yield pytest.param(bound, name, id=f"{bound.rule.key}-{bound.rule.check}-{name}")


@pytest.mark.parametrize(("bound", "name"), list(every_day_of_parameters()))
def test_day_of_each_record_has_examples_on_either_side(bound: BoundRule, name: str) -> None:
    for by in (-DAY, DAY):
        moved = []
        for example in bound.rule.examples:
            given = {**figures_of(bound), **example.parameters}
            other = {**given, name: bound.rule.parameters[name] + by}
            moved.append(answers(bound, example, other) != answers(bound, example, given))
        assert any(moved), f"no example changes when {name} is moved by {by.days} day"


def every_day() -> Iterator[Any]:
    for bound in POLICIES.rules:
        span = bound.rule.in_force
        for edge, day in (("from", span.from_on), ("to", span.to_on)):
            if day is not None:
                yield pytest.param(bound, edge, day, id=f"{bound.rule.key}-{bound.rule.check}-{edge}")


def payers_of(bound: BoundRule) -> PayersOfDay:
    """A payer for whom a record binds."""
    if ALL in bound.rule.payers:
        return PayersOfDay((), is_certain=False)
    known = [one for one in POLICIES.payers.payers if {one.key, one.kind} & set(bound.rule.payers)]
    return PayersOfDay((known[0],), is_certain=True)


@pytest.mark.parametrize(("bound", "edge", "day"), list(every_day()))
def test_record_binds_from_its_first_through_its_last_day(bound: BoundRule, edge: str, day: date) -> None:
    payers = payers_of(bound)
    binds = [bound.binds(one, payers) for one in (day - DAY, day, day + DAY)]
    one_day = bound.rule.in_force.from_on == bound.rule.in_force.to_on
    assert binds == ([False, True, not one_day] if edge == "from" else [not one_day, True, False])


def test_generation_of_boundaries_finds_the_numbers_there_are() -> None:
    """The generator itself can fail."""
    assert list(numbers_in({"a": 1, "b": [{"c": 0.5, "d": True}], "e": "7"})) == [("a",), ("b", 0, "c")]
    assert changed({"b": [{"c": 1}]}, ("b", 0, "c"), 2) == {"b": [{"c": 2}]}
    assert len(list(every_number())) > 60
    assert len(list(every_day())) > 40
