"""One whole record of every concept, with something in every field; ``EXAMPLES`` holds them by name."""

from __future__ import annotations

from pss_fhir.domain.contact import AudioOnlyReason, Modality, Place, Remote
from pss_fhir.domain.interventions import Intervention
from pss_fhir.domain.note import NoteStatus
from pss_fhir.domain.payer import AuthorizationStatus
from pss_fhir.domain.people import CredentialKind, PersonName
from pss_fhir.domain.record import Record
from tests.builders import (
    at,
    make_addendum,
    make_authorization,
    make_client,
    make_contact,
    make_coverage,
    make_credential,
    make_goal,
    make_goal_progress,
    make_note,
    make_order,
    make_plan,
    make_signature,
    make_specialist,
)
from tests.builders_care import WHOLE_RECORDS
from tests.builders_work import WORK_RECORDS

URN = "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0aa"
WHOLE_CONTACT = make_contact(
    modality=Modality.TELEPHONE,
    place_name="At the table",
    modifiers=("HQ",),
    people_present=3,
    group_ref="Encounter/g",
    spoken_with_refs=("RelatedPerson/kim",),
    remote=Remote(
        specialist_place=Place.OFFICE,
        has_agreed=True,
        audio_only_reason=AudioOnlyReason.VIDEO_FAILED,
        failure="The picture froze twice.",
    ),
)
EXAMPLES: dict[str, Record] = {
    "Client": make_client(
        name=PersonName(family="HTEST", given=("Riley", "R."), text="Riley"), county="Nash"
    ),
    "Specialist": make_specialist(
        name=PersonName(family="HTEST", given=("Jo",), text="Jo"),
        identifiers=make_client().identifiers,
        credentials=(
            make_credential(title="NC CPSS", hours=60, issuer="UNC-CH"),
            make_credential(CredentialKind.OTHER, title="Notary"),
        ),
    ),
    "Plan": make_plan(
        identifiers=make_client().identifiers,
        replaces_ref="CarePlan/0",
        supporting_refs=("Observation/bicycles", "QuestionnaireResponse/safety"),
        step_refs=("Task/call", "ServiceRequest/1"),
        part_of_ref="CarePlan/whole",
    ),
    "Goal": make_goal(identifiers=make_client().identifiers),
    "ServiceOrder": make_order(identifiers=make_client().identifiers, service_code="H2011"),
    "Authorization": make_authorization(
        identifiers=make_client().identifiers,
        status=AuthorizationStatus.PARTIAL,
        modifiers=("HQ", "U4"),
        units_used_by_payer=12,
        decided_on=make_plan().days.start_on,
    ),
    "Coverage": make_coverage(days=make_plan().days),
    "Contact": WHOLE_CONTACT,
    "ServiceNote": make_note(
        ref="DocumentReference/1",
        status=NoteStatus.SUPERSEDED,
        contact=WHOLE_CONTACT,
        goals=(make_goal_progress(comment="Nearly there."),),
        interventions=tuple(Intervention),
        is_late_entry=True,
        replaces_identifier=URN,
        cosignature=make_signature(
            signer_ref="Practitioner/dora", signer_name="Dora HTEST", signed_at=at(16)
        ),
    ),
    "Addendum": make_addendum(ref="DocumentReference/2", signature=make_signature(credential=None)),
    **WHOLE_RECORDS,
    **WORK_RECORDS,
}
