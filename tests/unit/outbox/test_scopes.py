"""Scopes of SMART v1 and v2, wildcards and narrowing queries."""

from __future__ import annotations

import pytest

from pss_fhir.outbox.scopes import allows

CATEGORY = "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category|clinical-note"


@pytest.mark.parametrize(
    "scope",
    [
        "user/DocumentReference.write",
        "patient/DocumentReference.*",
        "user/*.write",
        "patient/*.*",
        "user/DocumentReference.c",
        "user/DocumentReference.cruds",
        "patient/*.cu",
        "system/DocumentReference.c",
        f"user/DocumentReference.c?category={CATEGORY}",
        "user/DocumentReference.crs?category=clinical-note",
        "user/DocumentReference.c?category=other,clinical-note",
    ],
)
def test_scope_that_lets_us_create_a_document_is_seen(scope: str) -> None:
    assert allows(["openid", scope], "DocumentReference", "c")


@pytest.mark.parametrize(
    "scope",
    [
        "user/DocumentReference.read",
        "user/DocumentReference.rus",
        "user/Encounter.write",
        "user/DocumentReference.sc",
        "user/DocumentReference.",
        "user/DocumentReference.c?category=imaging",
        "user/DocumentReference.c?status=current",
        "user/*.r",
        "fhirUser",
        "launch/patient",
        "DocumentReference.write",
        "user/DocumentReferenceX.write",
        "",
    ],
)
def test_scope_that_does_not_is_not(scope: str) -> None:
    assert not allows([scope], "DocumentReference", "c")


@pytest.mark.parametrize(
    ("scope", "interaction", "expected"),
    [
        ("user/DocumentReference.read", "r", True),
        ("user/DocumentReference.read", "s", True),
        ("user/DocumentReference.write", "u", True),
        ("user/DocumentReference.write", "r", False),
        ("user/DocumentReference.cu", "u", True),
        ("user/DocumentReference.cu", "d", False),
        ("user/QuestionnaireResponse.c?status=completed", "c", False),
    ],
)
def test_interaction_follows_the_letters(scope: str, interaction: str, expected: bool) -> None:
    kind = scope.split("/")[1].split(".")[0]
    assert allows([scope], kind, interaction) is expected
