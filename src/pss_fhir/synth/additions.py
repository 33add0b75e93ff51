"""What was added to signed notes of a synthetic person, or taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from pss_fhir.domain.contact import ContactStatus
from pss_fhir.domain.deadline import Deadline, Obligation
from pss_fhir.domain.note import Addendum, NoteStatus, Retraction
from pss_fhir.domain.record import Record
from pss_fhir.synth.breaks import LATE
from pss_fhir.synth.chance import urn
from pss_fhir.synth.deadlines import deadline
from pss_fhir.synth.person import Person, moment
from pss_fhir.synth.surroundings import AGENCY_REF
from pss_fhir.synth.visits import Visit

_SHARE_ADDED_TO, _SHARE_TAKEN_BACK = 0.02, 0.01
_TIME_FOR_A_NOTE = timedelta(hours=24)
_TIME_TO_NOTICE = timedelta(minutes=40)


def additions_of(person: Person, visits: Sequence[Visit]) -> Iterator[Record]:
    """Addenda, records of a contact that never was, and the deadline of each note that came late."""
    draws = person.draws("additions")
    for visit in visits:
        drawn = draws.random()
        if visit.note is None:
            continue
        if visit.broken in LATE:
            yield _late(person, visit)
        elif drawn < _SHARE_ADDED_TO:
            signed_at = visit.note.signature.signed_at + timedelta(hours=14)
            if signed_at < moment(person.story_ends_on, 23):
                yield Addendum(
                    addendum_identifier=urn(draws),
                    ref=f"DocumentReference/{visit.name}-addendum",
                    note_identifier=visit.note.note_identifier,
                    note_ref=visit.note.ref,
                    client_ref=person.ref,
                    text="The appointment that we made by phone is at ten, not at eleven.",
                    reason="The time was heard wrong.",
                    written_at=signed_at,
                    signature=person.colleague.signature(signed_at),
                )
        elif drawn > 1 - _SHARE_TAKEN_BACK:
            yield from _taken_back(person, visit, (urn(draws), urn(draws), urn(draws)))


def _taken_back(person: Person, visit: Visit, identifiers: tuple[str, str, str]) -> Iterator[Record]:
    """A twin of a visit, written into the chart by mistake and marked so, and the statement of that."""
    if visit.note is None:
        return
    contact_identifier, note_identifier, retraction_identifier = identifiers
    contact = visit.contact.model_copy(
        update={
            "ref": f"Encounter/{visit.name}-x",
            "contact_identifier": contact_identifier,
            "status": ContactStatus.RETRACTED,
        }
    )
    yield contact
    yield visit.note.model_copy(
        update={
            "ref": f"DocumentReference/{visit.name}-x",
            "note_identifier": note_identifier,
            "status": NoteStatus.RETRACTED,
            "contact": contact,
        }
    )
    yield Retraction(
        retraction_identifier=retraction_identifier,
        record_identifier=note_identifier,
        client_ref=person.ref,
        reason="Written into the wrong chart.",
        signature=person.colleague.signature(visit.note.signature.signed_at + _TIME_TO_NOTICE),
        agency_ref=AGENCY_REF,
    )


def _late(person: Person, visit: Visit) -> Deadline:
    ended_at = visit.contact.ended_at or moment(person.enrolled_on, 17)
    return deadline(
        f"{visit.name}-note",
        Obligation.NOTE,
        owner_ref=person.colleague.ref,
        given_at=ended_at,
        due_at=ended_at + _TIME_FOR_A_NOTE,
        done_at=visit.note.signature.signed_at if visit.note else None,
        client_ref=person.ref,
        focus_ref=visit.contact.ref,
    )
