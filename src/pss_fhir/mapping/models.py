"""The models of fhir.resources that the mapping writes, each loaded on first use.

Loading them takes a third of a second and only writing needs them, so reading never pays for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fhir.resources.R4B.careplan import CarePlan
    from fhir.resources.R4B.claimresponse import ClaimResponse
    from fhir.resources.R4B.coverage import Coverage
    from fhir.resources.R4B.documentreference import DocumentReference
    from fhir.resources.R4B.encounter import Encounter
    from fhir.resources.R4B.goal import Goal
    from fhir.resources.R4B.patient import Patient
    from fhir.resources.R4B.practitioner import Practitioner
    from fhir.resources.R4B.practitionerrole import PractitionerRole
    from fhir.resources.R4B.provenance import Provenance
    from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
    from fhir.resources.R4B.resource import Resource
    from fhir.resources.R4B.servicerequest import ServiceRequest

__all__ = [
    "CarePlan",
    "ClaimResponse",
    "Coverage",
    "DocumentReference",
    "Encounter",
    "Goal",
    "Patient",
    "Practitioner",
    "PractitionerRole",
    "Provenance",
    "QuestionnaireResponse",
    "Resource",
    "ServiceRequest",
]


def __getattr__(name: str) -> Any:
    """The model, imported on first use and kept (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module 'pss_fhir.mapping.models' has no attribute {name!r}")
    model = getattr(import_module(f"fhir.resources.R4B.{name.lower()}"), name)
    globals()[name] = model
    return model
