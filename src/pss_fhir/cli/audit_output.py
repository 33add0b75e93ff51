"""How ``pss-fhir audit`` writes what it found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import click
import orjson

from pss_fhir.compliance import Answer, AuditReport, Finding
from pss_fhir.compliance.finding_issue import issue_of
from pss_fhir.compliance.report.asked import left_open
from pss_fhir.compliance.report.measures import measure_bundle
from pss_fhir.compliance.report.page import html_report
from pss_fhir.compliance.words import counted
from pss_fhir.issues import Severity
from pss_fhir.r4.outcome import outcome_of

_WIDTH = 100


def as_text(report: AuditReport) -> Iterator[str]:
    """Findings for reading, each with what to do and why, and a line that counts them."""
    for finding in report.findings:
        yield "".join(f"{line}\n" for line in _told(finding))
    yield f"{summary(report)}\n"
    for words in left_open(report):
        yield f"{words}\n"


def _where(finding: Finding) -> str:
    """``Patient/1  DocumentReference/7  2026-11-03``: whom and what it is about, and the day of service."""
    focus = finding.focus if finding.focus != finding.subject else None
    return "  ".join(str(part) for part in (finding.subject, focus, finding.service_date) if part)


def _told(finding: Finding) -> Iterator[str]:
    head = finding.severity.value if finding.answer is Answer.BROKEN else finding.answer.value
    yield f"{head}  {finding.rule}  {_where(finding)}"
    yield click.wrap_text(finding.message, _WIDTH, "  ", "  ")
    if finding.fix and finding.answer in (Answer.BROKEN, Answer.CANNOT_TELL):
        yield click.wrap_text(finding.fix, _WIDTH, "  -> ", "     ")
    if finding.evidence.arithmetic:
        yield click.wrap_text(f"({finding.evidence.arithmetic})", _WIDTH, "  ", "  ")
    source = f"{finding.citation.place} [{finding.evidence.layer}, {finding.evidence.status}]"
    caution = f" {finding.evidence.caution}" if finding.evidence.caution else ""
    yield click.wrap_text(source + caution, _WIDTH, "  ", "  ")
    yield ""


def summary(report: AuditReport) -> str:
    """What was looked at and what was found, counted on one line."""
    broken = Counter(one.severity for one in report.findings if one.answer is Answer.BROKEN)
    looked_at = f"{counted(report.charts, 'chart')}, {counted(report.notes, 'note')}"
    return (
        f"{looked_at}, {len(report.caseloads)} staff: "
        f"{counted(broken[Severity.ERROR], 'error')}, {counted(broken[Severity.WARNING], 'warning')}, "
        f"{counted(broken[Severity.INFORMATION], 'remark')}, "
        f"{report.answers[Answer.CANNOT_TELL]} cannot tell."
    )


def as_ndjson(report: AuditReport) -> Iterator[str]:
    """One JSON object for each finding, nothing else."""
    for finding in report.findings:
        yield orjson.dumps(finding.to_json()).decode() + "\n"


def as_outcome(report: AuditReport) -> Iterator[str]:
    """An OperationOutcome; ``diagnostics`` of each issue says what it is about."""
    outcome = outcome_of(issue_of(finding) for finding in report.findings)
    for told, finding in zip(outcome["issue"], report.findings, strict=False):
        told["diagnostics"] = _where(finding)
    yield orjson.dumps(outcome, option=orjson.OPT_INDENT_2).decode() + "\n"


def as_html(report: AuditReport) -> Iterator[str]:
    """One page."""
    yield html_report(report)


def as_measure_report(report: AuditReport) -> Iterator[str]:
    """A Bundle of MeasureReports, each with its Measure."""
    bundle = measure_bundle(report, reporter=report.agency or "The agency")
    yield orjson.dumps(bundle, option=orjson.OPT_INDENT_2).decode() + "\n"


FORMS = {
    "text": as_text,
    "ndjson": as_ndjson,
    "outcome": as_outcome,
    "html": as_html,
    "measurereport": as_measure_report,
}
"""Form by the word of ``--format``; each gives its text in pieces."""
