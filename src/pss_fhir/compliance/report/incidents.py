"""Incidents: every clock, how long it still runs, and what was done too late."""

from __future__ import annotations

from collections.abc import Iterator

from pss_fhir.compliance.audit_report import AuditReport
from pss_fhir.compliance.incident_clocks import ClockState, IncidentClock
from pss_fhir.compliance.report.markup import Bar, bars, beside, table
from pss_fhir.compliance.words import counted, moment_words

_STATES = {
    ClockState.OVERDUE: "✕ overdue",
    ClockState.RUNNING: "▶ running",
    ClockState.DONE_LATE: "▲ done late",
    ClockState.DONE: "✓ done",
}
_ORDER = list(_STATES)


def incident_section(report: AuditReport) -> Iterator[str]:
    """The clocks of incidents, what is overdue or runs first."""
    if not report.clocks:
        yield "<p>No clock of an incident is among what was read.</p>"
        return
    clocks = sorted(report.clocks, key=lambda one: (_ORDER.index(one.state), one.due_at, one.subject))
    counts = {state: sum(one.state is state for one in clocks) for state in _ORDER}
    yield beside(
        bars(
            "Clocks of incidents",
            "One bar for each state; the table has every clock.",
            [
                Bar(_STATES[state], number, counted(number, "step"), is_over=state is ClockState.OVERDUE)
                for state, number in counts.items()
                if number
            ],
            marks={"full": "steps that are done, or still have time", "over": "steps that are overdue"},
        ),
        table(
            "Clocks of incidents",
            ("incident", "what is to be done", "due", "where it stands", "rule"),
            ((one.subject, one.what, moment_words(one.due_at), _told(one), one.rule) for one in clocks),
        ),
    )


def _told(clock: IncidentClock) -> str:
    hours = abs(clock.hours_left)
    span = counted(int(hours // 24), "day") if hours >= 72 else counted(int(hours), "hour")
    if clock.state is ClockState.RUNNING:
        return f"▶ {span} left"
    if clock.state is ClockState.DONE:
        return _STATES[clock.state]
    return f"{_STATES[clock.state]}, by {span}"
