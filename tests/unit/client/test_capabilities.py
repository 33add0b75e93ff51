from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.client import ServerCapabilities

EPIC_LIKE: dict[str, Any] = {
    "resourceType": "CapabilityStatement",
    "fhirVersion": "4.0.1",
    "software": {"name": "Epic", "version": "May 2026"},
    "rest": [
        {
            "mode": "server",
            "interaction": [{"code": "batch"}],
            "resource": [
                {
                    "type": "DocumentReference",
                    "interaction": [{"code": "create"}, {"code": "read"}],
                    "conditionalCreate": False,
                    "searchParam": [{"name": "patient"}, {"name": "period"}],
                },
                {"type": "Patient", "interaction": [{"code": "read"}], "conditionalCreate": True},
            ],
        },
        {"mode": "client", "resource": [{"type": "Goal", "interaction": [{"code": "create"}]}]},
    ],
}


def test_capabilities_answer_what_is_declared() -> None:
    found = ServerCapabilities.from_statement(EPIC_LIKE)
    assert found.software == "Epic May 2026"
    assert found.fhir_version == "4.0.1"
    assert found.resource_types == {"DocumentReference", "Patient"}
    assert found.can("DocumentReference", "create")
    assert not found.can("DocumentReference", "update")
    assert not found.can("Goal", "create")
    assert found.interactions("DocumentReference") == {"create", "read"}
    assert found.can_system("batch")
    assert not found.can_system("transaction")
    assert not found.conditional_create("DocumentReference")
    assert found.conditional_create("Patient")
    assert found.search_params("DocumentReference") == {"patient", "period"}
    assert found.search_params("Goal") == frozenset()
    assert found.raw is EPIC_LIKE


@pytest.mark.parametrize(
    "statement",
    [
        {},
        {"rest": None, "software": "x", "fhirVersion": 4},
        {"rest": ["x", {"resource": ["x", {"interaction": "y"}, {"type": 3}]}]},
        {
            "rest": [
                {"resource": [{"type": "Patient", "interaction": ["x", {"code": 3}], "searchParam": [{}]}]}
            ]
        },
    ],
)
def test_capabilities_when_statement_is_broken_then_nothing_is_offered(statement: dict[str, Any]) -> None:
    found = ServerCapabilities.from_statement(statement)
    assert (found.software, found.fhir_version) == (None, None)
    assert not found.can("Patient", "read")
    assert found.search_params("Patient") == frozenset()
