"""FHIR REST as a client: read, search, create, update, with the manners a busy EHR asks for.

``FhirClient`` speaks through a ``Transport`` and knows nothing of sockets; ``RequestsTransport`` is
the one that opens them, and is loaded only when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pss_fhir.client.capabilities import ServerCapabilities
from pss_fhir.client.rest import FhirClient
from pss_fhir.client.retry import RetryPolicy, is_passing
from pss_fhir.client.search import SearchResult
from pss_fhir.client.written import Written

if TYPE_CHECKING:
    from pss_fhir.client.http import RequestsTransport

__all__ = [
    "FhirClient",
    "RequestsTransport",
    "RetryPolicy",
    "SearchResult",
    "ServerCapabilities",
    "Written",
    "is_passing",
]


def __getattr__(name: str) -> Any:
    if name == "RequestsTransport":
        from pss_fhir.client.http import RequestsTransport

        return RequestsTransport
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
