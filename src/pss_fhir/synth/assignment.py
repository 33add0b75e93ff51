"""What the agency's own records say of a synthetic person: who serves the person, and how prepared."""

from __future__ import annotations

from datetime import timedelta

from pss_fhir.domain.record import Days
from pss_fhir.domain.staff import Assignment, StaffRecords, Training
from pss_fhir.synth.person import Person


def assignment_of(person: Person) -> StaffRecords:
    """Who serves a person over which days, and the training in the person's needs on the day before."""
    return StaffRecords(
        trainings=(
            Training(
                staff_id=person.colleague.staff_id,
                topic="client-specific",
                hours=1.0,
                completed_on=person.enrolled_on - timedelta(days=1),
                client_ref=person.ref,
            ),
        ),
        assignments=(
            Assignment(
                staff_id=person.colleague.staff_id,
                client_ref=person.ref,
                days=Days(start_on=person.enrolled_on, end_on=person.left_on),
                approved_hours_per_week=3.0,
                is_family_member=False,
            ),
        ),
    )
