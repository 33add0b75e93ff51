"""What a person decides about a record in the outbox; a worker does the rest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pss_fhir.errors import StaleRecord
from pss_fhir.outbox.moves import Move, keep
from pss_fhir.outbox.patience import Patience
from pss_fhir.outbox.rungs import Rung
from pss_fhir.outbox.states import OutboxState
from pss_fhir.store import HistoryEntry, OutboxRow, RecordKind, Store
from pss_fhir.store.outbox_rows import RowChange

_CAN_BE_TRIED = frozenset(
    {
        OutboxState.QUEUED,
        OutboxState.UNKNOWN,
        OutboxState.SENT,
        OutboxState.REFUSED,
        OutboxState.WAITING_FOR_SIGN_IN,
        OutboxState.TO_BE_COPIED,
    }
)


def try_again(
    store: Store,
    identifier: str,
    *,
    now: datetime,
    plan: Sequence[Rung] = (),
    patience: Patience = Patience(),  # noqa: B008 - frozen
) -> OutboxRow:
    """The row, due as soon as it may be, its failures forgotten.

    What may be in the EHR is looked for first; what was sent is read back, not sent again. Two waits
    are not shortened: the one for a server that may still be busy with a lost write, and the one
    that a server asked for.

    Args:
        store: holds the row.
        identifier: of the record.
        now: the present moment.
        plan: other rungs than those that are left, for a record that the EHR certainly does not
            hold; needed after the last rung.
        patience: how long a server may be busy with a lost write.

    Raises:
        StaleRecord: it is done, or a worker has it in hand.
        NotFoundInStore: nothing with this identifier was signed here.
    """
    row = store.outbox.get(identifier)
    state = OutboxState(row.state)
    if state not in _CAN_BE_TRIED:
        raise _not_now(row, "tried again")
    if state in (OutboxState.QUEUED, OutboxState.UNKNOWN, OutboxState.SENT):
        return store.outbox.postpone(row, _earliest(store, row, now, patience), row.problem, failures=0)
    target = _resumed(row)
    changes = RowChange(next_at=now, failures=0, problem=None)
    if target is OutboxState.QUEUED and plan:
        changes["plan"] = tuple(plan)
        changes["resource"] = None
    return _moved(store, row, target, "asked to try again", changes)


def copy_by_hand(store: Store, identifier: str) -> OutboxRow:
    """The row of a refused record, now to be copied by hand.

    Raises:
        StaleRecord: it was not refused, or the EHR may hold it, so that a copy would double it.
        NotFoundInStore: nothing with this identifier was signed here.
    """
    row = store.outbox.get(identifier)
    if row.state != OutboxState.REFUSED or row.may_exist or row.ref is not None:
        raise _not_now(row, "copied by hand")
    changes = RowChange(plan=(Rung.COPY_PRINT,), next_at=None, resource=None)
    return _moved(store, row, OutboxState.TO_BE_COPIED, "to be copied by hand", changes)


def confirm_copied(store: Store, identifier: str, *, by_ref: str) -> OutboxRow:
    """The row after a person's word that the record is in the EHR; this is never called filed.

    The confirmed retraction of a record that was copied by hand retracts that record too.

    Args:
        store: holds the row.
        identifier: of the record.
        by_ref: who says so.

    Raises:
        StaleRecord: it is not to be copied.
        NotFoundInStore: nothing with this identifier was signed here.
    """
    row = store.outbox.get(identifier)
    if row.state != OutboxState.TO_BE_COPIED:
        raise _not_now(row, "confirmed")
    if row.kind == RecordKind.RETRACTION:
        target = store.outbox.get(str(row.about))
        if target.state != OutboxState.RETRACTED:
            changes = RowChange(next_at=None, problem=None, resource=None)
            _moved(store, target, OutboxState.RETRACTED, "retracted by hand, by the person's word", changes)
    changes = RowChange(next_at=None, problem=None, resource=None)
    return _moved(
        store, row, OutboxState.COPIED_BY_HAND, "by the person's word", changes, attested_by_ref=by_ref
    )


def signed_in(store: Store, iss: str, author_ref: str, *, now: datetime) -> int:
    """Wake what waits for a person who has just signed in; how many records there were."""
    waiting = store.outbox.list(states=(OutboxState.WAITING_FOR_SIGN_IN,), iss=iss, author_ref=author_ref)
    for row in waiting:
        changes = RowChange(next_at=now, problem=None)
        _moved(store, row, _resumed(row), "signed in", changes)
    return len(waiting)


def _earliest(store: Store, row: OutboxRow, now: datetime, patience: Patience) -> datetime:
    if row.state == OutboxState.UNKNOWN:
        lost = [step.at for step in store.outbox.history(row.identifier) if _is_lost_write(step)]
        return max(now, lost[-1] + patience.settle) if lost else now
    if row.next_at is not None and row.problem is not None and row.problem.code == "outbox.busy":
        return max(now, row.next_at)
    return now


def _is_lost_write(step: HistoryEntry) -> bool:
    return (step.from_state, step.to_state) == (OutboxState.SENDING, OutboxState.UNKNOWN)


def _resumed(row: OutboxRow) -> OutboxState:
    """Where a row goes on: to be proven, to be looked for, or to be sent."""
    if row.ref is not None:
        return OutboxState.SENT
    return OutboxState.UNKNOWN if row.may_exist else OutboxState.QUEUED


def _moved(
    store: Store,
    row: OutboxRow,
    target: OutboxState,
    answer: str,
    changes: RowChange,
    *,
    attested_by_ref: str | None = None,
) -> OutboxRow:
    return keep(store.outbox, row, Move(target, answer, changes), attested_by_ref=attested_by_ref)


def _not_now(row: OutboxRow, wish: str) -> StaleRecord:
    return StaleRecord(
        f"it is {row.state} and cannot be {wish} now; nothing was changed. Look at its state.",
        code="outbox.not-now",
        where=row.identifier,
    )
