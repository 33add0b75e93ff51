"""Codes against the value sets that definitions bind, and displays against the codes' names."""

from __future__ import annotations

from typing import Any

from pss_fhir.definitions import CodeList, Membership
from pss_fhir.validation.checks.shape import Item
from pss_fhir.validation.coded import is_known_name, is_outside_known_system, membership
from pss_fhir.validation.schema import Binding, Structure
from pss_fhir.validation.visit import Visit


def check_binding(visit: Visit, binding: Binding, item: Item, structure: Structure) -> None:
    """Report a code that a required, an extensible or a largest value set should have had."""
    answer = _membership(visit, binding.value_set, item)
    if answer is Membership.IN:
        return
    beyond = binding.value_set if binding.strength == "max" else binding.limit
    if beyond is not None and _membership(visit, beyond, item) is Membership.OUT:
        visit.report("validate.binding-max", item.path, structure.canonical, value_set=beyond)
        return
    if answer is Membership.UNKNOWN or (
        answer is None and not must_have_code(binding, _type_code(item), item.value)
    ):
        return
    codes = visit.schemas.codes(binding.value_set) or CodeList({})
    if answer is None:
        code = "validate.binding-no-code"
    elif binding.strength == "required":
        code = "validate.binding-required"
    elif is_outside_known_system(codes, _type_code(item), item.value):
        code = "validate.binding-extensible"
    else:
        return
    allowed = visit.schemas.examples(binding.value_set, codes)
    visit.report(code, item.path, structure.canonical, value_set=binding.value_set, allowed=allowed)


def _membership(visit: Visit, value_set: str, item: Item) -> Membership | None:
    """Whether the value is in, None when it has no code; what cannot be told is noted."""
    codes = visit.schemas.codes(value_set)
    if codes is None:
        visit.notes.add("validate.value-set-not-held", value_set)
        return Membership.UNKNOWN
    answer = membership(codes, _type_code(item), item.value)
    if answer is Membership.UNKNOWN:
        visit.notes.add("validate.value-set-partly-held", value_set)
    return answer


def _type_code(item: Item) -> str:
    return item.type.code if item.type else ""


def must_have_code(binding: Binding, type_code: str, value: Any) -> bool:
    """Whether a value without a code is a fault, unless an extension explains it.

    It is under a required binding. The largest value set of an extensible one asks it of concepts: a unit
    without a code is for the invariants of Age, Distance and Duration.
    """
    is_limited = binding.limit is not None and type_code == "CodeableConcept"
    return (
        (binding.strength == "required" or is_limited)
        and isinstance(value, dict)
        and bool(value)
        and "extension" not in value
    )


def check_display(visit: Visit, coding: Any, path: str, structure: Structure) -> None:
    """Report a display that is none of the names of a code whose system is held."""
    if not isinstance(coding, dict):
        return
    system, code, display = coding.get("system"), coding.get("code"), coding.get("display")
    if not (isinstance(system, str) and isinstance(code, str) and isinstance(display, str)):
        return
    names = (visit.schemas.terminology.displays(system) or {}).get(code)
    if names and not is_known_name(display, names):
        visit.report("validate.display", f"{path}.display", structure.canonical, system=system, name=names[0])
