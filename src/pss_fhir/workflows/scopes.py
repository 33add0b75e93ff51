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
"""Part of a chart that the rules look at -> the resource types it is read from, any of them."""

SHOWN_PARTS: dict[ChartPart, tuple[str, ...]] = {ChartPart.SAFETY_PLANS: ("QuestionnaireResponse",)}
"""Part that no rule looks at and the specialist needs -> the resource types it is read from."""

HELPING_TYPES: dict[str, ChartPart] = {"Claim": ChartPart.AUTHORIZATIONS}
"""Type without which a part is read all the same -> that part. An approval "as asked for" names no
units; the request does."""

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
    read = {"Patient", *chart_types()}
    scopes = [f"{level}/{name}.crus" for name in written]
    scopes += [f"{level}/{name}.rs" for name in read - written]
    return (*sorted(scopes), SPECIALIST_SCOPE)


def chart_types() -> dict[str, ChartPart]:
    """Every resource type that a chart is read from, in the person's own compartment, and for which part."""
    parts = {**TYPES_OF_PART, **SHOWN_PARTS}
    return {name: part for part, types in parts.items() for name in types} | HELPING_TYPES


def scopes_for(site: Site, profile: SiteProfile, *, is_ehr_launch: bool) -> tuple[str, ...]:
    """Everything the app asks for in one launch."""
    context = CONTEXT_SCOPES[0] if is_ehr_launch else CONTEXT_SCOPES[1]
    return (context, *IDENTITY_SCOPES, RENEWAL_SCOPE, *resource_scopes(site.scope_level, profile))
