"""Whether a value is, or contains, what a definition fixes, and whether an item belongs to a slice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pss_fhir.definitions.codelist import Membership, one_system, other_urls
from pss_fhir.validation.coded import membership
from pss_fhir.validation.schema import Fixed, Test

if TYPE_CHECKING:
    from pss_fhir.validation.scope import Scope


def has_other_names(value: str) -> bool:
    """Whether the text is the URL of a code system that is published under several."""
    return bool(other_urls(value))


def same(expected: Any, value: Any) -> bool:
    """Exact equality as JSON: ``1`` is not ``true``, and HCPCS is one system under both its URLs."""
    if isinstance(expected, str):
        return isinstance(value, str) and (expected == value or one_system(expected) == one_system(value))
    if isinstance(expected, bool) or isinstance(value, bool):
        return expected is value
    if isinstance(expected, dict) and isinstance(value, dict):
        return expected.keys() == value.keys() and all(
            same(each, value[key]) for key, each in expected.items()
        )
    if isinstance(expected, list) and isinstance(value, list):
        return len(expected) == len(value) and all(map(same, expected, value))
    return bool(expected == value)


def includes(pattern: Any, value: Any) -> bool:
    """Whether all that the pattern says is in the value; in arrays each part must be met by some item."""
    if isinstance(pattern, dict):
        if not isinstance(value, dict):
            return False
        for key, each in pattern.items():  # noqa: SIM110 - asked of every item of every slice, as below
            if key not in value or not includes(each, value[key]):
                return False
        return True
    if isinstance(pattern, list):
        return isinstance(value, list) and all(
            any(includes(each, item) for item in value) for each in pattern
        )
    return same(pattern, value)


def meets(fixed: Fixed, value: Any) -> bool:
    """Whether the value is what the definition fixes."""
    return _MET_BY[fixed.kind](fixed.value, value)


_MET_BY: dict[str, Callable[[Any, Any], bool]] = {"fixed": same, "pattern": includes}


def values_at(steps: tuple[str, ...], item: Any, scope: Scope) -> list[Any]:
    """The values that the steps lead to from the item."""
    found = [item]
    for step in steps:
        found = [value for each in found for value in _step(step, each, scope)]
    return found


def _step(step: str, item: Any, scope: Scope) -> list[Any]:
    if step == "resolve()":
        target = scope.resolve(_reference(item))
        return [] if target is None else [target]
    if not isinstance(item, dict):
        return []
    if step.startswith("extension("):
        url = step[len("extension(") : -1]
        return [
            each for each in item.get("extension", ()) if isinstance(each, dict) and each.get("url") == url
        ]
    here = item.get(step)
    if here is None:
        size = len(step)
        here = next(
            (item[key] for key in item if key.startswith(step) and key[size : size + 1].isupper()), None
        )
    return here if isinstance(here, list) else [] if here is None else [here]


def _reference(item: Any) -> Any:
    return item.get("reference") if isinstance(item, dict) else item


def belongs(tests: tuple[Test, ...], item: Any, scope: Scope, type_code: str | None = None) -> bool:
    """Whether the item is of the slice.

    Args:
        tests: the slice's tests, all of which must hold.
        item: the value.
        scope: the resource around it.
        type_code: the item's FHIR type where its JSON name says so (choices).
    """
    for test in tests:  # noqa: SIM110 - asked of every item of every slice; a generator costs more than a test
        if not _passes(test, item, scope, type_code):
            return False
    return True


def _passes(test: Test, item: Any, scope: Scope, type_code: str | None) -> bool:
    if test.kind == "type" and not test.steps:
        return type_code in test.value if type_code else _resource_type(item) in test.value
    found = values_at(test.steps, item, scope)
    is_met = _MET_BY.get(test.kind)
    if is_met is not None:
        for each in found:  # noqa: SIM110 - as above
            if is_met(test.value, each):
                return True
        return False
    if test.kind == "exists":
        return bool(found)
    if test.kind == "absent":
        return not found
    if test.kind == "codes":
        return any(is_coded(test.value, each, scope) for each in found)
    if test.kind == "type":
        return any(_is_type(each, test.value) for each in found)
    return any(scope.conforms(each, url) for each in found for url in test.value)


def _is_type(value: Any, names: tuple[str, ...]) -> bool:
    kind = _resource_type(value)
    return kind in names or (kind is not None and "Resource" in names)


def _resource_type(value: Any) -> str | None:
    return value.get("resourceType") if isinstance(value, dict) else None


def is_coded(value_set: str, value: Any, scope: Scope) -> bool:
    """Whether the value has a code of the value set."""
    codes = scope.codes(value_set)
    if codes is None:
        return False
    type_code = "CodeableConcept" if isinstance(value, dict) and "coding" in value else "Coding"
    return membership(codes, type_code, value) is Membership.IN
