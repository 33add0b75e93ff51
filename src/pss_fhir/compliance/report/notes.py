"""Notes: how soon they were signed."""

from __future__ import annotations

from collections.abc import Iterator

from pss_fhir.compliance.audit_report import AuditReport
from pss_fhir.compliance.report.markup import Bar, bars, beside, table
from pss_fhir.compliance.words import counted

_SPANS = ((24, "within 24 hours"), (72, "within 3 days"), (7 * 24, "within 7 days"), (float("inf"), "later"))


def timeliness_section(report: AuditReport) -> Iterator[str]:
    """How many notes were signed how soon."""
    counts = dict.fromkeys([*(words for _, words in _SPANS), "no note, or no end"], 0)
    for note in report.written:
        hours = note.hours_to_sign
        words = (
            "no note, or no end"
            if hours is None
            else next(words for limit, words in _SPANS if hours <= limit)
        )
        counts[words] += 1
    if not report.written:
        yield "<p>No visit is among what was read.</p>"
        return
    rows = [
        Bar(words, number, counted(number, "visit"), is_over=words == "later")
        for words, number in counts.items()
    ]
    title = "How soon notes were signed"
    description = ", ".join(f"{words}: {number}" for words, number in counts.items())
    yield beside(
        bars(title, description, rows, marks={"full": "visits", "over": "visits signed later than 7 days"}),
        table(title, ("from the end of the visit", "visits"), counts.items()),
    )
