"""A finding as an Issue, for the faces that know only issues (OperationOutcome, DetectedIssue)."""

from __future__ import annotations

from pss_fhir.compliance.finding import Finding
from pss_fhir.compliance.outcome import Answer
from pss_fhir.issues import Issue, make_issue

_CODES = {answer: f"compliance.{answer.value}" for answer in Answer}


def issue_of(finding: Finding) -> Issue:
    """The finding as an Issue on the record it speaks of."""
    return make_issue(
        _CODES[finding.answer],
        severity=finding.severity,
        resource=finding.focus or finding.subject,
        source=finding.citation.document,
        rule=finding.rule,
        message=finding.message,
        fix=finding.fix,
        document=finding.citation.document,
    )
