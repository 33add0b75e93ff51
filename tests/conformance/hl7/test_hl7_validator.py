"""HL7's validator and ours say the same, but for what ``accepted.toml`` names with its reason."""

from __future__ import annotations

import pytest

from tests.conformance.hl7.compare import compare, rules
from tests.conformance.hl7.corpus import asked
from tests.conformance.hl7.hl7_validator import judge
from tests.java import NotThere


@pytest.mark.interop
@pytest.mark.timeout(1800)
def test_findings_when_compared_then_every_difference_is_accepted() -> None:
    resources = asked()
    try:
        answers = judge(resources.values())
    except NotThere as missing:
        pytest.skip(str(missing))

    found = compare(resources, answers, rules())

    assert found.is_clean, str(found)


HERE = {"severity": "error", "id": "x", "where": "Patient.gender", "text": "wrong"}
ELSEWHERE = {**HERE, "where": "Patient.birthDate"}
WRONG = {"HTEST": {"resourceType": "Patient", "gender": "unheard-of"}}


def test_compare_when_both_name_the_place_then_agreed() -> None:
    found = compare(WRONG, [{"findings": [HERE]}], ())

    assert found.is_clean
    assert (found.agreed["error"], found.same_verdict) == (1, 1)


def test_compare_when_each_names_another_place_then_both_are_unexplained() -> None:
    found = compare(WRONG, [{"findings": [ELSEWHERE]}], ())

    assert [(each.side, each.where) for each in found.unexplained] == [
        ("hl7", "Patient.birthDate"),
        ("pss", "Patient.gender"),
    ]


def test_compare_when_a_rule_covers_nothing_then_stale() -> None:
    found = compare(WRONG, [{"findings": [HERE]}], rules()[:1])

    assert found.stale == [rules()[0]]
    assert not found.is_clean


def test_compare_when_the_validator_gave_up_then_said() -> None:
    found = compare(WRONG, [{"findings": [HERE], "refused": "FHIRException"}], ())

    assert found.refused == ["HTEST: FHIRException"]
