"""Which FHIR servers may launch the app.

A launch link names its server in ``iss``. Anybody can write such a link, so only servers that the
agency has listed are asked anything at all.
"""

from __future__ import annotations

from collections.abc import Iterable

from pss_fhir.errors import IssuerNotAllowed
from pss_fhir.smart.failures import refusal


def normal_issuer(iss: str) -> str:
    """The form in which issuers are compared and stored: without trailing slashes."""
    return iss.rstrip("/")


def check_issuer(iss: str, allowed: Iterable[str]) -> str:
    """The issuer in its normal form, when it is one of the allowed ones, character by character.

    Raises:
        IssuerNotAllowed: it is not. The message does not repeat it: it came from a link.
    """
    normal = normal_issuer(iss)
    if normal and normal in {normal_issuer(entry) for entry in allowed}:
        return normal
    raise refusal(IssuerNotAllowed, code="smart.issuer-not-allowed")
