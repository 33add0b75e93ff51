"""Whether the scopes of a sign-in allow an interaction with the records we write."""

from __future__ import annotations

from collections.abc import Iterable

from pss_fhir.smart.scopes import ResourceScope

NOTE_CATEGORIES = frozenset(
    {
        "clinical-note",
        "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category|clinical-note",
    }
)
"""The category that our documents carry, as a scope may name it."""


def allows(scopes: Iterable[str], resource_type: str, interaction: str) -> bool:
    """Whether one of the scopes allows it, in the spelling of SMART v1 or v2, wildcards included.

    A v2 scope that is narrowed by a query counts only where the query is one that our documents
    answer to (``category=clinical-note``); any other narrowing is taken as not ours.

    Args:
        scopes: as granted.
        resource_type: the type.
        interaction: ``c``, ``r``, ``u``, ``d`` or ``s``.
    """
    parsed = (ResourceScope.parse(scope) for scope in scopes)
    return any(
        scope.resource_type in ("*", resource_type)
        and interaction in scope.letters
        and all(_is_ours(resource_type, name, value) for name, value in scope.query)
        for scope in parsed
        if scope is not None
    )


def _is_ours(resource_type: str, name: str, value: str) -> bool:
    is_category = resource_type == "DocumentReference" and name == "category"
    return is_category and not NOTE_CATEGORIES.isdisjoint(value.split(","))
