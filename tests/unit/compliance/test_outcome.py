"""What a check answers, and when its words are put together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pss_fhir.compliance import Answer, audit, load_policies
from pss_fhir.compliance.checks import CHECKS
from pss_fhir.compliance.outcome import Outcome, met
from pss_fhir.compliance.policy_set import PolicySet
from pss_fhir.compliance.rule import ALL, InForce
from tests.builders import NOW, make_chart, make_note

POLICIES = load_policies()


def test_met_when_given_how_words_are_made_then_says_them() -> None:
    kept = met(lambda: "It is kept.", records=("Encounter/1",), arithmetic=lambda: "1 of 1")
    assert (kept.answer, kept.message, kept.arithmetic) == (Answer.MET, "It is kept.", "1 of 1")
    assert (kept.records, kept.fields, kept.focus, kept.severity) == (("Encounter/1",), (), None, None)


def test_met_when_given_words_then_says_them() -> None:
    assert met("It is kept.", focus="Goal/1") == Outcome(Answer.MET, "It is kept.", focus="Goal/1")
    assert met("It is kept.").arithmetic is None


@pytest.mark.parametrize(("all_answers", "times"), [(False, 0), (True, 1)])
def test_audit_puts_words_of_a_kept_rule_together_only_where_they_are_asked_for(
    all_answers: bool, times: int
) -> None:
    made = []

    def words() -> str:
        made.append("words")
        return "It is kept."

    def answer(_: Any, __: Any) -> Outcome:
        return met(words)

    check = CHECKS["start-and-end"]
    bound = next(one for one in POLICIES.rules if one.check is check)
    rule = bound.rule.model_copy(update={"in_force": InForce(), "payers": (ALL,)})
    asked = replace(bound, rule=rule, check=replace(check, answer=answer))
    policies = PolicySet((asked,), POLICIES.payers, POLICIES.calendar, (frozenset(),))

    found = audit([make_chart(notes=(make_note(),))], as_of=NOW, policies=policies, all_answers=all_answers)

    assert len(made) == times
    assert [one.message for one in found.findings] == ["It is kept."] * times
