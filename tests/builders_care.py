"""More of Riley's story: the records around the contact, each with every field set.

``WHOLE_RECORDS`` holds one of each by its name; keyword arguments of ``model_copy(update=...)`` change it.
"""

from __future__ import annotations

from datetime import date

from pss_fhir.domain.authorization_request import (
    AuthorizationRequest,
    RequestKind,
    RequestStatus,
    SupportingRecord,
    SupportKind,
)
from pss_fhir.domain.characteristic import Characteristic, CharacteristicKind
from pss_fhir.domain.consent import (
    AdvanceDirective,
    Consent,
    ConsentKind,
    ConsentStatus,
    DirectiveKind,
    Disclosure,
    DisclosurePurpose,
    Recipient,
)
from pss_fhir.domain.contact import ContactStatus, Modality, Place
from pss_fhir.domain.crisis import CrisisCall, CrisisHelp
from pss_fhir.domain.deadline import Deadline, DeadlineStatus, Obligation
from pss_fhir.domain.diagnosis import Diagnosis, DiagnosisStatus
from pss_fhir.domain.episode import DischargeReason, DischargeSummary, Episode, EpisodeStatus
from pss_fhir.domain.goal_progress import ProgressSeen
from pss_fhir.domain.group import GroupRoster, GroupSession, RosterMember
from pss_fhir.domain.incident import Incident, IncidentKind, IncidentLevel, IncidentStep, StepTaken
from pss_fhir.domain.note import NoteStatus, Progress
from pss_fhir.domain.people import PersonName
from pss_fhir.domain.record import Days, Identifier, Record
from pss_fhir.domain.recovery_capital import AssessmentStatus, RecoveryCapital
from pss_fhir.domain.referral import (
    Linkage,
    LinkageOutcome,
    LinkageStatus,
    Referral,
    ReferralKind,
    ReferralStatus,
)
from pss_fhir.domain.staff import Supervision, SupervisionKind, Training
from pss_fhir.domain.team import CareTeam, NaturalSupport, Relationship, TeamMember, TeamRole, TeamStatus
from pss_fhir.domain.verification import CredentialVerification, VerificationStatus
from pss_fhir.domain.wellness import OwnPlanStatus, SafetyPlan, WellnessPlan
from tests.builders import CLIENT_REF, SPECIALIST_REF, at, make_signature

AGENCY_REF = "Organization/agency"
_URN = "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0d1"
_NUMBERS = (Identifier(system="https://agency.example/id", value="HT-7"),)
_PERSON = PersonName(family="HTEST", given=("Kim",), text="Kim")

SAFETY_PLAN = SafetyPlan(
    ref="QuestionnaireResponse/safety",
    client_ref=CLIENT_REF,
    status=OwnPlanStatus.AMENDED,
    author_ref=SPECIALIST_REF,
    written_at=at(11),
    warning_signs=("Two nights without sleep", "I stop answering the phone"),
    coping=("Walk around the lake",),
    people_and_places=("The library",),
    people_to_ask=("My sister",),
    crisis_help=("988", "Mobile crisis"),
    safe_surroundings="My sister keeps the pills.",
    reasons="My dog and my daughter.",
    has_advance_directive=True,
    reviewed_on=date(2026, 11, 3),
)
WELLNESS_PLAN = WellnessPlan(
    ref="QuestionnaireResponse/wellness",
    client_ref=CLIENT_REF,
    status=OwnPlanStatus.IN_PROGRESS,
    written_at=at(11, 30),
    when_well="I laugh a lot.",
    every_day=("Walk before breakfast", "Call one person"),
    now_and_then=("Go to the dentist",),
    triggers=("Bills: I open them with Jo",),
    early_signs=("I eat at night",),
    breaking_down=("I see nobody for days",),
    crisis="Call my sister; no hospital in Raleigh.",
    after_crisis="One thing a day.",
)
RECOVERY_CAPITAL = RecoveryCapital(
    ref="Observation/barc",
    client_ref=CLIENT_REF,
    status=AssessmentStatus.AMENDED,
    answered_on=date(2026, 11, 3),
    asked_by_ref=SPECIALIST_REF,
    answers=(5, 4, 3, 4, 5, 4, 6, 5, 4, 5),
)
CHARACTERISTIC = Characteristic(
    ref="Observation/bicycles",
    client_ref=CLIENT_REF,
    kind=CharacteristicKind.STRENGTH,
    words="Repairs bicycles",
    status=AssessmentStatus.AMENDED,
    noted_on=date(2026, 11, 3),
    noted_by_ref=SPECIALIST_REF,
)
PROGRESS_SEEN = ProgressSeen(
    ref="Observation/progress-1103",
    client_ref=CLIENT_REF,
    goal_ref="Goal/apartment",
    progress=Progress.SETBACK,
    status=AssessmentStatus.AMENDED,
    seen_at=at(14, 52),
    contact_ref="Encounter/visit-1103",
    seen_by_ref=SPECIALIST_REF,
    comment="The landlord sold the house.",
)
DIAGNOSIS = Diagnosis(
    ref="Condition/depression",
    client_ref=CLIENT_REF,
    status=DiagnosisStatus.REMISSION,
    icd_10="F32.9",
    words="Depression",
    identifiers=_NUMBERS,
    noted_on=date(2026, 5, 20),
)
EPISODE = Episode(
    ref="EpisodeOfCare/2026",
    client_ref=CLIENT_REF,
    status=EpisodeStatus.FINISHED,
    identifiers=_NUMBERS,
    days=Days(start_on=date(2026, 6, 1), end_on=date(2026, 11, 1)),
    agency_ref=AGENCY_REF,
    care_manager_ref=SPECIALIST_REF,
    team_refs=("CareTeam/riley",),
    referral_refs=("ServiceRequest/referral",),
)
DISCHARGE_SUMMARY = DischargeSummary(
    summary_identifier=_URN,
    ref="DocumentReference/discharge",
    client_ref=CLIENT_REF,
    episode_ref="EpisodeOfCare/2026",
    status=NoteStatus.SUPERSEDED,
    reason=DischargeReason.STABLE_RECOVERY,
    discharged_on=date(2026, 11, 1),
    services="Weekly visits, and the Wednesday group.",
    progress="Riley keeps the apartment since July.",
    condition="Well; works three days a week.",
    aftercare="Goes on with the support group; may call Jo.",
    own_words="I can do this.",
    written_at=at(12),
    signature=make_signature(),
)
CARE_TEAM = CareTeam(
    ref="CareTeam/riley",
    client_ref=CLIENT_REF,
    status=TeamStatus.SUSPENDED,
    name="Riley's team",
    identifiers=_NUMBERS,
    days=Days(start_on=date(2026, 6, 1), end_on=date(2027, 5, 31)),
    members=(
        TeamMember(
            member_ref=SPECIALIST_REF,
            role=TeamRole.PEER_SPECIALIST,
            role_words="Peer support",
            days=Days(start_on=date(2026, 6, 1)),
            is_family_member=False,
        ),
        TeamMember(member_ref="RelatedPerson/kim", role=TeamRole.NATURAL_SUPPORT, is_family_member=True),
        TeamMember(member_ref="Practitioner/lee", role=TeamRole.OTHER, role_words="Therapist"),
    ),
)
NATURAL_SUPPORT = NaturalSupport(
    ref="RelatedPerson/kim",
    client_ref=CLIENT_REF,
    name=_PERSON,
    relationship=Relationship.SIBLING,
    relationship_words="my big sister",
    phone="+1 919 555 0100",
    identifiers=_NUMBERS,
    is_active=False,
)
GROUP_ROSTER = GroupRoster(
    ref="Group/wednesday",
    name="Wednesday group",
    identifiers=_NUMBERS,
    agency_ref=AGENCY_REF,
    members=(
        RosterMember(client_ref=CLIENT_REF, days=Days(start_on=date(2026, 6, 1))),
        RosterMember(client_ref="Patient/ben"),
    ),
    is_active=False,
)
GROUP_SESSION = GroupSession(
    ref="Encounter/wednesday-1104",
    roster_ref="Group/wednesday",
    identifiers=_NUMBERS,
    status=ContactStatus.IN_PROGRESS,
    leader_refs=(SPECIALIST_REF, "Practitioner/al"),
    modality=Modality.IN_PERSON,
    place=Place.COMMUNITY,
    place_name="Library, room 2",
    started_at=at(13, day=date(2026, 11, 4)),
    ended_at=at(14, day=date(2026, 11, 4)),
    people_present=6,
)
REFERRAL = Referral(
    ref="ServiceRequest/to-housing",
    client_ref=CLIENT_REF,
    kind=ReferralKind.HOUSING,
    words="An apartment near the bus line",
    status=ReferralStatus.COMPLETED,
    identifiers=_NUMBERS,
    referred_on=date(2026, 10, 20),
    referrer_ref=SPECIALIST_REF,
    to_ref="Organization/housing",
    to_name="HTEST Housing",
    goal_refs=("Goal/apartment",),
    reason_refs=("Condition/homeless",),
)
LINKAGE = Linkage(
    ref="Task/to-housing",
    client_ref=CLIENT_REF,
    referral_ref="ServiceRequest/to-housing",
    status=LinkageStatus.COMPLETED,
    outcome=LinkageOutcome.CONNECTED,
    words="Signed the lease.",
    identifiers=_NUMBERS,
    owner_ref=SPECIALIST_REF,
    begun_at=at(9, day=date(2026, 10, 20)),
    ended_at=at(15, day=date(2026, 11, 2)),
)
CRISIS_CALL = CrisisCall(
    ref="Communication/call",
    client_ref=CLIENT_REF,
    help=CrisisHelp.MOBILE_CRISIS,
    help_words="HTEST Mobile Crisis",
    called_at=at(14, 20),
    caller_ref=SPECIALIST_REF,
    called_ref="Organization/mobile-crisis",
    contact_ref="Encounter/visit-1103",
    about_refs=("QuestionnaireResponse/safety",),
    said="They come within the hour.",
    was_reached=True,
    identifiers=_NUMBERS,
)
DEADLINE = Deadline(
    ref="Task/report",
    obligation=Obligation.INCIDENT_STATE_REPORT,
    status=DeadlineStatus.COMPLETED,
    identifiers=_NUMBERS,
    focus_ref="AdverseEvent/1",
    client_ref=CLIENT_REF,
    owner_ref="Practitioner/lee",
    given_at=at(9, day=date(2026, 11, 1)),
    due_at=at(9, day=date(2026, 11, 4)),
    done_at=at(9, day=date(2026, 11, 2)),
)
INCIDENT = Incident(
    incident_id="HTEST-2026-17",
    ref="AdverseEvent/17",
    kind=IncidentKind.FALL,
    what="Fell on the stairs of the library",
    client_ref=CLIENT_REF,
    level=IncidentLevel.TWO,
    occurred_at=at(13),
    aware_at=at(13, 5),
    recorded_at=at(15),
    recorder_ref=SPECIALIST_REF,
    is_death=True,
    during_service=True,
    last_service_on=date(2026, 11, 3),
    local_plan="plan-east",
    asked_at=at(15, 30),
    is_offense_witnessed=True,
    is_staff_accused=True,
    steps=(
        StepTaken(step=IncidentStep.SUPERVISOR_TOLD, taken_at=at(13, 10)),
        StepTaken(step=IncidentStep.STATE_SYSTEM, taken_at=at(15, 45)),
    ),
)
CONSENT = Consent(
    ref="Consent/part-2",
    client_ref=CLIENT_REF,
    kind=ConsentKind.PART_2,
    status=ConsentStatus.INACTIVE,
    identifiers=_NUMBERS,
    signed_at=at(9, day=date(2026, 6, 1)),
    signer_refs=(CLIENT_REF,),
    agency_ref=AGENCY_REF,
    recipients=(
        Recipient(ref="Organization/plan-east", name="HTEST Plan East"),
        Recipient(name="My treating providers"),
    ),
    purposes=tuple(DisclosurePurpose),
    days=Days(start_on=date(2026, 6, 1), end_on=date(2027, 5, 31)),
    source_ref="DocumentReference/signed-consent",
)
DISCLOSURE = Disclosure(
    ref="AuditEvent/d1",
    client_ref=CLIENT_REF,
    disclosed_at=at(9),
    discloser_ref=AGENCY_REF,
    recipient=Recipient(ref="Organization/plan-east", name="HTEST Plan East"),
    purpose=DisclosurePurpose.PAYMENT,
    record_refs=("CarePlan/pcp-2026", "DocumentReference/note-1103"),
    consent_ref="Consent/part-2",
    sent_from="https://agency.example/fhir",
    sent_to="https://plan.example/fhir",
    is_part_2=True,
)
ADVANCE_DIRECTIVE = AdvanceDirective(
    ref="DocumentReference/pad",
    client_ref=CLIENT_REF,
    kind=DirectiveKind.PSYCHIATRIC,
    status=NoteStatus.SUPERSEDED,
    title="My plan for when I cannot decide",
    identifiers=_NUMBERS,
    signed_at=at(10, day=date(2026, 5, 2)),
    kept_where="In the blue folder at my sister's.",
    author_ref=SPECIALIST_REF,
)
AUTHORIZATION_REQUEST = AuthorizationRequest(
    ref="Claim/request-2",
    client_ref=CLIENT_REF,
    status=RequestStatus.ACTIVE,
    kind=RequestKind.RENEWAL,
    identifiers=_NUMBERS,
    asked_on=date(2026, 9, 20),
    payer_ref="Organization/plan-east",
    agency_ref=AGENCY_REF,
    coverage_ref="Coverage/medicaid",
    service_code="H2011",
    modifiers=("HQ",),
    units=270,
    days=Days(start_on=date(2026, 10, 1), end_on=date(2026, 12, 29)),
    diagnoses=("F32.9", "F10.20"),
    is_urgent=True,
    place_of_service="12",
    supporting=(
        SupportingRecord(kind=SupportKind.PLAN, ref="CarePlan/pcp-2026"),
        SupportingRecord(kind=SupportKind.ORDER, ref="ServiceRequest/order-2026"),
        SupportingRecord(kind=SupportKind.ASSESSMENT, ref="DocumentReference/cca"),
    ),
)
TRAINING = Training(
    staff_id="jo",
    topic="client-specific",
    hours=1.5,
    completed_on=date(2026, 5, 28),
    client_ref=CLIENT_REF,
    provider="HTEST Academy",
)
SUPERVISION = Supervision(
    staff_id="jo",
    supervisor_id="dora",
    kind=SupervisionKind.INDIVIDUAL,
    held_on=date(2026, 10, 8),
    minutes=60,
    until_on=date(2027, 2, 28),
)
VERIFICATION = CredentialVerification(
    ref="VerificationResult/jo",
    specialist_ref=SPECIALIST_REF,
    credential_index=0,
    status=VerificationStatus.VALIDATED,
    status_on=date(2026, 3, 2),
    checked_on=date(2026, 3, 2),
    next_on=date(2027, 10, 31),
    every_years=2,
    issuer_ref="Organization/nccpss",
    checked_by_ref=AGENCY_REF,
)

WHOLE_RECORDS: dict[str, Record] = {
    type(record).__name__: record
    for record in (
        DIAGNOSIS,
        SAFETY_PLAN,
        WELLNESS_PLAN,
        RECOVERY_CAPITAL,
        CHARACTERISTIC,
        PROGRESS_SEEN,
        EPISODE,
        DISCHARGE_SUMMARY,
        CARE_TEAM,
        NATURAL_SUPPORT,
        GROUP_ROSTER,
        GROUP_SESSION,
        REFERRAL,
        LINKAGE,
        CRISIS_CALL,
        DEADLINE,
        INCIDENT,
        CONSENT,
        DISCLOSURE,
        ADVANCE_DIRECTIVE,
        AUTHORIZATION_REQUEST,
        TRAINING,
        SUPERVISION,
        VERIFICATION,
    )
}
