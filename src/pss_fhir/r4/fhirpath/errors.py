"""What can stop an expression: it cannot be compiled, cannot be evaluated, or cannot be decided."""

from __future__ import annotations

from pss_fhir.errors import DefinitionError, PssFhirError
from pss_fhir.issues import code_book


class NotCompilable(DefinitionError):
    """The expression is not FHIRPath, or asks for a function, type or variable that is not known."""

    default_code = "fhirpath.syntax"


class EvaluationFailed(PssFhirError):
    """FHIRPath signals an error for this input; the question stays undecided."""

    default_code = "fhirpath.failed"


class NotChecked(PssFhirError):
    """The answer needs something that is not at hand: a resource, a value set, a profile, the time."""

    default_code = "fhirpath.not-checked"


def not_compilable(code: str, expression: str, **fields: object) -> NotCompilable:
    """The exception for ``fhirpath.<code>``; ``where`` is the expression itself."""
    full = f"fhirpath.{code}"
    return NotCompilable(code_book()[full].message.format_map(fields), code=full, where=expression)


def failed(problem: str) -> EvaluationFailed:
    """The exception for an input that FHIRPath calls an error; ``problem`` holds no data value."""
    return EvaluationFailed(code_book()["fhirpath.failed"].message.format(problem=problem))


def not_checked(need: str) -> NotChecked:
    """The exception for a question that cannot be answered here; ``need`` says what is missing."""
    return NotChecked(code_book()["fhirpath.not-checked"].message.format(need=need))
