"""Whole records of what surrounds the service, with every field; ``WORK_RECORDS`` holds one of each."""

from __future__ import annotations

from datetime import date

from pss_fhir.domain.authorship import Authorship
from pss_fhir.domain.meeting import MeetingKind, MeetingStatus, StaffMeeting
from pss_fhir.domain.note import Retraction
from pss_fhir.domain.plan_step import PlanStep, StepStatus
from pss_fhir.domain.record import Identifier, Record
from pss_fhir.domain.record_use import READ_CHART, RecordUse
from pss_fhir.domain.staff import BackgroundCheck, CheckKind
from tests.builders import CLIENT_REF, NOTE_IDENTIFIER, NOTE_REF, SPECIALIST_REF, at, make_signature
from tests.builders_care import AGENCY_REF

_NUMBERS = (Identifier(system="https://agency.example/id", value="HT-8"),)

PLAN_STEP = PlanStep(
    ref="Task/call",
    client_ref=CLIENT_REF,
    words="Call the landlord together.",
    status=StepStatus.COMPLETED,
    identifiers=_NUMBERS,
    goal_ref="Goal/home",
    owner_ref=CLIENT_REF,
    by_on=date(2026, 11, 20),
    done_on=date(2026, 11, 18),
)
RETRACTION = Retraction(
    retraction_identifier="urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0e1",
    record_identifier=NOTE_IDENTIFIER,
    client_ref=CLIENT_REF,
    reason="Written in the wrong person's chart.",
    signature=make_signature(),
    agency_ref=AGENCY_REF,
)
AUTHORSHIP = Authorship(
    ref="Provenance/1",
    target_ref=NOTE_REF,
    author_ref=SPECIALIST_REF,
    author_name="Jo HTEST",
    agency_ref=AGENCY_REF,
    recorded_at=at(15),
    is_signed=True,
)
RECORD_USE = RecordUse(
    entry=12,
    used_at=at(9),
    site="https://ehr.example/fhir",
    user=SPECIALIST_REF,
    action=READ_CHART,
    client_ref=CLIENT_REF,
    outcome="read",
)
BACKGROUND_CHECK = BackgroundCheck(
    staff_id="jo",
    kind=CheckKind.REGISTRY,
    requested_on=date(2026, 6, 15),
    completed_on=date(2026, 6, 20),
    result="clear",
)
STAFF_MEETING = StaffMeeting(
    ref="Appointment/team",
    kind=MeetingKind.TREATMENT_TEAM,
    status=MeetingStatus.PLANNED,
    identifiers=_NUMBERS,
    about="The plan for the winter",
    attendee_refs=(SPECIALIST_REF, "Practitioner/dora", CLIENT_REF),
    started_at=at(9),
    ended_at=at(10),
)

WORK_RECORDS: dict[str, Record] = {
    type(record).__name__: record
    for record in (PLAN_STEP, RETRACTION, AUTHORSHIP, RECORD_USE, BACKGROUND_CHECK, STAFF_MEETING)
}
