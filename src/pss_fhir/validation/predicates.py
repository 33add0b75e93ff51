"""Checks that generated code calls: made once from plain data, answering clean or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pss_fhir.definitions import CodeList, Membership
from pss_fhir.validation.checks.binding import must_have_code
from pss_fhir.validation.coded import is_known_name, is_outside_known_system, membership
from pss_fhir.validation.matching import belongs, has_other_names, is_coded, meets
from pss_fhir.validation.memory import is_named
from pss_fhir.validation.primitives import PRIMITIVES
from pss_fhir.validation.references import match_literal
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
    open_systems = codes.open_systems

    def check(value: Any) -> bool:
        answer = membership(codes, type_code, value)
        if answer is Membership.IN:
            return True
        if answer is Membership.UNKNOWN:
            return _noted(notes, "validate.value-set-partly-held", binding.value_set)
        if answer is None:
            return not must_have_code(binding, type_code, value)
        return binding.strength == "extensible" and not is_outside_known_system(codes, type_code, value)

    def check_concept(value: Any) -> bool:
        for coding in value.get("coding", ()):
            system = coding.get("system")
            if coding.get("code") in listed.get(system, ()):
                return True
            if system in open_systems and "code" in coding:
                return _noted(notes, "validate.value-set-partly-held", binding.value_set)
        return check(value)

    def check_coding(value: Any) -> bool:
        return value.get("code") in listed.get(value.get("system"), ()) or check(value)

    if type_code in PRIMITIVES:
        return _remembering(codes, check)
    return {"CodeableConcept": check_concept, "Coding": check_coding}.get(type_code, check)


_WITH_UNITS = frozenset({"Age", "Distance", "Duration"})
"""The types that R4 limits as a whole; their code stands beside the value."""


def make_limited(codes: CodeList | None, within: Check, widest: Check, type_code: str) -> Check:
    """Whether a coded value keeps an extensible binding and, where it is not in its value set, the limit."""
    if codes is None:
        return lambda value: within(value) and widest(value)
    listed = codes.codes

    def check(value: Any) -> bool:
        return membership(codes, type_code, value) is Membership.IN or (within(value) and widest(value))

    def check_quantity(value: Any) -> bool:
        return value.get("code") in listed.get(value.get("system"), ()) or check(value)

    return check_quantity if type_code in _WITH_UNITS else check


def _remembering(codes: CodeList, check: Check) -> Check:
    """The check of bare codes, passed over for those that were found in the value set before."""
    seen: set[str] = set()

    def check_code(value: Any) -> bool:
        if value in seen:
            return True
        if codes.has_code(value) is not Membership.IN:
            return check(value)
        if len(seen) < _MAX_CODES:
            seen.add(value)
        return True

    return check_code


_MAX_CODES = 1_000


def _noted(notes: Notes, code: str, subject: str) -> bool:
    if (code, subject) not in notes.found:
        notes.add(code, subject)
    return True


def make_meets(kind: str, expected: Any) -> Check:
    """Whether a value is what the definition fixes."""
    fixed = Fixed(kind, expected)
    simple = _simple_pattern(expected) if kind == "pattern" else None
    if simple is not None:
        return simple
    return lambda value: meets(fixed, value)


def make_bounded(low: Any, high: Any) -> Check:
    """Whether a value lies within bounds; bounds of another precision are left to the other path."""

    def check(value: Any) -> bool:
        if isinstance(value, str) and any(
            isinstance(each, str) and len(each) != len(value) for each in (low, high)
        ):
            return False
        return (low is None or value >= low) and (high is None or value <= high)

    return check


def make_belongs(tests: tuple[Test, ...]) -> ScopedCheck:
    """Whether an item is of a slice; the frequent ways to tell a concept have forms of their own.

    These raise AttributeError, KeyError or TypeError on an item of another shape than its type's.
    """
    first = tests[0]
    if len(tests) == 1 and first.kind == "codes" and not first.steps:
        return lambda item, scope: is_coded(first.value, item, scope)
    simple = _simple_belongs(tests)
    if simple is None:
        return lambda item, scope: belongs(tests, item, scope)
    return lambda item, _scope: simple(item)


def _simple_belongs(tests: tuple[Test, ...]) -> Check | None:
    first = tests[0]
    if len(tests) == 1 and first.kind == "pattern":
        return _at(first.steps, _simple_pattern(first.value))
    if (
        len(tests) == 1
        and first.kind == "fixed"
        and isinstance(first.value, str)
        and not has_other_names(first.value)
    ):
        expected = first.value
        return _at(first.steps, lambda value: bool(value == expected)) if first.steps else None
    values = {
        test.steps: test.value for test in tests if test.kind == "fixed" and isinstance(test.value, str)
    }
    way = first.steps[:-2]
    if values.keys() == {(*way, "coding", "code"), (*way, "coding", "system")} and len(tests) == len(values):
        system = values[*way, "coding", "system"]
        return None if has_other_names(system) else _at(way, _concept(system, values[*way, "coding", "code"]))
    return None


def _at(steps: tuple[str, ...], check: Check | None) -> Check | None:
    """The check of the value to which at most one plain step leads."""
    if check is None or not steps:
        return check
    name = steps[0]
    if len(steps) > 1 or not name.isidentifier():
        return None

    def check_there(item: Any) -> bool:
        value = item.get(name)
        return value is not None and check(value)

    return check_there


def _simple_pattern(pattern: Any) -> Check | None:
    """The frequent pattern: a concept with one coding of system and code."""
    codings = pattern.get("coding") if isinstance(pattern, dict) and len(pattern) == 1 else None
    if not isinstance(codings, list) or len(codings) != 1 or codings[0].keys() != {"system", "code"}:
        return None
    system, code = codings[0]["system"], codings[0]["code"]
    if has_other_names(system):
        return None

    def check(item: Any) -> bool:
        for coding in item.get("coding", ()):
            if coding.get("code") == code and coding.get("system") == system:
                return True
        return False

    return check


def _concept(system: str, code: str) -> Check:
    """Two tests on the codings: each must be met by some coding."""

    def check(item: Any) -> bool:
        codings = item.get("coding", ())
        for coding in codings:
            if coding.get("code") == code:
                return coding.get("system") == system or any(each.get("system") == system for each in codings)
        return False

    return check


def make_reference(
    target_types: tuple[str, ...],
    resource_types: frozenset[str],
    check_fully: ScopedCheck,
    *,
    is_closed: bool,
) -> ScopedCheck:
    """Whether a reference has the right form and target.

    A literal reference to an allowed type, outside any Bundle or closed set, is settled by its text; all
    others go the full way.
    """
    if is_closed:
        return check_fully
    types = frozenset(target_types) or resource_types

    def check(value: Any, scope: Scope) -> bool:
        reference = value.get("reference")
        if reference is None:
            return "type" not in value or check_fully(value, scope)
        if scope.is_alone and "type" not in value:
            literal = match_literal(reference)
            if literal is not None and literal[1] in types:
                return True
        return check_fully(value, scope)

    return check


def make_local(plain_types: frozenset[str]) -> ScopedCheck:
    """Whether a Reference whose text begins with ``#`` is plain, and leads to a type that may stand there.

    Args:
        plain_types: those to which the reference may lead whatever their profile.
    """

    def check(value: Any, scope: Scope) -> bool:
        if len(value) > 1 and not is_named(value):
            return False
        target = scope.use_of(value["reference"][1:])
        return target is not None and target["resourceType"] in plain_types

    return check


class NamesOf(dict[Any, Any]):
    """System -> its codes' names, each read when first asked for; empty where they are not held."""

    def __init__(self, terminology: Terminology) -> None:
        super().__init__()
        self._terminology = terminology

    def __missing__(self, system: Any) -> Any:
        names = (self._terminology.displays(system) if isinstance(system, str) else None) or {}
        if len(self) < _MAX_SYSTEMS:
            self[system] = names
        return names


_MAX_SYSTEMS = 10_000


def make_display_check(names_of: NamesOf) -> Check:
    """Whether a coding's display is a name of its code, where the code is held."""

    def check(coding: Any) -> bool:
        known = names_of[coding["system"]].get(coding.get("code"))
        return not known or coding["display"] in known or is_known_name(coding["display"], known)

    return check
