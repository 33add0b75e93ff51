"""Every canonical of the project's own guide: profiles, extensions, code systems, the questionnaire.

The guide in ``profiles/`` defines them; the mapping writes and reads them. What each extension holds stands
in :mod:`~pss_fhir.r4.extension_shapes`.
"""

from __future__ import annotations

BASE = "https://pss-fhir.org/fhir"
_DEFINITION = f"{BASE}/StructureDefinition"
_CODES = f"{BASE}/CodeSystem"
_US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition"
_PDEX = "http://hl7.org/fhir/us/davinci-pdex/StructureDefinition"
_PAS = "http://hl7.org/fhir/us/davinci-pas/StructureDefinition"

# Profiles of the project, each derived from the one named beside it.
CLIENT_PROFILE = f"{_DEFINITION}/pss-client"  # us-core-patient
SPECIALIST_PROFILE = f"{_DEFINITION}/pss-specialist"  # us-core-practitioner
SPECIALIST_ROLE_PROFILE = f"{_DEFINITION}/pss-specialist-role"  # us-core-practitionerrole
PLAN_PROFILE = f"{_DEFINITION}/pss-plan"  # us-core-careplan; eLTSS CarePlan-eltss where the plan has a start
GOAL_PROFILE = f"{_DEFINITION}/pss-goal"  # us-core-goal
SERVICE_ORDER_PROFILE = f"{_DEFINITION}/pss-service-order"  # us-core-servicerequest
AUTHORIZATION_PROFILE = f"{_DEFINITION}/pss-authorization"  # ClaimResponse, elements of PAS 2.0.1
COVERAGE_PROFILE = f"{_DEFINITION}/pss-coverage"  # us-core-coverage
CONTACT_PROFILE = f"{_DEFINITION}/pss-contact"  # us-core-encounter
SERVICE_NOTE_PROFILE = f"{_DEFINITION}/pss-service-note"  # us-core-documentreference
ADDENDUM_PROFILE = f"{_DEFINITION}/pss-addendum"  # us-core-documentreference
NOTE_RESPONSE_PROFILE = f"{_DEFINITION}/pss-service-note-response"  # us-core-questionnaireresponse
NOTE_PROVENANCE_PROFILE = f"{_DEFINITION}/pss-note-provenance"  # us-core-provenance

SAFETY_PLAN_PROFILE = f"{_DEFINITION}/pss-safety-plan"  # us-core-questionnaireresponse
WELLNESS_PLAN_PROFILE = f"{_DEFINITION}/pss-wellness-plan"  # us-core-questionnaireresponse
RECOVERY_CAPITAL_PROFILE = f"{_DEFINITION}/pss-recovery-capital"  # us-core-observation-screening-assessment
GOAL_PROGRESS_PROFILE = f"{_DEFINITION}/pss-goal-progress-observation"  # us-core-simple-observation
STRENGTH_PROFILE = f"{_DEFINITION}/pss-strength"  # eLTSS Observation-eltss
EPISODE_PROFILE = f"{_DEFINITION}/pss-episode"  # eLTSS EpisodeOfCare-eltss
DISCHARGE_PROFILE = f"{_DEFINITION}/pss-discharge-summary"  # us-core-documentreference
CARE_TEAM_PROFILE = f"{_DEFINITION}/pss-care-team"  # us-core-careteam
GROUP_CONTACT_PROFILE = f"{_DEFINITION}/pss-group-contact"  # Encounter
GROUP_MEMBER_CONTACT_PROFILE = f"{_DEFINITION}/pss-group-member-contact"  # pss-contact
REFERRAL_PROFILE = f"{_DEFINITION}/pss-referral"  # us-core-servicerequest
LINKAGE_PROFILE = f"{_DEFINITION}/pss-linkage"  # Task
INCIDENT_PROFILE = f"{_DEFINITION}/pss-incident"  # AdverseEvent
DEADLINE_PROFILE = f"{_DEFINITION}/pss-deadline-task"  # Task
PART_2_CONSENT_PROFILE = f"{_DEFINITION}/pss-part-2-consent"  # Consent
DISCLOSURE_PROFILE = f"{_DEFINITION}/pss-disclosure-audit"  # BALP PrivacyDisclosure.Source
REQUEST_PROFILE = f"{_DEFINITION}/pss-authorization-request"  # Claim, PAS 2.0.1
TRAINING_PROFILE = f"{_DEFINITION}/pss-staff-training"  # Basic
SUPERVISION_CONTRACT_PROFILE = f"{_DEFINITION}/pss-supervision-contract"  # Basic
SUPERVISION_SESSION_PROFILE = f"{_DEFINITION}/pss-supervision-session"  # Basic
VERIFICATION_PROFILE = f"{_DEFINITION}/pss-credential-verification"  # NDH ndh-Verification
BACKGROUND_CHECK_PROFILE = f"{_DEFINITION}/pss-background-check"  # VerificationResult
STAFF_MEETING_PROFILE = f"{_DEFINITION}/pss-staff-meeting"  # Appointment
PLAN_STEP_PROFILE = f"{_DEFINITION}/pss-plan-step"  # Task
RETRACTION_PROFILE = f"{_DEFINITION}/pss-retraction-provenance"  # us-core-provenance
CHART_READ_PROFILE = f"{_DEFINITION}/pss-chart-read-audit"  # BALP PatientRead
NOTE_FILED_PROFILE = f"{_DEFINITION}/pss-note-filed-audit"  # BALP PatientCreate
DIAGNOSIS_PROFILE = f"{_DEFINITION}/pss-diagnosis"  # us-core-condition-problems-health-concerns
NATURAL_SUPPORT_PROFILE = f"{_DEFINITION}/pss-natural-support"  # us-core-relatedperson
CHARACTERISTIC_PROFILE = f"{_DEFINITION}/pss-characteristic"  # us-core-simple-observation
DIRECTIVE_PROFILE = f"{_DEFINITION}/pss-advance-directive"  # us-core-documentreference
CRISIS_CALL_PROFILE = f"{_DEFINITION}/pss-crisis-call"  # Communication
ROSTER_PROFILE = f"{_DEFINITION}/pss-group-roster"  # Group

# Profiles of US Core (6.1.0 is the floor) that the project's own derive from.
US_CORE_PATIENT = f"{_US_CORE}/us-core-patient"
US_CORE_PRACTITIONER = f"{_US_CORE}/us-core-practitioner"
US_CORE_PRACTITIONER_ROLE = f"{_US_CORE}/us-core-practitionerrole"
US_CORE_CARE_PLAN = f"{_US_CORE}/us-core-careplan"
US_CORE_GOAL = f"{_US_CORE}/us-core-goal"
US_CORE_SERVICE_REQUEST = f"{_US_CORE}/us-core-servicerequest"
US_CORE_COVERAGE = f"{_US_CORE}/us-core-coverage"
US_CORE_ENCOUNTER = f"{_US_CORE}/us-core-encounter"
US_CORE_DOCUMENT_REFERENCE = f"{_US_CORE}/us-core-documentreference"
US_CORE_QUESTIONNAIRE_RESPONSE = f"{_US_CORE}/us-core-questionnaireresponse"
US_CORE_PROVENANCE = f"{_US_CORE}/us-core-provenance"
US_CORE_SCREENING = f"{_US_CORE}/us-core-observation-screening-assessment"
US_CORE_SIMPLE_OBSERVATION = f"{_US_CORE}/us-core-simple-observation"
US_CORE_CARE_TEAM = f"{_US_CORE}/us-core-careteam"
US_CORE_CONDITION = f"{_US_CORE}/us-core-condition-problems-health-concerns"
US_CORE_RELATED_PERSON = f"{_US_CORE}/us-core-relatedperson"

# Extensions of others.
PERTAINS_TO_GOAL = "http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal"
PAS_REQUEST_TYPE = f"{_PAS}/extension-serviceItemRequestType"
PAS_REQUEST_BUNDLE = f"{_PAS}/profile-pas-request-bundle"
PAS_CERTIFICATION_TYPE = f"{_PAS}/extension-certificationType"
PAS_DOCUMENT_INFORMATION = f"{_PAS}/extension-documentInformation"  # of PAS 2.2.1
DATA_ABSENT_REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
PAS_REVIEW_ACTION = f"{_PAS}/extension-reviewAction"
PAS_REVIEW_ACTION_CODE = f"{_PAS}/extension-reviewActionCode"
PAS_AUTHORIZED_DETAIL = f"{_PAS}/extension-itemAuthorizedDetail"
PAS_ITEM_PERIOD = f"{_PAS}/extension-itemPreAuthPeriod"
PAS_ITEM_ISSUED = f"{_PAS}/extension-itemPreAuthIssueDate"
PAS_ITEM_NUMBER = f"{_PAS}/extension-authorizationNumber"
NDH_QUALIFICATION_SCOPE = (
    "http://hl7.org/fhir/us/ndh/StructureDefinition/base-ext-practitioner-qualification-scope"
)
PLAN_NET_QUALIFICATION = (
    "http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/practitioner-qualification"
)
PDEX_REVIEW_ACTION = f"{_PDEX}/extension-reviewAction"
PDEX_REVIEW_ACTION_CODE = f"{_PDEX}/extension-reviewActionCode"

# Code systems of the project; their codes are the values of the domain's enumerations.
NOTE_TYPE_CODES = f"{_CODES}/pss-note-type"  # peer-support-service-note, peer-support-note-addendum
MODALITY_CODES = f"{_CODES}/pss-modality"  # domain.contact.Modality
CONTACT_KIND_CODES = f"{_CODES}/pss-contact-kind"  # domain.contact.ContactKind
PLACE_CODES = f"{_CODES}/pss-place"  # domain.contact.Place
PROGRESS_CODES = f"{_CODES}/pss-progress"  # domain.note.Progress
INTERVENTION_CODES = f"{_CODES}/pss-intervention"  # domain.interventions.Intervention
CREDENTIAL_CODES = f"{_CODES}/pss-credential"  # domain.people.CredentialKind
PLAN_SIGNER_CODES = f"{_CODES}/pss-plan-signer"  # domain.plan.PlanSigner
ISSUE_CODES = f"{_CODES}/pss-issue"  # the code book, codes/*.toml

OBSERVATION_CODES = f"{_CODES}/pss-observation"  # barc-10 and its items, need, ability, preference
EPISODE_TYPE_CODES = f"{_CODES}/pss-episode-type"  # peer-support-services
DISCHARGE_REASON_CODES = f"{_CODES}/pss-discharge-reason"  # domain.episode.DischargeReason
REFERRAL_KIND_CODES = f"{_CODES}/pss-referral-kind"  # domain.referral.ReferralKind
LINKAGE_OUTCOME_CODES = f"{_CODES}/pss-linkage-outcome"  # domain.referral.LinkageOutcome
CRISIS_HELP_CODES = f"{_CODES}/pss-crisis-help"  # domain.crisis.CrisisHelp
TASK_CODES = f"{_CODES}/pss-task"  # domain.deadline.Obligation, linkage and plan-step
INCIDENT_LEVEL_CODES = f"{_CODES}/pss-incident-level"  # domain.incident.IncidentLevel
INCIDENT_STEP_CODES = f"{_CODES}/pss-incident-step"  # domain.incident.IncidentStep
STAFF_RECORD_CODES = f"{_CODES}/pss-staff-record"  # staff-training, supervision-contract, -session
TRAINING_TOPIC_CODES = f"{_CODES}/pss-training-topic"  # the topics of the staff folder
SUPERVISION_KIND_CODES = f"{_CODES}/pss-supervision-kind"  # domain.staff.SupervisionKind
CHECK_CODES = f"{_CODES}/pss-check"  # domain.staff.CheckKind
MEETING_CODES = f"{_CODES}/pss-meeting"  # domain.meeting.MeetingKind
AUDIO_ONLY_CODES = f"{_CODES}/pss-audio-only-reason"  # domain.contact.AudioOnlyReason

SERVICE_NOTE_CODE = "peer-support-service-note"
ADDENDUM_CODE = "peer-support-note-addendum"
DISCHARGE_CODE = "peer-support-discharge-summary"

NC_CPSS_CERTIFICATE = f"{BASE}/sid/nc-cpss-certificate"
"""Identifier system of NC CPSS certificate numbers; the program publishes none of its own."""

SERVICE_NOTE_QUESTIONNAIRE = f"{BASE}/Questionnaire/pss-service-note"

SAFETY_PLAN_FORM = f"{BASE}/Questionnaire/pss-safety-plan-form"
WELLNESS_PLAN_FORM = f"{BASE}/Questionnaire/pss-wellness-plan-form"

# Extensions of the project.
COURSE_HOURS = f"{_DEFINITION}/pss-course-hours"
PLAN_SIGNATURE = f"{_DEFINITION}/pss-plan-signature"
PLAN_UNSIGNED = f"{_DEFINITION}/pss-plan-unsigned"
OWN_WORDS = f"{_DEFINITION}/pss-own-words"
ORDERER_CREDENTIAL = f"{_DEFINITION}/pss-orderer-credential"
UNITS_USED = f"{_DEFINITION}/pss-units-used"
MODIFIER = f"{_DEFINITION}/pss-modifier"
GROUP_SIZE = f"{_DEFINITION}/pss-group-size"
NOTE_CONTENT = f"{_DEFINITION}/pss-note-content"
NOTE_CONTACT = f"{_DEFINITION}/pss-note-contact"
GOAL_PROGRESS = f"{_DEFINITION}/pss-goal-progress"
INTERVENTION = f"{_DEFINITION}/pss-intervention"
SIGNATURE = f"{_DEFINITION}/pss-signature"
ADDENDUM = f"{_DEFINITION}/pss-addendum-content"
FAMILY_MEMBER = f"{_DEFINITION}/pss-family-member"
TRAINING = f"{_DEFINITION}/pss-training"
SUPERVISION = f"{_DEFINITION}/pss-supervision"
INCIDENT_FACTS = f"{_DEFINITION}/pss-incident-facts"
INCIDENT_STEP = f"{_DEFINITION}/pss-incident-step"
DISCHARGE_CONTENT = f"{_DEFINITION}/pss-discharge-content"
REMOTE = f"{_DEFINITION}/pss-remote"
COSIGNATURE = f"{_DEFINITION}/pss-cosignature"
RETRACTION = f"{_DEFINITION}/pss-retraction"
CHECK = f"{_DEFINITION}/pss-check"
