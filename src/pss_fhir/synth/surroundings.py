"""What every chart of the synthetic agency refers to: the agency, the payer, the issuer, the clinician."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

AGENCY_REF = "Organization/agency"
PAYER_REF = "Organization/payer"
ISSUER_REF = "Organization/issuer"
CLINICIAN_REF = "Practitioner/clinician-1"
OWN_ADDRESS = "https://fhir.agency.example"
"""Where the agency's own server is."""
PAYER = "Trillium Health Resources"
_ORGANIZATIONS = (
    (AGENCY_REF, "HTEST Peer Support Agency"),
    (PAYER_REF, PAYER),
    (ISSUER_REF, "HTEST Certification Board"),
)


def organizations() -> Iterator[dict[str, Any]]:
    """The organizations as FHIR JSON."""
    for ref, name in _ORGANIZATIONS:
        yield {"resourceType": "Organization", "id": ref.partition("/")[2], "active": True, "name": name}


def practitioner(staff_id: str, given: str) -> dict[str, Any]:
    """Somebody who gives no peer support, as FHIR JSON."""
    return {
        "resourceType": "Practitioner",
        "id": staff_id,
        "identifier": [{"system": "https://agency.example/staff", "value": staff_id}],
        "active": True,
        "name": [{"family": "HTEST", "given": [given]}],
    }
