"""One step of a record through its states, as data: where to, what the server answered, what changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pss_fhir.issues import Issue
from pss_fhir.outbox.patience import Patience
from pss_fhir.outbox.states import TRANSITIONS, OutboxState
from pss_fhir.store.outbox_rows import OutboxRow, OutboxRows, RowChange


@dataclass(frozen=True, slots=True)
class Move:
    """A step that was decided but not yet kept.

    Attributes:
        state: where the record goes.
        answer: what the server said or what happened, in a few words, for the history.
        changes: what changes besides; ``next_at`` None means that a person is needed, or that it is done.
    """

    state: OutboxState
    answer: str
    changes: RowChange = field(default_factory=RowChange)


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules of :mod:`pss_fhir.outbox.answers` look at: the row, the moment, the limits."""

    row: OutboxRow
    now: datetime
    patience: Patience

    @property
    def failures(self) -> int:
        """Failures in a row, this one included."""
        return self.row.failures + 1

    @property
    def is_patience_over(self) -> bool:
        """Whether one more failure is one too many."""
        return self.failures >= self.patience.most_failures

    def later(
        self, state: OutboxState, answer: str, problem: Issue, *, at_least: timedelta | None = None
    ) -> Move:
        """Try again after a pause that grows with each failure."""
        pause = max(self.patience.pause_after(self.failures), at_least or timedelta(0))
        changes = RowChange(next_at=self.now + pause, failures=self.failures, problem=problem)
        return Move(state, answer, changes)

    def for_person(self, state: OutboxState, answer: str, problem: Issue) -> Move:
        """Wait for a person."""
        return Move(state, answer, RowChange(next_at=None, problem=problem))


def done(state: OutboxState, answer: str) -> Move:
    """The end of the way."""
    return Move(state, answer, RowChange(next_at=None, problem=None, failures=0, resource=None))


def keep(
    rows: OutboxRows,
    row: OutboxRow,
    move: Move,
    *,
    lease_life: timedelta | None = None,
    attested_by_ref: str | None = None,
) -> OutboxRow:
    """The row after a move; the only way from state to state.

    Raises:
        ValueError: the table of states knows no such way; a programming error.
        StaleRecord: somebody else changed or took over the row; nothing was changed.
    """
    source = OutboxState(row.state)
    if (source, move.state) not in TRANSITIONS:
        raise ValueError(f"no way leads from {source.value} to {move.state.value}")
    return rows.transition(
        row, move.state, move.answer, lease_life=lease_life, attested_by_ref=attested_by_ref, **move.changes
    )
