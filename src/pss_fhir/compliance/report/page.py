"""The page as a whole: one file, no script, ready to print."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pss_fhir.clock import NEW_YORK
from pss_fhir.compliance.audit_report import AuditReport
from pss_fhir.compliance.outcome import Answer
from pss_fhir.compliance.report.markup import table, text
from pss_fhir.compliance.report.notes import goals_section, timeliness_section
from pss_fhir.compliance.report.people import calendar_section, caseload_section, findings_section
from pss_fhir.compliance.report.units import units_section
from pss_fhir.compliance.words import day_words

_STYLE = """
:root { color-scheme: light; }
body { font: 1rem/1.5 system-ui, sans-serif; color: #1a1a1a; }
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
h1, h2, h3 { line-height: 1.2; } h2 { margin-top: 2.5rem; border-bottom: 2px solid #444; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; font-size: .9rem; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { border: 1px solid #767676; padding: .3rem .5rem; text-align: left; vertical-align: top; }
thead { background: #eee; } thead { display: table-header-group; } tr { break-inside: avoid; }
svg { max-width: 100%; height: auto; display: block; margin: .5rem 0; }
svg text { font-size: 12px; fill: #1a1a1a; }
polyline { fill: none; stroke-width: 2; } .actual { stroke: #0b5394; stroke-width: 3; }
.even { stroke: #666; stroke-dasharray: 8 4; } .projected { stroke: #0b5394; stroke-dasharray: 2 4; }
.axis { stroke: #999; stroke-width: 1; } .limit { stroke: #1a1a1a; stroke-width: 1.5; }
.full { fill: #0b5394; } .over { fill: #b00020; stroke: #1a1a1a; stroke-width: 2; stroke-dasharray: 3 2; }
@media print { body { margin: 0; max-width: none; } h2 { break-after: avoid; } svg { break-inside: avoid; } }
"""

_SECTIONS: tuple[tuple[str, Callable[[AuditReport], Iterator[str]]], ...] = (
    ("What to do, by person", findings_section),
    ("Units", units_section),
    ("Caseloads", caseload_section),
    ("What falls due", calendar_section),
    ("How soon notes are signed", timeliness_section),
    ("Goals", goals_section),
)


def html_report(report: AuditReport) -> str:
    """An audit as one page; every picture stands beside a table of the same numbers."""
    day = day_words(report.as_of.astimezone(NEW_YORK).date())
    body = "".join(
        f"<section><h2>{text(title)}</h2>{''.join(part(report))}</section>" for title, part in _SECTIONS
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Audit of {text(day)}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>Audit of {text(day)}</h1>{_overview(report)}{body}</main></body></html>\n"
    )


def _overview(report: AuditReport) -> str:
    period = report.period
    span = (
        f"{day_words(period.start_on) if period.start_on else 'the beginning'} to "
        f"{day_words(period.end_on) if period.end_on else 'now'}"
    )
    return table(
        f"Service days from {span}",
        ("looked at", "number"),
        (
            ("charts", report.charts),
            ("visits and notes", report.notes),
            ("staff", len(report.caseloads)),
            ("rules met", report.answers[Answer.MET]),
            ("rules broken", report.answers[Answer.BROKEN]),
            ("rules that cannot tell", report.answers[Answer.CANNOT_TELL]),
            ("rules that do not apply", report.answers[Answer.DOES_NOT_APPLY]),
        ),
    )
