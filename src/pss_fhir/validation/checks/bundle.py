"""Rules of Bundles beyond their invariants: fullUrls, requests, and what documents and messages carry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pss_fhir.issues import Severity
from pss_fhir.validation.references import read_reference
from pss_fhir.validation.visit import Visit

_FULL_URL = 'FHIR R4 Bundle, "Bundle.entry.fullUrl"'
_REQUEST = 'FHIR R4 "RESTful API: transaction"'
_DOCUMENT = 'FHIR R4 "Documents: Content"'
_MESSAGE = "FHIR R4 MessageHeader.focus"


def check_bundle(visit: Visit, bundle: dict[str, Any], path: str) -> None:
    """Report entries whose fullUrl, request or place contradicts their resource."""
    kind = bundle.get("type")
    seen: set[tuple[str, str]] = set()
    for order, entry in _entries(bundle):
        here = f"{path}.entry[{order}]"
        resource = entry.get("resource") if isinstance(entry.get("resource"), dict) else {}
        _check_full_url(visit, entry, resource, here)
        if kind != "history":
            _check_unique(visit, resource, entry, here, seen)
        if kind in ("transaction", "batch"):
            _check_request(visit, entry, resource, here)
    if kind == "document":
        _check_carried(visit, bundle, "validate.bundle-document-incomplete", _DOCUMENT, path)
    elif kind == "message":
        _check_carried(visit, bundle, "validate.bundle-message-incomplete", _MESSAGE, path, only="focus")


def _entries(bundle: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    entries = bundle.get("entry")
    for order, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict):
            yield order, entry


def _check_full_url(visit: Visit, entry: dict[str, Any], resource: Any, path: str) -> None:
    url = entry.get("fullUrl")
    if not isinstance(url, str) or not url:
        return
    if "/_history/" in url:
        visit.report(
            "validate.bundle-full-url", f"{path}.fullUrl", source=_FULL_URL, problem="names a version"
        )
    elif ":" not in url:
        visit.report(
            "validate.bundle-full-url", f"{path}.fullUrl", source=_FULL_URL, problem="is not absolute"
        )
    elif url.startswith(("http://", "https://")) and isinstance(resource.get("id"), str):
        text = read_reference(url)
        if text.type_name is not None and not url.endswith(
            f"/{resource.get('resourceType')}/{resource['id']}"
        ):
            visit.report(
                "validate.bundle-full-url", f"{path}.fullUrl",
                severity=Severity.WARNING, source=_FULL_URL,
                problem="does not end in the resource's type and id",
            )  # fmt: skip


def _check_unique(
    visit: Visit, resource: Any, entry: dict[str, Any], path: str, seen: set[tuple[str, str]]
) -> None:
    kind, own = resource.get("resourceType"), resource.get("id")
    if not isinstance(kind, str) or not isinstance(own, str) or entry.get("fullUrl"):
        return
    if (kind, own) in seen:
        visit.report("validate.bundle-duplicate", path)
    seen.add((kind, own))


def _check_request(visit: Visit, entry: dict[str, Any], resource: Any, path: str) -> None:
    request = entry.get("request")
    if not isinstance(request, dict):
        return
    method, url = request.get("method"), request.get("url")
    here = f"{path}.request"
    if method in ("POST", "PUT") and not resource:
        visit.report(
            "validate.bundle-request", here, source=_REQUEST, problem=f"{method} comes with no resource"
        )
    if method in ("POST", "PUT") and isinstance(url, str) and resource:
        named = url.partition("?")[0].strip("/").split("/")
        kind = resource.get("resourceType")
        if kind not in named and not any(part.startswith("$") for part in named):
            visit.report(
                "validate.bundle-request",
                f"{here}.url",
                source=_REQUEST,
                problem="names another type than the resource's",
            )
    own = resource.get("id")
    is_update = method == "PUT" and isinstance(url, str) and "?" not in url and isinstance(own, str)
    if is_update and not str(url).strip("/").endswith(f"/{own}"):
        visit.report(
            "validate.bundle-request",
            f"{here}.url",
            source=_REQUEST,
            problem="names another id than the resource's",
        )


def _check_carried(
    visit: Visit, bundle: dict[str, Any], code: str, source: str, path: str, *, only: str | None = None
) -> None:
    """Report what the first resource refers to, in all its elements or one, that no entry has."""
    first = next((entry for _, entry in _entries(bundle)), {})
    head, url = first.get("resource"), first.get("fullUrl")
    if not isinstance(head, dict):
        return
    here = f"{path}.entry[0].resource"
    looked_at, place = (head, here) if only is None else (head.get(only), f"{here}.{only}")
    for where, reference in _references(looked_at, place):
        if read_reference(reference).kind == "contained":
            continue
        if visit.scope.index.find(reference, url if isinstance(url, str) else None) is None:
            visit.report(code, where, source=source)


def _references(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        reference = value.get("reference")
        if isinstance(reference, str):
            yield f"{path}.reference", reference
        for key, each in value.items():
            if key != "contained":
                yield from _references(each, f"{path}.{key}")
    elif isinstance(value, list):
        for order, each in enumerate(value):
            yield from _references(each, f"{path}[{order}]")
