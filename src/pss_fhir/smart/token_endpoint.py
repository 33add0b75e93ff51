"""Speaking to a token endpoint: who asks, and what the answer means."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from pss_fhir.clock import Clock
from pss_fhir.errors import TokenRefused
from pss_fhir.smart.assertion import ASSERTION_TYPE, client_assertion
from pss_fhir.smart.documents import object_in
from pss_fhir.smart.failures import refusal
from pss_fhir.smart.registration import PrivateKeyJwt, Registration, SecretBasic
from pss_fhir.wire import Request, Response, Transport, shown_url

_CODES = {
    "invalid_client": "smart.invalid-client",
    "invalid_grant": "smart.invalid-grant",
    "invalid_request": "smart.invalid-token-request",
    "invalid_scope": "smart.invalid-scope",
    "unauthorized_client": "smart.unauthorized-client",
    "unsupported_grant_type": "smart.unsupported-grant-type",
}
"""OAuth error (RFC 6749 section 5.2) -> code."""


class TokenEndpoint:
    """The server as fhirclient's flow sees it: something to post forms to.

    Attributes:
        desired_scope: scopes as the flow sends them with client credentials.
    """

    def __init__(
        self,
        registration: Registration,
        transport: Transport,
        *,
        clock: Clock,
        entropy: Callable[[int], str],
        scopes: tuple[str, ...] = (),
    ) -> None:
        self.desired_scope = " ".join(scopes)
        self._registration = registration
        self._transport = transport
        self._clock = clock
        self._entropy = entropy

    def post_as_form(self, url: str, form: dict[str, str]) -> dict[str, Any]:
        """The JSON object of a successful answer; sent once.

        Raises:
            TokenRefused: anything else, its code telling which of the OAuth errors it was. What the
                server wrote beside its error is not repeated: it may quote what was sent.
            Unreachable: no complete answer came.
        """
        headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        proof = self._proof(url, headers)
        response = self._transport.send(Request("POST", url, headers, urlencode({**form, **proof}).encode()))
        found = object_in(response)
        if response.status != 200 or found is None or "error" in found:
            raise _refused(url, response, found)
        return found

    def _proof(self, url: str, headers: dict[str, str]) -> dict[str, str]:
        """Adds the client's proof to the headers, or gives the form fields that hold it."""
        client_id, auth = self._registration.client_id, self._registration.auth
        if isinstance(auth, SecretBasic):
            # SMART's own example joins id and secret as they are; RFC 6749 would percent-encode them first.
            joined = base64.b64encode(f"{client_id}:{auth.secret}".encode()).decode("ascii")
            headers["Authorization"] = f"Basic {joined}"
            return {}
        if isinstance(auth, PrivateKeyJwt):
            assertion = client_assertion(auth, client_id, url, now=self._clock.now(), entropy=self._entropy)
            return {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}
        return {"client_id": client_id}


def _refused(url: str, response: Response, found: dict[str, Any] | None) -> TokenRefused:
    where = f"POST {shown_url(url)}"
    error = (found or {}).get("error")
    if isinstance(error, str) and error in _CODES:
        return refusal(TokenRefused, code=_CODES[error], where=where)
    if response.status == 429 or response.status >= 500:
        return refusal(TokenRefused, code="smart.token-endpoint-fault", where=where, status=response.status)
    return refusal(TokenRefused, code="smart.token-refused", where=where, status=response.status)
