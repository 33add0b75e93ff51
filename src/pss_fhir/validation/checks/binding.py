"""Codes against the value sets that definitions bind, and displays against the codes' names."""

from __future__ import annotations

from typing import Any

from pss_fhir.definitions import Membership
from pss_fhir.validation.checks.shape import Item
from pss_fhir.validation.coded import is_known_name, is_outside_known_system, membership
from pss_fhir.validation.schema import Binding, Structure
from pss_fhir.validation.visit import Visit


def check_binding(visit: Visit, binding: Binding, item: Item, structure: Structure) -> None:
    """Report a code outside a required value set, or one that an extensible value set should have had."""
    codes = visit.schemas.codes(binding.value_set)
    if codes is None:
        visit.notes.add("validate.value-set-not-held", binding.value_set)
        return
    type_code = item.type.code if item.type else ""
    answer = membership(codes, type_code, item.value)
    if answer is Membership.UNKNOWN:
        visit.notes.add("validate.value-set-partly-held", binding.value_set)
        return
    if answer is Membership.IN or (answer is None and not must_have_code(binding, item.value)):
        return
    if binding.strength == "required":
        code = "validate.binding-required" if answer else "validate.binding-no-code"
        allowed = visit.schemas.examples(binding.value_set, codes)
        visit.report(code, item.path, structure.canonical, value_set=binding.value_set, allowed=allowed)
    elif binding.strength == "max":
        visit.report("validate.binding-max", item.path, structure.canonical, value_set=binding.value_set)
    elif is_outside_known_system(codes, type_code, item.value):
        visit.report(
            "validate.binding-extensible",
            item.path,
            structure.canonical,
            value_set=binding.value_set,
            allowed=visit.schemas.examples(binding.value_set, codes),
        )


def must_have_code(binding: Binding, value: Any) -> bool:
    """Whether text alone is a fault: under a required binding, unless an extension explains it."""
    return (
        binding.strength == "required"
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
