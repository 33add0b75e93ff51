"""Staff: caseloads and teams as bars beside their limits, and what falls due."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from pss_fhir.clock import local_date
from pss_fhir.compliance.audit_report import AuditReport, StaffLoad
from pss_fhir.compliance.calendar import DueItem, Window
from pss_fhir.compliance.check import Subject
from pss_fhir.compliance.checks.staffing import CaseloadSize, TeamSize
from pss_fhir.compliance.outcome import Answer
from pss_fhir.compliance.payers import ANY_PAYER
from pss_fhir.compliance.report.markup import Bar, bars, beside, table
from pss_fhir.compliance.words import counted, day_words

_WINDOW_WORDS = {
    Window.OVERDUE: "overdue",
    Window.DAYS_30: "within 30 days",
    Window.DAYS_60: "within 60 days",
    Window.DAYS_90: "within 90 days",
    Window.LATER: "later",
}
_HORIZON = 90
_NOT_WHOLE = "<p>Assignments in the staff folder could not all be read; there may be more clients.</p>"
_SUPERVISION = frozenset({"agency-supervision-monthly", "agency-supervision-contract", "pss-047"})


def caseload_section(report: AuditReport) -> Iterator[str]:
    """Clients of each specialist, by the tightest limit that is loaded."""
    people = [one for one in report.caseloads if one.clients]
    if not all(one.is_whole for one in report.caseloads):
        yield _NOT_WHOLE
    if not people:
        yield "<p>No assignment is on record for this day.</p>"
        return
    limit = _tightest(report, CaseloadSize)
    rows = [_load(one.subject, one.clients, limit) for one in people]
    yield beside(
        bars("Caseloads", _described("clients of each specialist", limit), rows),
        table(
            "Caseloads",
            ("who", "role", "clients", "approved hours a week"),
            ((one.subject, one.role, one.clients, one.hours_per_week) for one in people),
        ),
    )


def team_section(report: AuditReport) -> Iterator[str]:
    """Each supervisor's team: its size by the limit, its clients, and supervision that was missed."""
    supervisors = [one for one in report.caseloads if one.specialists]
    if not supervisors:
        yield "<p>No supervisor of a peer support specialist is on record for this day.</p>"
        return
    limit = _tightest(report, TeamSize)
    missed: dict[Answer, set[str]] = {Answer.BROKEN: set(), Answer.CANNOT_TELL: set()}
    for finding in report.findings:
        if finding.rule in _SUPERVISION and finding.answer in missed:
            missed[finding.answer].add(finding.subject)
    rows = []
    for one in supervisors:
        team = [member for member in report.caseloads if member.supervisor == one.subject]
        clients = sum(member.clients for member in team)
        rows.append((one.subject, one.specialists, clients, _unsupervised(team, missed, report)))
    yield beside(
        bars(
            "Specialists of each supervisor",
            _described("specialists of each supervisor", limit),
            [_load(one.subject, one.specialists, limit) for one in supervisors],
        ),
        table("Teams", ("supervisor", "specialists", "their clients", "lacks supervision"), rows),
    )


def _unsupervised(
    team: Sequence[StaffLoad], missed: Mapping[Answer, Collection[str]], report: AuditReport
) -> str:
    """Who of a team lacks supervision, as far as it was asked and can be told."""
    people = [member.subject for member in team]
    if late := [one for one in people if one in missed[Answer.BROKEN]]:
        return ", ".join(late)
    if Subject.SPECIALIST not in report.only or (report.about and not report.about.issuperset(people)):
        return "not asked"
    unknown = [one for one in people if one in missed[Answer.CANNOT_TELL]]
    return f"not known of {', '.join(unknown)}" if unknown else "nobody"


def _tightest(report: AuditReport, kind: type[CaseloadSize | TeamSize]) -> int | None:
    """The smallest limit of a kind that binds on the day of the audit, None where none is loaded."""
    found = report.policies.all_parameters_for(kind, local_date(report.as_of), ANY_PAYER)
    return min((one.most for one in found), default=None)


def _described(what: str, limit: int | None) -> str:
    return f"One bar for the {what}; " + (f"the line is at {limit}." if limit else "no limit is loaded.")


def _load(name: str, number: int, limit: int | None) -> Bar:
    is_over = limit is not None and number > limit
    words = f"{number} of {limit}" if limit else str(number)
    return Bar(name, number, f"{words}, over" if is_over else words, is_over=is_over, limit=limit)


def calendar_section(report: AuditReport) -> Iterator[str]:
    """What is overdue or falls due within 90 days."""
    soon = [item for item in report.due if item.window is not Window.LATER]
    if not soon:
        yield "<p>Nothing is overdue or falls due within 90 days.</p>"
        return
    counts = [sum(item.window is window for item in soon) for window in Window]
    rows = [
        Bar(_WINDOW_WORDS[window], number, counted(number, "item"), is_over=window is Window.OVERDUE)
        for window, number in zip(Window, counts, strict=True)
        if number
    ]
    yield bars("How soon things fall due", "One bar for each span; the table has each item.", rows)
    yield table(
        "What falls due",
        ("who", "what", "last day", "days left", "rule"),
        ((item.subject, item.what, day_words(item.due_on), _left(item), item.rule) for item in soon),
    )


def _left(item: DueItem) -> str:
    if item.days_left < 0:
        return f"✕ {counted(-item.days_left, 'day')} overdue"
    return f"in {counted(item.days_left, 'day')}" if item.days_left else "today"
