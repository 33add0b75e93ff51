"""A token that somebody else holds and lets this process use for a moment; there is no way to renew it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class GivenToken:
    """Authorizes requests to one FHIR server with a token as it was given."""

    access_token: str = field(repr=False)

    def authorization(self) -> str:
        """The token as a header."""
        return f"Bearer {self.access_token}"

    def renew(self) -> bool:
        """Never."""
        return False
