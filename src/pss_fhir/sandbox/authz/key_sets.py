"""Fetching an app's public keys from where it publishes them."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

from authlib.oauth2.rfc6749 import InvalidClientError

_SECONDS = 5
_MOST_BYTES = 65536


def fetch_key_set(url: str) -> dict[str, Any]:
    """The JWK set at a registered URL.

    Raises:
        InvalidClientError: it cannot be had; the app cannot be recognized.
    """
    if not url.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        raise InvalidClientError(description="A JWKS URL needs https, or loopback.")
    try:
        with urllib.request.urlopen(url, timeout=_SECONDS) as answer:  # noqa: S310 - the scheme is checked above
            keys: dict[str, Any] = json.loads(answer.read(_MOST_BYTES))
    except (urllib.error.URLError, TimeoutError, ValueError) as failed:
        raise InvalidClientError(description="The client's JWKS cannot be read.") from failed
    return keys
