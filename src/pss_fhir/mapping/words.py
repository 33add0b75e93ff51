"""What the codes of the project's own systems are called, as a reader of a note or a value set sees them."""

from __future__ import annotations

from collections.abc import Mapping

from pss_fhir.domain.contact import ContactKind, Modality, Place
from pss_fhir.domain.interventions import Intervention
from pss_fhir.domain.note import Progress
from pss_fhir.domain.people import CredentialKind
from pss_fhir.domain.plan import PlanSigner
from pss_fhir.mapping.care_words import CARE_CODE_SYSTEMS
from pss_fhir.mapping.work_words import WORK_CODE_SYSTEMS
from pss_fhir.r4 import canonicals

MODALITIES: Mapping[Modality, str] = {
    Modality.IN_PERSON: "In person",
    Modality.TELEHEALTH: "Telehealth",
    Modality.TELEPHONE: "Telephone",
    Modality.TEXT_MESSAGE: "Text message",
    Modality.EMAIL: "E-mail",
}

CONTACT_KINDS: Mapping[ContactKind, str] = {
    ContactKind.INDIVIDUAL: "Individual",
    ContactKind.GROUP: "Group",
    ContactKind.COLLATERAL: "Collateral",
    ContactKind.ADMINISTRATIVE: "Administrative",
}

PLACES: Mapping[Place, str] = {
    Place.HOME: "Home",
    Place.COMMUNITY: "Community",
    Place.OFFICE: "Office",
    Place.EMERGENCY_DEPARTMENT: "Emergency department",
    Place.SHELTER: "Shelter",
    Place.COURT: "Court",
    Place.STREET: "Street",
    Place.WORK_SITE: "Work site",
    Place.GROUP_HOME: "Group home",
    Place.TEMPORARY_LODGING: "Temporary lodging",
    Place.INPATIENT: "Hospital (inpatient)",
    Place.JAIL: "Jail",
    Place.STAFF_RESIDENCE: "Staff member's residence",
    Place.OTHER: "Other place",
}

PROGRESS: Mapping[Progress, str] = {
    Progress.PROGRESS: "Progress made",
    Progress.NO_CHANGE: "No change",
    Progress.SETBACK: "Setback",
    Progress.ACHIEVED: "Achieved",
}

INTERVENTIONS: Mapping[Intervention, str] = {
    Intervention.SHARED_EXPERIENCE: "Shared lived experience",
    Intervention.ROLE_MODELING: "Role modeling",
    Intervention.EMOTIONAL_SUPPORT: "Emotional support",
    Intervention.COACHING: "Recovery coaching",
    Intervention.GOAL_SETTING: "Goal setting",
    Intervention.WELLNESS_PLANNING: "Wellness planning",
    Intervention.ADVOCACY: "Advocacy and rights",
    Intervention.DAILY_LIVING: "Daily living skills",
    Intervention.EMPLOYMENT: "Employment support",
    Intervention.HOUSING: "Housing support",
    Intervention.BENEFITS: "Benefits support",
    Intervention.SOCIAL_SKILLS: "Social skills",
    Intervention.COPING_SKILLS: "Coping skills",
    Intervention.PROBLEM_SOLVING: "Problem solving",
    Intervention.ROLE_PLAY: "Role play",
    Intervention.SELF_HELP_GROUPS: "Self-help groups",
    Intervention.LINKAGE: "Linkage to resources",
    Intervention.CRISIS_SUPPORT: "Crisis support",
}

CREDENTIALS: Mapping[CredentialKind, str] = {
    CredentialKind.NC_CPSS: "NC Certified Peer Support Specialist",
    CredentialKind.PEER_COURSE: "Peer support specialist course",
    CredentialKind.HIGH_SCHOOL: "High school diploma or equivalent",
    CredentialKind.DRIVERS_LICENSE: "Driver's license",
    CredentialKind.AUTO_INSURANCE: "Auto insurance",
    CredentialKind.FIRST_AID: "First aid",
    CredentialKind.CPR: "CPR",
    CredentialKind.CPI: "Crisis prevention intervention (CPI)",
    CredentialKind.BACHELOR: "Bachelor's degree",
    CredentialKind.MASTER: "Master's degree",
    CredentialKind.LICENSE: "Professional license",
    CredentialKind.WRAP: "WRAP facilitator",
    CredentialKind.WHAM: "WHAM facilitator",
    CredentialKind.LIVED_EXPERIENCE: "Lived experience, attested",
    CredentialKind.OTHER: "Other credential",
}

PLAN_SIGNERS: Mapping[PlanSigner, str] = {
    PlanSigner.CLIENT: "The person",
    PlanSigner.LEGALLY_RESPONSIBLE_PERSON: "Legally responsible person",
    PlanSigner.AUTHOR: "Author of the plan",
    PlanSigner.ORDERER: "Ordering clinician",
    PlanSigner.SPECIALIST: "Peer support specialist",
}

NOTE_TYPES: Mapping[str, str] = {
    canonicals.SERVICE_NOTE_CODE: "Peer support service note",
    canonicals.ADDENDUM_CODE: "Addendum to a peer support service note",
    canonicals.DISCHARGE_CODE: "Peer support discharge summary",
}

CODE_SYSTEMS: Mapping[str, Mapping[str, str]] = {
    canonicals.MODALITY_CODES: {code.value: shown for code, shown in MODALITIES.items()},
    canonicals.CONTACT_KIND_CODES: {code.value: shown for code, shown in CONTACT_KINDS.items()},
    canonicals.PLACE_CODES: {code.value: shown for code, shown in PLACES.items()},
    canonicals.PROGRESS_CODES: {code.value: shown for code, shown in PROGRESS.items()},
    canonicals.INTERVENTION_CODES: {code.value: shown for code, shown in INTERVENTIONS.items()},
    canonicals.CREDENTIAL_CODES: {code.value: shown for code, shown in CREDENTIALS.items()},
    canonicals.PLAN_SIGNER_CODES: {code.value: shown for code, shown in PLAN_SIGNERS.items()},
    canonicals.NOTE_TYPE_CODES: NOTE_TYPES,
    **CARE_CODE_SYSTEMS,
    **WORK_CODE_SYSTEMS,
}
"""Every code of the project's own systems with its display; the guide's CodeSystems are made of it."""
