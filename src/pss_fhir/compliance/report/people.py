"""Staff: caseloads and teams as bars beside their limits, and what falls due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from pss_fhir.clock import local_date
from pss_fhir.compliance.audit_report import AuditReport, StaffLoad
from pss_fhir.compliance.calendar import DueItem, UnknownItem, Window
from pss_fhir.compliance.check import Subject
from pss_fhir.compliance.checks.staffing import CaseloadSize, TeamSize
from pss_fhir.compliance.outcome import Answer
from pss_fhir.compliance.payers import ANY_PAYER
from pss_fhir.compliance.report.markup import Bar, bars, beside, table
from pss_fhir.compliance.words import counted, listed

_WINDOW_WORDS = {
    Window.OVERDUE: "overdue",
    Window.DAYS_30: "within 30 days",
    Window.DAYS_60: "within 60 days",
    Window.DAYS_90: "within 90 days",
    Window.LATER: "later",
}
_TRAINING_IN = "training in "
_SUPERVISION = frozenset({"agency-supervision-monthly", "agency-supervision-contract", "pss-047"})


def caseload_section(report: AuditReport) -> Iterator[str]:
    """Clients of each specialist, by the tightest limit that is loaded."""
    people = [one for one in report.caseloads if one.clients]
    yield from _not_whole(report, "assignments", "there may be more clients")
    if not people:
        if report.unread_staff is not None:
            yield "<p>No assignment is on record for this day.</p>"
        return
    limit = _tightest(report, CaseloadSize)
    rows = [_load(one.subject, one.clients, limit, is_whole=one.is_whole) for one in people]
    yield beside(
        bars(
            "Caseloads", _described("clients of each specialist", limit), rows, marks=_marks("clients", limit)
        ),
        table(
            "Caseloads",
            ("who", "role", "clients", "approved hours a week"),
            (
                (one.subject, one.role, _number(one.clients, is_whole=one.is_whole), one.hours_per_week)
                for one in people
            ),
        ),
    )


def team_section(report: AuditReport) -> Iterator[str]:
    """Each supervisor's team: its size by the limit, its clients, and supervision that was missed."""
    supervisors = [one for one in report.caseloads if one.specialists]
    yield from _not_whole(report)
    if not supervisors:
        if report.unread_staff is not None:
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
            marks=_marks("specialists", limit),
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


def _marks(what: str, limit: int | None) -> dict[str, str]:
    if limit is None:
        return {"full": what}
    return {
        "full": f"{what} within the limit",
        "over": f"{what} over the limit",
        "limit": f"the limit, {limit}",
    }


def _number(number: int, *, is_whole: bool) -> str:
    return str(number) if is_whole else f"at least {number}"


def _load(name: str, number: int, limit: int | None, *, is_whole: bool = True) -> Bar:
    is_over = limit is not None and number > limit
    known = _number(number, is_whole=is_whole)
    words = f"{known} of {limit}" if limit else known
    return Bar(name, number, f"{words}, over" if is_over else words, is_over=is_over, limit=limit)


def calendar_section(report: AuditReport) -> Iterator[str]:
    """What is overdue or falls due within 90 days, and of what nobody can say when it does."""
    yield from _not_whole(report)
    if report.unread_staff is None:
        return
    soon = [item for item in report.due if item.window is not Window.LATER]
    if not soon:
        what = "Nothing that is known" if report.unknown or "members" in report.unread_staff else "Nothing"
        yield f"<p>{what} is overdue or falls due within 90 days.</p>"
    else:
        yield from _soon(soon)
    if report.unknown:
        yield table(
            "Of what nobody can say when it falls due", ("who", "what", "why"), _unknown(report.unknown)
        )


def _soon(soon: Sequence[DueItem]) -> Iterator[str]:
    counts = [sum(item.window is window for item in soon) for window in Window]
    rows = [
        Bar(_WINDOW_WORDS[window], number, counted(number, "item"), is_over=window is Window.OVERDUE)
        for window, number in zip(Window, counts, strict=True)
        if number
    ]
    yield bars(
        "How soon things fall due",
        "One bar for each span; the table has each item.",
        rows,
        marks={"full": "to come", "over": "overdue"},
    )
    yield table(
        "What falls due",
        ("who", "what", "last day", "days left", "rule"),
        ((item.subject, item.what, item.due_on, _left(item), item.rule) for item in soon),
    )


def _unknown(items: Sequence[UnknownItem]) -> Iterator[tuple[str, str, str]]:
    """One row for each reason and those to whom the same things happen."""
    by_person: dict[tuple[str, str], set[str]] = defaultdict(set)
    for item in items:
        by_person[item.subject, item.why].add(item.what)
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (who, why), found in by_person.items():
        alike[_together(found), why].append(who)
    for (what, why), people in sorted(alike.items(), key=lambda one: (one[0][1], one[0][0])):
        yield ", ".join(sorted(people)), what, why


def _together(found: Iterable[str]) -> str:
    """``driver's license, training in CPR, confidentiality and first aid``: what is alike is named once."""
    parts = sorted(found, key=lambda what: (what.startswith(_TRAINING_IN), what))
    trainings = [what for what in parts if what.startswith(_TRAINING_IN)]
    return listed(what.removeprefix(_TRAINING_IN) if what in trainings[1:] else what for what in parts)


def _not_whole(report: AuditReport, rows: str = "members", what: str = "") -> Iterator[str]:
    """What the staff records leave open: all where there are none, or somebody, or the rows of a list."""
    if report.unread_staff is None:
        yield "<p>No staff records were given (<code>--staff</code>), so nothing can be said of this.</p>"
        return
    if "members" in report.unread_staff:
        yield "<p>staff.csv is missing or could not all be read; there may be people who are not here.</p>"
    if rows != "members" and rows in report.unread_staff:
        yield f"<p>{rows}.csv is missing or could not all be read; {what}.</p>"


def _left(item: DueItem) -> str:
    if item.days_left < 0:
        return f"✕ {counted(-item.days_left, 'day')} overdue"
    return f"in {counted(item.days_left, 'day')}" if item.days_left else "today"
