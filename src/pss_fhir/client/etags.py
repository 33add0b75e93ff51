"""Versions as HTTP writes them.

FHIR R4 "http.html#versioning" asks for ``W/"<versionId>"``. Servers were seen that send a strong tag,
a UUID, or no quotes at all; what a server sent is sent back to it unchanged.
"""

from __future__ import annotations

import re

from pss_fhir.errors import UsageError
from pss_fhir.issues import message_for

_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]+"')
_BARE = re.compile(r"[\x21\x23-\x7e]+")


def version_in(etag: str | None) -> str | None:
    """The version id inside an ETag, weak or strong, quoted or not; None where there is none."""
    if etag is None:
        return None
    text = etag.strip()
    if text[:2] in ("W/", "w/"):
        text = text[2:]
    if len(text) >= 2 and text[0] == text[-1] == '"':
        text = text[1:-1]
    return text or None


def if_match(version: str) -> str:
    """The If-Match header for a version id, or for an ETag as a server sent it.

    Raises:
        UsageError: it holds characters that cannot stand in a header.
    """
    if _TAG.fullmatch(version):
        return version
    if _BARE.fullmatch(version):
        return f'W/"{version}"'
    raise UsageError(message_for("client.version-invalid"), code="client.version-invalid")
