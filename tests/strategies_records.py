"""Hypothesis strategies for every record that has a FHIR form, by the record's name."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests import strategies, strategies_plans, strategies_service, strategies_staff, strategies_work

RECORDS: dict[str, st.SearchStrategy[Any]] = {
    "Client": strategies.clients,
    "Specialist": strategies.specialists,
    "Plan": strategies.plans,
    "Goal": strategies.goals,
    "ServiceOrder": strategies.orders,
    "Authorization": strategies.authorizations,
    "Coverage": strategies.coverages,
    "Contact": strategies.contacts(),
    "ServiceNote": strategies.notes,
    "Addendum": strategies.addenda,
    "Diagnosis": strategies_plans.diagnoses(),
    "SafetyPlan": strategies_plans.safety_plans(),
    "WellnessPlan": strategies_plans.wellness_plans(),
    "RecoveryCapital": strategies_plans.recovery_capitals(),
    "Characteristic": strategies_plans.characteristics,
    "ProgressSeen": strategies_plans.progress_seen,
    "Episode": strategies_service.episodes(),
    "DischargeSummary": strategies_service.discharge_summaries,
    "CareTeam": strategies_service.care_teams,
    "NaturalSupport": strategies_service.natural_supports(),
    "GroupRoster": strategies_service.rosters,
    "GroupSession": strategies_service.group_sessions(),
    "Referral": strategies_service.referrals(),
    "Linkage": strategies_service.linkages(),
    "CrisisCall": strategies_service.crisis_calls(),
    "Deadline": strategies_service.deadlines(),
    "Incident": strategies_service.incidents(),
    "Consent": strategies_staff.consents,
    "Disclosure": strategies_staff.disclosures,
    "AdvanceDirective": strategies_staff.directives(),
    "AuthorizationRequest": strategies_staff.requests(),
    "Training": strategies_staff.trainings,
    "Supervision": strategies_staff.supervisions,
    "CredentialVerification": strategies_staff.verifications(),
    "PlanStep": strategies_work.plan_steps(),
    "Retraction": strategies_work.retractions,
    "Authorship": strategies_work.authorships,
    "RecordUse": strategies_work.record_uses,
    "BackgroundCheck": strategies_work.background_checks,
    "StaffMeeting": strategies_work.staff_meetings(),
}
