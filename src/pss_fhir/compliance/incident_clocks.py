"""The clocks of an incident: what is to be done, until when, and whether it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pss_fhir.compliance.check import Subject
from pss_fhir.compliance.checks.incident import STEP_WORDS, StepClock, StepClocks, due_at, not_for, start_of
from pss_fhir.compliance.facts.incident import IncidentFacts


class ClockState(StrEnum):
    """Where a clock stands."""

    OVERDUE = "overdue"
    RUNNING = "running"
    DONE_LATE = "done-late"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class IncidentClock:
    """One step after an incident and its clock.

    Attributes:
        subject: ``incident/I-1``.
        rule: the rule that asks for it.
        what: what is to be done.
        started_at: since when the clock runs.
        due_at: the last moment at which it is in time.
        taken_at: when it was done, None while it was not.
    """

    subject: str
    rule: str
    what: str
    started_at: datetime
    due_at: datetime
    taken_at: datetime | None
    as_of: datetime

    @property
    def state(self) -> ClockState:
        """Where it stands; a step in the very last moment is in time."""
        if self.taken_at is not None:
            return ClockState.DONE if self.taken_at <= self.due_at else ClockState.DONE_LATE
        return ClockState.RUNNING if self.as_of <= self.due_at else ClockState.OVERDUE

    @property
    def hours_left(self) -> float:
        """Hours until it is due, negative once that has passed; of a step taken, until then."""
        return (self.due_at - (self.taken_at or self.as_of)).total_seconds() / 3600


def incident_clocks(facts: IncidentFacts) -> Iterator[IncidentClock]:
    """The clocks that run, or ran, for an incident, in the order of the rules.

    A clock of which it is not known whether it is for this incident, or when it began, is left out: the
    rule's finding "cannot tell" says what is missing.
    """
    for bound in facts.policies.answering(Subject.INCIDENT, facts.day, facts.payers):
        given = bound.parameters
        clocks = given.clocks if isinstance(given, StepClocks) else (given,)
        for clock in clocks:
            if not isinstance(clock, StepClock):
                continue
            why = not_for(facts, clock)
            started = start_of(facts, clock) if why is None else None
            due = due_at(facts, clock, started) if started is not None else None
            if started is None or due is None:
                continue
            yield IncidentClock(
                subject=facts.ref,
                rule=bound.rule.id,
                what=STEP_WORDS[clock.step],
                started_at=started,
                due_at=due,
                taken_at=facts.incident.taken_at(clock.step),
                as_of=facts.as_of,
            )
