"""Who may give orders to the sandbox: this machine, and no page of another site."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from flask import Request, abort


def demand_loopback(request: Request, origin: str) -> None:
    """Let a request pass that comes from this machine, and not out of a page of another origin.

    The host that was asked for is checked as well, so that a name that points at 127.0.0.1 is of no
    use to a foreign page.

    Raises:
        werkzeug.exceptions.Forbidden: it does not.
    """
    if not _is_loopback(request.remote_addr) or request.host != urlsplit(origin).netloc:
        abort(403)
    if request.method not in ("GET", "HEAD") and request.headers.get("Origin", origin) != origin:
        abort(403)


def _is_loopback(address: str | None) -> bool:
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False
