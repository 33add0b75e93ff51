"""A search, page by page, until it is whole or the caller has enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from pss_fhir.client.addresses import next_page_url
from pss_fhir.client.answers import resource_in
from pss_fhir.client.outcomes import issues_in
from pss_fhir.client.references import make_relative
from pss_fhir.errors import RemoteError
from pss_fhir.issues import Issue, make_issue, message_for
from pss_fhir.wire import Request, Response, shown_url

MOST_PAGES = 500
"""A search that goes on longer is cut, and says so."""

_LARGEST_PAGE = 100


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found, over all its pages.

    Attributes:
        resources: the matches, in the server's order, records marked entered-in-error among them.
        included: what came along through ``_include`` and ``_revinclude``.
        total: the server's own count of all matches, or None where it gave none.
        issues: what the server said beside the records (search mode ``outcome``), and
            ``client.search-cut`` when the search was ended by this client.
        is_complete: False when there were more pages that were not fetched.
    """

    resources: tuple[dict[str, Any], ...]
    included: tuple[dict[str, Any], ...]
    total: int | None
    issues: tuple[Issue, ...]
    is_complete: bool = True


def search_url(
    base_url: str, resource_type: str, params: Sequence[tuple[str, str]], limit: int | None
) -> str:
    """The address of a search's first page; asks for no larger pages than the caller can use."""
    asked = list(params)
    if limit is not None and all(name != "_count" for name, _ in asked):
        asked.append(("_count", str(max(1, min(limit, _LARGEST_PAGE)))))
    query = urlencode(asked, quote_via=quote)
    return f"{base_url}/{resource_type}{'?' if query else ''}{query}"


def run_search(
    send: Callable[[Request], Response],
    first: Request,
    *,
    base_url: str,
    resource_type: str,
    limit: int | None,
) -> SearchResult:
    """The pages of a search, gathered.

    Raises:
        NotFhir: a page is not a Bundle.
        RemoteError: a ``next`` link leads off this server, or back to a page already read.
    """
    matches: list[dict[str, Any]] = []
    included: list[dict[str, Any]] = []
    issues: list[Issue] = []
    total: int | None = None
    request = first
    seen = {first.url}
    pages = 0
    while True:
        page = resource_in(request, send(request), "Bundle")
        pages += 1
        if total is None and isinstance(page.get("total"), int):
            total = page["total"]
        for resource, mode in _entries(page, resource_type):
            if mode == "outcome":
                issues.extend(issues_in(resource))
            else:
                (matches if mode == "match" else included).append(make_relative(resource, base_url))
        link = _next_link(page)
        has_enough = limit is not None and len(matches) >= limit
        if link is None or has_enough or pages >= MOST_PAGES:
            break
        url = next_page_url(base_url, request.url, link)
        if url in seen:
            code = "client.paging-loop"
            where = f"GET {shown_url(request.url)}"
            raise RemoteError(message_for(code, pages=pages), code=code, where=where)
        seen.add(url)
        request = Request("GET", url, first.headers, timeout_seconds=first.timeout_seconds)
    if link is not None and not has_enough:
        issues.append(make_issue("client.search-cut", pages=pages, count=len(matches)))
    return SearchResult(
        resources=tuple(matches[:limit]),
        included=tuple(included),
        total=total,
        issues=tuple(issues),
        is_complete=link is None and (limit is None or len(matches) <= limit),
    )


def _entries(page: dict[str, Any], resource_type: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Each resource of a page with its search mode, which is worked out where the server left it out."""
    listed = page.get("entry")
    for entry in listed if isinstance(listed, list) else ():
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if not isinstance(resource, dict):
            continue
        search = entry.get("search")
        mode = search.get("mode") if isinstance(search, dict) else None
        if mode not in ("match", "include", "outcome"):
            found_type = resource.get("resourceType")
            is_outcome = found_type == "OperationOutcome" != resource_type
            mode = "match" if found_type == resource_type else "outcome" if is_outcome else "include"
        yield resource, mode


def _next_link(page: dict[str, Any]) -> str | None:
    listed = page.get("link")
    for link in listed if isinstance(listed, list) else ():
        if isinstance(link, dict) and link.get("relation") == "next" and isinstance(link.get("url"), str):
            return str(link["url"])
    return None
