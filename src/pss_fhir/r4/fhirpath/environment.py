"""What an expression may ask of the world outside its resource, and who answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pss_fhir.r4.fhirpath.errors import not_checked
from pss_fhir.r4.fhirpath.model import r4_model

Json = Any


@dataclass(frozen=True, slots=True)
class TypeOnly:
    """A referenced resource of which only the type is known.

    A type test answers, and it counts as one item; a step into it is *not checked*. An environment
    returns it where it is content to take a reference's word that the resource exists.
    """

    type_name: str


def type_of_reference(reference: str) -> TypeOnly | None:
    """What a literal reference says of its target's type; None where it says nothing (urn:, query)."""
    parts = reference.split("/_history/")[0].split("?")[0].rstrip("/").split("/")
    if len(parts) >= 2 and parts[-2] in r4_model().resources:
        return TypeOnly(parts[-2])
    return None


def _cannot_resolve(_reference: str) -> Json:
    raise not_checked("the resource behind a reference")


def _cannot_tell_member(_value: Json, _type_name: str, value_set: str) -> bool:
    raise not_checked(f"membership in value set {value_set}")


def _cannot_tell_conformance(_value: Json, _type_name: str, profile: str) -> bool:
    raise not_checked(f"conformance to {profile}")


def _cannot_check_html(_div: str) -> bool:
    raise not_checked("the rules for narrative XHTML")


def _cannot_tell_subsumption(_general: Json, _special: Json, _type_name: str) -> bool:
    raise not_checked("which code subsumes the other")


@dataclass(frozen=True, slots=True)
class Environment:
    """The caller's answers; each default says that it cannot answer.

    Every callable raises NotChecked (``errors.not_checked``) for a question it cannot decide.

    Attributes:
        root: the resource that contains the evaluated one, ``%rootResource``; None when it is the same.
        resolve: reference text -> resource, TypeOnly, or None where it surely does not exist. References
            within the resource (``#id``, ``#``) are answered without asking.
        member_of: JSON value, its type (code, string, uri, Coding, CodeableConcept), value set's canonical.
        conforms_to: JSON value, its type, profile's canonical.
        html_checks: a narrative's div -> whether it keeps the rules of txt-1 and txt-2.
        subsumes: two JSON values of one type (code, Coding, CodeableConcept).
        now: aware; ``now()``, ``today()`` and ``timeOfDay()``; None when time must not enter.
        variables: further ``%name`` -> collection of JSON values (dicts with a resourceType) or Python
            str, int, Decimal, bool.
    """

    root: dict[str, Any] | None = None
    resolve: Callable[[str], dict[str, Any] | TypeOnly | None] = _cannot_resolve
    member_of: Callable[[Json, str, str], bool] = _cannot_tell_member
    conforms_to: Callable[[Json, str, str], bool] = _cannot_tell_conformance
    html_checks: Callable[[str], bool] = _cannot_check_html
    subsumes: Callable[[Json, Json, str], bool] = _cannot_tell_subsumption
    now: datetime | None = None
    variables: Mapping[str, list[Any]] = field(default_factory=dict)


NOTHING_OUTSIDE = Environment()
