"""Every note from signature to proof of filing."""

from pss_fhir.outbox.ladder import RungChoice, choose_retraction, choose_rung
from pss_fhir.outbox.profiles import Fact, SiteProfile, load_profile, profile_names
from pss_fhir.outbox.rungs import Rung
from pss_fhir.outbox.states import OutboxState

__all__ = [
    "Fact",
    "OutboxState",
    "Rung",
    "RungChoice",
    "SiteProfile",
    "choose_retraction",
    "choose_rung",
    "load_profile",
    "profile_names",
]
