"""What every answer tells the browser: who may frame the page, and that it may keep none of it."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response

_FEATURES = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
_PERMISSIONS = ", ".join(f"{feature}=()" for feature in _FEATURES)
_TWO_YEARS = 63_072_000
_ONE_YEAR = 31_536_000


def content_policy(frame_ancestors: Iterable[str]) -> str:
    """The Content-Security-Policy of a page: only this app's own files, framed only where allowed.

    X-Frame-Options is never sent: it cannot name several origins, and browsers let
    ``frame-ancestors`` decide where both are there (CSP level 3, section 6.4.2).
    """
    directives = {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'self'", *sorted(set(frame_ancestors))],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


def protect(response: Response, *, frame_ancestors: Iterable[str], is_https: bool, is_static: bool) -> None:
    """Put the security headers on an answer."""
    headers = response.headers
    headers["Content-Security-Policy"] = content_policy(frame_ancestors)
    headers["Referrer-Policy"] = "no-referrer"
    headers["Permissions-Policy"] = _PERMISSIONS
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if is_https:
        headers["Strict-Transport-Security"] = f"max-age={_TWO_YEARS}; includeSubDomains"
    if is_static:
        headers["Cache-Control"] = f"public, max-age={_ONE_YEAR}, immutable"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
    else:
        headers["Cache-Control"] = "no-store"
