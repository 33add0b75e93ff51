"""The worker: takes each signed record from state to state until it is proven to be in the EHR.

Before anything is sent the row says so (SENDING), and nothing is sent from any other state. So a
worker that dies leaves either a row that was certainly not sent, or one that the next worker looks
for in the EHR before it does anything else. One send costs two requests, the POST and the
read-back; each repetition costs one search more.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Sequence

from pss_fhir.clock import Clock
from pss_fhir.errors import PssFhirError, RemoteError, SignInNeeded, SmartError, StaleRecord
from pss_fhir.issues import make_issue
from pss_fhir.outbox.answers import (
    after_failed_reading,
    after_failed_recheck,
    after_failed_search,
    after_failed_send,
    after_success,
    in_short,
    sign_in_needed,
)
from pss_fhir.outbox.creation import Creation
from pss_fhir.outbox.errands import Build, Errand, Parcel, Wait
from pss_fhir.outbox.filing import Filing, filing_of
from pss_fhir.outbox.moves import Move, Situation, keep
from pss_fhir.outbox.patience import Patience
from pss_fhir.outbox.profiles import SiteProfile, load_profile
from pss_fhir.outbox.retracting import Retracting
from pss_fhir.outbox.rungs import Rung
from pss_fhir.outbox.server import FhirServer
from pss_fhir.outbox.states import AT_WORK, OutboxState
from pss_fhir.store import OutboxRow, RecordKind, Store
from pss_fhir.store.outbox_rows import RowChange

_LOG = logging.getLogger(__name__)


class Outbox:
    """Files what was signed. Safe to share between threads, and to run in several processes at once.

    Args:
        store: holds the rows.
        build: makes the FHIR resource of a note or an addendum for a rung.
        clock: gives the present moment; workers on several machines need clocks that agree to
            within a minute, since leases end by them.
        patience: how long to wait, and when to give up.
        profile_for: the profile of that name.
    """

    def __init__(
        self,
        store: Store,
        build: Build,
        *,
        clock: Clock,
        patience: Patience = Patience(),  # noqa: B008 - frozen
        profile_for: Callable[[str], SiteProfile] = load_profile,
    ) -> None:
        self._store = store
        self._rows = store.outbox
        self._clock = clock
        self._patience = patience
        self._profile_for = profile_for
        self._creation = Creation(store, build, profile_for)
        self._retracting = Retracting(store, profile_for)

    def filing(self, note_identifier: str) -> Filing:
        """How far a record has come.

        Raises:
            NotFoundInStore: nothing with this identifier was signed here.
        """
        return self.filings([self._rows.get(note_identifier)])[0]

    def filings(self, rows: Sequence[OutboxRow]) -> tuple[Filing, ...]:
        """How far each of some records has come, in the order given."""
        histories = self._rows.histories([row.identifier for row in rows])
        return tuple(
            filing_of(row, histories[row.identifier], self._profile_for(row.profile)) for row in rows
        )

    def step(self, note_identifier: str, client: FhirServer | None) -> Filing:
        """Take one record as far as it goes now; what the server does is in the filing, never raised.

        Nothing happens while another worker has the record in hand, or before its next moment.

        Args:
            note_identifier: of the note, addendum or retraction.
            client: of the person who signed it; None when that person is not signed in.

        Raises:
            NotFoundInStore: nothing with this identifier was signed here.
        """
        row = self._rows.lease_one(note_identifier, self._patience.lease)
        if row is not None:
            self._work(row, client)
        return self.filing(note_identifier)

    def work_once(self, client_for: Callable[[OutboxRow], FhirServer | None]) -> int:
        """Take every record that is due as far as it goes now; how many there were.

        Args:
            client_for: a client that acts for the person who signed the record, None if that person
                is not signed in. Raising SignInNeeded means the same.
        """
        count = 0
        while row := self._rows.lease(self._patience.lease):
            count += 1
            self._work(row, _client_of(row, client_for))
        return count

    def run(
        self,
        client_for: Callable[[OutboxRow], FhirServer | None],
        *,
        stop: threading.Event,
        pause_seconds: float = 5.0,
    ) -> None:
        """Work until ``stop`` is set. A failure is logged by its code, and the work goes on."""
        while not stop.is_set():
            try:
                self.work_once(client_for)
            except PssFhirError as failed:
                _LOG.error("the outbox could not go on: %s", failed.code)
            stop.wait(pause_seconds)

    def _work(self, row: OutboxRow, client: FhirServer | None) -> None:
        """Move a leased row on until it waits, is done, or is somebody else's."""
        try:
            while row.lease is not None:
                row = self._advance(row, client)
        except StaleRecord:
            _LOG.info("%s was taken over by another worker", row.identifier)

    def _advance(self, row: OutboxRow, client: FhirServer | None) -> OutboxRow:
        situation = Situation(row, self._clock.now(), self._patience)
        errand: Errand = self._retracting if row.kind == RecordKind.RETRACTION else self._creation
        match OutboxState(row.state):
            case OutboxState.QUEUED:
                return self._send(situation, errand, client)
            case OutboxState.SENDING:
                changes = RowChange(next_at=situation.now, failures=situation.failures)
                return self._keep(row, Move(OutboxState.UNKNOWN, "the worker stopped", changes))
            case OutboxState.UNKNOWN:
                return self._keep(row, self._look(situation, errand, client))
            case OutboxState.FILED:
                return self._keep(row, self._recheck(situation, client))
            case _:
                return self._keep(row, self._prove(situation, errand, client))

    def _send(self, situation: Situation, errand: Errand, client: FhirServer | None) -> OutboxRow:
        row = situation.row
        held = errand.hold(situation)
        if isinstance(held, Wait):
            return self._rows.postpone(row, held.until, held.problem, row.failures)
        if held is not None:
            return self._keep(row, held)
        if row.rung == Rung.COPY_PRINT:
            changes = RowChange(next_at=None, resource=None)
            return self._keep(row, Move(OutboxState.TO_BE_COPIED, "to be copied", changes))
        if client is None:
            return self._keep(row, sign_in_needed(situation, "nobody is signed in"))
        try:
            parcel = errand.pack(client, row)
        except SmartError as failure:
            return self._keep(row, sign_in_needed(situation, failure.code))
        except RemoteError as failure:
            return self._not_reached(situation, failure)
        except (PssFhirError, ValueError) as broken:
            reason = broken.code if isinstance(broken, PssFhirError) else type(broken).__name__
            problem = make_issue("outbox.cannot-be-written", reason=reason)
            return self._keep(row, situation.for_person(OutboxState.REFUSED, reason, problem))
        return self._send_parcel(situation, errand, client, parcel)

    def _send_parcel(
        self, situation: Situation, errand: Errand, client: FhirServer, parcel: Parcel
    ) -> OutboxRow:
        changes = RowChange(attempts=situation.row.attempts + 1, may_exist=True, next_at=situation.now)
        if parcel.resource is not None:
            changes["resource"] = json.dumps(parcel.resource)
        row = self._keep(situation.row, Move(OutboxState.SENDING, "sends", changes))
        try:
            written = errand.send(client, row, parcel)
        except (RemoteError, SmartError) as failure:
            now = Situation(row, self._clock.now(), self._patience)
            return self._keep(row, after_failed_send(now, failure, self._profile_for(row.profile)))
        now = Situation(row, self._clock.now(), self._patience)
        return self._keep(row, after_success(now, written, is_change=errand.is_change))

    def _look(self, situation: Situation, errand: Errand, client: FhirServer | None) -> Move:
        if client is None:
            return sign_in_needed(situation, "nobody is signed in")
        try:
            return errand.look(client, situation)
        except (RemoteError, SmartError) as failure:
            return after_failed_search(situation, failure)

    def _prove(self, situation: Situation, errand: Errand, client: FhirServer | None) -> Move:
        if client is None:
            return sign_in_needed(situation, "nobody is signed in")
        try:
            return errand.prove(client, situation)
        except (RemoteError, SmartError) as failure:
            return after_failed_reading(situation, failure, str(situation.row.ref))

    def _recheck(self, situation: Situation, client: FhirServer | None) -> Move:
        if client is None:
            return after_failed_recheck(situation, SignInNeeded("nobody is signed in"))
        try:
            return self._creation.recheck(client, situation)
        except (RemoteError, SmartError) as failure:
            return after_failed_recheck(situation, failure)

    def _not_reached(self, situation: Situation, failure: RemoteError) -> OutboxRow:
        """The server could not even be asked what it offers: nothing was sent."""
        row = situation.row
        if situation.is_patience_over:
            problem = make_issue("outbox.gave-up")
            return self._keep(row, situation.for_person(OutboxState.REFUSED, in_short(failure), problem))
        until = situation.now + self._patience.pause_after(situation.failures)
        problem = make_issue("outbox.not-reached", answer=in_short(failure))
        return self._rows.postpone(row, until, problem, situation.failures)

    def _keep(self, row: OutboxRow, move: Move) -> OutboxRow:
        """The row after a move; it stays leased while there is something to do at once."""
        next_at = move.changes.get("next_at")
        goes_on = move.state in AT_WORK and next_at is not None and next_at <= self._clock.now()
        lease_life = self._patience.lease if goes_on else None
        return keep(self._rows, row, move, lease_life=lease_life)


def _client_of(row: OutboxRow, client_for: Callable[[OutboxRow], FhirServer | None]) -> FhirServer | None:
    try:
        return client_for(row)
    except SmartError:
        return None
