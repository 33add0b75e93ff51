"""One request to one server: signed, repeated where that is safe, its failure named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pss_fhir.client.addresses import is_under
from pss_fhir.client.failures import failure_of
from pss_fhir.client.retry import RetryPolicy
from pss_fhir.clock import Clock
from pss_fhir.errors import RemoteError, UsageError
from pss_fhir.issues import message_for
from pss_fhir.wire import Authorizer, Request, Response, Transport, is_protected, shown_url


class Sender:
    """Sends requests to one base URL. Holds no state between them; safe to share between threads.

    Raises:
        UsageError: there is a token to send, but the base is neither https nor on this machine.
    """

    def __init__(
        self,
        base_url: str,
        transport: Transport,
        *,
        authorizer: Authorizer | None,
        retry: RetryPolicy,
        clock: Clock,
        sleep: Callable[[float], None],
    ) -> None:
        if authorizer is not None and not is_protected(base_url):
            code = "client.base-unprotected"
            raise UsageError(message_for(code), code=code, where=shown_url(base_url))
        self._base_url = base_url
        self._transport = transport
        self._authorizer = authorizer
        self._retry = retry
        self._clock = clock
        self._sleep = sleep

    def send(self, request: Request, *, is_signed: bool = True) -> Response:
        """The 2xx answer to a request.

        A GET is repeated as the retry policy says. Any method is sent a second time after a 401, once,
        when the authorizer has got a new token: a 401 says that nothing was carried out.

        Raises:
            RemoteError: the address lies outside the base, no answer came, or it was not 2xx.
            SignInNeeded: the token is gone and the person must sign in again.
        """
        if not is_under(self._base_url, request.url):
            raise RemoteError(
                message_for("client.elsewhere"), code="client.elsewhere", where=shown_url(self._base_url)
            )
        began_at = self._clock.now()
        attempt = 1
        while True:
            try:
                return self._send_once(request, is_signed=is_signed)
            except RemoteError as failure:
                spent_seconds = (self._clock.now() - began_at).total_seconds()
                pause = self._retry.pause_after(failure, attempt, spent_seconds)
                if request.method != "GET" or pause is None:
                    raise
            self._sleep(pause)
            attempt += 1

    def _send_once(self, request: Request, *, is_signed: bool) -> Response:
        response = self._transport.send(self._signed(request) if is_signed else request)
        if response.status == 401 and is_signed and self._authorizer is not None and self._authorizer.renew():
            response = self._transport.send(self._signed(request))
        if not 200 <= response.status < 300:
            raise failure_of(request, response, self._clock.now())
        return response

    def _signed(self, request: Request) -> Request:
        value = self._authorizer.authorization() if self._authorizer is not None else None
        return replace(request, headers={**request.headers, "Authorization": value}) if value else request
