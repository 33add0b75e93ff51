"""Every record runs its own examples, on the story that all tests share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from pss_fhir.compliance import load_policies
from pss_fhir.compliance.example_case import case_with, run_example
from pss_fhir.compliance.outcome import Answer
from pss_fhir.compliance.policy_set import BoundRule
from pss_fhir.compliance.rule import Example
from tests import builders

POLICIES = load_policies()
ANYTHING = Example(answer=Answer.MET)


def every_example() -> Iterator[Any]:
    for bound in POLICIES.rules:
        for number, example in enumerate(bound.rule.examples, 1):
            yield pytest.param(bound, example, id=f"{bound.rule.key}-{number}-{example.answer}")


@pytest.mark.parametrize(("bound", "example"), list(every_example()))
def test_run_example_of_each_record_gives_its_answer(bound: BoundRule, example: Example) -> None:
    outcomes = run_example(bound, example, POLICIES)

    assert example.answer in {outcome.answer for outcome in outcomes}, outcomes
    told = [f"{outcome.message} {outcome.arithmetic}" for outcome in outcomes]
    assert not [words for words in told if re.search(r"\d%|Rule [^ ]+ and", words)]
    if example.says is not None:
        assert any(
            example.says in outcome.message for outcome in outcomes if outcome.answer is example.answer
        ), outcomes


def test_case_with_nothing_changed_is_the_story_of_the_tests() -> None:
    case = case_with(ANYTHING)

    coverage = builders.make_coverage(payer_name="Trillium Health Resources")
    assert case.chart == builders.make_chart(coverages=(coverage,))
    assert case.draft == builders.make_draft()
    assert case.note == builders.make_note()
    assert case.as_of == builders.NOW


def test_case_with_unknown_path_is_refused() -> None:
    with pytest.raises(KeyError):
        case_with(Example(answer=Answer.MET, without=("chart.nothing",)))
