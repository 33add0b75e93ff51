"""TokenSet: what a token endpoint handed out."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pss_fhir.errors import TokenRefused
from pss_fhir.smart.documents import text_in
from pss_fhir.smart.failures import refusal

_HEADER_SAFE = re.compile(r"[\x21-\x7e]+")
_LONGEST_LIFE = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class TokenSet:
    """The tokens of one sign-in. Its repr shows none of them.

    Attributes:
        access_token: goes into the Authorization header.
        expires_at: when it ends, aware; None where the server did not say.
        refresh_token: gets the next access token; None where there is none.
        scope: what was granted.
    """

    access_token: str = field(repr=False)
    expires_at: datetime | None
    refresh_token: str | None = field(repr=False)
    scope: tuple[str, ...]

    def is_over(self, now: datetime, leeway: timedelta = timedelta(0)) -> bool:
        """Whether the access token has ended, or ends within the leeway."""
        return self.expires_at is not None and self.expires_at <= now + leeway

    def to_json(self) -> dict[str, Any]:
        """The tokens as JSON values; to be stored encrypted."""
        return {
            "access_token": self.access_token,
            "expires_at": self.expires_at.isoformat() if self.expires_at else None,
            "refresh_token": self.refresh_token,
            "scope": list(self.scope),
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> TokenSet:
        """What ``to_json`` made."""
        expires_at = stored["expires_at"]
        return cls(
            access_token=stored["access_token"],
            expires_at=datetime.fromisoformat(expires_at) if expires_at else None,
            refresh_token=stored["refresh_token"],
            scope=tuple(stored["scope"]),
        )


def tokens_in(
    answer: dict[str, Any], *, now: datetime, asked: Sequence[str], previous_refresh: str | None = None
) -> TokenSet:
    """The tokens in a token response.

    Args:
        answer: the token response.
        now: when it came; its ``expires_in`` counts from here.
        asked: the scopes that count as granted when the response names none (RFC 6749 section 5.1).
        previous_refresh: kept when the response brings no new refresh token.

    Raises:
        TokenRefused: no Bearer token that can stand in a header.
    """
    token, kind = text_in(answer, "access_token"), answer.get("token_type")
    if token is None or not _HEADER_SAFE.fullmatch(token):
        raise refusal(TokenRefused, code="smart.token-unusable", reason="there is no access_token in it")
    if not isinstance(kind, str) or kind.lower() != "bearer":
        raise refusal(TokenRefused, code="smart.token-unusable", reason="its token_type is not Bearer")
    scope = answer.get("scope")
    return TokenSet(
        access_token=token,
        expires_at=_expiry(answer.get("expires_in"), now),
        refresh_token=text_in(answer, "refresh_token") or previous_refresh,
        scope=tuple(scope.split()) if isinstance(scope, str) else tuple(asked),
    )


def _expiry(expires_in: object, now: datetime) -> datetime | None:
    """The end of a token's life; some servers send the number as text."""
    if isinstance(expires_in, bool) or not isinstance(expires_in, int | float | str):
        return None
    try:
        seconds = float(expires_in)
    except (ValueError, OverflowError):
        return None
    if math.isnan(seconds) or seconds < 0:
        return None
    return now + timedelta(seconds=min(seconds, _LONGEST_LIFE.total_seconds()))
