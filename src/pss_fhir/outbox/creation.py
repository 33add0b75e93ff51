"""Notes and addenda: created once, found by identifier, proven by reading back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from pss_fhir.client import Written
from pss_fhir.domain.note import Addendum, ServiceNote
from pss_fhir.issues import make_issue
from pss_fhir.outbox.errands import Build, Parcel, Wait
from pss_fhir.outbox.finding import IDENTIFIER_SYSTEM, find_by_identifier
from pss_fhir.outbox.moves import Move, Situation, done
from pss_fhir.outbox.profiles import ProofPart, SiteProfile
from pss_fhir.outbox.proof import compare, identifier_values, is_retracted
from pss_fhir.outbox.rungs import Rung
from pss_fhir.outbox.server import FhirServer
from pss_fhir.outbox.states import OutboxState
from pss_fhir.store import OutboxRow, RecordKind, Store
from pss_fhir.store.outbox_rows import RowChange


class Creation:
    """Creates the record of a note or an addendum."""

    is_change = False

    def __init__(self, store: Store, build: Build, profile: Callable[[str], SiteProfile]) -> None:
        self._store = store
        self._build = build
        self._profile = profile

    def hold(self, situation: Situation) -> Move | Wait | None:
        """A retraction that came first, or a note that must be filed before its addendum."""
        row = situation.row
        if self._is_to_be_retracted(row):
            return done(OutboxState.RETRACTED, "retracted before it was sent")
        if row.kind != RecordKind.ADDENDUM:
            return None
        note = self._store.outbox.get(str(row.about))
        match OutboxState(note.state):
            case OutboxState.FILED | OutboxState.SENT:
                return None
            case OutboxState.RETRACTED:
                return done(OutboxState.RETRACTED, "its note was retracted")
            case OutboxState.TO_BE_COPIED | OutboxState.COPIED_BY_HAND:
                problem = make_issue("outbox.note-was-copied")
                return situation.for_person(OutboxState.TO_BE_COPIED, "its note was copied by hand", problem)
        return Wait(situation.now + situation.patience.for_note, make_issue("outbox.waits-for-note"))

    def pack(self, server: FhirServer, row: OutboxRow) -> Parcel:
        """The resource: as it was sent before, or built now; the same on every attempt by one rung."""
        kept = self._store.outbox.resource(row.identifier)
        resource: dict[str, Any] = json.loads(kept) if kept else self._built(row)
        if row.identifier not in identifier_values(resource):
            raise ValueError("the resource does not carry the identifier of the record")
        resource_type = str(resource["resourceType"])
        is_conditional = self._profile(
            row.profile
        ).uses_if_none_exist and server.capabilities().conditional_create(resource_type)
        condition = (("identifier", f"{IDENTIFIER_SYSTEM}|{row.identifier}"),)
        return Parcel(resource, condition if is_conditional else ())

    def send(self, server: FhirServer, row: OutboxRow, parcel: Parcel) -> Written:  # noqa: ARG002 - the errand's signature
        """The answer to the create."""
        assert parcel.resource is not None  # noqa: S101 - pack() made it
        return server.create(parcel.resource, if_none_exist=parcel.if_none_exist)

    def look(self, server: FhirServer, situation: Situation) -> Move:
        """Found, found twice, or not there."""
        row = situation.row
        found = self._found(server, row)
        if found is None:
            return situation.for_person(
                OutboxState.REFUSED, "no search by identifier", make_issue("outbox.cannot-look")
            )
        standing = [resource for resource in found if not is_retracted(resource)] or list(found)
        answer = f"search: {len(found)} found"
        if len(standing) > 1:
            return _doubled(answer, _ref(standing[0]))
        if standing:
            changes = RowChange(ref=_ref(standing[0]), next_at=situation.now, failures=0, problem=None)
            return Move(OutboxState.SENT, answer, changes)
        if self._is_to_be_retracted(row):
            return done(OutboxState.RETRACTED, answer)
        if row.failures >= situation.patience.most_failures:
            changes = RowChange(next_at=None, may_exist=False, problem=make_issue("outbox.gave-up"))
            return Move(OutboxState.REFUSED, answer, changes)
        return Move(OutboxState.QUEUED, answer, RowChange(next_at=situation.now, may_exist=False))

    def prove(self, server: FhirServer, situation: Situation) -> Move:
        """Filed if what the server holds is what was signed, and is there once."""
        row = situation.row
        ref = str(row.ref)
        if not server.capabilities().can(ref.partition("/")[0], "read"):
            problem = make_issue("outbox.no-read-back", ref=ref)
            return situation.for_person(OutboxState.SENT, "read: not offered", problem)
        held, others = self._held(server, row)
        if others:
            return _doubled(f"search: {1 + others} found", ref)
        kept = self._store.outbox.resource(row.identifier)
        sent: dict[str, Any] = json.loads(kept) if kept else self._built(row)
        profile = self._profile(row.profile)
        proof = compare(sent, held, profile, base_url=server.base_url, read=server.read)
        if proof.holds:
            move = done(OutboxState.FILED, "read back: the same")
            recheck_at = situation.now + situation.patience.recheck if row.attempts > 1 else None
            changes = RowChange(**{**move.changes, "filed_at": situation.now, "next_at": recheck_at})
            return Move(move.state, move.answer, changes)
        if ProofPart.SUBJECT in proof.faults:
            return situation.for_person(
                OutboxState.REFUSED, "read back: another subject", make_issue("outbox.wrong-person", ref=ref)
            )
        if proof.faults:
            parts = ", ".join(sorted(proof.faults))
            problem = make_issue("outbox.stored-differently", ref=ref, parts=parts)
            return situation.for_person(OutboxState.REFUSED, f"read back: other {parts}", problem)
        problem = make_issue("outbox.no-read-back", ref=ref)
        return situation.for_person(OutboxState.SENT, "read back: the text cannot be seen", problem)

    def recheck(self, server: FhirServer, situation: Situation) -> Move:
        """Whether a first try that was given up has turned up beside the second one."""
        found = self._found(server, situation.row)
        if found is None:
            return Move(OutboxState.FILED, "no search by identifier", RowChange(next_at=None))
        standing = [resource for resource in found if not is_retracted(resource)]
        answer = f"search: {len(standing)} found"
        if len(standing) > 1:
            return _doubled(answer, str(situation.row.ref))
        return Move(OutboxState.FILED, answer, RowChange(next_at=None, failures=0))

    def _held(self, server: FhirServer, row: OutboxRow) -> tuple[dict[str, Any], int]:
        """What the server holds under the reference, and how many others carry the identifier.

        Only after a second send can there be others; the one search that shows them also brings
        the record, so that proof costs one request either way.
        """
        found = (self._found(server, row) or ()) if row.attempts > 1 else ()
        own = [resource for resource in found if _ref(resource) == row.ref]
        others = [resource for resource in found if _ref(resource) != row.ref and not is_retracted(resource)]
        return (own[0] if own else server.read(str(row.ref))), len(others)

    def _found(self, server: FhirServer, row: OutboxRow) -> tuple[dict[str, Any], ...] | None:
        return find_by_identifier(server, str(Rung(row.rung).resource_type), row.identifier, row.client_ref)

    def _is_to_be_retracted(self, row: OutboxRow) -> bool:
        return any(
            other.kind == RecordKind.RETRACTION for other in self._store.outbox.list(about=row.identifier)
        )

    def _built(self, row: OutboxRow) -> dict[str, Any]:
        record = self._store.notes.record(row.identifier)
        assert isinstance(record, ServiceNote | Addendum)  # noqa: S101 - retractions go another errand
        if isinstance(record, Addendum):
            note = self._store.outbox.get(record.note_identifier)
            record = record.model_copy(update={"note_ref": note.ref})
        return self._build(record, Rung(row.rung), self._profile(row.profile))


def _ref(resource: dict[str, Any]) -> str:
    return f"{resource['resourceType']}/{resource['id']}"


def _doubled(answer: str, ref: str) -> Move:
    problem = make_issue("outbox.doubled", ref=ref)
    changes = RowChange(next_at=None, problem=problem, ref=ref, filed_at=None)
    return Move(OutboxState.REFUSED, answer, changes)
