"""Issues go out as OperationOutcomes; what comes in leaves the server's own words behind."""

from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.issues import Severity, make_issue
from pss_fhir.r4.canonicals import ISSUE_CODES
from pss_fhir.r4.outcome import issues_of, outcome_of

SENTINEL = "Riley HTEST 1990-04-02"


def test_outcome_tells_each_issue_in_order() -> None:
    missing = make_issue("mapping.missing", path="Goal.subject", element="Goal.subject", concept="a goal")
    other = make_issue("mapping.other-type", resource_type="Flag")

    outcome = outcome_of([missing, other])

    assert outcome["issue"] == [
        {
            "severity": "error",
            "code": "structure",
            "details": {
                "coding": [{"system": ISSUE_CODES, "code": "mapping.missing"}],
                "text": missing.message,
            },
            "expression": ["Goal.subject"],
        },
        {
            "severity": "information",
            "code": "structure",
            "details": {
                "coding": [{"system": ISSUE_CODES, "code": "mapping.other-type"}],
                "text": other.message,
            },
        },
    ]


def test_outcome_of_no_issue_says_all_ok() -> None:
    assert outcome_of([])["issue"][0]["details"]["text"] == "All OK"


def test_issues_keep_severity_codes_and_element_and_no_words() -> None:
    outcome = {
        "resourceType": "OperationOutcome",
        "text": {"div": f"<div>{SENTINEL}</div>"},
        "issue": [
            {
                "severity": "fatal",
                "code": "duplicate",
                "details": {
                    "coding": [{"code": "59141"}, {"code": SENTINEL}],
                    "text": SENTINEL,
                },
                "diagnostics": SENTINEL,
                "expression": ["DocumentReference.content[0].attachment"],
            }
        ],
    }

    (issue,) = issues_of(outcome)

    assert issue.severity is Severity.ERROR
    assert issue.message == "The server answered with the code duplicate, 59141."
    assert issue.path == "DocumentReference.content[0].attachment"
    assert SENTINEL not in repr(issue)


@pytest.mark.parametrize("path", [f"Patient.where(name='{SENTINEL}')", SENTINEL, 7, None])
def test_issues_leave_an_element_that_may_hold_data_behind(path: Any) -> None:
    (issue,) = issues_of({"issue": [{"severity": "warning", "code": "x", "expression": [path]}]})

    assert (issue.path, issue.severity) == (None, Severity.WARNING)


@pytest.mark.parametrize(
    ("outcome", "count"),
    [
        ({}, 0),
        ({"issue": None}, 0),
        ({"issue": "no"}, 0),
        ({"issue": [3, None, {}]}, 1),
        ({"issue": [{"severity": 3, "code": [], "details": 4, "expression": {}}]}, 1),
        ({"issue": [{"details": {"coding": {}}, "location": ["Patient"]}]}, 1),
    ],
)
def test_issues_of_a_damaged_outcome_never_raise(outcome: dict[str, Any], count: int) -> None:
    issues = issues_of(outcome)

    assert len(issues) == count
    assert all(issue.severity is Severity.ERROR for issue in issues)


def test_outcome_when_read_back_keeps_code_and_place() -> None:
    missing = make_issue("mapping.missing", path="Goal.subject", element="Goal.subject", concept="a goal")

    (heard,) = issues_of(outcome_of([missing]))

    assert (heard.path, "mapping.missing" in heard.message) == ("Goal.subject", True)
