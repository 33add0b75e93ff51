"""Conditions on a call: entity tags, and searches that say which resource is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pss_fhir.sandbox.refusals import Refused
from pss_fhir.sandbox.rest.api import Api
from pss_fhir.sandbox.rest.call import Call, http_date
from pss_fhir.sandbox.search.engine import find_matches
from pss_fhir.sandbox.search.query import read_query
from pss_fhir.sandbox.store.resources import Version

_TAG = re.compile(r'(?:W/)?"([^"]*)"')


def demand_version(call: Call, before: Version | None) -> None:
    """Let a write pass whose If-Match, if it has one, names the newest version.

    Raises:
        Refused: 400 if If-Match cannot be read, 412 if it names another version.
    """
    text = call.headers.get("if-match")
    if text is None or (text.strip() == "*" and before is not None):
        return
    tags = _TAG.findall(text)
    if not tags and text.strip() != "*":
        raise Refused(400, "value", 'If-Match needs an entity tag such as W/"3".')
    if before is None or str(before.version) not in tags:
        raise Refused(412, "conflict", "If-Match names another version than the newest; nothing was changed.")


def is_unchanged(call: Call, version: Version) -> bool:
    """Whether If-None-Match or If-Modified-Since says that the caller has this version."""
    if "if-none-match" in call.headers:
        text = call.headers["if-none-match"]
        return text.strip() == "*" or str(version.version) in _TAG.findall(text)
    return call.headers.get("if-modified-since") == http_date(version.at)


def find_by_condition(api: Api, resource_type: str, pairs: Sequence[tuple[str, str]]) -> list[Version]:
    """The resources that a condition names.

    A condition is read strictly: an unknown parameter passed over would match everything. What the
    caller may not see is found all the same, so that nothing is doubled.

    Raises:
        Refused: 412; the condition names nothing to search by, or has an unknown parameter.
    """
    query = read_query(resource_type, pairs, strict=True)
    if not query.criteria:
        raise Refused(
            412, "incomplete", "The condition has no search parameter, so it would match everything."
        )
    return find_matches(api.store, query, lambda _: True)


def find_one(api: Api, resource_type: str, pairs: Sequence[tuple[str, str]]) -> Version | None:
    """The one resource that a condition names, None if it names none.

    Raises:
        Refused: 412; it names several.
    """
    found = find_by_condition(api, resource_type, pairs)
    if len(found) > 1:
        raise Refused(
            412,
            "multiple-matches",
            f"{len(found)} {resource_type} resources match the condition; one was needed.",
        )
    return found[0] if found else None
