"""Checks that generated code calls: made once from plain data, answering clean or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from pss_fhir.definitions import CodeList, Membership
from pss_fhir.validation.checks.binding import must_have_code
from pss_fhir.validation.coded import is_known_name, is_outside_known_system, membership
from pss_fhir.validation.matching import belongs, meets
from pss_fhir.validation.references import literal_pattern
from pss_fhir.validation.schema import Binding, Fixed, Test

if TYPE_CHECKING:
    from pss_fhir.definitions import Terminology
    from pss_fhir.validation.scope import Scope
    from pss_fhir.validation.visit import Notes

Check = Callable[[Any], bool]
ScopedCheck = Callable[[Any, "Scope"], bool]


def make_coded(codes: CodeList | None, binding: Binding, type_code: str, notes: Notes) -> Check:
    """Whether a coded value keeps its binding; what cannot be told is noted and taken as kept."""
    if codes is None:
        return lambda _value: _noted(notes, "validate.value-set-not-held", binding.value_set)
    listed = codes.codes

    def check(value: Any) -> bool:
        answer = membership(codes, type_code, value)
        if answer is Membership.IN:
            return True
        if answer is Membership.UNKNOWN:
            return _noted(notes, "validate.value-set-partly-held", binding.value_set)
        if answer is None:
            return not must_have_code(binding, value)
        return binding.strength != "required" and not is_outside_known_system(codes, type_code, value)

    def check_concept(value: Any) -> bool:
        for coding in value.get("coding", ()):
            if coding.get("code") in listed.get(coding.get("system"), ()):
                return True
        return check(value)

    return check_concept if type_code == "CodeableConcept" else check


def _noted(notes: Notes, code: str, subject: str) -> bool:
    notes.add(code, subject)
    return True


def make_meets(kind: str, expected: Any) -> Check:
    """Whether a value is what the definition fixes."""
    fixed = Fixed(kind, expected)
    return lambda value: meets(fixed, value)


def make_bounded(low: Any, high: Any) -> Check:
    """Whether a value lies within bounds of its own kind; bounds of another precision are left to the other path."""

    def check(value: Any) -> bool:
        if isinstance(value, str) and any(isinstance(each, str) and len(each) != len(value) for each in (low, high)):
            return False
        return (low is None or value >= low) and (high is None or value <= high)

    return check


def make_belongs(tests: Sequence[tuple[tuple[str, ...], str, Any]]) -> ScopedCheck:
    """Whether an item is of a slice."""
    if len(tests) == 1 and tests[0][0] == () and tests[0][1] == "pattern":
        simple = _simple_pattern(tests[0][2])
        if simple is not None:
            return simple
    known = tuple(Test(tuple(steps), kind, value) for steps, kind, value in tests)
    pairs = {test.steps: test.value for test in known if test.kind == "fixed" and isinstance(test.value, str)}
    if len(pairs) == len(known) and set(pairs) == {("coding", "code"), ("coding", "system")}:
        return _concept(pairs["coding", "system"], pairs["coding", "code"])
    return lambda item, scope: belongs(known, item, scope)


def _simple_pattern(pattern: Any) -> ScopedCheck | None:
    """The frequent pattern: a concept with one coding of system and code."""
    codings = pattern.get("coding") if isinstance(pattern, dict) and len(pattern) == 1 else None
    if not isinstance(codings, list) or len(codings) != 1 or codings[0].keys() != {"system", "code"}:
        return None
    system, code = codings[0]["system"], codings[0]["code"]

    def check(item: Any, _scope: Scope) -> bool:
        return any(
            coding.get("code") == code and coding.get("system") == system for coding in item.get("coding", ())
        )

    return check


def _concept(system: str, code: str) -> ScopedCheck:
    """Two tests on the codings: each must be met by some coding."""

    def check(item: Any, _scope: Scope) -> bool:
        codings = item.get("coding", ())
        return any(coding.get("code") == code for coding in codings) and any(
            coding.get("system") == system for coding in codings
        )

    return check


def make_reference(
    target_types: tuple[str, ...], resource_types: frozenset[str], check_fully: ScopedCheck
) -> ScopedCheck:
    """Whether a reference has the right form and target.

    A literal reference to an allowed type, outside any Bundle, is settled by its text; all others go
    the full way.
    """
    match = literal_pattern(target_types or tuple(sorted(resource_types))).fullmatch

    def check(value: Any, scope: Scope) -> bool:
        reference = value.get("reference")
        if reference is None:
            return "type" not in value or check_fully(value, scope)
        if scope.bundle is None and "type" not in value and match(reference) is not None:
            return True
        return check_fully(value, scope)

    return check


def make_display_check(terminology: Terminology) -> Check:
    """Whether a coding's display is a name of its code, where the system's names are held."""
    displays = terminology.displays

    def check(coding: Any) -> bool:
        names = displays(coding["system"]) if "system" in coding else None
        if not names:
            return True
        known = names.get(coding.get("code"))
        return not known or coding["display"] in known or is_known_name(coding["display"], known)

    return check
