"""References between resources (FHIR R4 4.0.1, "Resource References")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

_PATH = re.compile(
    r"(?P<ref>[A-Z][A-Za-z]{1,63}/[A-Za-z0-9\-.]{1,64})(?:/_history/(?P<version>[A-Za-z0-9\-.]{1,64}))?",
    re.ASCII,
)
_REF = re.compile(r"[A-Z][A-Za-z]{1,63}/[A-Za-z0-9\-.]{1,64}", re.ASCII)
_BASE_END = re.compile(r"/(?=[A-Z][A-Za-z]*/[^/]+(?:/_history/[^/]+)?$)")
_UUID = re.compile(r"(?i:urn:uuid:)[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)


class ReferenceKind(StrEnum):
    """Where a reference points."""

    RELATIVE = "relative"
    ABSOLUTE = "absolute"
    CONTAINED = "contained"
    URN = "urn"
    OTHER = "other"


class ParsedReference(NamedTuple):
    """A reference taken apart.

    Attributes:
        kind: where it points; ``other`` for a conditional reference, a URL that is no FHIR resource's,
            or text that is no reference.
        ref: ``Type/id`` of a relative or absolute one, ``urn:uuid:...`` in lower case, ``#id`` of a
            contained one; None for another.
        base_url: the FHIR base of an absolute one, without a slash at its end.
        version_id: the version that it names, if it does.
    """

    kind: ReferenceKind
    ref: str | None = None
    base_url: str | None = None
    version_id: str | None = None


@lru_cache(maxsize=4096)
def parse_reference(text: str) -> ParsedReference:
    """The reference taken apart; never raises."""
    if found := _PATH.fullmatch(text):
        return ParsedReference(ReferenceKind.RELATIVE, found["ref"], None, found["version"])
    if text.startswith("#"):
        return ParsedReference(ReferenceKind.CONTAINED, text)
    if urn := urn_in(text):
        return ParsedReference(ReferenceKind.URN, urn)
    cut = _BASE_END.search(text) if text.startswith(("http://", "https://")) else None
    found = _PATH.fullmatch(text, cut.end()) if cut else None
    if cut is None or found is None:
        return ParsedReference(ReferenceKind.OTHER)
    return ParsedReference(ReferenceKind.ABSOLUTE, found["ref"], text[: cut.start()], found["version"])


@lru_cache(maxsize=4096)
def is_ref(text: str) -> bool:
    """Whether a text is ``Type/id``: a relative reference that names no version, as nearly every one is."""
    return _REF.fullmatch(text) is not None


def local_ref(text: str, *, base_url: str | None) -> str | None:
    """The reference as ``Type/id`` of the server at ``base_url``, or as ``urn:uuid:...``.

    A version that it names is left out. None where it points into the resource itself, to another
    server, or nowhere that can be read; an absolute one points to another server unless it starts
    with ``base_url``.
    """
    parsed = parse_reference(text)
    kind = parsed.kind
    if kind is ReferenceKind.RELATIVE or kind is ReferenceKind.URN:
        return parsed.ref
    if kind is not ReferenceKind.ABSOLUTE or base_url is None:
        return None
    return parsed.ref if parsed.base_url == base_url.rstrip("/") else None


def ref_of(resource: Mapping[str, Any]) -> str | None:
    """``Type/id`` of a resource, None where it has no id that FHIR allows."""
    resource_type, resource_id = resource.get("resourceType"), resource.get("id")
    if not isinstance(resource_type, str) or not isinstance(resource_id, str):
        return None
    ref = f"{resource_type}/{resource_id}"
    return ref if _REF.fullmatch(ref) else None


def urn_in(text: str) -> str | None:
    """The ``urn:uuid:...`` that a text is, in lower case; None for any other text."""
    return text.lower() if _UUID.fullmatch(text) else None


def type_of_ref(ref: str) -> str | None:
    """The resource type that a ``Type/id`` names, None for ``urn:uuid:...``."""
    return None if ref.startswith("urn:") else ref.partition("/")[0]


def references_in(node: Any) -> Iterator[str]:
    """Every ``reference`` text in a resource or a part of one, as it stands there."""
    if isinstance(node, list):
        for each in node:
            yield from references_in(each)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name == "reference" and isinstance(value, str):
                yield value
            else:
                yield from references_in(value)
