"""Codes and tokens: what was issued, to whom, and whether it still counts."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, TokenMixin

from pss_fhir.clock import Clock
from pss_fhir.sandbox.authz.clients import RegisteredApp
from pss_fhir.sandbox.authz.sessions import Session

CODE_LIFE = timedelta(minutes=1)
REFRESH_LIFE = timedelta(hours=12)


@dataclass(slots=True)
class Code(AuthorizationCodeMixin):  # type: ignore[misc]  # Authlib has no types
    """One authorization code.

    Attributes:
        family: the id that all tokens from this code share.
    """

    code: str
    client_id: str
    redirect_uri: str
    scope: str
    nonce: str | None
    code_challenge: str
    code_challenge_method: str
    session: Session
    issued_at: datetime
    family: str
    is_used: bool = False

    def get_redirect_uri(self) -> str:
        """Where it was sent."""
        return self.redirect_uri

    def get_scope(self) -> str:
        """What is granted with it."""
        return self.scope

    def get_nonce(self) -> str | None:
        """The nonce of the request."""
        return self.nonce

    def get_auth_time(self) -> int:
        """When the person signed in, in seconds since 1970."""
        return int(self.issued_at.timestamp())

    def get_acr(self) -> None:
        """None: the sandbox asks for no kind of sign-in."""

    def get_amr(self) -> None:
        """None: the sandbox asks for no kind of sign-in."""


@dataclass(slots=True)
class IssuedToken(TokenMixin):  # type: ignore[misc]  # Authlib has no types
    """One access token, with the refresh token that came with it."""

    access_token: str
    refresh_token: str | None
    client_id: str
    scope: str
    session: Session
    issued_at: datetime
    expires_at: datetime
    family: str
    clock: Clock
    is_access_revoked: bool = False
    is_refresh_revoked: bool = False

    def check_client(self, client: RegisteredApp) -> bool:
        """Whether it was issued to that app."""
        return self.client_id == client.client_id

    def get_scope(self) -> str:
        """What it allows."""
        return self.scope

    def get_expires_in(self) -> int:
        """Seconds that it counts from its issue."""
        return int((self.expires_at - self.issued_at).total_seconds())

    def is_expired(self) -> bool:
        """Whether its time is over."""
        return self.clock.now() >= self.expires_at

    def is_revoked(self) -> bool:
        """Whether it was taken back."""
        return self.is_access_revoked

    def can_refresh(self) -> bool:
        """Whether its refresh token still counts."""
        return not self.is_refresh_revoked and self.clock.now() < self.issued_at + REFRESH_LIFE

    def get_user(self) -> Session:
        """The session that it belongs to."""
        return self.session


class TokenBook:
    """All codes and tokens of a sandbox, in memory; safe to use from several threads."""

    def __init__(self, clock: Clock) -> None:
        self._lock = threading.RLock()
        self._clock = clock
        self._codes: dict[str, Code] = {}
        self._by_access: dict[str, IssuedToken] = {}
        self._by_refresh: dict[str, IssuedToken] = {}
        self._assertions: dict[str, datetime] = {}

    def add_code(self, code: Code) -> None:
        """Keep a code."""
        with self._lock:
            self._codes[code.code] = code

    def take_code(self, text: str, client_id: str) -> Code | None:
        """The code, once; None if there is none, it is too old, or not this app's.

        A second try takes back every token that came from the code (RFC 6749, 4.1.2).
        """
        with self._lock:
            code = self._codes.get(text)
            if code is None or code.client_id != client_id:
                return None
            if code.is_used:
                self.revoke_family(code.family)
                return None
            code.is_used = True
            return code if self._clock.now() < code.issued_at + CODE_LIFE else None

    def add_token(self, token: IssuedToken) -> None:
        """Keep a token."""
        with self._lock:
            self._by_access[token.access_token] = token
            if token.refresh_token:
                self._by_refresh[token.refresh_token] = token

    def find_access(self, text: str) -> IssuedToken | None:
        """The token of that text, whether or not it still counts."""
        with self._lock:
            return self._by_access.get(text)

    def find_refresh(self, text: str) -> IssuedToken | None:
        """The token with that refresh token, whether or not it still counts."""
        with self._lock:
            return self._by_refresh.get(text)

    def take_refresh(self, text: str) -> IssuedToken | None:
        """The token whose refresh token still counts.

        One that was used before takes back its whole family: somebody holds a copy
        (RFC 9700, 4.14.2).
        """
        with self._lock:
            token = self._by_refresh.get(text)
            if token is None:
                return None
            if token.is_refresh_revoked:
                self.revoke_family(token.family)
                return None
            return token if token.can_refresh() else None

    def revoke_family(self, family: str) -> None:
        """Take back every token that came from one code."""
        with self._lock:
            for token in self._by_access.values():
                if token.family == family:
                    token.is_access_revoked = token.is_refresh_revoked = True

    def is_new_assertion(self, client_id: str, jti: str, expires_at: datetime) -> bool:
        """Whether an app's assertion id was not seen before; from now on it was."""
        key = f"{client_id} {jti}"
        with self._lock:
            now = self._clock.now()
            self._assertions = {known: until for known, until in self._assertions.items() if until > now}
            if key in self._assertions:
                return False
            self._assertions[key] = expires_at
            return True
