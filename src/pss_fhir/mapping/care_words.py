"""What the codes around the contact are called: observations, referrals, tasks, incidents, staff."""

from __future__ import annotations

from collections.abc import Mapping

from pss_fhir.domain.crisis import CrisisHelp
from pss_fhir.domain.deadline import Obligation
from pss_fhir.domain.episode import DischargeReason
from pss_fhir.domain.incident import IncidentLevel, IncidentStep
from pss_fhir.domain.referral import LinkageOutcome, ReferralKind
from pss_fhir.domain.staff import SupervisionKind
from pss_fhir.mapping.work_words import STEP_TASK
from pss_fhir.r4 import canonicals

OBSERVATIONS: Mapping[str, str] = {
    "goal-progress": "Progress toward a goal",
    "need": "Need",
    "ability": "Ability",
    "preference": "Preference",
    "barc-10": "Recovery capital, BARC-10 total",
    **{f"barc-10-{number}": f"BARC-10 item {number}" for number in range(1, 11)},
}

DISCHARGE_REASONS: Mapping[DischargeReason, str] = {
    DischargeReason.GOALS_REACHED: "Goals reached, or a step-down plan is in place",
    DischargeReason.STABLE_RECOVERY: "Stable recovery achieved",
    DischargeReason.NO_PROGRESS: "No progress or regression after reasonable strategies",
    DischargeReason.WITHDREW: "The person, or whoever decides for the person, withdrew",
    DischargeReason.MOVED: "Moved out of reach",
    DischargeReason.LOST_CONTACT: "Contact was lost",
    DischargeReason.DIED: "Died",
    DischargeReason.OTHER: "Other reason",
}

REFERRAL_KINDS: Mapping[ReferralKind, str] = {
    ReferralKind.PEER_SUPPORT: "Peer support",
    ReferralKind.HOUSING: "Housing",
    ReferralKind.EMPLOYMENT: "Work",
    ReferralKind.BENEFITS: "Benefits",
    ReferralKind.SELF_HELP_GROUP: "Self-help or support group",
    ReferralKind.LEGAL: "Legal help",
    ReferralKind.FOOD: "Food",
    ReferralKind.TRANSPORTATION: "Transportation",
    ReferralKind.HEALTH_CARE: "Health care",
    ReferralKind.EDUCATION: "Education",
    ReferralKind.CRISIS_SERVICE: "Crisis service",
    ReferralKind.OTHER: "Other resource",
}

LINKAGE_OUTCOMES: Mapping[LinkageOutcome, str] = {
    LinkageOutcome.CONTACTED: "Contacted",
    LinkageOutcome.WAITING: "On a waiting list",
    LinkageOutcome.CONNECTED: "Connected",
    LinkageOutcome.DECLINED: "Declined by the person",
    LinkageOutcome.NOT_ELIGIBLE: "Not eligible",
    LinkageOutcome.LOST: "Lost",
}

CRISIS_HELP: Mapping[CrisisHelp, str] = {
    CrisisHelp.EMERGENCY_911: "911",
    CrisisHelp.LIFELINE_988: "988 Suicide and Crisis Lifeline",
    CrisisHelp.MOBILE_CRISIS: "Mobile crisis",
    CrisisHelp.SUPERVISOR: "Supervisor",
    CrisisHelp.TREATMENT_TEAM: "Treatment team",
    CrisisHelp.NATURAL_SUPPORT: "Natural support",
    CrisisHelp.OTHER: "Other help",
}

OBLIGATIONS: Mapping[Obligation, str] = {
    Obligation.NOTE: "Write a service note",
    Obligation.INCIDENT_SUPERVISOR_NOTICE: "Tell the supervisor of an incident",
    Obligation.INCIDENT_STATE_REPORT: "Report an incident to the state's system",
    Obligation.INCIDENT_STATE_COPY: "Send the state a copy of an incident report",
    Obligation.INCIDENT_PLAN_NOTICE: "Tell the health plan of an incident",
    Obligation.INCIDENT_UPDATE: "Give an updated incident report",
    Obligation.INCIDENT_REVIEW_TEAM: "Have the internal team review an incident",
    Obligation.INCIDENT_PRELIMINARY_FINDINGS: "Give preliminary findings of an incident",
    Obligation.INCIDENT_FINAL_REPORT: "Give the final report of an incident",
    Obligation.INCIDENT_OFFENSE_REPORT: "Report an offense that was witnessed",
    Obligation.INCIDENT_REGISTRY_RESULT: "Give the registry the result of an investigation",
    Obligation.SUPERVISION: "Hold a supervision",
    Obligation.SUPERVISION_CONTRACT: "Make or review a supervision contract",
    Obligation.TRAINING: "Complete a training",
    Obligation.CREDENTIAL_RENEWAL: "Renew a credential",
    Obligation.PLAN_REVIEW: "Review the Person-Centered Plan",
    Obligation.AUTHORIZATION_RENEWAL: "Ask for further units",
    Obligation.ORDER_SIGNATURE: "Have a verbal order signed",
}
LINKAGE_TASK = ("linkage", "Follow a referral")

INCIDENT_LEVELS: Mapping[IncidentLevel, tuple[str, str]] = {
    IncidentLevel.ONE: ("level-1", "Level I"),
    IncidentLevel.TWO: ("level-2", "Level II"),
    IncidentLevel.THREE: ("level-3", "Level III"),
}

INCIDENT_STEPS: Mapping[IncidentStep, str] = {
    IncidentStep.SUPERVISOR_TOLD: "Supervisor told",
    IncidentStep.STATE_SYSTEM: "Entered in the state's system",
    IncidentStep.STATE_COPY: "Copy sent to the state",
    IncidentStep.PLAN_NOTICE: "Health plan told",
    IncidentStep.UPDATE: "Updated report given",
    IncidentStep.REVIEW_TEAM: "Internal review team met",
    IncidentStep.PRELIMINARY_FINDINGS: "Preliminary findings given",
    IncidentStep.FINAL_REPORT: "Final report given",
    IncidentStep.OFFENSE_REPORT: "Offense reported",
    IncidentStep.REGISTRY_RESULT: "Result given to the registry",
}

STAFF_RECORDS: Mapping[str, str] = {
    "staff-training": "Training completed",
    "supervision-contract": "Supervision contract",
    "supervision-session": "Supervision session",
}

SUPERVISION_KINDS: Mapping[SupervisionKind, str] = {
    SupervisionKind.CONTRACT: "Supervision contract",
    SupervisionKind.CONTRACT_REVIEW: "Yearly review of the contract",
    SupervisionKind.INDIVIDUAL: "Individual supervision",
    SupervisionKind.GROUP: "Group supervision",
}

TRAINING_TOPICS: Mapping[str, str] = {
    "orientation": "Orientation",
    "client-specific": "Needs of a particular client",
    "client-rights": "Client rights",
    "confidentiality": "Confidentiality",
    "bloodborne": "Infectious disease and bloodborne pathogens",
    "first-aid": "First aid",
    "cpr": "CPR",
    "cpi": "Crisis prevention intervention",
    "pss-policy": "Peer support policy",
    "documentation": "Documentation",
    "continuing-education": "Continuing education",
    "ethics": "Ethics",
    "trauma-informed-care": "Trauma-informed care",
    "wrap": "WRAP",
    "wham": "WHAM",
    "mental-health-first-aid": "Mental health first aid",
    "housing-first": "Housing first and tenancy support",
}

CARE_CODE_SYSTEMS: Mapping[str, Mapping[str, str]] = {
    canonicals.OBSERVATION_CODES: OBSERVATIONS,
    canonicals.EPISODE_TYPE_CODES: {"peer-support-services": "Peer support services"},
    canonicals.DISCHARGE_REASON_CODES: {code.value: shown for code, shown in DISCHARGE_REASONS.items()},
    canonicals.REFERRAL_KIND_CODES: {code.value: shown for code, shown in REFERRAL_KINDS.items()},
    canonicals.LINKAGE_OUTCOME_CODES: {code.value: shown for code, shown in LINKAGE_OUTCOMES.items()},
    canonicals.CRISIS_HELP_CODES: {code.value: shown for code, shown in CRISIS_HELP.items()},
    canonicals.TASK_CODES: dict([LINKAGE_TASK, STEP_TASK])
    | {code.value: shown for code, shown in OBLIGATIONS.items()},
    canonicals.INCIDENT_LEVEL_CODES: dict(INCIDENT_LEVELS.values()),
    canonicals.INCIDENT_STEP_CODES: {code.value: shown for code, shown in INCIDENT_STEPS.items()},
    canonicals.STAFF_RECORD_CODES: STAFF_RECORDS,
    canonicals.SUPERVISION_KIND_CODES: {code.value: shown for code, shown in SUPERVISION_KINDS.items()},
    canonicals.TRAINING_TOPIC_CODES: TRAINING_TOPICS,
}
"""Every code of these systems with its display; the guide's CodeSystems are made of it."""
