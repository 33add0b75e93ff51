"""Which scopes the app asks a site for: what the work needs there, and nothing else."""

from __future__ import annotations

from pss_fhir.domain.chart import ChartPart
from pss_fhir.outbox import Rung, SiteProfile
from pss_fhir.workflows.agency import Site

TYPES_OF_PART: dict[ChartPart, tuple[str, ...]] = {
    ChartPart.PLANS: ("CarePlan",),
    ChartPart.GOALS: ("Goal",),
    ChartPart.ORDERS: ("ServiceRequest",),
    ChartPart.AUTHORIZATIONS: ("ClaimResponse", "ExplanationOfBenefit"),
    ChartPart.COVERAGES: ("Coverage",),
    ChartPart.CONTACTS: ("Encounter",),
    ChartPart.NOTES: ("DocumentReference",),
}
"""Part of a chart -> the resource types it is read from, in the person's own compartment."""

IDENTITY_SCOPES = ("openid", "fhirUser")
CONTEXT_SCOPES = ("launch", "launch/patient")
"""EHR launch and standalone launch; only the one that applies is asked for."""
RENEWAL_SCOPE = "offline_access"
SPECIALIST_SCOPE = "user/Practitioner.rs"

_WRITTEN_BY: dict[Rung, str] = {
    Rung.DOCUMENT_ENCOUNTER: "DocumentReference",
    Rung.DOCUMENT_PERIOD: "DocumentReference",
    Rung.QUESTIONNAIRE_RESPONSE: "QuestionnaireResponse",
}


def resource_scopes(level: str, profile: SiteProfile) -> tuple[str, ...]:
    """The v2 scopes for reading the chart and filing notes, sorted; ``level`` is patient or user.

    A type that notes are written as gets create, read, search and update (an update marks a note
    of the wrong person as entered in error); everything else is read and searched only.
    """
    written = {_WRITTEN_BY[rung] for rung in profile.rungs if rung in _WRITTEN_BY}
    read = {"Patient", *(name for types in TYPES_OF_PART.values() for name in types)}
    scopes = [f"{level}/{name}.crus" for name in written]
    scopes += [f"{level}/{name}.rs" for name in read - written]
    return (*sorted(scopes), SPECIALIST_SCOPE)


def scopes_for(site: Site, profile: SiteProfile, *, is_ehr_launch: bool) -> tuple[str, ...]:
    """Everything the app asks for in one launch."""
    context = CONTEXT_SCOPES[0] if is_ehr_launch else CONTEXT_SCOPES[1]
    return (context, *IDENTITY_SCOPES, RENEWAL_SCOPE, *resource_scopes(site.scope_level, profile))
