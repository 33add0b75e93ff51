"""What an audit asked: all of it, or only a part."""

from __future__ import annotations

from pss_fhir.compliance.audit_report import AuditReport
from pss_fhir.compliance.check import Subject
from pss_fhir.compliance.words import listed

_KINDS = {
    Subject.NOTE: "notes",
    Subject.CHART: "charts",
    Subject.SPECIALIST: "staff",
    Subject.TEAM: "teams",
    Subject.AGENCY: "the agency",
    Subject.INCIDENT: "incidents",
    Subject.DISCLOSURE: "disclosures",
}


def narrowed_words(report: AuditReport) -> str | None:
    """To which kinds of things, and to what of them, the audit was narrowed; None where all was asked."""
    about = listed(sorted(report.about))
    if report.only == frozenset(Subject):
        return f"Only {about} was asked about." if about else None
    kinds = listed(words for kind, words in _KINDS.items() if kind in report.only)
    return f"Only {kinds} were asked about" + (f", and of these only {about}." if about else ".")
