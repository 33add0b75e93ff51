"""The code book and the Issue type."""

from __future__ import annotations

import pickle
import re
import string

import pytest

from pss_fhir.issues import CodeEntry, Issue, Severity, code_book, make_issue


@pytest.mark.parametrize("entry", code_book().values(), ids=lambda entry: entry.code)
def test_code_entry_is_complete(entry: CodeEntry) -> None:
    """Every code has words for each place where it is shown, and a template with named fields only."""
    assert re.fullmatch(r"[a-z][a-z0-9]*(\.[a-z0-9]+(-[a-z0-9]+)*)+", entry.code)
    assert entry.message.strip()
    assert len(entry.long.split()) >= 8
    assert entry.fix.strip()
    fields = [name for _, name, _, _ in string.Formatter().parse(entry.message) if name is not None]
    assert all(name.isidentifier() for name in fields)


def test_make_issue_fills_the_template_and_takes_the_severity_of_the_book() -> None:
    issue = make_issue("agency.field-invalid", field="sites.0.iss", reason="an https address is needed")

    assert issue == Issue(
        severity=Severity.ERROR,
        code="agency.field-invalid",
        message="sites.0.iss: an https address is needed.",
    )


def test_make_issue_without_a_field_of_the_template_fails() -> None:
    with pytest.raises(KeyError):
        make_issue("agency.field-invalid", field="sites")


def test_make_issue_with_an_unknown_code_fails() -> None:
    with pytest.raises(KeyError):
        make_issue("agency.no-such-code")


def test_issue_to_json_has_exactly_the_promised_keys() -> None:
    """Architecture: ``{"file","line","resource","severity","code","path","message","profile","source"}``."""
    issue = Issue(Severity.WARNING, "a.b", "text", path="Patient.name", resource="Patient/1")

    assert issue.at(file="x.ndjson", line=3).to_json() == {
        "file": "x.ndjson",
        "line": 3,
        "resource": "Patient/1",
        "severity": "warning",
        "code": "a.b",
        "path": "Patient.name",
        "message": "text",
        "profile": None,
        "source": None,
    }


def test_issue_when_made_then_fixed_and_the_same_after_a_journey() -> None:
    issue = Issue(Severity.WARNING, "a.b", "text", path="Patient.name")

    with pytest.raises(AttributeError):
        issue.message = "another"  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(issue)) == issue  # noqa: S301 - made here
    assert {issue, issue.at(file=None)} == {issue}
    assert issue.at(line=3) != issue


def test_severity_rank_orders_worst_first() -> None:
    assert sorted(Severity, key=lambda level: level.rank) == ["error", "warning", "information"]
