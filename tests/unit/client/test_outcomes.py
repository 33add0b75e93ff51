from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.client.outcomes import codes_in, in_words, issues_in
from pss_fhir.issues import Severity
from tests.wire.scripted import outcome


def test_issues_in_free_text_is_cut() -> None:
    said = outcome("processing", diagnostics="HTEST Ann is dead", details={"text": "HTEST Ann"})
    (issue,) = issues_in(said)
    assert issue.message == "The server's reason: processing."
    assert "HTEST" not in repr(issue)


def test_issues_in_vendor_number_and_path_are_kept() -> None:
    said = outcome(
        "value", details={"coding": [{"code": "59108"}]}, expression=["DocumentReference.type.coding[0]"]
    )
    (issue,) = issues_in(said)
    assert issue.path == "DocumentReference.type.coding[0]"
    expected = "value, its own code 59108 at DocumentReference.type.coding[0]."
    assert issue.message == f"The server's reason: {expected}"


@pytest.mark.parametrize(
    "more",
    [
        {"expression": ["Patient.name.where(given='HTEST')"]},
        {"location": ["/f:Patient/f:name[HTEST]"]},
        {"expression": "Patient.HTEST"},
        {"details": {"coding": [{"code": "HTEST-Ann"}]}},
        {"details": {"coding": "HTEST"}},
        {"details": "HTEST"},
        {"code": "HTEST"},
    ],
)
def test_issues_in_what_could_be_a_quotation_is_cut(more: dict[str, Any]) -> None:
    entry = {"severity": "error", "code": "invalid", **more}
    (issue,) = issues_in({"resourceType": "OperationOutcome", "issue": [entry]})
    assert "HTEST" not in repr(issue)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("fatal", Severity.ERROR),
        ("error", Severity.ERROR),
        ("warning", Severity.WARNING),
        ("information", Severity.INFORMATION),
        ("unheard of", Severity.ERROR),
    ],
)
def test_issues_in_severity_is_translated(said: str, meant: Severity) -> None:
    assert [issue.severity for issue in issues_in(outcome("invalid", severity=said))] == [meant]


@pytest.mark.parametrize(
    "body",
    [
        None,
        {"resourceType": "Patient"},
        {"resourceType": "OperationOutcome"},
        {"resourceType": "OperationOutcome", "issue": "x"},
        {"resourceType": "OperationOutcome", "issue": ["x"]},
    ],
)
def test_issues_in_anything_else_is_none(body: dict[str, Any] | None) -> None:
    assert issues_in(body) == ()


def test_issues_in_endless_outcome_is_cut() -> None:
    assert len(issues_in(outcome(*["invalid"] * 1000))) == 50


def test_in_words_names_each_error_once() -> None:
    issues = issues_in(outcome("invalid", "invalid", "value")) + issues_in(
        outcome("informational", severity="warning")
    )
    assert in_words(issues) == " The server's reason: invalid. The server's reason: value."
    assert in_words(()) == ""


def test_codes_in_gives_types_and_vendor_numbers_only() -> None:
    said = outcome("duplicate", details={"coding": [{"code": "59141"}, {"code": "Ann HTEST"}]})
    said["issue"] += [{"code": "HTEST"}, {"code": ["duplicate"]}, "nonsense"]
    assert codes_in(said) == {"duplicate", "59141"}
    assert codes_in(None) == codes_in({"resourceType": "Patient"}) == frozenset()
