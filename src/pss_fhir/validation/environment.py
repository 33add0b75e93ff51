"""What FHIRPath may ask of the world around a resource, answered from its scope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pss_fhir.definitions import Membership
from pss_fhir.r4.fhirpath import Environment, TypeOnly, not_checked, type_of_reference
from pss_fhir.validation.coded import membership
from pss_fhir.validation.xhtml import narrative_fault

if TYPE_CHECKING:
    from pss_fhir.validation.scope import Scope


def environment_of(scope: Scope) -> Environment:
    """The environment for invariants of the scope's resource."""

    def resolve(reference: str) -> dict[str, Any] | TypeOnly | None:
        found = scope.resolve(reference) or type_of_reference(reference)
        if found is None:
            raise not_checked("the resource behind a reference")
        return found

    def member_of(value: Any, type_name: str, value_set: str) -> bool:
        codes = scope.codes(value_set)
        answer = membership(codes, type_name, value) if codes is not None else Membership.UNKNOWN
        if answer is Membership.UNKNOWN:
            raise not_checked(f"codes of {value_set}")
        return answer is Membership.IN

    def conforms_to(value: Any, type_name: str, profile: str) -> bool:  # noqa: ARG001 - the interface's signature
        answer = scope.judge.conforms(scope, value, profile)
        if answer is None:
            raise not_checked(f"profile {profile}")
        return answer

    return Environment(
        root=scope.host.resource if scope.host is not None else None,
        resolve=resolve,
        member_of=member_of,
        conforms_to=conforms_to,
        html_checks=lambda div: narrative_fault(div) is None,
    )
