"""Looks in the EHR for a record by its business identifier."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pss_fhir.errors import BadRequest, Unprocessable
from pss_fhir.outbox.proof import identifier_values
from pss_fhir.outbox.server import Capabilities, FhirServer

IDENTIFIER_SYSTEM = "urn:ietf:rfc:3986"
"""System of identifiers that are URIs, as every ``urn:uuid:...`` is (FHIR R4, Identifier.system)."""

_MOST_RECORDS = 1000


def find_by_identifier(
    server: FhirServer, resource_type: str, identifier: str, client_ref: str
) -> tuple[dict[str, Any], ...] | None:
    """The records that carry an identifier, n >= 0; None where the server gives no way to find out.

    Some servers ignore a search parameter they do not know and answer with everything, so every
    match is checked here, and an answer that was cut off counts as no answer.

    Raises:
        RemoteError: the search failed.
    """
    for params in _ways(server.capabilities(), resource_type, identifier, client_ref):
        try:
            result = server.search(resource_type, params, limit=_MOST_RECORDS)
        except (BadRequest, Unprocessable):
            continue  # The server wants other parameters, such as the patient.
        matches = tuple(found for found in result.resources if identifier in identifier_values(found))
        if matches or result.is_complete:
            return matches
    return None


def _ways(
    capabilities: Capabilities, resource_type: str, identifier: str, client_ref: str
) -> Iterator[list[tuple[str, str]]]:
    if not capabilities.can(resource_type, "search-type"):
        return
    declared = capabilities.search_params(resource_type)
    if "identifier" in declared:
        yield [("identifier", f"{IDENTIFIER_SYSTEM}|{identifier}")]
    for name in ("patient", "subject"):
        if name in declared:
            yield [(name, client_ref)]
            return
