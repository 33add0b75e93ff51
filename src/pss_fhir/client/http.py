"""RequestsTransport: the only place of the client that opens a socket."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.response import BaseHTTPResponse

from pss_fhir import __version__
from pss_fhir.errors import Unreachable
from pss_fhir.issues import message_for
from pss_fhir.wire import Request, Response, shown_url

_CHUNK_BYTES = 65_536


def _above_debug(record: logging.LogRecord) -> bool:
    return record.levelno > logging.DEBUG


for _name in ("urllib3.connectionpool", "urllib3.util.retry"):
    # At DEBUG these log each path with its query, and queries hold names.
    logging.getLogger(_name).addFilter(_above_debug)


class RequestsTransport:
    """Carries requests over pooled connections. Safe to share between threads.

    It hands prepared requests straight to a requests adapter, without a ``requests.Session``: a session
    would keep cookies from one person to the next, follow redirects, and let a ``.netrc`` replace the
    token. Certificates are always verified.

    Args:
        ca_bundle: file with the certificates to trust instead of certifi's.
        proxies: ``{"https": "http://proxy:3128"}``; the environment is not looked at.
        most_body_bytes: an answer larger than this, after decompression, is given up.
        longest_answer_seconds: an answer that takes longer in all is given up, however steadily it
            drips; each wait for single bytes has the request's own read timeout.
        user_agent: the User-Agent header.
        pool_connections: how many servers are kept connected, and how many connections to each.
        monotonic: seconds that never run backwards.
    """

    def __init__(
        self,
        *,
        ca_bundle: Path | None = None,
        proxies: Mapping[str, str] | None = None,
        most_body_bytes: int = 32 * 1024 * 1024,
        longest_answer_seconds: float = 120.0,
        user_agent: str = f"pss-fhir/{__version__}",
        pool_connections: int = 16,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._adapter = HTTPAdapter(pool_connections, pool_connections, max_retries=0)
        self._verify: bool | str = str(ca_bundle) if ca_bundle else True
        self._proxies = dict(proxies or {})
        self._most_body_bytes = most_body_bytes
        self._longest_answer_seconds = longest_answer_seconds
        self._fixed_headers = {"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate"}
        self._monotonic = monotonic

    def send(self, request: Request) -> Response:
        """The server's answer, read whole; a redirect is an answer.

        Raises:
            Unreachable: no complete answer came. Its code tells ``client.not-connected`` and
                ``client.tls``, after which the server has seen nothing, from ``client.timeout``,
                ``client.unreachable`` and ``client.answer-too-large``, after which nothing is known of a
                write. The cause is not chained: its text holds the whole URL, query included.
        """
        place = f"{request.method} {shown_url(request.url)}"
        deadline = self._monotonic() + self._longest_answer_seconds
        try:
            prepared = requests.Request(
                request.method,
                request.url,
                headers={**self._fixed_headers, **request.headers},
                data=request.body,
            ).prepare()
            answer = self._adapter.send(
                prepared,
                stream=True,
                timeout=request.timeout_seconds,
                verify=self._verify,
                proxies=self._proxies,
            )
            try:
                body = self._body(answer.raw, deadline, place)
            finally:
                answer.close()
        except (requests.RequestException, HTTPError, OSError) as failure:
            code = _code_of(failure)
            reason = type(failure).__name__
            raise Unreachable(message_for(code, reason=reason), code=code, where=place) from None
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Response(answer.status_code, headers, body, request.url)

    def close(self) -> None:
        """Close the kept connections; a later request opens new ones."""
        self._adapter.close()

    def _body(self, raw: BaseHTTPResponse, deadline: float, place: str) -> bytes:
        """The decompressed body; read as it comes, so that both limits hold against a slow drip."""
        parts: list[bytes] = []
        size = 0
        while part := raw.read1(_CHUNK_BYTES, decode_content=True):
            size += len(part)
            if size > self._most_body_bytes:
                code = "client.answer-too-large"
                raise Unreachable(message_for(code, limit=self._most_body_bytes), code=code, where=place)
            if self._monotonic() > deadline:
                code = "client.timeout"
                raise Unreachable(message_for(code, reason="answer too slow"), code=code, where=place)
            parts.append(part)
        return b"".join(parts)


def _code_of(failure: Exception) -> str:
    """Which of the ways to get no answer this was."""
    if isinstance(failure, requests.exceptions.SSLError):
        return "client.tls"
    if isinstance(failure, requests.ConnectTimeout | requests.exceptions.ProxyError):
        return "client.not-connected"
    if isinstance(failure, requests.ConnectionError) and failure.args:
        # requests wraps urllib3's MaxRetryError, which keeps the first cause as its reason.
        reason = getattr(failure.args[0], "reason", None)
        if isinstance(reason, NewConnectionError):
            return "client.not-connected"
    if isinstance(failure, requests.Timeout | TimeoutError) or "Timeout" in type(failure).__name__:
        return "client.timeout"
    return "client.unreachable"
