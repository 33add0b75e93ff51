"""private_key_jwt: an app proves itself by a signed assertion.

Source: SMART App Launch 2.2, "Client Authentication: Asymmetric".
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from authlib.oauth2.rfc6749 import InvalidClientError
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from pss_fhir.clock import Clock
from pss_fhir.sandbox.authz.clients import RegisteredApp
from pss_fhir.sandbox.authz.tokens import TokenBook

ALGORITHMS = ("RS384", "ES384")
_MOST_AHEAD = timedelta(minutes=5)
_LEEWAY = timedelta(seconds=30)


class SignedAssertion(JWTBearerClientAssertion):  # type: ignore[misc]  # Authlib has no types
    """Checks assertions by SMART's rules, which are stricter than RFC 7523's."""

    CLIENT_AUTH_METHOD = "private_key_jwt"

    def __init__(
        self,
        token_url: Callable[[], str],
        book: TokenBook,
        clock: Clock,
        fetch: Callable[[str], dict[str, Any]],
    ) -> None:
        super().__init__()
        self._token_url = token_url
        self._book = book
        self._clock = clock
        self._fetch = fetch

    def resolve_client_public_key(self, client: RegisteredApp) -> KeySet:
        """The app's public keys, fetched where they are registered by URL."""
        keys = self._fetch(client.jwks_url) if client.jwks_url else client.jwks
        if not keys:
            raise InvalidClientError(description="The client has no registered keys.")
        return KeySet.import_key_set(dict(keys))  # type: ignore[arg-type]  # the shape is checked by the import

    def process_assertion_claims(self, assertion: str, resolve_key: Any) -> dict[str, Any]:
        """The claims of an assertion that holds.

        Raises:
            InvalidClientError: it does not.
        """
        try:
            token = jwt.decode(assertion, resolve_key, algorithms=list(ALGORITHMS))
        except (JoseError, ValueError) as broken:
            raise InvalidClientError(description="The assertion cannot be verified.") from broken
        if token.header.get("typ") != "JWT" or "kid" not in token.header:
            raise InvalidClientError(description="The assertion header needs typ JWT and kid.")
        self.verify_claims(token.claims)
        return token.claims

    def verify_claims(self, claims: dict[str, Any]) -> None:
        """Check issuer, subject, audience, expiry and that the id is new.

        Raises:
            InvalidClientError: one of them is not as it must be.
        """
        if claims.get("iss") != claims.get("sub"):
            raise InvalidClientError(description="iss and sub must both be the client id.")
        audience = claims.get("aud")
        if self._token_url() not in (audience if isinstance(audience, list) else [audience]):
            raise InvalidClientError(description="aud must be the token URL.")
        if not isinstance(claims.get("exp"), int | float) or not isinstance(claims.get("jti"), str):
            raise InvalidClientError(description="exp and jti are needed.")
        expires_at = datetime.fromtimestamp(claims["exp"], UTC)
        now = self._clock.now()
        if expires_at <= now - _LEEWAY or expires_at > now + _MOST_AHEAD + _LEEWAY:
            raise InvalidClientError(description="exp must be ahead, and by 5 minutes at most.")
        if not self._book.is_new_assertion(claims["sub"], claims["jti"], expires_at + _LEEWAY):
            raise InvalidClientError(description="jti was used before.")
