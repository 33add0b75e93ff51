"""How a record would reach the EHR of a launch, and why not by a better way."""

from __future__ import annotations

from pss_fhir.domain.record import Ref
from pss_fhir.outbox import Rung, RungChoice, choose_retraction, choose_rung
from pss_fhir.workflows.launch import OpenLaunch
from pss_fhir.workflows.services import Services


def rung_choice(services: Services, opened: OpenLaunch, encounter_ref: Ref | None) -> RungChoice:
    """The rung for a record about an encounter (or about none that the EHR knows), with the reasons.

    Where it is not known what the server can do, the site's profile alone decides; a refusal then leads
    to the next rung.
    """
    return choose_rung(
        opened.offers(),
        opened.context.granted_scopes,
        services.profile_of(opened.site),
        has_encounter=encounter_ref is not None,
    )


def retraction_choice(services: Services, opened: OpenLaunch, filed_as: Rung) -> RungChoice:
    """How a record that was filed by a rung can be marked as entered in error, with the reasons."""
    return choose_retraction(
        filed_as, opened.offers(), opened.context.granted_scopes, services.profile_of(opened.site)
    )
