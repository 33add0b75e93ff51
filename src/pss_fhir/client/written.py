"""What a server said of a write that it carried out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pss_fhir.client.addresses import ref_in_location
from pss_fhir.client.answers import not_fhir, resource_or_none
from pss_fhir.client.etags import version_in
from pss_fhir.client.outcomes import issues_in
from pss_fhir.client.references import make_relative
from pss_fhir.issues import Issue
from pss_fhir.wire import Request, Response


@dataclass(frozen=True, slots=True)
class Written:
    """A write that the server carried out, or found carried out already.

    Attributes:
        status: the HTTP status, 2xx.
        ref: ``Type/id``; None when the server did not say which record it is. Search by identifier then.
        version_id: the version now in force, as the server names it, or None.
        etag: the ETag as it was sent; good for the next ``update(if_match=...)`` even where it is odd.
        resource: the record as it now stands, or None: many servers answer with an empty body.
        was_created: True for a new record; False for an update, or for the record that a conditional
            create found.
        issues: warnings that came with the answer.
    """

    status: int
    ref: str | None
    version_id: str | None
    etag: str | None
    resource: dict[str, Any] | None
    was_created: bool
    issues: tuple[Issue, ...] = ()


def written_in(
    request: Request, response: Response, resource_type: str, base_url: str, *, known_ref: str | None = None
) -> Written:
    """What a 2xx answer to a create or an update says.

    The reference comes from Location (absolute, relative, with ``_history`` or without), else from
    Content-Location, else from the record in the body, else it is ``known_ref``.

    Raises:
        NotFhir: 200 with a body that is not FHIR and no Location: something other than the server
            answered, a sign-in page for one, and nothing is known about the write.
    """
    body = resource_or_none(response)
    ref, version = ref_in_location(response.headers.get("location"), resource_type)
    if ref is None:
        ref, version = ref_in_location(response.headers.get("content-location"), resource_type)
    if response.status == 200 and ref is None and body is None and response.body.strip():
        raise not_fhir(request, code="client.write-unclear")
    resource = make_relative(body, base_url) if body and body["resourceType"] == resource_type else None
    if resource is not None:
        ref = ref or _ref_of(resource)
        version = _version_of(resource) or version
    etag = response.headers.get("etag")
    return Written(
        status=response.status,
        ref=ref or known_ref,
        version_id=version or version_in(etag),
        etag=etag,
        resource=resource,
        was_created=response.status == 201,
        issues=issues_in(body),
    )


def _ref_of(resource: dict[str, Any]) -> str | None:
    identity = resource.get("id")
    return f"{resource['resourceType']}/{identity}" if isinstance(identity, str) and identity else None


def _version_of(resource: dict[str, Any]) -> str | None:
    meta = resource.get("meta")
    version = meta.get("versionId") if isinstance(meta, dict) else None
    return version if isinstance(version, str) and version else None
