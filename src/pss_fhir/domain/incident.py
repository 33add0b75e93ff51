"""An incident and the reports that follow it; kept by the agency, never in the clinical record."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field, model_validator

from pss_fhir.domain.record import Moment, Record, Ref, Text


class IncidentLevel(StrEnum):
    """The state's three levels (10A NCAC 27G .0602; rules.md INC-002 to INC-004)."""

    ONE = "1"
    TWO = "2"
    THREE = "3"


class IncidentKind(StrEnum):
    """What happened, where it is one of these; other happenings are told in words."""

    FALL = "fall"
    MEDICATION_ERROR = "medication-error"
    SUICIDE_ATTEMPT = "suicide-attempt"
    ELOPEMENT = "elopement"
    ABUSE = "abuse"
    PSYCHOLOGICAL_ABUSE = "psychological-abuse"


class IncidentStep(StrEnum):
    """What is done after an incident."""

    SUPERVISOR_TOLD = "supervisor-told"
    STATE_SYSTEM = "state-system"
    STATE_COPY = "state-copy"
    PLAN_NOTICE = "plan-notice"
    UPDATE = "update"
    REVIEW_TEAM = "review-team"
    PRELIMINARY_FINDINGS = "preliminary-findings"
    FINAL_REPORT = "final-report"
    OFFENSE_REPORT = "offense-report"
    REGISTRY_RESULT = "registry-result"


class StepTaken(Record):
    """One step and when it was taken."""

    step: IncidentStep
    taken_at: Moment


class Incident(Record):
    """A happening that is not consistent with routine care and may harm.

    Attributes:
        incident_id: the agency's own number.
        ref: where the agency's own store holds it as an AdverseEvent.
        kind: what happened, None where it is none of the kinds; ``what`` tells it in words.
        aware_at: when staff became aware; most clocks run from here.
        recorded_at: when it was written down, and ``recorder_ref`` by whom.
        is_death: whether a client died.
        during_service: whether it happened during billable service or on the agency's premises; None
            where that is not said.
        last_service_on: the client's last day of service before it.
        local_plan: key of the LME/MCO of the place of service (not of the client's eligibility).
        asked_at: when the LME/MCO asked for more, where it did.
        is_offense_witnessed: whether staff saw a client become the victim of an offense that
            G.S. 122C-66(b1) names.
        is_staff_accused: whether a staff member is said to have harmed, neglected or exploited.
        steps: what was done; the first time counts for each step.
    """

    incident_id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
    ref: Ref | None = None
    kind: IncidentKind | None = None
    what: Text | None = None
    client_ref: Ref | None = None
    level: IncidentLevel | None = None
    occurred_at: Moment | None = None
    aware_at: Moment | None = None
    recorded_at: Moment | None = None
    recorder_ref: Ref | None = None
    is_death: bool = False
    during_service: bool | None = None
    last_service_on: date | None = None
    local_plan: str | None = None
    asked_at: Moment | None = None
    is_offense_witnessed: bool = False
    is_staff_accused: bool = False
    steps: tuple[StepTaken, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Incident:
        if self.occurred_at and self.aware_at and self.aware_at < self.occurred_at:
            raise ValueError("staff became aware before it happened")
        return self

    def taken_at(self, step: IncidentStep) -> datetime | None:
        """When a step was first taken, None while it was not."""
        return min((one.taken_at for one in self.steps if one.step is step), default=None)
