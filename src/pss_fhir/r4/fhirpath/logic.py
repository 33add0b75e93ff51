"""The boolean operators: three-valued, and patient with a side that has no answer.

Each operand is a function without arguments, called only as far as the answer needs it. A side that
raises NotChecked or EvaluationFailed does not stop the work while the other side decides alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pss_fhir.r4.fhirpath.errors import EvaluationFailed, NotChecked

Answer = bool | None
Operand = Callable[[], Answer]


def _decided_by(deciding: bool, left: Operand, right: Operand) -> Answer:
    """``deciding`` if either side is so, whatever the other; its opposite if neither can be."""
    unanswered: NotChecked | EvaluationFailed | None = None
    answers: list[Answer] = []
    for operand in (left, right):
        try:
            answer = operand()
        except (NotChecked, EvaluationFailed) as reason:
            unanswered = unanswered or reason
            continue
        if answer is deciding:
            return deciding
        answers.append(answer)
    if unanswered is not None:
        raise unanswered
    return None if None in answers else not deciding


def both(left: Operand, right: Operand) -> Answer:
    """``and``."""
    return _decided_by(False, left, right)


def either(left: Operand, right: Operand) -> Answer:
    """``or``."""
    return _decided_by(True, left, right)


def one_of(left: Operand, right: Operand) -> Answer:
    """``xor``."""
    first, second = left(), right()
    return None if first is None or second is None else first is not second


def follows(left: Operand, right: Operand) -> Answer:
    """``implies``: true once the premise is false or the conclusion true."""

    def denied() -> Answer:
        premise = left()
        return None if premise is None else not premise

    return either(denied, right)


LOGIC: Mapping[str, Callable[[Operand, Operand], Answer]] = {
    "and": both,
    "or": either,
    "xor": one_of,
    "implies": follows,
}
