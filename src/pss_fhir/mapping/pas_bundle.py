"""An authorization request with everything that goes along, as Da Vinci PAS submits it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pss_fhir.domain.authorization_request import AuthorizationRequest
from pss_fhir.errors import MappingError
from pss_fhir.issues import make_issue
from pss_fhir.mapping.authorization_request import to_fhir
from pss_fhir.mapping.parts import Json, uri_identifier
from pss_fhir.mapping.resource_json import as_json
from pss_fhir.mapping.surroundings import urns_of
from pss_fhir.r4.canonicals import PAS_REQUEST_BUNDLE
from pss_fhir.r4.dates import format_instant
from pss_fhir.r4.references import ref_of


def to_pas_bundle(
    request: AuthorizationRequest,
    resources: Iterable[Mapping[str, Any]],
    *,
    bundle_identifier: str,
    made_at: datetime,
    base_url: str,
) -> Json:
    """The Bundle for ``Claim/$submit``: the Claim first, then each resource it refers to, once.

    Args:
        request: what is asked for.
        resources: FHIR JSON of the person, payer, agency, coverage, and what goes along.
        bundle_identifier: ``urn:uuid:...``, the same on every attempt.
        made_at: when it was put together.
        base_url: FHIR base of the server that holds the resources.

    Raises:
        MappingError: something that the request refers to is not among the resources.
    """
    entries: dict[str, Mapping[str, Any]] = {}
    for resource in (as_json(to_fhir(request)), *resources):
        entries.setdefault(_full_url(resource, base_url), resource)
    needed = {
        request.client_ref,
        request.payer_ref,
        request.agency_ref,
        request.coverage_ref,
        *request.supporting_refs,
    }
    held = {name for resource in entries.values() for name in (ref_of(resource), *urns_of(resource))}
    if missing := sorted(needed - held):
        issue = make_issue("mapping.bundle-incomplete", refs=", ".join(missing))
        raise MappingError(issue.message, issues=[issue], code=issue.code)
    return {
        "resourceType": "Bundle",
        "meta": {"profile": [PAS_REQUEST_BUNDLE]},
        "identifier": uri_identifier(bundle_identifier),
        "type": "collection",
        "timestamp": format_instant(made_at),
        "entry": [{"fullUrl": url, "resource": resource} for url, resource in entries.items()],
    }


def _full_url(resource: Mapping[str, Any], base_url: str) -> str:
    if ref := ref_of(resource):
        return f"{base_url.rstrip('/')}/{ref}"
    urns = urns_of(resource)
    if not urns:
        issue = make_issue("mapping.no-id", path=str(resource.get("resourceType")))
        raise MappingError(issue.message, issues=[issue], code=issue.code)
    return urns[0]
