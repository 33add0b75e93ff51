"""Values as nearly all are written, read by the value alone.

Each function gives what its careful counterpart in :mod:`~pss_fhir.mapping.json_values` or
:mod:`~pss_fhir.mapping.elements` gives, or None where that one has to be asked: what is odd is noted there,
with its place. A note has twenty parts, and to ask for the plain value first spares most of the calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pss_fhir.r4.dates import parse_moment
from pss_fhir.r4.references import is_ref


def plain_text(text: str) -> str | None:
    """A text on one line."""
    return text if text and text.isprintable() and not text.isspace() else None


def plain_code(code: str) -> str | None:
    """A code as it is."""
    return code or None


def plain_moment(text: str) -> datetime | None:
    """A moment with a time and a zone."""
    try:
        return parse_moment(text)
    except ValueError:
        return None


def plain_count(count: int) -> int | None:
    """A whole number of zero or more."""
    return count if 0 <= count <= 2**53 else None


def plain_ref(reference: Mapping[str, Any]) -> str | None:
    """Where a relative Reference without a version points."""
    text = reference.get("reference")
    return text if type(text) is str and is_ref(text) else None
