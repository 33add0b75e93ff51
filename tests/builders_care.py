"""More of Riley's story: the records around the contact, each with every field set.

``WHOLE_RECORDS`` holds one of each by its name; keyword arguments of ``model_copy(update=...)`` change it.
"""

from __future__ import annotations

from datetime import date

from pss_fhir.domain.characteristic import Characteristic, CharacteristicKind
from pss_fhir.domain.contact import ContactStatus, Modality, Place
from pss_fhir.domain.episode import DischargeReason, DischargeSummary, Episode, EpisodeStatus
from pss_fhir.domain.group import GroupRoster, GroupSession, RosterMember
from pss_fhir.domain.note import NoteStatus
from pss_fhir.domain.people import PersonName
from pss_fhir.domain.record import Days, Identifier, Record
from pss_fhir.domain.recovery_capital import AssessmentStatus, RecoveryCapital
from pss_fhir.domain.team import CareTeam, NaturalSupport, Relationship, TeamMember, TeamRole, TeamStatus
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

WHOLE_RECORDS: dict[str, Record] = {
    type(record).__name__: record
    for record in (
        SAFETY_PLAN,
        WELLNESS_PLAN,
        RECOVERY_CAPITAL,
        CHARACTERISTIC,
        EPISODE,
        DISCHARGE_SUMMARY,
        CARE_TEAM,
        NATURAL_SUPPORT,
        GROUP_ROSTER,
        GROUP_SESSION,
    )
}
