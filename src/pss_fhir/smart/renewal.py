"""Keeping a sign-in alive with its refresh token."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from datetime import timedelta

from pss_fhir.clock import Clock
from pss_fhir.errors import RemoteError, SignInNeeded, SmartError, TokenRefused
from pss_fhir.smart.code_flow import CodeFlow
from pss_fhir.smart.configuration import SmartConfiguration
from pss_fhir.smart.failures import refusal
from pss_fhir.smart.registration import Registration
from pss_fhir.smart.token_endpoint import TokenEndpoint
from pss_fhir.smart.tokens import TokenSet, tokens_in
from pss_fhir.wire import Transport, shown_url

_EARLY = timedelta(seconds=60)
"""A token that ends this soon is renewed before it is used."""


def refresh(
    tokens: TokenSet,
    registration: Registration,
    configuration: SmartConfiguration,
    transport: Transport,
    *,
    clock: Clock,
    entropy: Callable[[int], str] = secrets.token_urlsafe,
) -> TokenSet:
    """The next tokens; sent once. The refresh token is the new one, or the old where none came.

    Raises:
        SignInNeeded: there is no refresh token, or it is no longer accepted.
        TokenRefused: the server failed or refuses the client; the same tokens may work later.
        Unreachable: no complete answer came.

    Source:
        SMART App Launch 2.2.0, "Refresh access token".
    """
    where = shown_url(configuration.iss)
    if tokens.refresh_token is None:
        raise refusal(SignInNeeded, code="smart.sign-in-needed", where=where)
    flow = CodeFlow(registration, configuration, refresh_token=tokens.refresh_token)
    endpoint = TokenEndpoint(registration, transport, clock=clock, entropy=entropy)
    now = clock.now()
    try:
        answer = flow.reauthorize(endpoint)
    except TokenRefused as refused:
        if refused.code == "smart.invalid-grant":
            raise refusal(SignInNeeded, code="smart.sign-in-ended", where=where) from refused
        raise
    return tokens_in(answer, now=now, asked=tokens.scope, previous_refresh=tokens.refresh_token)


class LaunchAuthorizer:
    """The :class:`pss_fhir.wire.Authorizer` of one launch. Safe to share between threads.

    Args:
        tokens: the tokens of the launch.
        registration: who the app is at this EHR.
        configuration: gives this EHR's configuration; asked only when a token is renewed.
        transport: carries the renewals.
        save: is handed each new TokenSet before it is used; a refresh token works once, so what it
            raises ends the request.
        clock: tells when a token ends.
        load: gives the tokens as they are stored now, for launches that several processes serve; the
            one that another process has renewed is then taken instead of renewing a second time.
        entropy: for the id of a signed assertion.
    """

    def __init__(
        self,
        tokens: TokenSet,
        registration: Registration,
        configuration: Callable[[], SmartConfiguration],
        transport: Transport,
        *,
        save: Callable[[TokenSet], None],
        clock: Clock,
        load: Callable[[], TokenSet] | None = None,
        entropy: Callable[[int], str] = secrets.token_urlsafe,
    ) -> None:
        self._tokens = tokens
        self._registration = registration
        self._configuration = configuration
        self._transport = transport
        self._save = save
        self._load = load
        self._clock = clock
        self._entropy = entropy
        self._lock = threading.Lock()
        self._handed_out = threading.local()
        self._ended: tuple[str, SignInNeeded] | None = None

    def authorization(self) -> str | None:
        """The Authorization header, with a token renewed before it ends.

        Where renewing early fails, the token is used as long as it lasts.

        Raises:
            SignInNeeded: the token has ended and cannot be renewed.
            TokenRefused: it has ended, and the server failed to renew it.
            Unreachable: it has ended, and no answer came.
        """
        with self._lock:
            if self._tokens.is_over(self._clock.now(), _EARLY):
                try:
                    self._renew()
                except (SmartError, RemoteError):
                    if self._tokens.is_over(self._clock.now()):
                        raise
            token = self._tokens.access_token
        self._handed_out.token = token
        return f"Bearer {token}"

    def renew(self) -> bool:
        """Whether there is another token than the one that this thread was turned away with.

        Of several threads turned away together, one renews and the others take what it got.

        Raises:
            Unreachable: no complete answer came.
        """
        with self._lock:
            if self._tokens.access_token != getattr(self._handed_out, "token", None):
                return True
            try:
                self._renew()
            except SmartError:
                return False
            return True

    def _renew(self) -> None:
        if self._load is not None:
            stored = self._load()
            if stored.access_token != self._tokens.access_token:
                self._tokens = stored
                if not stored.is_over(self._clock.now(), _EARLY):
                    return
        token = self._tokens.access_token
        if self._ended is not None and self._ended[0] == token:
            # The server has said that it is over; asking again with the same token changes nothing.
            raise SignInNeeded(self._ended[1].message, code=self._ended[1].code, where=self._ended[1].where)
        try:
            self._tokens = refresh(
                self._tokens,
                self._registration,
                self._configuration(),
                self._transport,
                clock=self._clock,
                entropy=self._entropy,
            )
        except SignInNeeded as over:
            self._ended = (token, over)
            raise
        self._save(self._tokens)
