"""The models of fhir.resources that the mapping writes, each loaded on first use.

Loading them takes a third of a second and only writing needs them, so reading never pays for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fhir.resources.R4B.adverseevent import AdverseEvent
    from fhir.resources.R4B.appointment import Appointment
    from fhir.resources.R4B.auditevent import AuditEvent
    from fhir.resources.R4B.basic import Basic
    from fhir.resources.R4B.careplan import CarePlan
    from fhir.resources.R4B.careteam import CareTeam
    from fhir.resources.R4B.claim import Claim
    from fhir.resources.R4B.claimresponse import ClaimResponse
    from fhir.resources.R4B.communication import Communication
    from fhir.resources.R4B.condition import Condition
    from fhir.resources.R4B.consent import Consent
    from fhir.resources.R4B.coverage import Coverage
    from fhir.resources.R4B.documentreference import DocumentReference
    from fhir.resources.R4B.encounter import Encounter
    from fhir.resources.R4B.episodeofcare import EpisodeOfCare
    from fhir.resources.R4B.goal import Goal
    from fhir.resources.R4B.group import Group
    from fhir.resources.R4B.observation import Observation
    from fhir.resources.R4B.patient import Patient
    from fhir.resources.R4B.practitioner import Practitioner
    from fhir.resources.R4B.practitionerrole import PractitionerRole
    from fhir.resources.R4B.provenance import Provenance
    from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
    from fhir.resources.R4B.relatedperson import RelatedPerson
    from fhir.resources.R4B.resource import Resource
    from fhir.resources.R4B.servicerequest import ServiceRequest
    from fhir.resources.R4B.task import Task
    from fhir.resources.R4B.verificationresult import VerificationResult

__all__ = [
    "AdverseEvent",
    "Appointment",
    "AuditEvent",
    "Basic",
    "CarePlan",
    "CareTeam",
    "Claim",
    "ClaimResponse",
    "Communication",
    "Condition",
    "Consent",
    "Coverage",
    "DocumentReference",
    "Encounter",
    "EpisodeOfCare",
    "Goal",
    "Group",
    "Observation",
    "Patient",
    "Practitioner",
    "PractitionerRole",
    "Provenance",
    "QuestionnaireResponse",
    "RelatedPerson",
    "Resource",
    "ServiceRequest",
    "Task",
    "VerificationResult",
]


def __getattr__(name: str) -> Any:
    """The model, imported on first use and kept (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module 'pss_fhir.mapping.models' has no attribute {name!r}")
    model = getattr(import_module(f"fhir.resources.R4B.{name.lower()}"), name)
    globals()[name] = model
    return model
