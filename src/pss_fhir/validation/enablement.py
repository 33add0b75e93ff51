"""Whether a question of a Questionnaire is enabled by the answers that were given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pss_fhir.validation.matching import same


def is_enabled(question: Mapping[str, Any], response: Mapping[str, Any]) -> bool:
    """Whether the question's ``enableWhen`` is met (FHIR R4 Questionnaire, "enableBehavior")."""
    conditions = [each for each in question.get("enableWhen", ()) if isinstance(each, dict)]
    if not conditions:
        return True
    met = [_is_met(each, list(_answers(response, each.get("question")))) for each in conditions]
    return (
        all(met) if question.get("enableBehavior", "any" if len(met) == 1 else "all") == "all" else any(met)
    )


def _answers(holder: Mapping[str, Any], link: Any) -> Iterator[Any]:
    """Every answer given to the question with that linkId, wherever it stands."""
    for item in holder.get("item") or ():
        if not isinstance(item, dict):
            continue
        for answer in item.get("answer") or ():
            if isinstance(answer, dict):
                if item.get("linkId") == link:
                    yield next((each for key, each in answer.items() if key.startswith("value")), None)
                yield from _answers(answer, link)
        yield from _answers(item, link)


def _is_met(condition: Mapping[str, Any], answers: list[Any]) -> bool:
    operator = condition.get("operator")
    wanted = next((each for key, each in condition.items() if key.startswith("answer")), None)
    if operator == "exists":
        return bool(answers) is (wanted is not False)
    return any(_compare(operator, answer, wanted) for answer in answers)


def _compare(operator: Any, answer: Any, wanted: Any) -> bool:
    if operator in ("=", "!="):
        return _is_same(answer, wanted) is (operator == "=")
    one, other = _measure(answer), _measure(wanted)
    if type(one) is not type(other) or one is None:
        return False
    return bool(
        (operator == ">" and one > other)
        or (operator == "<" and one < other)
        or (operator == ">=" and one >= other)
        or (operator == "<=" and one <= other)
    )


def _is_same(answer: Any, wanted: Any) -> bool:
    if isinstance(answer, dict) and isinstance(wanted, dict) and "code" in wanted:
        return all(same(wanted.get(key), answer.get(key)) for key in ("system", "code"))
    return same(wanted, answer)


def _measure(value: Any) -> Any:
    if isinstance(value, dict):
        value = value.get("value")
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value
