"""What the outbox needs of a FHIR server; :class:`pss_fhir.client.FhirClient` has all of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from pss_fhir.client import SearchResult, Written


class Capabilities(Protocol):
    """What a server declares; :class:`pss_fhir.client.ServerCapabilities`."""

    def can(self, resource_type: str, interaction: str) -> bool:
        """Whether an interaction (``create``, ``read``, ``update``, ``search-type``) is declared."""
        ...

    def conditional_create(self, resource_type: str) -> bool:
        """Whether If-None-Exist is declared."""
        ...

    def search_params(self, resource_type: str) -> frozenset[str]:
        """Names of the declared search parameters."""
        ...


class FhirServer(Protocol):
    """The interactions by which a note is filed; the errors are those of :mod:`pss_fhir.errors`."""

    @property
    def base_url(self) -> str:
        """The server's base."""
        ...

    def capabilities(self) -> Capabilities:
        """What the server declares; asked once."""
        ...

    def read(self, ref: str) -> dict[str, Any]:
        """A record."""
        ...

    def search(
        self, resource_type: str, params: Sequence[tuple[str, str]] = (), *, limit: int | None = None
    ) -> SearchResult:
        """What a search finds."""
        ...

    def create(self, resource: dict[str, Any], *, if_none_exist: Sequence[tuple[str, str]] = ()) -> Written:
        """A new record; never sent twice."""
        ...

    def update(self, resource: dict[str, Any], *, if_match: str | None) -> Written:
        """A record replaced; never sent twice."""
        ...
