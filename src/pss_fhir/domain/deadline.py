"""Something that must be done by a moment, and whether it was."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import model_validator

from pss_fhir.domain.record import Identifier, Moment, Record, Ref


class Obligation(StrEnum):
    """What must be done."""

    NOTE = "note-due"
    INCIDENT_SUPERVISOR_NOTICE = "incident-supervisor-notice"
    INCIDENT_STATE_REPORT = "incident-state-report"
    INCIDENT_STATE_COPY = "incident-state-copy"
    INCIDENT_PLAN_NOTICE = "incident-plan-notice"
    INCIDENT_UPDATE = "incident-update"
    INCIDENT_REVIEW_TEAM = "incident-review-team"
    INCIDENT_PRELIMINARY_FINDINGS = "incident-preliminary-findings"
    INCIDENT_FINAL_REPORT = "incident-final-report"
    INCIDENT_OFFENSE_REPORT = "incident-offense-report"
    INCIDENT_REGISTRY_RESULT = "incident-registry-result"
    SUPERVISION = "supervision-due"
    SUPERVISION_CONTRACT = "supervision-contract-due"
    TRAINING = "training-due"
    CREDENTIAL_RENEWAL = "credential-renewal-due"
    PLAN_REVIEW = "plan-review-due"
    AUTHORIZATION_RENEWAL = "authorization-renewal-due"
    ORDER_SIGNATURE = "order-signature-due"


class DeadlineStatus(StrEnum):
    """Whether it is still to be done."""

    REQUESTED = "requested"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    RETRACTED = "retracted"


class Deadline(Record):
    """Something that must be done by a moment: a note, a report, a renewal.

    Attributes:
        focus_ref: what it is about: the contact, the incident, the plan.
        client_ref: whom it is for, where it is for a person served.
        owner_ref: who must do it.
        given_at: from when the clock runs.
        due_at: the last moment at which it is in time.
        done_at: when it was done; a completed one has it.
    """

    ref: Ref
    obligation: Obligation
    status: DeadlineStatus = DeadlineStatus.REQUESTED
    identifiers: tuple[Identifier, ...] = ()
    focus_ref: Ref | None = None
    client_ref: Ref | None = None
    owner_ref: Ref
    given_at: Moment
    due_at: Moment
    done_at: Moment | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Deadline:
        if self.due_at < self.given_at:
            raise ValueError("it is due before it was given")
        if (self.status is DeadlineStatus.COMPLETED) != (self.done_at is not None):
            raise ValueError("what is completed says when it was done, and nothing else does")
        return self

    def is_late(self, as_of: datetime) -> bool:
        """Whether it was done too late, or is still open after its moment."""
        if self.status in (DeadlineStatus.CANCELLED, DeadlineStatus.RETRACTED):
            return False
        return (self.done_at or as_of) > self.due_at
