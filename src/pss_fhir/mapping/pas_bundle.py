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
from pss_fhir.r4.references import local_ref, ref_of, references_in


def to_pas_bundle(
    request: AuthorizationRequest,
    resources: Iterable[Mapping[str, Any]],
    *,
    bundle_identifier: str,
    made_at: datetime,
    base_url: str,
) -> Json:
    """The Bundle for ``Claim/$submit``: the Claim first, then what it leads to, each resource once.

    What nothing leads to is left out: a payer gets what the request needs.

    Args:
        request: what is asked for.
        resources: FHIR JSON of the person, payer, agency, coverage, and what goes along.
        bundle_identifier: ``urn:uuid:...``, the same on every attempt.
        made_at: when it was put together.
        base_url: FHIR base of the server that holds the resources.

    Raises:
        MappingError: something that the request leads to is not among the resources, or is a document
            whose content stands elsewhere.
    """
    claim = as_json(to_fhir(request))
    entries: dict[str, Mapping[str, Any]] = {}
    for resource in (claim, *resources):
        entries.setdefault(_full_url(resource, base_url), resource)
    led_to = _led_to(entries, base_url)
    if apart := [url for url in led_to if not _holds_its_content(entries[url])]:
        raise _refused("mapping.document-elsewhere", apart)
    return {
        "resourceType": "Bundle",
        "meta": {"profile": [PAS_REQUEST_BUNDLE]},
        "identifier": uri_identifier(bundle_identifier),
        "type": "collection",
        "timestamp": format_instant(made_at),
        "entry": [{"fullUrl": url, "resource": entries[url]} for url in led_to],
    }


def _led_to(entries: Mapping[str, Mapping[str, Any]], base_url: str) -> list[str]:
    """The fullUrls that one gets to from the first entry, following every reference.

    Source:
        Da Vinci PAS 2.2.1, Formal Specification, "Prior Authorization Submission": "any resources
        referenced by the Claim resource (and any resources referenced by those resources, ...)".
    """
    by_name = {name: url for url, each in entries.items() for name in (ref_of(each), *urns_of(each))}
    led_to = [next(iter(entries))]
    missing = set()
    for url in led_to:  # it grows while it is walked
        for text in references_in(entries[url]):
            if text.startswith("#"):
                continue
            name = local_ref(text, base_url=base_url) or text
            target = by_name.get(name)
            if target is None:
                missing.add(name)
            elif target not in led_to:
                led_to.append(target)
    if missing:
        raise _refused("mapping.bundle-incomplete", missing)
    return led_to


def _holds_its_content(resource: Mapping[str, Any]) -> bool:
    """Whether a document brings its own content (PAS 2.2.1, PAS Document Reference)."""
    contents = resource.get("content", ()) if resource.get("resourceType") == "DocumentReference" else ()
    attachments = [each.get("attachment", {}) for each in contents]
    return all("data" in each and "url" not in each for each in attachments)


def _refused(code: str, refs: Iterable[str]) -> MappingError:
    issue = make_issue(code, refs=", ".join(sorted(refs)))
    return MappingError(issue.message, issues=[issue], code=issue.code)


def _full_url(resource: Mapping[str, Any], base_url: str) -> str:
    if ref := ref_of(resource):
        return f"{base_url.rstrip('/')}/{ref}"
    urns = urns_of(resource)
    if not urns:
        issue = make_issue("mapping.no-id", path=str(resource.get("resourceType")))
        raise MappingError(issue.message, issues=[issue], code=issue.code)
    return urns[0]
