"""Frequent invariants whose FHIRPath only closures can decide, as plain Python conditions for both paths.

Each condition is true of a value that breaks the invariant. ``tests/unit/validation/test_natives.py``
holds every entry against FHIRPath itself; anything not listed here goes through FHIRPath.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from pss_fhir.r4.fhirpath import type_of_reference
from pss_fhir.validation.schema import Invariant

if TYPE_CHECKING:
    from pss_fhir.validation.scope import Scope

NEVER = "never"
_UCUM = "http://unitsofmeasure.org"
_SHORT_DATE = {"dateTime": "len({v}) < 10", "*": NEVER}
_NPI = (
    "(((select(value.substring(0,1).toInteger()).select(iif($this<5, $this*2, (($this*2)-9))))"
    "+(value.substring(1,1).toInteger())"
    "+(select(value.substring(2,1).toInteger()).select(iif($this<5, $this*2, (($this*2)-9))))"
    "+(value.substring(3,1).toInteger())"
    "+(select(value.substring(4,1).toInteger()).select(iif($this<5, $this*2, (($this*2)-9))))"
    "+(value.substring(5,1).toInteger())"
    "+(select(value.substring(6,1).toInteger()).select(iif($this<5, $this*2, (($this*2)-9))))"
    "+(value.substring(7,1).toInteger())"
    "+(select(value.substring(8,1).toInteger()).select(iif($this<5, $this*2, (($this*2)-9))))"
    "+(value.substring(9,1).toInteger()) + 24)mod 10=0)"
)

_LOCAL = (
    "reference.startsWith('#').not() or "
    "(reference.substring(1).trace('url') in %rootResource.contained.id.trace('ids'))"
)

_ON_BEHALF = "who.exists((resolve() is Practitioner) or (resolve() is Device)) implies onBehalfOf.exists()"

CONDITIONS: dict[str, dict[str, str]] = {
    "$this is DateTime implies $this.toString().length() >= 10": _SHORT_DATE,
    "$this is dateTime implies $this.toString().length() >= 10": _SHORT_DATE,
    "($this as dateTime).toString().length() >= 8": {"dateTime": "len({v}) < 8", "*": NEVER},
    f"value.ofType(Quantity).system.empty() or value.ofType(Quantity).system = '{_UCUM}'": dict.fromkeys(
        ("Quantity", "CodeableConcept", "string", "boolean", "integer", "Range", "Ratio", "SampledData",
         "time", "dateTime", "Period"), NEVER,
    ),
    f"ofType(Quantity).system.empty() or ofType(Quantity).system = '{_UCUM}'": {
        "Quantity": f"{{v}}.get('system', {_UCUM!r}) != {_UCUM!r}", "*": NEVER,
    },
    _LOCAL: {
        "Reference": "{v}.get('reference', '')[:1] == '#' and leads_nowhere({v}['reference'], c.container)",
    },
    _ON_BEHALF: {
        "Provenance.agent": "{v}.get('onBehalfOf') is None and may_act_for_another({v}['who'], c)",
    },
    _NPI: {"Identifier": "npi_is_wrong({v}.get('value'))"},
}  # fmt: skip
"""Expression -> FHIR type of the focus (``*`` for all others) -> condition, or NEVER; ``c`` is the scope."""


def native_condition(invariant: Invariant, type_name: str) -> str | None:
    """The condition for a focus of the type, with ``{v}`` for the focus; None when it is not listed."""
    by_type = CONDITIONS.get(invariant.expression, {})
    return by_type.get(type_name, by_type.get("*"))


@cache
def _broken_by(condition: str) -> Callable[[Any, Scope], bool]:
    made: Callable[[Any, Scope], bool] = eval(f"lambda v, c: {condition.format(v='v')}", dict(NAMES))  # noqa: S307 - of the table above
    return made


def surely_holds(invariant: Invariant, type_name: str, value: Any, scope: Scope) -> bool:
    """Whether a listed condition shows that the value keeps the invariant; False leaves it to FHIRPath."""
    condition = native_condition(invariant, type_name)
    if condition is None or condition == NEVER:
        return condition == NEVER
    try:
        return not _broken_by(condition)(value, scope)
    except (AttributeError, KeyError, TypeError):
        return False


def npi_is_wrong(value: Any) -> bool:
    """Whether the first ten characters are digits that fail the Luhn check of an NPI (prefix 80840)."""
    if value is None or len(value) < 10 or not (value.isascii() and value[:10].isdigit()):
        return False
    doubled = (int(digit) * 2 for digit in value[0:10:2])
    total = sum(each - 9 if each > 9 else each for each in doubled) + sum(map(int, value[1:10:2]))
    return (total + 24) % 10 != 0


def may_act_for_another(who: dict[str, Any], scope: Scope) -> bool:
    """Whether a Reference leads to a Practitioner or a Device, or to what is not known."""
    target = scope.resolve(who["reference"])
    if target is not None:
        return target["resourceType"] in _ACTING
    named = type_of_reference(who["reference"])
    return named is None or named.type_name in _ACTING


_ACTING = frozenset({"Practitioner", "Device"})


def leads_nowhere(reference: Any, container: dict[str, Any]) -> bool:
    """Whether a reference is to a contained resource that is not there."""
    if reference is None or reference[:1] != "#" or len(reference) == 1:
        return False
    return all(each["id"] != reference[1:] for each in container.get("contained", ()) if "id" in each)


NAMES = {
    "leads_nowhere": leads_nowhere,
    "may_act_for_another": may_act_for_another,
    "npi_is_wrong": npi_is_wrong,
}
"""What the conditions call."""
