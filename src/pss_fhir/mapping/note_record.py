"""What the parts of a note hold, from the record; :mod:`~pss_fhir.mapping.note_fields` is the way back."""

from __future__ import annotations

from pss_fhir.domain.contact import Remote
from pss_fhir.domain.note import Addendum, GoalProgress, ServiceNote, Signature
from pss_fhir.mapping.contact import STATUS_CODES
from pss_fhir.mapping.note_parts import Values
from pss_fhir.r4.dates import format_instant


def values_of_content(note: ServiceNote) -> Values:
    """The parts of :data:`~pss_fhir.mapping.note_parts.CONTENT`."""
    return _there(
        purpose=note.purpose,
        intervention=note.intervention_text,
        response=note.response,
        nextStep=note.next_step,
        writtenAt=format_instant(note.written_at),
        lateEntry=note.is_late_entry,
    )


def values_of_contact(note: ServiceNote) -> Values:
    """The parts of :data:`~pss_fhir.mapping.note_parts.CONTACT`."""
    contact = note.contact
    single = _there(
        identifier=contact.contact_identifier,
        status=STATUS_CODES[contact.status],
        kind=contact.kind.value,
        modality=contact.modality.value if contact.modality else None,
        place=contact.place.value if contact.place else None,
        placeName=contact.place_name,
        serviceCode=contact.service_code,
        groupSize=contact.people_present,
        specialist=contact.specialist_ref,
        order=contact.order_ref,
        session=contact.group_ref,
        **_remote(contact.remote),
    )
    return {**single, "modifier": contact.modifiers, "spokenWith": contact.spoken_with_refs}


def _remote(remote: Remote | None) -> dict[str, object]:
    if remote is None:
        return {}
    place, reason = remote.specialist_place, remote.audio_only_reason
    return {
        "specialistPlace": place.value if place else None,
        "agreed": remote.has_agreed,
        "audioOnlyReason": reason.value if reason else None,
        "failure": remote.failure,
    }


def values_of_goal(goal: GoalProgress) -> Values:
    """The parts of :data:`~pss_fhir.mapping.note_parts.GOAL`."""
    return _there(
        goal=goal.goal_ref,
        words=goal.words,
        progress=goal.progress.value if goal.progress else None,
        comment=goal.comment,
    )


def values_of_signature(signature: Signature) -> Values:
    """The parts of :data:`~pss_fhir.mapping.note_parts.SIGNATURE`."""
    return _there(
        name=signature.signer_name,
        credential=signature.credential,
        signedAt=format_instant(signature.signed_at),
    )


def values_of_addendum(addendum: Addendum) -> Values:
    """The parts of :data:`~pss_fhir.mapping.note_parts.ADDENDUM`."""
    return _there(text=addendum.text, reason=addendum.reason, writtenAt=format_instant(addendum.written_at))


def _there(**values: object) -> dict[str, list[object]]:
    return {name: [value] for name, value in values.items() if value is not None}
