"""What an answer holds: a FHIR resource, or something that only claims to be one."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from pss_fhir.errors import NotFhir
from pss_fhir.issues import message_for
from pss_fhir.wire import Request, Response, shown_url

_JSON_TYPES = frozenset({"application/fhir+json", "application/json", "application/json+fhir", "text/json"})


def resource_in(request: Request, response: Response, resource_type: str | None = None) -> dict[str, Any]:
    """The resource that an answer must hold.

    Args:
        request: what was asked; it is named in the error.
        response: the answer.
        resource_type: the type it must have, where only one makes sense.

    Raises:
        NotFhir: empty, of another content type, not JSON, JSON without a ``resourceType``, or a resource
            of another type.
    """
    if not response.body.strip():
        raise not_fhir(request, code="client.not-fhir", reason="it was empty")
    if not _claims_json(response):
        raise not_fhir(request, code="client.not-fhir", reason="its content type is not JSON")
    found = _parsed(response.body)
    if found is None:
        raise not_fhir(request, code="client.not-fhir", reason="it is no JSON object with a resourceType")
    if resource_type is not None and found["resourceType"] != resource_type:
        raise not_fhir(request, code="client.other-type", needed=resource_type)
    return found


def resource_or_none(response: Response) -> dict[str, Any] | None:
    """The resource in an answer, or None; for answers whose status alone already says enough."""
    if not response.body.strip() or not _claims_json(response):
        return None
    return _parsed(response.body)


def not_fhir(request: Request, *, code: str, **fields: object) -> NotFhir:
    """The error for an answer that cannot be what was asked for, to be raised."""
    where = f"{request.method} {shown_url(request.url)}"
    return NotFhir(message_for(code, **fields), code=code, where=where)


def encoded(resource: dict[str, Any]) -> bytes:
    """A resource as the bytes of a request body, UTF-8."""
    return json.dumps(resource, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _claims_json(response: Response) -> bool:
    """Whether the content type is JSON; a server that names none is given the benefit of the doubt."""
    claimed = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return not claimed or claimed in _JSON_TYPES


def _parsed(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return None
    if isinstance(found, dict) and isinstance(found.get("resourceType"), str):
        return found
    return None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
