"""Invariants on the reporting path: each expression compiled once and asked through FHIRPath."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pss_fhir.issues import Severity
from pss_fhir.r4.fhirpath import Compiled, EvaluationFailed, NotChecked, NotCompilable, compile_expression
from pss_fhir.validation.schema import Invariant, Structure

if TYPE_CHECKING:
    from pss_fhir.validation.visit import Visit


_MAY_BE_EMPTY = frozenset({"ref-1"})
"""R4's ref-1 is empty for a reference without ``reference``; R5 mended it (``reference.exists() implies``)."""


def compiled(invariant: Invariant) -> Compiled | None:
    """The invariant's expression ready to run, or None when it cannot be compiled."""
    try:
        return compile_expression(invariant.expression)
    except NotCompilable:
        return None


def check_invariants(
    visit: Visit,
    invariants: Sequence[Invariant],
    value: Any,
    type_name: str,
    path: str,
    structure: Structure,
    sibling: Any = None,
) -> None:
    """Report each invariant that does not hold for the value; note those that could not be decided.

    An invariant must come out true: an empty answer breaks it, as in HL7's validator (US Core's pd-1,
    ``telecom or endpoint``, is never false).
    """
    for each in invariants:
        expression = compiled(each)
        if expression is None:
            visit.notes.add(
                "validate.invariant-not-checked", each.key, reason="its expression cannot be compiled."
            )
            continue
        try:
            holds = expression.holds(
                visit.scope.resource, value, type_name, visit.scope.environment, extra=sibling
            )
        except (NotChecked, EvaluationFailed) as undecided:
            visit.notes.add("validate.invariant-not-checked", each.key, reason=undecided.message)
            continue
        if holds is False or (holds is None and each.key not in _MAY_BE_EMPTY):
            visit.report(
                "validate.invariant", path, structure.canonical,
                severity=Severity(each.severity), key=each.key, human=each.human.rstrip("."),
            )  # fmt: skip
