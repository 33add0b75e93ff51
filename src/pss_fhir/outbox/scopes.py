"""Whether the scopes of a sign-in allow an interaction, in the grammars of SMART v1 and v2.

Source:
    SMART App Launch 2.2.0, "scopes-for-requesting-fhir-resources" (v2, ``.cruds``) and
    "scopes-for-requesting-clinical-data" of 1.0.0 (v1, ``.read``, ``.write``, ``.*``).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import parse_qsl

_SCOPE = re.compile(r"(?:patient|user|system)/(\*|[A-Z][A-Za-z]*)\.([a-z]+|\*)(?:\?(.+))?")
_V1 = {"read": "rs", "write": "cud", "*": "cruds"}
_V2 = re.compile(r"(?=.)c?r?u?d?s?")

NOTE_CATEGORIES = frozenset(
    {
        "clinical-note",
        "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category|clinical-note",
    }
)
"""The category that our documents carry, as a scope may name it."""


def allows(scopes: Collection[str], resource_type: str, interaction: str) -> bool:
    """Whether one of the scopes allows an interaction with the records we write.

    A v2 scope that is narrowed by a query counts only where the query is one that our documents
    answer to (``category=clinical-note``); any other narrowing is taken as not ours.

    Args:
        scopes: as granted.
        resource_type: the type.
        interaction: ``c``, ``r``, ``u``, ``d`` or ``s``.
    """
    return any(_allows(scope, resource_type, interaction) for scope in scopes)


def _allows(scope: str, resource_type: str, interaction: str) -> bool:
    parts = _SCOPE.fullmatch(scope)
    if parts is None or parts[1] not in ("*", resource_type):
        return False
    letters = _V1.get(parts[2]) or (parts[2] if _V2.fullmatch(parts[2]) else "")
    return interaction in letters and (parts[3] is None or _is_ours(resource_type, parts[3]))


def _is_ours(resource_type: str, query: str) -> bool:
    if resource_type != "DocumentReference":
        return False
    return all(
        name == "category" and NOTE_CATEGORIES & set(value.split(","))
        for name, value in parse_qsl(query, keep_blank_values=True)
    )
