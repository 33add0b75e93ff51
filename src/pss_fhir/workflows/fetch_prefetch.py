"""Records that a CDS Hooks call did not bring, asked of the EHR with the token that came with the call.

An EHR may wait half a second for cards, so what has not come by then counts as not sent: the rules that
need it cannot tell. The token goes to the FHIR base of the site alone, and is kept nowhere.

Source:
    CDS Hooks 2.0, "FHIR Resource Access": fhirAuthorization.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from pss_fhir.client import FhirClient, RetryPolicy
from pss_fhir.errors import RemoteError, SignInNeeded
from pss_fhir.wire import Request, Response, Transport
from pss_fhir.workflows.given_token import GivenToken
from pss_fhir.workflows.prefetch import is_missing
from pss_fhir.workflows.services import Services

FETCH_SECONDS = 0.35
"""How long records may take in all; the rest of the half second is for the rules and the way back."""


@dataclass(frozen=True, slots=True)
class _Hurried:
    """A transport that waits no longer for a server than the call can."""

    transport: Transport
    seconds: float

    def send(self, request: Request) -> Response:
        return self.transport.send(replace(request, timeout_seconds=(self.seconds, self.seconds)))


def fetch_missing(
    services: Services,
    prefetch: Mapping[str, Any],
    queries: Mapping[str, str],
    *,
    base_url: str,
    access_token: str,
    within_seconds: float = FETCH_SECONDS,
) -> dict[str, Any]:
    """What came with a call, and what could be fetched in time of what did not come, or not whole.

    Args:
        services: the parts.
        prefetch: as it came.
        queries: prefetch key -> what it stands for, ``Patient/1`` or ``Goal?patient=1``.
        base_url: FHIR base of the site; nothing is asked of another server.
        access_token: the token that came with the call.
        within_seconds: after so long nothing more is waited for.
    """
    missing = {key: query for key, query in queries.items() if is_missing(prefetch, key)}
    if not missing:
        return dict(prefetch)
    fhir = FhirClient(
        base_url,
        _Hurried(services.transport, within_seconds),
        authorizer=GivenToken(access_token),
        retry=RetryPolicy(attempts=1),
        clock=services.clock,
    )
    pool = ThreadPoolExecutor(max_workers=len(missing), thread_name_prefix="cds")
    try:
        asked = {key: pool.submit(_ask, fhir, query) for key, query in missing.items()}
        wait(asked.values(), timeout=within_seconds)
    finally:
        # Whoever still waits for the server ends by its own timeout; the call does not wait along.
        pool.shutdown(wait=False, cancel_futures=True)
    found = {key: _outcome(future) for key, future in asked.items()}
    return {**prefetch, **{key: one for key, one in found.items() if one is not None}}


def _ask(fhir: FhirClient, query: str) -> dict[str, Any] | None:
    """What a query finds; None where the server holds more than was read."""
    name, is_search, params = query.partition("?")
    if not is_search:
        return fhir.read(name)
    found = fhir.search(name, parse_qsl(params))
    if not found.is_complete:
        return None
    entries = [{"resource": resource} for resource in found.resources]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entries}


def _outcome(future: Future[dict[str, Any] | None]) -> dict[str, Any] | None:
    """What a question brought; None where it failed or is not answered yet."""
    if not future.done() or future.cancelled():
        return None
    try:
        return future.result()
    except (RemoteError, SignInNeeded):
        return None
