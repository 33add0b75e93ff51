"""SMART scopes: reading and granting."""

from __future__ import annotations

import pytest

from pss_fhir.sandbox.authz.scopes import Scope, ScopedAccess, grant_scopes, read_scope
from pss_fhir.sandbox.refusals import Refused


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("patient/Goal.rs", Scope("patient", "Goal", "rs")),
        ("user/*.cruds", Scope("user", "*", "cruds")),
        ("system/Patient.read", Scope("system", "Patient", "rs", is_v1=True)),
        ("user/Patient.write", Scope("user", "Patient", "cud", is_v1=True)),
        ("user/Patient.*", Scope("user", "Patient", "cruds", is_v1=True)),
        ("user/Observation.rs?category=a|b", Scope("user", "Observation", "rs", "category=a|b")),
        ("user/Patient.sr", None),
        ("user/Patient.", None),
        ("user/Shoe.r", None),
        ("everyone/Patient.r", None),
        ("launch", None),
    ],
)
def test_read_scope(text: str, scope: Scope | None) -> None:
    assert read_scope(text) == scope
    if scope is not None:
        assert scope.text == text


@pytest.mark.parametrize(
    ("asked", "registered", "granted"),
    [
        ("launch user/Goal.rs", None, "launch user/Goal.rs"),
        ("user/Goal.rs user/Goal.rs", None, "user/Goal.rs"),
        ("what user/Shoe.r", None, ""),
        ("launch openid", ("openid",), "openid"),
        ("user/Goal.cruds", ("user/Goal.rs",), "user/Goal.rs"),
        ("user/Goal.rs", ("user/*.r",), "user/Goal.r"),
        ("user/*.rs", ("user/Goal.rs",), ""),
        ("patient/Goal.rs", ("user/Goal.rs",), ""),
        ("user/Goal.rs?a=b", ("user/Goal.rs",), "user/Goal.rs?a=b"),
        ("user/Goal.rs", ("user/Goal.rs?a=b",), ""),
        ("user/Goal.read", ("user/Goal.cruds",), "user/Goal.read"),
        ("user/Goal.*", ("user/Goal.rs",), "user/Goal.read"),
        ("user/Goal.*", ("user/Goal.r",), "user/Goal.r"),
    ],
)
def test_grant_scopes(asked: str, registered: tuple[str, ...] | None, granted: str) -> None:
    assert " ".join(grant_scopes(asked.split(), registered)) == granted


def test_access_demands_a_scope_of_the_type() -> None:
    access = ScopedAccess(["user/Goal.rs"], user_ref="Practitioner/1", patient_id=None)
    access.demand("r", "Goal")
    with pytest.raises(Refused) as refused:
        access.demand("c", "Goal")
    assert refused.value.status == 403
    assert access.user_ref == "Practitioner/1"


@pytest.mark.parametrize(
    ("permission", "resource", "allowed"),
    [
        ("r", {"resourceType": "Patient", "id": "1"}, True),
        ("r", {"resourceType": "Patient", "id": "2"}, False),
        ("c", {"resourceType": "Goal", "subject": {"reference": "Patient/1"}}, True),
        ("c", {"resourceType": "Goal", "subject": {"reference": "Patient/2"}}, False),
        ("c", {"resourceType": "Goal"}, False),
        ("r", {"resourceType": "Organization"}, True),
        ("u", {"resourceType": "Organization"}, False),
    ],
)
def test_patient_scope_reaches(permission: str, resource: dict[str, object], allowed: bool) -> None:
    access = ScopedAccess(["patient/*.cruds"], user_ref=None, patient_id="1")
    assert access.may(permission, resource) is allowed
    nobody = ScopedAccess(["patient/*.cruds"], user_ref=None, patient_id=None)
    assert nobody.may(permission, resource) is False
