"""Hypothesis strategies for what surrounds the service: steps, authorship, retractions, the trail, staff."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from pss_fhir.domain.authorship import Authorship
from pss_fhir.domain.meeting import MeetingKind, MeetingStatus, StaffMeeting
from pss_fhir.domain.note import Retraction
from pss_fhir.domain.plan_step import PlanStep, StepStatus
from pss_fhir.domain.record_use import FILE_RECORD, READ_CHART, RecordUse
from pss_fhir.domain.staff import BackgroundCheck, CheckKind
from tests.strategies import (
    days,
    maybe,
    moments,
    refs,
    refs_or_urns,
    several_identifiers,
    signatures,
    spans_of_time,
    texts,
    uuids,
)


@st.composite
def plan_steps(draw: st.DrawFn) -> PlanStep:
    """A step; only a completed one has a day on which it was done."""
    status = draw(st.sampled_from(StepStatus))
    return PlanStep(
        ref=draw(refs_or_urns("Task")),
        client_ref=draw(refs_or_urns("Patient")),
        words=draw(texts),
        status=status,
        identifiers=draw(several_identifiers),
        goal_ref=draw(maybe(refs_or_urns("Goal"))),
        owner_ref=draw(maybe(refs("Practitioner") | refs("Patient") | refs("RelatedPerson"))),
        by_on=draw(maybe(days)),
        done_on=draw(maybe(days)) if status is StepStatus.COMPLETED else None,
    )


retractions = st.builds(
    Retraction,
    retraction_identifier=uuids,
    record_identifier=uuids,
    client_ref=refs_or_urns("Patient"),
    reason=texts,
    signature=signatures,
    agency_ref=maybe(refs("Organization")),
)
authorships = st.builds(
    Authorship,
    ref=maybe(refs("Provenance")),
    target_ref=refs_or_urns("DocumentReference") | refs("CarePlan") | refs("Encounter"),
    author_ref=refs("Practitioner") | refs("Organization") | refs("Patient"),
    author_name=maybe(texts),
    agency_ref=maybe(refs("Organization")),
    recorded_at=moments,
    is_signed=st.booleans(),
)
record_uses = st.builds(
    RecordUse,
    entry=st.integers(1, 10**12),
    used_at=moments,
    site=st.sampled_from(("https://ehr.example/fhir", "https://ehr.example/fhir/r4", "sandbox")),
    user=refs("Practitioner") | st.just("https://ehr.example/fhir/Practitioner/jo") | texts,
    action=st.sampled_from(
        (READ_CHART, FILE_RECORD, "sign-note", "launch", "cds-order-sign", "cds-card-a.b")
    ),
    client_ref=maybe(refs("Patient")),
    outcome=texts | st.sampled_from(("read", "filed", "signed")),
)
background_checks = st.builds(
    BackgroundCheck,
    staff_id=texts,
    kind=st.sampled_from(CheckKind),
    requested_on=maybe(days),
    completed_on=maybe(days),
    result=maybe(texts | st.just("clear")),
)


@st.composite
def staff_meetings(draw: st.DrawFn) -> StaffMeeting:
    """A meeting of one person or more, each once."""
    span = draw(spans_of_time())
    people = refs("Practitioner") | refs("Patient") | refs("RelatedPerson")
    return StaffMeeting(
        ref=draw(refs_or_urns("Appointment")),
        kind=draw(st.sampled_from(MeetingKind)),
        status=draw(st.sampled_from(MeetingStatus)),
        identifiers=draw(several_identifiers),
        about=draw(maybe(texts)),
        attendee_refs=tuple(draw(st.lists(people, min_size=1, max_size=3, unique=True))),
        started_at=span.started_at,
        ended_at=max(span.ended_at, span.started_at + timedelta(milliseconds=1)),
    )
