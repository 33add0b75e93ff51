"""Addresses on one FHIR server: what may be asked for, and what lies outside.

A server, or a resource somebody wrote into it, can name any address it likes. Whatever comes back
from here is known to lie under the client's own base, so that a token is never carried elsewhere
(SMART App Launch 2.2.0, "App considerations": tokens go to the intended server only).
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from pss_fhir.errors import RemoteError, UsageError
from pss_fhir.issues import message_for
from pss_fhir.wire import same_origin, shown_url

_TYPE = r"[A-Z][A-Za-z]{1,63}"
_ID = r"(?!\.{1,2}(?:/|$))[A-Za-z0-9\-._]{1,128}"
"""R4 allows 64 characters without underscore; servers were seen that use more."""

_REF = re.compile(rf"({_TYPE})/({_ID})(?:/_history/({_ID}))?")
_REF_AT_END = re.compile(rf"(?:^|/)({_TYPE})/({_ID})(?:/_history/({_ID}))?$")
_ENCODED_STEP = re.compile(r"%(?:2e|2f|5c|25)", re.IGNORECASE)
"""An encoded dot, slash, backslash or percent sign: a server might decode it and climb."""

_UNSAFE_IN_URL = re.compile(r"[\x00-\x20\x7f\\]")


def checked_base_url(url: str) -> str:
    """The base without its trailing slash.

    Raises:
        UsageError: not an absolute http(s) URL, or with a query, a fragment or user info.
    """
    if not _is_plain_http_url(url) or "?" in url or "#" in url:
        raise UsageError(message_for("client.base-invalid"), code="client.base-invalid")
    return url.rstrip("/")


def checked_type(resource_type: object) -> str:
    """The name of a resource type.

    Raises:
        UsageError: it cannot be one, so it may not stand in a URL.
    """
    if isinstance(resource_type, str) and re.fullmatch(_TYPE, resource_type):
        return resource_type
    raise UsageError(message_for("client.type-invalid"), code="client.type-invalid")


def checked_ref(ref: str) -> str:
    """A relative reference, ``Type/id`` or ``Type/id/_history/version``.

    Raises:
        UsageError: it is absolute, climbs out of the base, or is no reference at all.
    """
    if _REF.fullmatch(ref):
        return ref
    raise UsageError(message_for("client.ref-invalid"), code="client.ref-invalid")


def ref_in_location(location: str | None, resource_type: str) -> tuple[str | None, str | None]:
    """``Type/id`` and version that a Location header names.

    Absolute and relative forms are read, with and without ``_history``; only the end counts, since
    some servers behind a proxy name their inner address (interop: SMART launcher v2).

    Returns:
        (ref, version); None for what is not there or names another type.
    """
    found = _REF_AT_END.search(_path_of(location or ""))
    if found is None or found[1] != resource_type:
        return None, None
    return f"{found[1]}/{found[2]}", found[3]


def is_under(base_url: str, url: str) -> bool:
    """Whether an absolute URL has the base's origin and lies at or below its path."""
    if not _is_plain_http_url(url) or not same_origin(base_url, url):
        return False
    base_path, path = urlsplit(base_url).path.rstrip("/"), urlsplit(url).path
    if _ENCODED_STEP.search(path) or {".", ".."} & set(path.split("/")):
        return False
    return path == base_path or path.startswith(f"{base_path}/")


def next_page_url(base_url: str, current_url: str, link: str) -> str:
    """The absolute URL of a ``next`` link, which may be relative to the base, or a query alone.

    Raises:
        RemoteError: the link leads off this server; following it would carry the token elsewhere.
    """
    try:
        url = urljoin(current_url if link.startswith("?") else f"{base_url}/", link)
    except ValueError:
        url = ""
    if not is_under(base_url, url):
        raise RemoteError(
            message_for("client.next-link-elsewhere"),
            code="client.next-link-elsewhere",
            where=f"GET {shown_url(current_url)}",
        )
    return url


def _is_plain_http_url(url: str) -> bool:
    """Whether a URL is absolute http(s), well formed, and without user info."""
    if _UNSAFE_IN_URL.search(url):
        return False
    try:
        parts = urlsplit(url)
        has_place = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and has_place and "@" not in parts.netloc


def _path_of(location: str) -> str:
    try:
        return urlsplit(location).path
    except ValueError:
        return ""
