"""The seam between what is said to a server and the sockets that carry it.

``client`` and ``smart`` speak through a :class:`Transport`; a test hands them one that runs a WSGI
application in the same process, production hands them requests. Nothing here opens a socket.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request.

    Attributes:
        method: upper-case HTTP method.
        url: absolute URL, query included.
        headers: names in any case.
        body: bytes to send, or None.
        timeout_seconds: (connect, read).
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    timeout_seconds: tuple[float, float] = (5.0, 30.0)


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response, read whole. ``headers`` has lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


class Transport(Protocol):
    """Carries one request and brings the answer; redirects are answers, not followed."""

    def send(self, request: Request) -> Response:
        """The server's answer.

        Raises:
            pss_fhir.errors.Unreachable: no complete answer came.
        """
        ...


class Authorizer(Protocol):
    """Knows the token that goes with a request to one FHIR server."""

    def authorization(self) -> str | None:
        """The value of the Authorization header, renewed first if it is about to expire.

        None for a server that asks for no sign-in.

        Raises:
            pss_fhir.errors.SignInNeeded: the token is gone and the person must sign in again.
        """
        ...

    def renew(self) -> bool:
        """Try to get a new token after a 401; True when the request is worth sending again."""
        ...


def shown_url(url: str) -> str:
    """The URL as it may stand in a message or a log: no query, no fragment, no user info."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if ":" in host:
        host = f"[{host}]"
    if parts.port:
        host = f"{host}:{parts.port}"
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


def same_origin(one: str, other: str) -> bool:
    """Whether two absolute URLs share scheme, host and port (default ports filled in)."""

    def origin(url: str) -> tuple[str, str | None, int | None]:
        parts = urlsplit(url)
        default_port = {"https": 443, "http": 80}.get(parts.scheme)
        return parts.scheme.lower(), parts.hostname, parts.port or default_port

    return origin(one) == origin(other)


def is_protected(url: str) -> bool:
    """Whether a secret may travel to this absolute URL: https, or http that stays on this machine."""
    parts = urlsplit(url)
    if parts.scheme == "https":
        return bool(parts.hostname)
    return parts.scheme == "http" and is_loopback_host(parts.hostname or "")


def is_loopback_host(host: str) -> bool:
    """Whether a host name always means this machine: ``localhost``, ``127.0.0.0/8`` or ``::1``."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
