"""Staff: caseloads as bars, what falls due, findings by the person who can act on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pss_fhir.compliance.audit_report import AuditReport
from pss_fhir.compliance.calendar import DueItem, Window
from pss_fhir.compliance.finding import Finding
from pss_fhir.compliance.outcome import Answer
from pss_fhir.compliance.report.markup import bar, label, line, picture, table, text
from pss_fhir.compliance.words import counted

_ROW, _WIDTH, _NAME = 26, 640, 180
_SHOWN = 5
"""Records that are named of findings that say the same."""
_CASELOAD_LIMIT, _TEAM_LIMIT = 15, 8
_WINDOW_WORDS = {
    Window.OVERDUE: "overdue",
    Window.DAYS_30: "within 30 days",
    Window.DAYS_60: "within 60 days",
    Window.DAYS_90: "within 90 days",
    Window.LATER: "later",
}


def caseload_section(report: AuditReport) -> Iterator[str]:
    """Clients of each specialist, and specialists of each supervisor."""
    people = [one for one in report.caseloads if one.clients or one.specialists]
    if not people:
        yield "<p>No assignment is on record for this day.</p>"
        return
    most = max(_CASELOAD_LIMIT, *(max(one.clients, one.specialists) for one in people))
    scale = (_WIDTH - _NAME - 60) / most
    shapes = []
    for row, one in enumerate(people):
        top = row * _ROW + 4
        number, limit = (one.specialists, _TEAM_LIMIT) if one.specialists else (one.clients, _CASELOAD_LIMIT)
        shapes += [
            label(0, top + 14, one.subject),
            bar(_NAME, top, number * scale, _ROW - 8, "over" if number > limit else "full"),
            line([(_NAME + limit * scale, top - 2), (_NAME + limit * scale, top + _ROW - 6)], "limit"),
            label(_NAME + number * scale + 6, top + 14, f"{number} of {limit}"),
        ]
    yield picture(
        "Caseloads",
        "Clients of each specialist (limit 15), specialists of each supervisor (limit 8), as in the table.",
        _WIDTH,
        len(people) * _ROW + 8,
        shapes,
    )
    yield table(
        "Caseloads",
        ("who", "role", "clients", "approved hours a week", "specialists"),
        ((one.subject, one.role, one.clients, one.hours_per_week, one.specialists) for one in people),
    )


def calendar_section(report: AuditReport) -> Iterator[str]:
    """What is overdue or falls due within 90 days."""
    soon = [item for item in report.due if item.window is not Window.LATER]
    if not soon:
        yield "<p>Nothing is overdue or falls due within 90 days.</p>"
        return
    yield _calendar_picture(soon)
    yield table(
        "What falls due",
        ("who", "what", "last day", "days left", "", "rule"),
        (
            (item.subject, item.what, item.due_on, item.days_left, _WINDOW_WORDS[item.window], item.rule)
            for item in soon
        ),
    )


def _calendar_picture(items: list[DueItem]) -> str:
    left = 330
    scale = (_WIDTH - left - 40) / 90
    shapes = []
    for days in (0, 30, 60, 90):
        x = left + days * scale
        shapes += [line([(x, 14), (x, len(items) * _ROW + 16)], "limit"), label(x, 10, days, "middle")]
    for row, item in enumerate(items):
        top = row * _ROW + 18
        shapes.append(label(0, top + 14, f"{item.subject} {item.what}"[:52]))
        length = max(item.days_left, 0) * scale
        shapes.append(bar(left, top, max(length, 4), _ROW - 10, "over" if item.days_left < 0 else "full"))
    return picture(
        "What falls due within 90 days",
        "One bar for each item, as long as the days that are left; the table has the days.",
        _WIDTH,
        len(items) * _ROW + 24,
        shapes,
    )


def findings_section(report: AuditReport) -> Iterator[str]:
    """Findings by who can act on them: the staff member, or whoever gave the service."""
    known = {one.practitioner_ref: one.subject for one in report.caseloads if one.practitioner_ref}
    gave = {
        one.focus: known.get(one.specialist_ref, one.specialist_ref)
        for one in report.written
        if one.specialist_ref
    }
    by_person: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        if finding.answer in (Answer.BROKEN, Answer.CANNOT_TELL):
            own = finding.subject if finding.subject.startswith("staff/") else None
            by_person[own or gave.get(finding.focus or "") or "the agency"].append(finding)
    if not by_person:
        yield "<p>Nothing was found.</p>"
    for person in sorted(by_person):
        yield f"<h3>{text(person)}</h3>"
        yield table(
            counted(len(by_person[person]), "finding"),
            ("", "rule", "about", "what is so", "what to do", "source"),
            (_told(alike) for alike in _alike(by_person[person])),
        )


def _alike(findings: list[Finding]) -> Iterable[list[Finding]]:
    """Findings of one rule that say the same, together, in the order of the first of each."""
    groups: dict[tuple[str, Answer, str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.rule, finding.answer, finding.severity, finding.message].append(finding)
    return groups.values()


def _told(alike: list[Finding]) -> tuple[str, ...]:
    first = alike[0]
    about = [
        f"{one.focus or one.subject}{f' ({one.service_date})' if one.service_date else ''}"
        for one in alike[:_SHOWN]
    ]
    more = [f"and {len(alike) - _SHOWN} more"] if len(alike) > _SHOWN else []
    return (
        first.severity.value if first.answer is Answer.BROKEN else "cannot tell",
        first.rule,
        ", ".join([*about, *more]),
        first.message,
        first.fix,
        f"{first.citation.document} ({first.evidence.status})",
    )
