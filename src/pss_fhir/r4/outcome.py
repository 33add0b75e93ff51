"""Issue <-> OperationOutcome, the one way out and the one way in.

What a server writes in its own words (``diagnostics``, ``details.text``, ``text``) may name a person, so
the way in leaves it behind and keeps severity, codes and the element.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pss_fhir.issues import Issue, Severity, make_issue
from pss_fhir.r4.canonicals import ISSUE_CODES

_ISSUE_TYPES = {
    "validate": "invalid",
    "mapping": "structure",
    "definitions": "not-supported",
    "rules": "business-rule",
    "compliance": "business-rule",
    "smart": "security",
    "client": "transient",
    "store": "exception",
    "input": "structure",
}
"""FHIR's IssueType of each area of the code book; ``processing`` for the others."""

_SEVERITIES = {
    "fatal": Severity.ERROR,
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "information": Severity.INFORMATION,
}
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,39}", re.ASCII)
_ELEMENT = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z][A-Za-z0-9]*|\[\d{1,6}\])*", re.ASCII)


def outcome_of(issues: Iterable[Issue]) -> dict[str, Any]:
    """An OperationOutcome that tells the issues, in their order; one "all ok" where there are none."""
    told = [_told(issue) for issue in issues]
    all_ok = {"severity": "information", "code": "informational", "details": {"text": "All OK"}}
    return {"resourceType": "OperationOutcome", "issue": told or [all_ok]}


def _told(issue: Issue) -> dict[str, Any]:
    told: dict[str, Any] = {
        "severity": issue.severity.value,
        "code": _ISSUE_TYPES.get(issue.code.partition(".")[0], "processing"),
        "details": {"coding": [{"system": ISSUE_CODES, "code": issue.code}], "text": issue.message},
    }
    if issue.path:
        told["expression"] = [issue.path]
    return told


def issues_of(outcome: Mapping[str, Any]) -> tuple[Issue, ...]:
    """What a server's OperationOutcome says, without its own words; never raises.

    Entries that are no objects are left out. The severity is ``error`` where none can be read.
    """
    entries = outcome.get("issue")
    if not isinstance(entries, list):
        return ()
    return tuple(_heard(entry) for entry in entries if isinstance(entry, Mapping))


def _heard(entry: Mapping[str, Any]) -> Issue:
    details = entry.get("details")
    coding = details.get("coding") if isinstance(details, Mapping) else None
    codes = [entry.get("code")]
    if isinstance(coding, list):
        codes += [item.get("code") for item in coding if isinstance(item, Mapping)]
    told = [code for code in codes if isinstance(code, str) and _CODE.fullmatch(code)]
    places = entry.get("expression") or entry.get("location")
    first = places[0] if isinstance(places, list) and places else None
    severity = entry.get("severity")
    return make_issue(
        "outcome.server-said",
        severity=_SEVERITIES.get(severity, Severity.ERROR) if isinstance(severity, str) else Severity.ERROR,
        path=first if isinstance(first, str) and _ELEMENT.fullmatch(first) else None,
        codes=", ".join(dict.fromkeys(told)) or "nothing that can be shown",
    )
