"""Invariants on the reporting path: each expression compiled once and asked through FHIRPath."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pss_fhir.issues import Severity
from pss_fhir.r4.fhirpath import Compiled, EvaluationFailed, NotChecked, NotCompilable, compile_expression
from pss_fhir.validation.natives import surely_holds
from pss_fhir.validation.schema import Invariant, Structure

if TYPE_CHECKING:
    from pss_fhir.validation.visit import Visit


_IS_THERE = re.compile(r"\s*\w+(?:\.\w+)*(?:\s+or\s+\w+(?:\.\w+)*)+\s*")


def breaks_when_empty(invariant: Invariant) -> bool:
    """Whether an empty answer breaks the invariant.

    It does where the expression only asks whether one of some elements is there (US Core's pd-1,
    ``telecom or endpoint``), which is never false. Elsewhere it stays open: R4's own invariants are empty
    for much that is no fault (bdl-8 without fullUrl, que-0 without name, dates of different precision).
    """
    return _IS_THERE.fullmatch(invariant.expression) is not None


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
    """Report each invariant that does not hold for the value; note those that could not be decided."""
    for each in invariants:
        if surely_holds(each, type_name, value, visit.scope):
            continue
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
        if holds is False or (holds is None and breaks_when_empty(each)):
            visit.report(
                "validate.invariant", path, structure.canonical,
                severity=Severity(each.severity), key=each.key, human=each.human.rstrip("."),
            )  # fmt: skip
