"""Who wrote and who sent a note, as a US Core Provenance beside it."""

from __future__ import annotations

from pss_fhir.domain.note import Addendum, ServiceNote
from pss_fhir.domain.record import Ref
from pss_fhir.mapping import models
from pss_fhir.mapping.parts import Json, begin, coding, concept, reference
from pss_fhir.r4 import systems
from pss_fhir.r4.canonicals import NOTE_PROVENANCE_PROFILE, US_CORE_PROVENANCE
from pss_fhir.r4.dates import format_instant

_AUTHOR_SIGNATURE = {
    "system": "urn:iso-astm:E1762-95:2013",
    "code": "1.2.840.10065.1.12.1.1",
    "display": "Author's Signature",
}


def to_provenance(
    signed: ServiceNote | Addendum, *, target_ref: Ref, agency_ref: Ref | None = None
) -> models.Provenance:
    """The Provenance of a note or an addendum that a server holds.

    Args:
        signed: what was signed.
        target_ref: where the server holds it.
        agency_ref: for whom the author wrote, and who sent it; without it only the author is named.
    """
    signature = signed.signature
    signer = reference(signature.signer_ref, signature.signer_name)
    author: Json = {"type": concept(coding(systems.PROVENANCE_AGENT, "author", "Author")), "who": signer}
    agents = [author]
    if agency_ref:
        author["onBehalfOf"] = reference(agency_ref)
        transmitter = coding(systems.US_CORE_PROVENANCE_AGENT, "transmitter", "Transmitter")
        agents.append({"type": concept(transmitter), "who": reference(agency_ref)})
    made = begin("Provenance", None, (NOTE_PROVENANCE_PROFILE, US_CORE_PROVENANCE))
    made["target"] = [reference(target_ref)]
    made["recorded"] = format_instant(signature.signed_at)
    made["agent"] = agents
    made["signature"] = [
        {"type": [_AUTHOR_SIGNATURE], "when": format_instant(signature.signed_at), "who": signer}
    ]
    return models.Provenance.model_validate(made)
