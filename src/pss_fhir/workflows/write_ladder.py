"""How a record would reach the EHR of a launch, and why not by a better way."""

from __future__ import annotations

from pss_fhir.domain.record import Ref
from pss_fhir.errors import RemoteError
from pss_fhir.outbox import RungChoice, choose_rung
from pss_fhir.workflows.launch import OpenLaunch
from pss_fhir.workflows.services import Services


def rung_choice(services: Services, opened: OpenLaunch, encounter_ref: Ref | None) -> RungChoice:
    """The rung for a record about an encounter (or about none that the EHR knows), with the reasons.

    A server that does not say what it can do is judged by the site's profile alone; its refusal then
    leads to the next rung.
    """
    try:
        capabilities = opened.fhir.capabilities()
    except RemoteError:
        capabilities = None
    return choose_rung(
        capabilities,
        opened.context.granted_scopes,
        services.profile_of(opened.site),
        has_encounter=encounter_ref is not None,
    )
