"""StaffMeeting <-> Appointment of staff; it stays in the agency's own store."""

from __future__ import annotations

from pss_fhir.domain.meeting import MeetingKind, MeetingStatus, StaffMeeting
from pss_fhir.mapping import models
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.parts import begin, coding, concept, reference
from pss_fhir.mapping.work_words import MEETINGS
from pss_fhir.r4.canonicals import MEETING_CODES, STAFF_MEETING_PROFILE
from pss_fhir.r4.dates import format_instant

_WRITTEN = {
    MeetingStatus.PLANNED: "booked",
    MeetingStatus.HELD: "fulfilled",
    MeetingStatus.CANCELLED: "cancelled",
    MeetingStatus.RETRACTED: "entered-in-error",
}
_READ = {code: status for status, code in _WRITTEN.items()} | {
    "proposed": MeetingStatus.PLANNED,
    "pending": MeetingStatus.PLANNED,
    "arrived": MeetingStatus.HELD,
    "checked-in": MeetingStatus.HELD,
    "noshow": MeetingStatus.CANCELLED,
    "waitlist": MeetingStatus.PLANNED,
}
_KINDS = {kind.value: kind for kind in MeetingKind}
CONCEPT = Concept(
    words="a meeting of staff",
    record=StaffMeeting,
    resource_types=("Appointment",),
    profile=STAFF_MEETING_PROFILE,
    reads=("id", "identifier", "status", "serviceType", "description", "start", "end", "participant"),
)


def to_fhir(meeting: StaffMeeting) -> models.Appointment:
    """The meeting as an Appointment."""
    made = begin("Appointment", meeting.ref, (STAFF_MEETING_PROFILE,), meeting.identifiers)
    made["status"] = _WRITTEN[meeting.status]
    made["serviceType"] = [concept(coding(MEETING_CODES, meeting.kind.value, MEETINGS[meeting.kind]))]
    if meeting.about:
        made["description"] = meeting.about
    made["start"] = format_instant(meeting.started_at)
    made["end"] = format_instant(meeting.ended_at)
    made["participant"] = [{"actor": reference(ref), "status": "accepted"} for ref in meeting.attendee_refs]
    return models.Appointment.model_validate(made)


def read_kind(appointment: Element) -> MeetingKind | None:
    """What staff meet for, by the project's code; None for the appointments of clients."""
    for system, code in appointment.codings("serviceType"):
        if system == MEETING_CODES and code in _KINDS:
            return _KINDS[code]
    return None


def read(appointment: Element) -> StaffMeeting:
    """The meeting that an Appointment of this project's making describes.

    Raises:
        Unreadable: no id, status, kind or time, or nobody takes part; noted in the report.
    """
    ref, identifiers = appointment.known_as()
    words = CONCEPT.words
    return appointment.build(
        StaffMeeting,
        ref=ref,
        kind=appointment.require(read_kind(appointment), "serviceType", words),
        status=appointment.require(appointment.code("status", _READ), "status", words),
        identifiers=identifiers,
        about=appointment.text("description"),
        attendee_refs=tuple(
            dict.fromkeys(
                actor for item in appointment.several("participant") if (actor := item.ref("actor"))
            )
        ),
        started_at=appointment.require(appointment.moment("start"), "start", words),
        ended_at=appointment.require(appointment.moment("end"), "end", words),
    )
