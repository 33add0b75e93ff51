"""What an expression asks of the world outside its resource, and what happens when nobody can answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from pss_fhir.r4.fhirpath import (
    Environment,
    EvaluationFailed,
    NotChecked,
    NotCompilable,
    TypeOnly,
    compile_expression,
    not_checked,
    type_of_reference,
)

OBSERVATION: dict[str, Any] = {
    "resourceType": "Observation",
    "id": "o1",
    "contained": [{"resourceType": "Patient", "id": "p", "gender": "female"}],
    "status": "final",
    "code": {"coding": [{"system": "http://loinc.org", "code": "72166-2"}]},
    "subject": {"reference": "#p"},
    "performer": [{"reference": "Practitioner/1"}],
    "text": {"status": "generated", "div": "<div>x</div>"},
}


def evaluate(expression: str, environment: Environment | None = None) -> list[Any]:
    return compile_expression(expression).evaluate(OBSERVATION, environment=environment or Environment())


def holds(expression: str, environment: Environment | None = None) -> bool | None:
    return compile_expression(expression).holds(
        OBSERVATION, OBSERVATION, "Observation", environment or Environment()
    )


def test_resolve_answers_contained_resources_without_asking() -> None:
    assert evaluate("subject.resolve().gender") == ["female"]


def test_resolve_of_a_hash_is_the_containing_resource() -> None:
    environment = Environment(root={"resourceType": "Group", "id": "g"})
    assert evaluate("'#'.resolve().id", environment) == ["g"]
    assert evaluate("%rootResource.id", environment) == ["g"]


def test_resolve_of_a_missing_contained_resource_is_empty() -> None:
    assert evaluate("'#nobody'.resolve()") == []


def test_resolve_without_an_environment_is_not_checked() -> None:
    with pytest.raises(NotChecked) as caught:
        evaluate("performer.resolve()")
    assert caught.value.code == "fhirpath.not-checked"


def test_resolve_takes_what_the_environment_gives() -> None:
    environment = Environment(resolve=lambda reference: {"resourceType": "Practitioner", "id": reference[-1]})
    assert evaluate("performer.resolve().id", environment) == ["1"]
    assert holds("performer.resolve() is Practitioner", environment) is True


def test_resolve_of_what_surely_is_not_there_is_empty() -> None:
    assert evaluate("performer.resolve()", Environment(resolve=lambda _: None)) == []


def test_a_known_type_alone_answers_type_tests_but_not_steps() -> None:
    environment = Environment(resolve=type_of_reference)
    assert holds("performer.resolve() is Practitioner", environment) is True
    assert holds("performer.resolve() is Device", environment) is False
    with pytest.raises(NotChecked):
        evaluate("performer.resolve().active", environment)


@pytest.mark.parametrize(
    ("reference", "type_name"),
    [
        ("Patient/1", "Patient"),
        ("http://ehr.example/fhir/Patient/1/_history/2", "Patient"),
        ("urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0", None),
        ("Nonsense/1", None),
        ("#p", None),
    ],
)
def test_type_of_reference_trusts_only_literal_references(reference: str, type_name: str | None) -> None:
    assert type_of_reference(reference) == (TypeOnly(type_name) if type_name else None)


@pytest.mark.parametrize(
    "expression",
    [
        "code.memberOf('http://example.org/vs')",
        "conformsTo('http://example.org/profile')",
        "text.div.htmlChecks()",
        "code.subsumes(code)",
        "code.subsumedBy(code)",
        "now() > @2000",
        "today() > @2000",
        "timeOfDay() > @T00:00",
    ],
)
def test_a_question_nobody_can_answer_is_not_checked(expression: str) -> None:
    with pytest.raises(NotChecked):
        holds(expression)


def test_each_question_reaches_its_callable_with_value_type_and_canonical() -> None:
    asked: list[tuple[Any, ...]] = []

    def note(*question: Any) -> bool:
        asked.append(question)
        return True

    environment = Environment(member_of=note, conforms_to=note, html_checks=note, subsumes=note)
    code = OBSERVATION["code"]
    assert holds("code.memberOf('http://v')", environment) is True
    assert holds("conformsTo('http://p')", environment) is True
    assert holds("text.div.htmlChecks()", environment) is True
    assert holds("code.subsumes(code)", environment) is True
    assert asked == [
        (code, "CodeableConcept", "http://v"),
        (OBSERVATION, "Observation", "http://p"),
        ("<div>x</div>",),
        (code, code, "CodeableConcept"),
    ]


def test_subsumed_by_turns_the_question_around() -> None:
    environment = Environment(subsumes=lambda general, special, _: (general, special) == ("b", "a"))
    assert evaluate("'a'.subsumedBy('b')", environment) == [True]
    assert evaluate("'a'.subsumes('b')", environment) == [False]


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ("code.memberOf('http://v') or status = 'final'", True),
        ("status = 'final' or code.memberOf('http://v')", True),
        ("code.memberOf('http://v') and status = 'draft'", False),
        ("status = 'draft' and code.memberOf('http://v')", False),
        ("code.memberOf('http://v') implies status = 'final'", True),
        ("status = 'draft' implies code.memberOf('http://v')", True),
    ],
)
def test_a_side_that_cannot_be_checked_does_not_hide_one_that_decides(expression: str, answer: bool) -> None:
    assert holds(expression) is answer


@pytest.mark.parametrize(
    "expression",
    [
        "code.memberOf('http://v') or status = 'draft'",
        "code.memberOf('http://v') and status = 'final'",
        "code.memberOf('http://v') implies status = 'draft'",
        "code.memberOf('http://v') xor status = 'final'",
        "code.memberOf('http://v').not()",
        "code.where($this.memberOf('http://v')).exists()",
    ],
)
def test_an_unchecked_side_that_matters_leaves_the_whole_unchecked(expression: str) -> None:
    with pytest.raises(NotChecked):
        holds(expression)


def test_now_is_what_the_environment_says() -> None:
    environment = Environment(now=datetime(2026, 11, 2, 14, 30, tzinfo=UTC))
    assert holds("now() = @2026-11-02T14:30:00Z", environment) is True
    assert holds("today() = @2026-11-02", environment) is True
    assert holds("timeOfDay() = @T14:30:00", environment) is True


def test_now_needs_a_time_zone() -> None:
    with pytest.raises(EvaluationFailed):
        holds("now() > @2000", Environment(now=datetime(2026, 11, 2)))  # noqa: DTZ001 - the wrong kind is the point


def test_variables_come_from_the_environment() -> None:
    environment = Environment(variables={"limit": [3], "other": [{"resourceType": "Patient", "id": "x"}]})
    assert evaluate("%limit + 1", environment) == [4]
    assert evaluate("%other.id", environment) == ["x"]


def test_a_variable_nobody_gave_is_named() -> None:
    with pytest.raises(NotCompilable, match="%limit"):
        evaluate("%limit")


def test_check_modifiers_lets_pass_what_is_understood() -> None:
    resource = {"resourceType": "Patient", "modifierExtension": [{"url": "http://m", "valueBoolean": True}]}
    understood = compile_expression("checkModifiers('http://m').modifierExtension.count()")
    assert understood.evaluate(resource) == [1]
    with pytest.raises(EvaluationFailed):
        compile_expression("checkModifiers('http://other').id").evaluate(resource)


def test_not_checked_says_what_is_missing() -> None:
    def refuse(_value: Any, _type: str, value_set: str) -> bool:
        raise not_checked(f"value set {value_set}")

    with pytest.raises(NotChecked, match="value set http://v"):
        holds("code.memberOf('http://v')", Environment(member_of=refuse))
