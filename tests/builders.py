"""Records of one synthetic story, for every test: Riley HTEST sees the specialist Jo HTEST.

Each ``make_x`` gives a whole record that breaks no rule; keyword arguments replace single fields.
The story's present moment is :data:`NOW`, Tuesday 2026-11-03, 4 pm in North Carolina, two days after
the clocks went back.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pss_fhir.clock import NEW_YORK
from pss_fhir.domain.chart import Chart
from pss_fhir.domain.contact import Contact, ContactKind, Modality, Place
from pss_fhir.domain.interventions import Intervention
from pss_fhir.domain.note import Addendum, GoalProgress, NoteDraft, Progress, ServiceNote, Signature
from pss_fhir.domain.payer import (
    GROUP_MODIFIER,
    Authorization,
    AuthorizationStatus,
    Coverage,
    CoverageStatus,
    OrderStatus,
    ServiceOrder,
)
from pss_fhir.domain.people import Client, Credential, CredentialKind, PersonName, Sex, Specialist
from pss_fhir.domain.plan import Achievement, Goal, GoalStatus, Plan, PlanSignature, PlanSigner, PlanStatus
from pss_fhir.domain.record import Days, Identifier, IdentifierKind
from pss_fhir.domain.staff import (
    Assignment,
    BackgroundCheck,
    CheckKind,
    StaffCredential,
    StaffMember,
    StaffRecords,
    StaffRole,
    Supervision,
    SupervisionKind,
    Training,
)

NOW = datetime(2026, 11, 3, 16, 0, tzinfo=NEW_YORK)
"""The story's present moment: Tuesday 2026-11-03 16:00 EST, 21:00 UTC."""

CLIENT_REF = "Patient/riley"
SPECIALIST_REF = "Practitioner/jo"
CLINICIAN_REF = "Practitioner/lee"
PAYER_REF = "Organization/plan-east"
PLAN_REF = "CarePlan/pcp-2026"
GOAL_REF = "Goal/apartment"
ORDER_REF = "ServiceRequest/order-2026"
AUTHORIZATION_REF = "ClaimResponse/auth-2026"
COVERAGE_REF = "Coverage/medicaid"
ENCOUNTER_REF = "Encounter/visit-1103"
NOTE_REF = "DocumentReference/note-1103"
NOTE_IDENTIFIER = "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c001"
CONTACT_IDENTIFIER = "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c002"
ADDENDUM_IDENTIFIER = "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c003"

RECORD_NUMBER = Identifier(
    system="https://agency.example/record-number", value="HT-0042", kind=IdentifierKind.RECORD_NUMBER
)
MEDICAID_ID = Identifier(
    system="https://medicaid.ncdhhs.gov/member-id", value="900000000A", kind=IdentifierKind.MEDICAID
)


def at(hour: int, minute: int = 0, *, day: date = date(2026, 11, 3)) -> datetime:
    """A moment in North Carolina, on the story's day unless another is given."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=NEW_YORK)


def make_client(**changes: Any) -> Client:
    """Riley, 36, with a record number and a Medicaid id."""
    fields: dict[str, Any] = {
        "ref": CLIENT_REF,
        "name": PersonName(family="HTEST", given=("Riley",)),
        "identifiers": (RECORD_NUMBER, MEDICAID_ID),
        "birth_on": date(1990, 4, 2),
        "sex": Sex.FEMALE,
        "died": False,
    }
    return Client(**(fields | changes))


def make_credential(kind: CredentialKind = CredentialKind.NC_CPSS, **changes: Any) -> Credential:
    """A credential that counts through October 2027; by default the NC CPSS certificate."""
    fields: dict[str, Any] = {
        "kind": kind,
        "title": "Synthetic credential" if kind is CredentialKind.OTHER else None,
        "identifier": "12345",
        "issued_on": date(2025, 11, 1),
        "expires_on": None if kind is CredentialKind.HIGH_SCHOOL else date(2027, 10, 31),
    }
    return Credential(**(fields | changes))


def make_specialist(**changes: Any) -> Specialist:
    """Jo, who holds the NC CPSS certificate and has an NPI with a right check digit."""
    fields: dict[str, Any] = {
        "ref": SPECIALIST_REF,
        "name": PersonName(family="HTEST", given=("Jo",)),
        "npi": "1234567893",
        "credentials": (make_credential(),),
        "is_active": True,
    }
    return Specialist(**(fields | changes))


def make_plan(**changes: Any) -> Plan:
    """Riley's Person-Centered Plan for 2026, signed by all who must."""
    fields: dict[str, Any] = {
        "ref": PLAN_REF,
        "client_ref": CLIENT_REF,
        "status": PlanStatus.ACTIVE,
        "title": "Person-Centered Plan",
        "days": Days(start_on=date(2026, 6, 1), end_on=date(2027, 5, 31)),
        "signatures": (
            PlanSignature(role=PlanSigner.CLIENT, signed_on=date(2026, 6, 1), signer_ref=CLIENT_REF),
            PlanSignature(role=PlanSigner.AUTHOR, signed_on=date(2026, 6, 1), signer_ref=CLINICIAN_REF),
            PlanSignature(role=PlanSigner.ORDERER, signed_on=date(2026, 6, 1), signer_ref=CLINICIAN_REF),
        ),
        "goal_refs": (GOAL_REF,),
        "author_ref": CLINICIAN_REF,
    }
    return Plan(**(fields | changes))


def make_goal(**changes: Any) -> Goal:
    """What Riley wants, in Riley's words."""
    fields: dict[str, Any] = {
        "ref": GOAL_REF,
        "client_ref": CLIENT_REF,
        "words": "I want to keep my own apartment.",
        "status": GoalStatus.ACTIVE,
        "achievement": Achievement.IN_PROGRESS,
        "start_on": date(2026, 6, 1),
        "target_on": date(2027, 2, 28),
        "is_own_words": True,
    }
    return Goal(**(fields | changes))


def make_order(**changes: Any) -> ServiceOrder:
    """A clinician's order for peer support through May 2027."""
    fields: dict[str, Any] = {
        "ref": ORDER_REF,
        "client_ref": CLIENT_REF,
        "status": OrderStatus.ACTIVE,
        "signed_on": date(2026, 6, 1),
        "days": Days(start_on=date(2026, 6, 1), end_on=date(2027, 5, 31)),
        "orderer_ref": CLINICIAN_REF,
        "orderer_credential": "LCSW",
        "ordered_units": 270,
    }
    return ServiceOrder(**(fields | changes))


def make_authorization(**changes: Any) -> Authorization:
    """270 units from September to the end of November."""
    fields: dict[str, Any] = {
        "ref": AUTHORIZATION_REF,
        "client_ref": CLIENT_REF,
        "status": AuthorizationStatus.APPROVED,
        "number": "A-1001",
        "payer_ref": PAYER_REF,
        "payer_name": "Synthetic Tailored Plan",
        "units": 270,
        "days": Days(start_on=date(2026, 9, 1), end_on=date(2026, 11, 29)),
    }
    return Authorization(**(fields | changes))


def make_coverage(**changes: Any) -> Coverage:
    """Medicaid through a Tailored Plan, since 2024."""
    fields: dict[str, Any] = {
        "ref": COVERAGE_REF,
        "client_ref": CLIENT_REF,
        "status": CoverageStatus.ACTIVE,
        "payer_ref": PAYER_REF,
        "payer_name": "Synthetic Tailored Plan",
        "member_identifier": "900000000A",
        "days": Days(start_on=date(2024, 7, 1)),
    }
    return Coverage(**(fields | changes))


def make_contact(**changes: Any) -> Contact:
    """A 52-minute visit at Riley's home, 2026-11-03 14:00 to 14:52."""
    fields: dict[str, Any] = {
        "ref": ENCOUNTER_REF,
        "contact_identifier": CONTACT_IDENTIFIER,
        "client_ref": CLIENT_REF,
        "specialist_ref": SPECIALIST_REF,
        "modality": Modality.IN_PERSON,
        "place": Place.HOME,
        "started_at": at(14),
        "ended_at": at(14, 52),
        "order_ref": ORDER_REF,
    }
    return Contact(**(fields | changes))


def make_group_contact(**changes: Any) -> Contact:
    """Riley's part in a group of 8 at the office."""
    fields: dict[str, Any] = {
        "kind": ContactKind.GROUP,
        "place": Place.OFFICE,
        "modifiers": (GROUP_MODIFIER,),
        "people_present": 8,
    }
    return make_contact(**(fields | changes))


def make_goal_progress(**changes: Any) -> GoalProgress:
    """Progress toward Riley's goal."""
    fields: dict[str, Any] = {
        "goal_ref": GOAL_REF,
        "words": "I want to keep my own apartment.",
        "progress": Progress.PROGRESS,
    }
    return GoalProgress(**(fields | changes))


def make_signature(**changes: Any) -> Signature:
    """Jo's signature, eight minutes after the visit."""
    fields: dict[str, Any] = {
        "signer_ref": SPECIALIST_REF,
        "signer_name": "Jo HTEST",
        "credential": "NC CPSS 12345",
        "signed_at": at(15),
    }
    return Signature(**(fields | changes))


def make_note(**changes: Any) -> ServiceNote:
    """The signed note of the visit, not filed yet."""
    fields: dict[str, Any] = {
        "note_identifier": NOTE_IDENTIFIER,
        "contact": make_contact(),
        "goals": (make_goal_progress(),),
        "interventions": (Intervention.SHARED_EXPERIENCE, Intervention.PROBLEM_SOLVING),
        "purpose": "Prepare for the meeting with the landlord, toward keeping the apartment.",
        "intervention_text": "Told how I kept my own lease; together we wrote down three things to ask for.",
        "response": "Riley chose what to ask first, and practiced saying it twice.",
        "next_step": "Riley calls the landlord by Friday; we meet again on Monday.",
        "written_at": at(14, 58),
        "signature": make_signature(),
    }
    return ServiceNote(**(fields | changes))


def make_addendum(**changes: Any) -> Addendum:
    """What was left out of the note, added the same afternoon."""
    fields: dict[str, Any] = {
        "addendum_identifier": ADDENDUM_IDENTIFIER,
        "note_identifier": NOTE_IDENTIFIER,
        "note_ref": NOTE_REF,
        "client_ref": CLIENT_REF,
        "text": "Riley also asked for the number of the tenants' association; I gave it.",
        "reason": "Left out by mistake.",
        "written_at": at(15, 30),
        "signature": make_signature(signed_at=at(15, 31)),
    }
    return Addendum(**(fields | changes))


def make_draft(**changes: Any) -> NoteDraft:
    """A draft with everything in it that the signed note needs."""
    fields: dict[str, Any] = {
        "note_identifier": NOTE_IDENTIFIER,
        "client_ref": CLIENT_REF,
        "author_ref": SPECIALIST_REF,
        "modality": Modality.IN_PERSON,
        "place": Place.HOME,
        "started_at": at(14),
        "ended_at": at(14, 52),
        "goals": (make_goal_progress(),),
        "interventions": (Intervention.SHARED_EXPERIENCE, Intervention.PROBLEM_SOLVING),
        "purpose": "Prepare for the meeting with the landlord, toward keeping the apartment.",
        "intervention_text": "Told how I kept my own lease; together we wrote down three things to ask for.",
        "response": "Riley chose what to ask first, and practiced saying it twice.",
        "next_step": "Riley calls the landlord by Friday; we meet again on Monday.",
        "encounter_ref": ENCOUNTER_REF,
        "order_ref": ORDER_REF,
    }
    return NoteDraft(**(fields | changes))


def make_staff(**changes: Any) -> StaffRecords:
    """The agency's own records of Jo and of the supervisor, nothing overdue at :data:`NOW`."""
    trained = {
        "orientation": date(2026, 1, 5),
        "client-rights": date(2026, 1, 6),
        "confidentiality": date(2026, 1, 6),
        "bloodborne": date(2026, 1, 7),
        "first-aid": date(2026, 1, 8),
        "cpr": date(2026, 1, 8),
        "cpi": date(2026, 1, 9),
        "pss-policy": date(2026, 1, 12),
        "documentation": date(2026, 1, 13),
    }
    fields: dict[str, Any] = {
        "members": (
            StaffMember(
                staff_id="S-1",
                family="HTEST",
                given="Jo",
                role=StaffRole.CPSS,
                hired_on=date(2026, 1, 5),
                npi="1234567893",
                supervisor_id="S-9",
                fte=1.0,
                practitioner_ref=SPECIALIST_REF,
            ),
            StaffMember(
                staff_id="S-9",
                family="HTEST",
                given="Sam",
                role=StaffRole.QUALIFIED_PROFESSIONAL,
                hired_on=date(2020, 3, 2),
                fte=1.0,
            ),
        ),
        "credentials": tuple(
            StaffCredential(staff_id="S-1", credential=make_credential(kind))
            for kind in (
                CredentialKind.NC_CPSS,
                CredentialKind.HIGH_SCHOOL,
                CredentialKind.DRIVERS_LICENSE,
                CredentialKind.AUTO_INSURANCE,
                CredentialKind.FIRST_AID,
                CredentialKind.CPR,
                CredentialKind.CPI,
            )
        ),
        "trainings": (
            *(
                Training(
                    staff_id="S-1", topic=topic, hours=3.0 if topic == "pss-policy" else 1.0, completed_on=day
                )
                for topic, day in trained.items()
            ),
            Training(
                staff_id="S-1",
                topic="client-specific",
                hours=1.0,
                completed_on=date(2026, 5, 29),
                client_ref=CLIENT_REF,
            ),
        ),
        "supervision": (
            Supervision(
                staff_id="S-1", supervisor_id="S-9", kind=SupervisionKind.CONTRACT, held_on=date(2026, 1, 9)
            ),
            *(
                Supervision(
                    staff_id="S-1",
                    supervisor_id="S-9",
                    kind=SupervisionKind.INDIVIDUAL,
                    held_on=date(2026, month, 10),
                    minutes=60,
                )
                for month in range(1, 11)
            ),
        ),
        "assignments": (
            Assignment(
                staff_id="S-1",
                client_ref=CLIENT_REF,
                days=Days(start_on=date(2026, 6, 1)),
                approved_hours_per_week=5.0,
                is_family_member=False,
            ),
        ),
        "checks": tuple(
            BackgroundCheck(
                staff_id="S-1",
                kind=kind,
                requested_on=date(2025, 12, 20),
                completed_on=date(2025, 12, 29),
                result="clear",
            )
            for kind in CheckKind
        )
        + tuple(
            BackgroundCheck(
                staff_id="S-1",
                kind=CheckKind.EXCLUSION,
                requested_on=date(2026, month, 3),
                completed_on=date(2026, month, 3),
                result="clear",
            )
            for month in range(1, 11)
        ),
    }
    return StaffRecords(**(fields | changes))


def make_chart(**changes: Any) -> Chart:
    """Riley's chart as Jo opens it at :data:`NOW`: every part read, nothing wrong in it."""
    fields: dict[str, Any] = {
        "client": make_client(),
        "specialist": make_specialist(),
        "plans": (make_plan(),),
        "goals": (make_goal(),),
        "orders": (make_order(),),
        "authorizations": (make_authorization(),),
        "coverages": (make_coverage(),),
        "staff": make_staff(),
        "read_at": NOW,
    }
    return Chart(**(fields | changes))
