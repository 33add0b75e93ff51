"""How far a signed record has come, for people: the truth, never more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pss_fhir.issues import Issue
from pss_fhir.outbox.profiles import SiteProfile
from pss_fhir.outbox.rungs import Rung
from pss_fhir.outbox.states import OutboxState
from pss_fhir.store import HistoryEntry, OutboxRow, RecordKind


@dataclass(frozen=True, slots=True)
class Filing:
    """Where a signed record stands.

    Attributes:
        note_identifier: of the note, addendum or retraction.
        kind: which of them.
        about: the record that an addendum or a retraction is about.
        rung: the way in use.
        ref: where the EHR holds it, once that is known.
        filed_at: when it was proven to be there; None until then.
        attempts: how often it was sent.
        next_at: when it is taken up again by itself; None when it waits for a person or is done.
        problem: why it waits or was refused.
        words: the state in one or two plain sentences.
        history: every change of state, oldest first.
    """

    note_identifier: str
    kind: RecordKind
    about: str | None
    state: OutboxState
    rung: Rung
    ref: str | None
    filed_at: datetime | None
    attempts: int
    next_at: datetime | None
    problem: Issue | None
    words: str
    history: tuple[HistoryEntry, ...]


def filing_of(row: OutboxRow, history: tuple[HistoryEntry, ...], profile: SiteProfile) -> Filing:
    """The filing of one row."""
    return Filing(
        note_identifier=row.identifier,
        kind=RecordKind(row.kind),
        about=row.about,
        state=OutboxState(row.state),
        rung=Rung(row.rung),
        ref=row.ref,
        filed_at=row.filed_at,
        attempts=row.attempts,
        next_at=row.next_at,
        problem=row.problem,
        words=_words(row, profile),
        history=history,
    )


def _words(row: OutboxRow, profile: SiteProfile) -> str:
    why = f" {row.problem.message}" if row.problem else ""
    if row.kind == RecordKind.RETRACTION:
        return _words_of_retraction(row) + why
    match OutboxState(row.state):
        case OutboxState.QUEUED | OutboxState.SENDING:
            return f"Signed and kept in this app. Not yet in the EHR.{why}"
        case OutboxState.UNKNOWN:
            return "Sent, but the EHR's answer was lost. We look whether it is there; do not write it again."
        case OutboxState.SENT:
            return f"The EHR has taken it ({row.ref}); that it is there is not proven yet.{why}"
        case OutboxState.FILED:
            return f"{profile.words_filed} ({row.ref})"
        case OutboxState.REFUSED:
            return f"Not filed.{why}"
        case OutboxState.WAITING_FOR_SIGN_IN:
            return "Signed and kept in this app. It goes to the EHR when you sign in again."
        case OutboxState.TO_BE_COPIED:
            return f"Signed and kept in this app. {profile.words_by_hand}{why}"
        case OutboxState.COPIED_BY_HAND:
            return "You said that you copied it into the EHR. This app cannot check that."
        case OutboxState.RETRACTED:
            return "Retracted. It does not count."


def _words_of_retraction(row: OutboxRow) -> str:
    match OutboxState(row.state):
        case OutboxState.FILED:
            return "Marked as entered in error in the EHR."
        case OutboxState.RETRACTED:
            return "The record was never in the EHR, so nothing had to be marked there."
        case OutboxState.TO_BE_COPIED:
            return "Have the record marked as entered in error in the EHR, and confirm here."
        case OutboxState.COPIED_BY_HAND:
            return "You said that the record is marked as entered in error. This app cannot check that."
        case OutboxState.REFUSED:
            return "Not marked in the EHR: the record still stands there."
        case _:
            return "Signed. Not yet marked in the EHR: the record still stands there."
