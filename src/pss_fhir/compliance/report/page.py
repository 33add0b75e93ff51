"""The page as a whole: one file, no script, ready to print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from pss_fhir.clock import local_date
from pss_fhir.compliance.audit_report import AuditReport
from pss_fhir.compliance.outcome import Answer
from pss_fhir.compliance.report.asked import left_open, legend_section, rules_words
from pss_fhir.compliance.report.disclosures import disclosure_section
from pss_fhir.compliance.report.findings import findings_section
from pss_fhir.compliance.report.goals import goals_section
from pss_fhir.compliance.report.incidents import incident_section
from pss_fhir.compliance.report.markup import text
from pss_fhir.compliance.report.notes import timeliness_section
from pss_fhir.compliance.report.people import calendar_section, caseload_section, team_section
from pss_fhir.compliance.report.style import HATCHING, STYLE
from pss_fhir.compliance.report.units import units_section
from pss_fhir.compliance.words import day_words
from pss_fhir.issues import Severity

_SECTIONS: tuple[tuple[str, Callable[[AuditReport], Iterator[str]]], ...] = (
    ("What to do, by person", findings_section),
    ("Incidents", incident_section),
    ("Units", units_section),
    ("Caseloads", caseload_section),
    ("Teams", team_section),
    ("What falls due", calendar_section),
    ("How soon notes are signed", timeliness_section),
    ("Goals", goals_section),
    ("Disclosures", disclosure_section),
    ("Marks and short words", legend_section),
)


def html_report(report: AuditReport) -> str:
    """An audit as one page; every picture stands beside a table of the same numbers."""
    title = _title(report)
    body = "".join(
        f'<section id="part-{number}"><h2>{text(title)}</h2>{"".join(part(report))}</section>'
        for number, (title, part) in enumerate(_SECTIONS, 1)
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{text(title)}</title><style>{STYLE}</style></head><body>{HATCHING}<main>"
        f"<h1>{text(title)}</h1>{_overview(report)}{_contents()}{body}</main></body></html>\n"
    )


def _title(report: AuditReport) -> str:
    day = day_words(local_date(report.as_of))
    return f"{report.agency}: audit of {day}" if report.agency else f"Audit of {day}"


def _overview(report: AuditReport) -> str:
    period = report.period
    span = (
        f"{day_words(period.start_on) if period.start_on else 'the beginning'} to "
        f"{day_words(period.end_on or local_date(report.as_of))}"
    )
    broken = Counter(one.severity for one in report.findings if one.answer is Answer.BROKEN)
    numbers = (
        ("charts", report.charts),
        ("visits and notes", report.notes),
        ("staff", len(report.caseloads)),
        ("✕ errors", broken[Severity.ERROR]),
        ("▲ warnings", broken[Severity.WARNING]),
        ("● remarks", broken[Severity.INFORMATION]),
        ("? cannot tell", report.answers[Answer.CANNOT_TELL]),
        ("✓ met", report.answers[Answer.MET]),
    )
    tiles = "".join(f"<div><dt>{text(name)}</dt><dd>{number:,}</dd></div>" for name, number in numbers)
    told = "".join(f"<p><strong>{text(words)}</strong></p>" for words in left_open(report))
    return (
        f"<p>Service days from {text(span)}.</p><p>{text(rules_words(report))}</p>{told}"
        f'<dl class="tiles">{tiles}</dl>'
    )


def _contents() -> str:
    links = "".join(
        f'<li><a href="#part-{number}">{text(title)}</a></li>'
        for number, (title, _) in enumerate(_SECTIONS, 1)
    )
    return f'<nav aria-label="Contents"><ul>{links}</ul></nav>'
