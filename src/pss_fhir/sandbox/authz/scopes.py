"""SMART scopes, version 1 and 2: reading them, granting them, holding calls to them.

Source: SMART App Launch 2.2, "Scopes and Launch Context".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from pss_fhir.sandbox.refusals import Refused
from pss_fhir.sandbox.search.match import matches
from pss_fhir.sandbox.search.query import read_query
from pss_fhir.sandbox.search.table import compartment_parameters, parameters_of, resource_types
from pss_fhir.sandbox.search.values import Link, values_of

PLAIN_SCOPES = (
    "openid",
    "fhirUser",
    "profile",
    "launch",
    "launch/patient",
    "launch/encounter",
    "offline_access",
    "online_access",
)
"""Scopes that name no data."""

_V1 = {"read": "rs", "write": "cud", "*": "cruds"}
_FORM = re.compile(
    r"(?P<context>patient|user|system)/(?P<type>\*|[A-Za-z]+)"
    r"\.(?P<permissions>read|write|\*|c?r?u?d?s?)(?:\?(?P<query>.+))?"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """One scope that names data.

    Attributes:
        context: ``patient``, ``user`` or ``system``.
        type: a resource type, or ``*``.
        permissions: letters of ``cruds``.
        query: parameters that a resource must meet.
        is_v1: whether it was written the old way.
    """

    context: str
    type: str
    permissions: str
    query: str = ""
    is_v1: bool = False

    @property
    def text(self) -> str:
        """The scope as it is written."""
        permissions = self.permissions
        if self.is_v1:
            permissions = next((word for word, letters in _V1.items() if letters == permissions), permissions)
        return f"{self.context}/{self.type}.{permissions}" + (f"?{self.query}" if self.query else "")

    def covers(self, permission: str, resource_type: str) -> bool:
        """Whether it lets some resource of the type be touched so."""
        return permission in self.permissions and self.type in ("*", resource_type)

    def narrowed_by(self, allowed: Scope) -> Scope | None:
        """What is left of it under a scope that is allowed, None if nothing is."""
        permissions = "".join(letter for letter in self.permissions if letter in allowed.permissions)
        same_context = self.context == allowed.context
        same_type = allowed.type in ("*", self.type)
        if not (same_context and same_type and permissions) or allowed.query not in ("", self.query):
            return None
        is_v1 = self.is_v1 and permissions in _V1.values()
        return replace(self, permissions=permissions, is_v1=is_v1)


def read_scope(text: str) -> Scope | None:
    """The scope, None if it is not one that names data or names a type that R4 has not."""
    found = _FORM.fullmatch(text)
    if found is None or not found["permissions"]:
        return None
    if found["type"] != "*" and found["type"] not in resource_types():
        return None
    is_v1 = found["permissions"] in _V1
    permissions = _V1.get(found["permissions"], found["permissions"])
    return Scope(found["context"], found["type"], permissions, found["query"] or "", is_v1)


def grant_scopes(asked: Iterable[str], registered: Sequence[str] | None) -> list[str]:
    """The scopes that are granted, in the order asked.

    Args:
        asked: scopes of the request.
        registered: what the app may have at most, None for anything. A registered scope that allows
            less narrows what is asked; what it does not allow at all is dropped, as EHRs do.
    """
    allowed = None if registered is None else [scope for text in registered if (scope := read_scope(text))]
    granted = []
    for text in dict.fromkeys(asked):
        scope = read_scope(text)
        if scope is None:
            if text in PLAIN_SCOPES and (registered is None or text in registered):
                granted.append(text)
        elif allowed is None:
            granted.append(text)
        else:
            left = [narrowed for each in allowed if (narrowed := scope.narrowed_by(each))]
            if left:
                granted.append(max(left, key=lambda each: len(each.permissions)).text)
    return granted


class ScopedAccess:
    """The rights that scopes give to one signed-in caller; ``fhirUser`` lets the caller read itself."""

    def __init__(self, scopes: Iterable[str], *, user_ref: str | None, patient_id: str | None) -> None:
        granted = list(scopes)
        self.user_ref = user_ref
        self._patient_id = patient_id
        self._scopes = [scope for text in granted if (scope := read_scope(text))]
        self._own_ref = user_ref if "fhirUser" in granted else None

    def demand(self, permission: str, resource_type: str) -> None:
        """Let the call pass when a scope covers the type.

        Raises:
            Refused: 403.
        """
        is_own_type = permission == "r" and (self._own_ref or "").startswith(f"{resource_type}/")
        if not is_own_type and not any(scope.covers(permission, resource_type) for scope in self._scopes):
            raise Refused(
                403,
                "forbidden",
                f"No granted scope allows {permission!r} on {resource_type}.",
                headers={"WWW-Authenticate": 'Bearer error="insufficient_scope"'},
            )

    def may(self, permission: str, resource: dict[str, Any]) -> bool:
        """Whether a scope lets this very resource be touched so."""
        if permission == "r" and self._own_ref == f"{resource['resourceType']}/{resource.get('id')}":
            return True
        return any(self._reaches(scope, permission, resource) for scope in self._scopes)

    def _reaches(self, scope: Scope, permission: str, resource: dict[str, Any]) -> bool:
        resource_type = resource["resourceType"]
        if not scope.covers(permission, resource_type):
            return False
        if scope.context == "patient" and not self._is_of_patient(permission, resource):
            return False
        if not scope.query:
            return True
        query = read_query(resource_type, parse_qsl(scope.query), strict=True)
        return matches(resource, query.criteria)

    def _is_of_patient(self, permission: str, resource: dict[str, Any]) -> bool:
        """In the patient's compartment; what can be in none (an Organization) may be read only."""
        resource_type = resource["resourceType"]
        if self._patient_id is None:
            return False
        if resource_type == "Patient":
            return bool(resource.get("id") == self._patient_id)
        codes = compartment_parameters(resource_type)
        if not codes:
            return permission in "rs"
        wanted = f"Patient/{self._patient_id}"
        table = parameters_of(resource_type)
        return any(
            isinstance(value, Link) and value.url.split("/_history/")[0] == wanted
            for code in codes
            if code in table
            for value in values_of(resource, table[code])
        )
