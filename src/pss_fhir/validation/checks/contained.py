"""Contained resources (dom-2 to dom-5, and their ids)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import orjson

from pss_fhir.validation.visit import Visit

_SOURCE = "FHIR R4 DomainResource, invariants dom-2 to dom-5"


def local_references(value: dict[str, Any]) -> Iterator[str]:
    """Every text in the object that starts with ``#``: local references, canonicals and uris."""
    waiting: list[Any] = [value]
    while waiting:
        here = waiting.pop()
        for each in here.values() if isinstance(here, dict) else here:
            if isinstance(each, str):
                if each[:1] == "#":
                    yield each
            elif isinstance(each, (dict, list)):
                waiting.append(each)


def check_contained(visit: Visit, resource: dict[str, Any], path: str) -> None:
    """Report contained resources that are nested, unused, without an id, or with what only servers give."""
    held = resource.get("contained")
    if not isinstance(held, list):
        return
    used = set(local_references(resource))
    ids: set[str] = set()
    for order, each in enumerate(held):
        if not isinstance(each, dict):
            continue
        here = f"{path}.contained[{order}]"
        if "contained" in each:
            visit.report("validate.contained-nested", f"{here}.contained", source=_SOURCE)
        own = each.get("id")
        if not isinstance(own, str):
            visit.report("validate.contained-without-id", here, source=_SOURCE)
            continue
        if own in ids:
            visit.report("validate.id-duplicate", f"{here}.id")
        ids.add(own)
        if f"#{own}" not in used and "#" not in set(local_references(each)):
            visit.report("validate.contained-unused", here, source=_SOURCE)
        meta = each.get("meta")
        for name in ("versionId", "lastUpdated", "security"):
            if isinstance(meta, dict) and name in meta:
                visit.report("validate.contained-meta", f"{here}.meta.{name}", source=_SOURCE, name=name)


def are_plainly_used(resource: dict[str, Any], used: Collection[str]) -> bool:
    """Whether :func:`check_contained` has surely nothing to say: each is referred to, and holds no meta.

    Args:
        resource: what contains them.
        used: ids of some that are surely referred to.
    """
    text, ids = b"", set()
    for each in resource["contained"]:
        own = each["id"]
        if own in ids or "meta" in each or "contained" in each:
            return False
        ids.add(own)
        if own not in used:
            text = text or orjson.dumps(resource)
            # Within a string the quotation mark before "#" would be escaped.
            if b':"#%b"' % own.encode() not in text:
                return False
    return True
