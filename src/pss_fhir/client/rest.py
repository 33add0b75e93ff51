"""FhirClient: the interactions of FHIR REST that peer support needs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from pss_fhir.client.addresses import checked_base_url, checked_ref, checked_type
from pss_fhir.client.answers import encoded, resource_in
from pss_fhir.client.capabilities import ServerCapabilities
from pss_fhir.client.etags import if_match as if_match_header
from pss_fhir.client.references import make_relative
from pss_fhir.client.retry import RetryPolicy
from pss_fhir.client.search import SearchResult, run_search, search_url
from pss_fhir.client.sender import Sender
from pss_fhir.client.written import Written, written_in
from pss_fhir.clock import Clock, SystemClock
from pss_fhir.errors import AuthRequired, UsageError
from pss_fhir.issues import message_for
from pss_fhir.wire import Authorizer, Request, Transport

_FHIR_JSON = "application/fhir+json"
_UNCACHED = {"Cache-Control": "no-cache"}
"""HAPI FHIR repeats for a minute what a search found before: a note just filed would seem not to be there.

Source:
    HAPI FHIR documentation, "Performance: Search Result Caching".
"""
_OPERATION_NAME_MARK = "$"


class FhirClient:
    """Talks to one FHIR server. Safe to share between threads; holds no globals.

    Every method raises :class:`pss_fhir.errors.RemoteError` (each failure status its own subclass)
    and, with an authorizer, :class:`pss_fhir.errors.SignInNeeded`. A GET is repeated as the retry
    policy says; a write never is, save once after a 401 with a renewed token.

    Attributes:
        base_url: the server's base, without a trailing slash.

    Args:
        base_url: absolute http(s) URL of the FHIR base.
        transport: carries the requests.
        authorizer: signs them; None for an open server. A token is sent over https or within this
            machine, and to addresses under the base only.
        retry: how patient the client is.
        clock: for Retry-After dates and the retry budget.
        sleep: waits that many seconds.
        kept_capabilities: is handed the way to ask what the server can do, and gives the answer, asked for
            now or kept from before; for processes in which many clients talk to one server.

    Raises:
        UsageError: the base is no such URL, or a token would travel unprotected.
    """

    def __init__(
        self,
        base_url: str,
        transport: Transport,
        *,
        authorizer: Authorizer | None = None,
        retry: RetryPolicy = RetryPolicy(),  # noqa: B008 - frozen
        clock: Clock = SystemClock(),  # noqa: B008 - has no state
        sleep: Callable[[float], None] = time.sleep,
        kept_capabilities: Callable[[Callable[[], ServerCapabilities]], ServerCapabilities] = lambda ask: (
            ask()
        ),
    ) -> None:
        self.base_url = checked_base_url(base_url)
        self._has_authorizer = authorizer is not None
        self._sender = Sender(
            self.base_url, transport, authorizer=authorizer, retry=retry, clock=clock, sleep=sleep
        )
        self._kept_capabilities = kept_capabilities
        self._capabilities: ServerCapabilities | None = None
        self._capabilities_lock = threading.Lock()

    def capabilities(self) -> ServerCapabilities:
        """What the server says it can do; fetched once, without a token unless the server insists.

        Source:
            FHIR R4 "http.html#capabilities".
        """
        with self._capabilities_lock:
            if self._capabilities is None:
                self._capabilities = self._kept_capabilities(self._fetch_capabilities)
            return self._capabilities

    def read(self, ref: str) -> dict[str, Any]:
        """The record ``Type/id``, or one version of it, ``Type/id/_history/version``.

        Raises:
            UsageError: ``ref`` is absolute or no reference.
            NotFound: there is none. Gone: it was deleted.
        """
        request = self._request("GET", checked_ref(ref))
        return self._one_resource(request, resource_type=ref.partition("/")[0])

    def search(
        self, resource_type: str, params: Sequence[tuple[str, str]] = (), *, limit: int | None = None
    ) -> SearchResult:
        """What a search finds, all pages of it, as the server holds it now.

        Args:
            resource_type: the type searched.
            params: names and values, not encoded; a name may come more than once (AND).
            limit: stop when that many matches are there; None for all.
        """
        url = search_url(self.base_url, checked_type(resource_type), params, limit)
        return run_search(
            self._sender.send,
            Request("GET", url, {"Accept": _FHIR_JSON, **_UNCACHED}),
            base_url=self.base_url,
            resource_type=resource_type,
            limit=limit,
        )

    def create(self, resource: dict[str, Any], *, if_none_exist: Sequence[tuple[str, str]] = ()) -> Written:
        """A new record; sent once.

        Args:
            resource: what to create.
            if_none_exist: search that must find nothing, ``[("identifier", "system|value")]``. Where it
                finds one record that one is returned with ``was_created`` False.

        Raises:
            MultipleMatches: the search found several; nothing was created.
            Unreachable: nobody knows whether it was created; search before sending again.
        """
        resource_type = checked_type(resource.get("resourceType"))
        headers = {}
        if if_none_exist:
            headers["If-None-Exist"] = urlencode(list(if_none_exist), safe=":/|", quote_via=quote)
        return self._write(self._request("POST", resource_type, resource, headers), resource_type)

    def update(self, resource: dict[str, Any], *, if_match: str | None) -> Written:
        """The record replaced as a whole; sent once.

        Args:
            resource: with its ``id``.
            if_match: the version this change began from, or its ETag as the server sent it; None
                overwrites whatever is there.

        Raises:
            VersionConflict: the record has moved on; nothing was overwritten.
        """
        resource_type = checked_type(resource.get("resourceType"))
        ref = checked_ref(f"{resource_type}/{resource.get('id', '')}")
        headers = {} if if_match is None else {"If-Match": if_match_header(if_match)}
        return self._write(self._request("PUT", ref, resource, headers), resource_type, known_ref=ref)

    def operation(
        self,
        name: str,
        *,
        on: str = "",
        params: Sequence[tuple[str, str]] = (),
        body: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """What an operation answers with.

        Args:
            name: with its mark, ``$expand``.
            on: ``""`` for the system, ``Type``, or ``Type/id``.
            params: query parameters.
            body: a resource to POST; None asks with GET, which may be repeated.

        Raises:
            UsageError: the name or the place is none.
        """
        words = name.removeprefix(_OPERATION_NAME_MARK)
        if not name.startswith(_OPERATION_NAME_MARK) or not words.replace("-", "").replace(".", "").isalnum():
            raise UsageError(message_for("client.operation-invalid"), code="client.operation-invalid")
        place = f"{checked_ref(on) if '/' in on else checked_type(on)}/" if on else ""
        query = urlencode(list(params), quote_via=quote)
        path = f"{place}{quote(name, safe='$')}{'?' if query else ''}{query}"
        return self._one_resource(self._request("GET" if body is None else "POST", path, body))

    def transaction(self, bundle: dict[str, Any]) -> dict[str, Any]:
        """The response Bundle of a ``transaction`` or ``batch`` Bundle; sent once.

        Raises:
            UsageError: it is no such Bundle.
        """
        if bundle.get("resourceType") != "Bundle" or bundle.get("type") not in ("transaction", "batch"):
            raise UsageError(message_for("client.bundle-invalid"), code="client.bundle-invalid")
        return self._one_resource(self._request("POST", "", bundle), resource_type="Bundle")

    def _request(
        self,
        method: str,
        path: str,
        resource: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Request:
        url = f"{self.base_url}/{path}" if path else self.base_url
        all_headers = {"Accept": _FHIR_JSON, **(headers or {})}
        if resource is None:
            return Request(method, url, all_headers)
        return Request(method, url, {**all_headers, "Content-Type": _FHIR_JSON}, encoded(resource))

    def _write(self, request: Request, resource_type: str, *, known_ref: str | None = None) -> Written:
        response = self._sender.send(request)
        return written_in(request, response, resource_type, self.base_url, known_ref=known_ref)

    def _one_resource(self, request: Request, *, resource_type: str | None = None) -> dict[str, Any]:
        found = resource_in(request, self._sender.send(request), resource_type)
        return make_relative(found, self.base_url)

    def _fetch_capabilities(self) -> ServerCapabilities:
        request = self._request("GET", "metadata")
        try:
            response = self._sender.send(request, is_signed=False)
        except AuthRequired:
            if not self._has_authorizer:
                raise
            response = self._sender.send(request)
        return ServerCapabilities.from_statement(resource_in(request, response, "CapabilityStatement"))
