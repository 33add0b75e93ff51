"""Disclosures of the period: what went where, and whether a ground in law lets it go."""

from __future__ import annotations

from collections.abc import Iterator

from pss_fhir.compliance.audit_report import AuditReport
from pss_fhir.compliance.outcome import Answer
from pss_fhir.compliance.report.markup import table
from pss_fhir.compliance.words import day_words

_GROUNDS = {
    Answer.MET: "✓ a ground lets it go",
    Answer.BROKEN: "✕ no ground",
    Answer.CANNOT_TELL: "? cannot tell",
}


def disclosure_section(report: AuditReport) -> Iterator[str]:
    """Every disclosure of the period, by person and day."""
    if not report.sent:
        yield "<p>No disclosure is among what was read.</p>"
        return
    yield table(
        "Disclosures",
        ("client", "day", "to", "for", "42 CFR Part 2", "ground in law", "record"),
        (
            (
                one.client_ref,
                day_words(one.on),
                one.recipient,
                one.reason,
                "yes" if one.is_part_2 else "no",
                _GROUNDS.get(one.ground) if one.ground else None,
                one.focus,
            )
            for one in report.sent
        ),
    )
