"""JSON objects as authorization servers send them."""

from __future__ import annotations

import json
from typing import Any

from pss_fhir.wire import Request, Response, Transport

_TIMEOUT_SECONDS = (5.0, 15.0)


def get_document(url: str, transport: Transport) -> Response:
    """The answer to a plain GET for JSON, without any token.

    Raises:
        pss_fhir.errors.Unreachable: no complete answer came.
    """
    return transport.send(
        Request("GET", url, {"Accept": "application/json"}, timeout_seconds=_TIMEOUT_SECONDS)
    )


def object_in(response: Response) -> dict[str, Any] | None:
    """The JSON object in a body, whatever content type was claimed; None where there is none."""
    try:
        found = json.loads(response.body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def strings_in(value: object) -> tuple[str, ...]:
    """The strings of a JSON list; nothing for anything else."""
    return tuple(entry for entry in value if isinstance(entry, str)) if isinstance(value, list) else ()


def text_in(document: dict[str, Any], name: str) -> str | None:
    """A member that is a string with something in it."""
    value = document.get(name)
    return value if isinstance(value, str) and value else None
