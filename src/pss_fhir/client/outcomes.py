"""A server's OperationOutcome as Issues, without anything that could be about a person.

``diagnostics`` and ``details.text`` are free text: servers quote what was sent to them there, names
and note text included. They are cut. What stays is what the specification makes a code, and element
paths without literals.
"""

from __future__ import annotations

import re
from typing import Any

from pss_fhir.issues import Issue, Severity, make_issue

_SEVERITIES = {
    "fatal": Severity.ERROR,
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "information": Severity.INFORMATION,
}
_ISSUE_CODES = frozenset(
    {
        "invalid",
        "structure",
        "required",
        "value",
        "invariant",
        "security",
        "login",
        "unknown",
        "expired",
        "forbidden",
        "suppressed",
        "processing",
        "not-supported",
        "duplicate",
        "multiple-matches",
        "not-found",
        "deleted",
        "too-long",
        "code-invalid",
        "extension",
        "too-costly",
        "business-rule",
        "conflict",
        "transient",
        "lock-error",
        "no-store",
        "exception",
        "timeout",
        "incomplete",
        "throttled",
        "informational",
    }
)
"""http://hl7.org/fhir/issue-type, R4."""

_DETAIL_CODE = re.compile(r"[0-9]{1,9}|MSG_[A-Z_]{1,60}")
"""Numbers, as Epic uses them, and HL7's own message codes. Anything else might be a quotation."""

_PATH = re.compile(r"[A-Z][A-Za-z]{0,63}(?:\.[a-z][A-Za-z0-9]{0,63}(?:\[[0-9]{1,6}\])?){1,20}")
_MOST_ISSUES = 50


def issues_in(outcome: dict[str, Any] | None) -> tuple[Issue, ...]:
    """The issues of an OperationOutcome, in its order; none when it is something else."""
    if outcome is None or outcome.get("resourceType") != "OperationOutcome":
        return ()
    listed = outcome.get("issue")
    if not isinstance(listed, list):
        return ()
    return tuple(_issue(entry) for entry in listed[:_MOST_ISSUES] if isinstance(entry, dict))


def codes_in(outcome: dict[str, Any] | None) -> frozenset[str]:
    """The issue types and the vendor's own numbers that an OperationOutcome names."""
    if outcome is None or outcome.get("resourceType") != "OperationOutcome":
        return frozenset()
    listed = outcome.get("issue")
    entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    named = {code for entry in entries if isinstance(code := entry.get("code"), str)}
    return frozenset(named & _ISSUE_CODES).union(*(_detail_codes(entry) for entry in entries))


def in_words(issues: tuple[Issue, ...]) -> str:
    """The server's reasons as the tail of a message; empty when it gave none."""
    reasons = list(dict.fromkeys(issue.message for issue in issues if issue.severity is Severity.ERROR))
    return f" {' '.join(reasons[:3])}" if reasons else ""


def _issue(entry: dict[str, Any]) -> Issue:
    code = entry.get("code")
    path = _path(entry)
    return make_issue(
        "client.server-said",
        severity=_SEVERITIES.get(str(entry.get("severity")), Severity.ERROR),
        path=path,
        said=code if code in _ISSUE_CODES else "processing",
        detail="".join(f", its own code {detail}" for detail in _detail_codes(entry)),
        place=f" at {path}" if path else "",
    )


def _path(entry: dict[str, Any]) -> str | None:
    """The first element path that holds no literal."""
    for name in ("expression", "location"):
        listed = entry.get(name)
        for path in listed if isinstance(listed, list) else ():
            if isinstance(path, str) and _PATH.fullmatch(path):
                return path
    return None


def _detail_codes(entry: dict[str, Any]) -> list[str]:
    details = entry.get("details")
    codings = details.get("coding") if isinstance(details, dict) else None
    codes = [coding.get("code") for coding in codings or () if isinstance(coding, dict)]
    return [code for code in codes if isinstance(code, str) and _DETAIL_CODE.fullmatch(code)]
