"""Every note from signature to proof of filing."""

from pss_fhir.outbox.decisions import confirm_copied, copy_by_hand, signed_in, try_again
from pss_fhir.outbox.errands import Build
from pss_fhir.outbox.filing import Filing, filing_of
from pss_fhir.outbox.ladder import RungChoice, choose_retraction, choose_rung
from pss_fhir.outbox.patience import Patience
from pss_fhir.outbox.profiles import Fact, SiteProfile, load_profile, profile_names
from pss_fhir.outbox.rungs import Rung
from pss_fhir.outbox.server import Capabilities, FhirServer
from pss_fhir.outbox.states import OutboxState
from pss_fhir.outbox.worker import Outbox

__all__ = [
    "Build",
    "Capabilities",
    "Fact",
    "FhirServer",
    "Filing",
    "Outbox",
    "OutboxState",
    "Patience",
    "Rung",
    "RungChoice",
    "SiteProfile",
    "choose_retraction",
    "choose_rung",
    "confirm_copied",
    "copy_by_hand",
    "filing_of",
    "load_profile",
    "profile_names",
    "signed_in",
    "try_again",
]
