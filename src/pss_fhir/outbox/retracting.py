"""Retractions: what the EHR holds is marked as entered in error; what it does not hold is withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pss_fhir.client import Written
from pss_fhir.errors import StaleRecord
from pss_fhir.issues import make_issue
from pss_fhir.outbox.errands import Parcel, Wait
from pss_fhir.outbox.finding import find_by_identifier
from pss_fhir.outbox.moves import Move, Situation, done, keep
from pss_fhir.outbox.profiles import RetractionForm, SiteProfile
from pss_fhir.outbox.proof import RETRACTED_STATUS, is_retracted
from pss_fhir.outbox.server import FhirServer
from pss_fhir.outbox.states import OutboxState
from pss_fhir.store import OutboxRow, Store
from pss_fhir.store.outbox_rows import RowChange

_NEVER_ON_ITS_WAY = frozenset(
    {OutboxState.QUEUED, OutboxState.WAITING_FOR_SIGN_IN, OutboxState.REFUSED, OutboxState.TO_BE_COPIED}
)


class Retracting:
    """Marks a note or an addendum as entered in error.

    An update is safe to repeat, so a lost answer needs no search before the next try, only a look.
    """

    is_change = True

    def __init__(self, store: Store, profile: Callable[[str], SiteProfile]) -> None:
        self._store = store
        self._profile = profile

    def hold(self, situation: Situation) -> Move | Wait | None:
        """Nothing to mark in the EHR, or not known yet whether there is."""
        target = self._target(situation.row)
        state = OutboxState(target.state)
        if state is OutboxState.RETRACTED:
            return done(OutboxState.RETRACTED, "the EHR holds nothing to mark")
        if target.ref is not None and state is not OutboxState.SENDING:
            return None
        if state is OutboxState.COPIED_BY_HAND:
            problem = make_issue("outbox.note-was-copied")
            return situation.for_person(OutboxState.TO_BE_COPIED, "it was copied by hand", problem)
        wait = Wait(situation.now + situation.patience.for_note, make_issue("outbox.waits-for-note"))
        try:
            if not target.may_exist and state in _NEVER_ON_ITS_WAY:
                self._settle(target, "retracted before it was sent")
                return done(OutboxState.RETRACTED, "it was never sent")
            if state is OutboxState.REFUSED:
                # Nobody knows whether the EHR holds it: look once more, then decide.
                changes = RowChange(next_at=situation.now, failures=0)
                keep(self._store.outbox, target, Move(OutboxState.UNKNOWN, "its retraction asks", changes))
        except StaleRecord:
            return wait  # A worker has the note in hand at this moment.
        return wait

    def pack(self, server: FhirServer, row: OutboxRow) -> Parcel:  # noqa: ARG002 - the errand's signature
        """Nothing beforehand: the change is made from what the server holds."""
        return Parcel(None)

    def send(self, server: FhirServer, row: OutboxRow, parcel: Parcel) -> Written:  # noqa: ARG002 - the errand's signature
        """The answer to the last update, or that none was needed."""
        target = self._target(row)
        written = Written(200, target.ref, None, None, None, was_created=False)
        for held in self._held(server, target):
            if not is_retracted(held):
                version = held.get("meta", {}).get("versionId")
                written = server.update(self._marked(held, row), if_match=version)
        return Written(written.status, target.ref, None, None, None, was_created=False)

    def look(self, server: FhirServer, situation: Situation) -> Move:
        """Marked already, or to be marked again."""
        target = self._target(situation.row)
        if all(is_retracted(held) for held in self._held(server, target)):
            changes = RowChange(ref=target.ref, next_at=situation.now, failures=0, problem=None)
            return Move(OutboxState.SENT, "read: it is marked", changes)
        if situation.row.failures >= situation.patience.most_failures:
            changes = RowChange(next_at=None, may_exist=False, problem=make_issue("outbox.gave-up"))
            return Move(OutboxState.REFUSED, "read: it is not marked", changes)
        return Move(
            OutboxState.QUEUED, "read: it is not marked", RowChange(next_at=situation.now, may_exist=False)
        )

    def prove(self, server: FhirServer, situation: Situation) -> Move:
        """Filed if everything the server holds of the record is marked; the record is then retracted."""
        target = self._target(situation.row)
        if not all(is_retracted(held) for held in self._held(server, target)):
            problem = make_issue("outbox.stored-differently", ref=str(target.ref), parts="status")
            return situation.for_person(OutboxState.REFUSED, "read back: not marked", problem)
        if target.state != OutboxState.RETRACTED:
            try:
                self._settle(target, "its retraction was filed")
            except StaleRecord:
                later = RowChange(next_at=situation.now + situation.patience.settle)
                return Move(OutboxState.SENT, "read back: marked; its note is in hand", later)
        move = done(OutboxState.FILED, "read back: marked as entered in error")
        return Move(move.state, move.answer, RowChange(**{**move.changes, "filed_at": situation.now}))

    def _target(self, row: OutboxRow) -> OutboxRow:
        return self._store.outbox.get(str(row.about))

    def _settle(self, target: OutboxRow, answer: str) -> None:
        keep(self._store.outbox, target, done(OutboxState.RETRACTED, answer))

    def _held(self, server: FhirServer, target: OutboxRow) -> list[dict[str, Any]]:
        """Every record of the server that is the target; one, unless it was doubled."""
        resource_type, _, own_id = str(target.ref).partition("/")
        found = find_by_identifier(server, resource_type, target.identifier, target.client_ref) or ()
        others = [resource for resource in found if resource.get("id") != own_id]
        return [server.read(str(target.ref)), *others]

    def _marked(self, held: dict[str, Any], row: OutboxRow) -> dict[str, Any]:
        if self._profile(row.profile).retraction is RetractionForm.DOC_STATUS:
            return {**held, "docStatus": RETRACTED_STATUS}
        return {**held, "status": RETRACTED_STATUS}
