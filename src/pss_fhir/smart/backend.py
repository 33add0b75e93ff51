"""Backend services: a token for the agency's own server, without a person.

Source:
    SMART App Launch 2.2.0, "Backend Services".
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from datetime import timedelta

from pss_fhir.clock import Clock
from pss_fhir.errors import SmartError
from pss_fhir.smart.code_flow import CodeFlow
from pss_fhir.smart.configuration import SmartConfiguration
from pss_fhir.smart.registration import Registration
from pss_fhir.smart.token_endpoint import TokenEndpoint
from pss_fhir.smart.tokens import TokenSet, tokens_in
from pss_fhir.wire import Transport

_EARLY = timedelta(seconds=30)


class BackendAuthorizer:
    """The :class:`pss_fhir.wire.Authorizer` of a backend service. Safe to share between threads.

    Args:
        registration: with ``system/...`` scopes and a private key.
        configuration: of the server.
        transport: carries the token requests.
        clock: tells when a token ends.
        entropy: for the id of each signed assertion.
    """

    def __init__(
        self,
        registration: Registration,
        configuration: SmartConfiguration,
        transport: Transport,
        *,
        clock: Clock,
        entropy: Callable[[int], str] = secrets.token_urlsafe,
    ) -> None:
        self._registration = registration
        self._configuration = configuration
        self._transport = transport
        self._clock = clock
        self._entropy = entropy
        self._tokens: TokenSet | None = None
        self._lock = threading.Lock()
        self._handed_out = threading.local()

    def authorization(self) -> str | None:
        """The Authorization header; the token is kept until it is about to end.

        Raises:
            TokenRefused: the server gives none.
            Unreachable: no complete answer came.
        """
        with self._lock:
            if self._tokens is None or self._tokens.is_over(self._clock.now(), _EARLY):
                self._tokens = self._ask()
            token = self._tokens.access_token
        self._handed_out.token = token
        return f"Bearer {token}"

    def renew(self) -> bool:
        """Whether there is another token than the one that this thread was turned away with.

        Raises:
            Unreachable: no complete answer came.
        """
        with self._lock:
            held = self._tokens
            if held is not None and held.access_token != getattr(self._handed_out, "token", None):
                return True
            try:
                self._tokens = self._ask()
            except SmartError:
                return False
            return True

    def _ask(self) -> TokenSet:
        scopes = self._registration.scopes
        flow = CodeFlow(self._registration, self._configuration)
        endpoint = TokenEndpoint(
            self._registration, self._transport, clock=self._clock, entropy=self._entropy, scopes=scopes
        )
        now = self._clock.now()
        return tokens_in(flow.authorize(endpoint), now=now, asked=scopes)
