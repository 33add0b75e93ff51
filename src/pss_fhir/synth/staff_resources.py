"""What the agency keeps of its specialists as FHIR: trainings, supervision, look-ups, deadlines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from pss_fhir.domain.deadline import Obligation
from pss_fhir.domain.record import Record
from pss_fhir.domain.staff import StaffRecords, SupervisionKind
from pss_fhir.domain.verification import CredentialVerification, VerificationStatus
from pss_fhir.mapping import background_check, supervision, training
from pss_fhir.synth.deadlines import deadline
from pss_fhir.synth.person import moment
from pss_fhir.synth.staff import Colleague
from pss_fhir.synth.surroundings import ISSUER_REF

_CERTIFICATE_YEARS = 2


def rows_of(colleague: Colleague, held: StaffRecords) -> Iterator[dict[str, Any]]:
    """Trainings, supervision and look-ups as the mapping writes them, each with an id."""
    people = {
        staff_id: f"Practitioner/{staff_id}" for staff_id in (colleague.staff_id, colleague.supervisor_id)
    }
    for number, row in enumerate(held.trainings, 1):
        yield _with_id(training.write(row, people=people), f"{colleague.staff_id}-training-{number}")
    for number, session in enumerate(held.supervision, 1):
        yield _with_id(
            supervision.write(session, people=people), f"{colleague.staff_id}-supervision-{number}"
        )
    for number, check in enumerate(held.checks, 1):
        yield _with_id(background_check.write(check, people=people), f"{colleague.staff_id}-check-{number}")


def _with_id(resource: dict[str, Any], name: str) -> dict[str, Any]:
    return {"resourceType": resource["resourceType"], "id": name, **resource}


def checks_of(colleague: Colleague, held: StaffRecords, ends_on: date) -> Iterator[Record]:
    """That the certificate was checked with its issuer, and the month's supervision as it fell due."""
    certificate = colleague.credentials(ends_on)[0]
    yield CredentialVerification(
        ref=f"VerificationResult/{colleague.staff_id}",
        specialist_ref=colleague.ref,
        credential_index=0,
        status=VerificationStatus.VALIDATED,
        status_on=colleague.hired_on,
        checked_on=colleague.hired_on,
        next_on=certificate.expires_on,
        every_years=_CERTIFICATE_YEARS,
        issuer_ref=ISSUER_REF,
        checked_by_ref=f"Practitioner/{colleague.supervisor_id}",
    )
    owner_ref = f"Practitioner/{colleague.supervisor_id}"
    sessions = [row for row in held.supervision if row.kind is SupervisionKind.INDIVIDUAL]
    for number, row in enumerate(sessions, 1):
        due_on = (row.held_on.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        yield deadline(
            f"{colleague.staff_id}-supervision-{number}",
            Obligation.SUPERVISION,
            owner_ref=owner_ref,
            given_at=moment(row.held_on.replace(day=1), 8),
            due_at=moment(due_on, 17),
            done_at=moment(row.held_on, 10),
            focus_ref=colleague.ref,
        )
    yield deadline(
        f"{colleague.staff_id}-renewal",
        Obligation.CREDENTIAL_RENEWAL,
        owner_ref=colleague.ref,
        given_at=moment(ends_on - timedelta(days=1), 8),
        due_at=moment(certificate.expires_on or ends_on, 17),
        done_at=None,
        focus_ref=colleague.ref,
    )
