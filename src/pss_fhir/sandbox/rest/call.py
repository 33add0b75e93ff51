"""One call of the FHIR API and its answer, free of HTTP libraries, so that a Bundle entry is one too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qsl

from pss_fhir.sandbox.access import Access
from pss_fhir.sandbox.refusals import Refused
from pss_fhir.sandbox.search.dates import read_span
from pss_fhir.sandbox.store.resources import Version

JSON_PATCH = "application/json-patch+json"


@dataclass(frozen=True, slots=True)
class Call:
    """One interaction that is asked for.

    Attributes:
        base: the FHIR base URL, without a slash at its end.
        path: the path below the base, in parts.
        query: parameters of the URL, decoded, in order.
        headers: with lower-case names.
        body: the JSON that was sent, None if there was none.
        form: parameters that were sent as a form (``POST _search``).
        access: the caller's rights.
    """

    method: str
    base: str
    path: tuple[str, ...]
    access: Access
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    form: tuple[tuple[str, str], ...] = ()

    @property
    def preferences(self) -> dict[str, str]:
        """The ``Prefer`` header as names and values."""
        parts = (
            part.strip() for each in self.headers.get("prefer", "").split(";") for part in each.split(",")
        )
        return {
            name.strip(): value.strip() for name, _, value in (part.partition("=") for part in parts) if name
        }

    @property
    def is_strict(self) -> bool:
        """Whether an unknown search parameter is to be refused."""
        return self.preferences.get("handling") == "strict"

    def condition(self, header: str) -> tuple[tuple[str, str], ...]:
        """The search that a header such as If-None-Exist holds."""
        text = self.headers.get(header, "")
        return tuple(parse_qsl(text.partition("?")[2] if "?" in text else text, keep_blank_values=True))

    def with_(self, **changes: Any) -> Call:
        """The same call with something changed."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a call."""

    status: int
    body: dict[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def version_headers(version: Version) -> dict[str, str]:
    """ETag and Last-Modified of a version."""
    return {"ETag": version.etag, "Last-Modified": http_date(version.at)}


def http_date(at: str) -> str:
    """A FHIR instant as an HTTP date."""
    return formatdate(read_span(at).low, usegmt=True)


def location(base: str, version: Version) -> str:
    """Where one version of a resource stands."""
    return f"{base}/{version.ref}/_history/{version.version}"


def expect_resource(body: Any) -> dict[str, Any]:
    """The body as a resource.

    Raises:
        Refused: 400; there is none, or it is not an object with ``resourceType``.
    """
    if not isinstance(body, dict) or not isinstance(body.get("resourceType"), str):
        raise Refused(400, "structure", "The body must be one resource: a JSON object with resourceType.")
    if not isinstance(body.get("meta", {}), dict):
        raise Refused(400, "structure", "meta must be an object.", where=f"{body['resourceType']}.meta")
    return body
