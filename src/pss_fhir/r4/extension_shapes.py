"""Where each extension of the project stands and what it holds; the guide is checked against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pss_fhir.r4.canonicals import (
    ADDENDUM,
    CHECK,
    COSIGNATURE,
    COURSE_HOURS,
    DISCHARGE_CONTENT,
    FAMILY_MEMBER,
    GOAL_PROGRESS,
    GROUP_SIZE,
    INCIDENT_FACTS,
    INCIDENT_STEP,
    INTERVENTION,
    MODIFIER,
    NOTE_CONTACT,
    NOTE_CONTENT,
    ORDERER_CREDENTIAL,
    OWN_WORDS,
    PLAN_SIGNATURE,
    PLAN_UNSIGNED,
    REMOTE,
    RETRACTION,
    SIGNATURE,
    SUPERVISION,
    TRAINING,
    UNITS_USED,
)


@dataclass(frozen=True, slots=True)
class ExtensionShape:
    """What one extension of the project holds.

    Attributes:
        url: its canonical.
        contexts: the elements on which it may stand.
        cardinality: how often it may stand on one of them.
        value: FHIR type of ``value[x]``, None for an extension made of parts.
        parts: for each part, in the order written, its FHIR type and cardinality (``string 1..1``).
        about: what it says.
    """

    url: str
    contexts: tuple[str, ...]
    cardinality: str
    value: str | None
    about: str
    parts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


EXTENSIONS: tuple[ExtensionShape, ...] = (
    ExtensionShape(
        COURSE_HOURS,
        ("Practitioner.qualification",),
        "0..1",
        "decimal",
        "Hours of the course that the qualification stands for.",
    ),
    ExtensionShape(
        PLAN_SIGNATURE,
        ("CarePlan",),
        "0..*",
        None,
        "One signature on a Person-Centered Plan.",
        {"role": "code 1..1", "signedOn": "date 1..1", "signer": "Reference(any person) 0..1"},
    ),
    ExtensionShape(
        PLAN_UNSIGNED,
        ("CarePlan",),
        "0..1",
        "boolean",
        "True where it is known that nobody has signed the plan; left out where signatures are not known.",
    ),
    ExtensionShape(
        OWN_WORDS,
        ("Goal",),
        "0..1",
        "boolean",
        "False where the goal's text is known not to be the person's own; own words stand in expressedBy.",
    ),
    ExtensionShape(
        ORDERER_CREDENTIAL,
        ("ServiceRequest",),
        "0..1",
        "string",
        "The ordering clinician's credential as printed on the order (LCSW).",
    ),
    ExtensionShape(
        UNITS_USED,
        ("ClaimResponse",),
        "0..1",
        "unsignedInt",
        "15-minute units that the payer counts as used.",
    ),
    ExtensionShape(MODIFIER, ("Encounter",), "0..*", "code", "A billing modifier of the contact, in order."),
    ExtensionShape(GROUP_SIZE, ("Encounter",), "0..1", "positiveInt", "How many members were in the group."),
    ExtensionShape(
        NOTE_CONTENT,
        ("DocumentReference",),
        "0..1",
        None,
        "The parts of the note's text.",
        {
            "purpose": "string 1..1",
            "intervention": "string 1..1",
            "response": "string 1..1",
            "nextStep": "string 0..1",
            "writtenAt": "instant 1..1",
            "lateEntry": "boolean 1..1",
        },
    ),
    ExtensionShape(
        NOTE_CONTACT,
        ("DocumentReference",),
        "0..1",
        None,
        "The contact that the note is about, as far as DocumentReference.context has no element for it.",
        {
            "identifier": "uri 0..1",
            "status": "code 1..1",
            "kind": "code 1..1",
            "modality": "code 0..1",
            "place": "code 0..1",
            "placeName": "string 0..1",
            "serviceCode": "code 0..1",
            "modifier": "code 0..*",
            "groupSize": "positiveInt 0..1",
            "specialist": "Reference(Practitioner | PractitionerRole) 0..1",
            "order": "Reference(ServiceRequest) 0..1",
            "session": "Reference(Encounter) 0..1",
            "spokenWith": "Reference(RelatedPerson) 0..*",
            "specialistPlace": "code 0..1",
            "agreed": "boolean 0..1",
            "audioOnlyReason": "code 0..1",
            "failure": "string 0..1",
        },
    ),
    ExtensionShape(
        GOAL_PROGRESS,
        ("DocumentReference",),
        "0..*",
        None,
        "A goal that the contact worked on, in the person's words, and how it moved.",
        {
            "goal": "Reference(Goal) 1..1",
            "words": "string 1..1",
            "progress": "code 0..1",
            "comment": "string 0..1",
        },
    ),
    ExtensionShape(
        INTERVENTION,
        ("DocumentReference",),
        "0..*",
        "CodeableConcept",
        "One thing that the specialist did, from the project's list, with SNOMED CT where it has a code.",
    ),
    ExtensionShape(
        SIGNATURE,
        ("DocumentReference",),
        "0..1",
        None,
        "The author's signature as printed; who signed stands in DocumentReference.author.",
        {"name": "string 1..1", "credential": "string 0..1", "signedAt": "instant 1..1"},
    ),
    ExtensionShape(
        ADDENDUM,
        ("DocumentReference",),
        "0..1",
        None,
        "What an addendum adds to the note that DocumentReference.relatesTo names.",
        {"text": "string 1..1", "reason": "string 0..1", "writtenAt": "instant 1..1"},
    ),
    ExtensionShape(
        FAMILY_MEMBER,
        ("CareTeam.participant",),
        "0..1",
        "boolean",
        "Whether the member of the team is family of the person; left out where nobody said.",
    ),
    ExtensionShape(
        INCIDENT_FACTS,
        ("AdverseEvent",),
        "0..1",
        None,
        "What decides which reports an incident needs, and by when.",
        {
            "duringService": "boolean 0..1",
            "lastServiceOn": "date 0..1",
            "localPlan": "string 0..1",
            "askedAt": "dateTime 0..1",
            "offenseWitnessed": "boolean 1..1",
            "staffAccused": "boolean 1..1",
        },
    ),
    ExtensionShape(
        INCIDENT_STEP,
        ("AdverseEvent",),
        "0..*",
        None,
        "One step that was taken after an incident, and when.",
        {"step": "code 1..1", "takenAt": "dateTime 1..1"},
    ),
    ExtensionShape(
        DISCHARGE_CONTENT,
        ("DocumentReference",),
        "0..1",
        None,
        "Why peer support ended, what was given, how far the person came, and what follows.",
        {
            "reason": "code 1..1",
            "dischargedOn": "date 1..1",
            "services": "string 1..1",
            "progress": "string 1..1",
            "condition": "string 0..1",
            "aftercare": "string 1..1",
            "ownWords": "string 0..1",
            "writtenAt": "instant 1..1",
        },
    ),
    ExtensionShape(
        TRAINING,
        ("Basic",),
        "0..1",
        None,
        "Topic, hours and provider of a training; the person served, where it was about that person.",
        {
            "topic": "CodeableConcept 1..1",
            "hours": "decimal 0..1",
            "provider": "string 0..1",
            "client": "Reference(Patient) 0..1",
        },
    ),
    ExtensionShape(
        SUPERVISION,
        ("Basic",),
        "0..1",
        None,
        "The kind of supervision, how long it took, and for a contract until when it counts.",
        {"kind": "code 1..1", "minutes": "positiveInt 0..1", "until": "date 0..1"},
    ),
    ExtensionShape(
        REMOTE,
        ("Encounter",),
        "0..1",
        None,
        "How a contact at a distance was held: where the specialist was, whether the person agreed, why "
        "there was no picture, what failed.",
        {
            "specialistPlace": "code 0..1",
            "agreed": "boolean 0..1",
            "audioOnlyReason": "code 0..1",
            "failure": "string 0..1",
        },
    ),
    ExtensionShape(
        COSIGNATURE,
        ("DocumentReference",),
        "0..1",
        None,
        "The supervisor's signature as printed; who that is stands in DocumentReference.authenticator.",
        {"name": "string 1..1", "credential": "string 0..1", "signedAt": "instant 1..1"},
    ),
    ExtensionShape(
        RETRACTION,
        ("Provenance",),
        "0..1",
        None,
        "Whose record a document was filed in, and why it must not stand there.",
        {
            "identifier": "uri 1..1",
            "client": "Reference(Patient) 1..1",
            "reason": "string 1..1",
            "credential": "string 0..1",
        },
    ),
    ExtensionShape(
        CHECK,
        ("VerificationResult",),
        "0..1",
        None,
        "Which look-up was made about a member of staff, when it was asked for, and what it gave.",
        {"kind": "code 1..1", "requestedOn": "date 0..1", "result": "string 0..1"},
    ),
)
