"""Refusals with the words of the code book."""

from __future__ import annotations

from typing import TypeVar

from pss_fhir.errors import SmartError
from pss_fhir.issues import message_for

Refusal = TypeVar("Refusal", bound=SmartError)


def refusal(kind: type[Refusal], *, code: str, where: str | None = None, **fields: object) -> Refusal:
    """The exception of a code, to be raised; ``fields`` fill the code's message."""
    return kind(message_for(code, **fields), code=code, where=where)
