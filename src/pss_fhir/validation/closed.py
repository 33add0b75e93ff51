"""The resources of a closed set, in which every relative reference must lead somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from pss_fhir.inputs import Text


def resources_named(texts: Iterable[Text]) -> frozenset[str]:
    """``Type/id`` of every resource in the texts, those in Bundles included; unreadable texts name none.

    One short string per resource is held, some 100 bytes each.
    """
    return frozenset(name for text in texts if text.raw is not None for name in _named(text.raw))


def _named(raw: bytes) -> Iterator[str]:
    try:
        resource = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return
    yield from _names_in(resource)


def _names_in(resource: Any) -> Iterator[str]:
    if not isinstance(resource, dict):
        return
    yield f"{resource.get('resourceType')}/{resource.get('id')}"
    entries = resource.get("entry") if resource.get("resourceType") == "Bundle" else None
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict):
            yield from _names_in(entry.get("resource"))
