"""search-type, by GET and by POST, and the further pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from pss_fhir.sandbox.refusals import Refused, make_outcome
from pss_fhir.sandbox.rest.api import Api
from pss_fhir.sandbox.rest.call import Call, Reply
from pss_fhir.sandbox.search.engine import find_included, find_matches
from pss_fhir.sandbox.search.query import Query, read_query
from pss_fhir.sandbox.store.resources import Version, instant

PAGE_PATH = "_page"


def search(api: Api, call: Call, resource_type: str) -> Reply:
    """The first page of a search as a searchset Bundle."""
    api.mode.demand(resource_type, "search-type")
    call.access.demand("s", resource_type)
    ignores_query = call.method == "POST" and api.mode.search_post_ignores_query
    pairs = call.form if ignores_query else (*call.query, *call.form)
    query = read_query(resource_type, pairs, strict=call.is_strict)
    matches = find_matches(api.store, query, lambda resource: call.access.may("s", resource))
    self_url = f"{call.base}/{resource_type}"
    if query.used:
        self_url += "?" + urlencode(query.used)
    return _page(api, call, query, matches, 0, None, self_url)


def turn_page(api: Api, call: Call, handle: str) -> Reply:
    """A further page of a search that was asked before."""
    kept = api.pages.find(handle)
    api.mode.demand(kept.query.resource_type, "search-type")
    call.access.demand("s", kept.query.resource_type)
    start = dict(call.query).get("from", "0")
    if not start.isdecimal():
        raise Refused(400, "value", "from takes a whole number.")
    found = (api.store.find(*ref.split("/")) for ref in kept.refs)
    visible = [
        version
        for version in found
        if version is not None and version.body is not None and call.access.may("s", version.resource)
    ]
    self_url = f"{call.base}/{PAGE_PATH}/{handle}?from={start}"
    return _page(api, call, kept.query, visible, int(start), handle, self_url)


def _page(
    api: Api, call: Call, query: Query, matches: list[Version], start: int, handle: str | None, self_url: str
) -> Reply:
    page = matches[start : start + query.count]
    included = find_included(
        api.store,
        page,
        query,
        lambda resource: call.access.may("r", resource) or call.access.may("s", resource),
    )
    links = [{"relation": "self", "url": self_url}]
    if query.count and start + query.count < len(matches):
        handle = handle or api.pages.keep(query, tuple(version.ref for version in matches))
        links.append(
            {"relation": "next", "url": f"{call.base}/{PAGE_PATH}/{handle}?from={start + query.count}"}
        )
    entries = [_entry(call.base, version, "match") for version in page]
    entries += [_entry(call.base, version, "include") for version in included]
    if query.unknown:
        names = ", ".join(query.unknown)
        outcome = make_outcome(
            "warning", "not-supported", f"Not known to this server and passed over: {names}."
        )
        entries.append({"resource": outcome, "search": {"mode": "outcome"}})
    bundle: dict[str, Any] = {
        "resourceType": "Bundle",
        "type": "searchset",
        "timestamp": instant(api.clock.now()),
        "link": links,
    }
    if query.total != "none":
        bundle["total"] = len(matches)
    if entries:
        bundle["entry"] = entries
    return Reply(200, bundle)


def _entry(base: str, version: Version, mode: str) -> dict[str, Any]:
    return {"fullUrl": f"{base}/{version.ref}", "resource": version.resource, "search": {"mode": mode}}
