"""The authorization server: Authlib, put together for SMART."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7662 import IntrospectionEndpoint
from authlib.oauth2.rfc9207 import IssuerParameter
from flask import Flask

from pss_fhir.clock import Clock
from pss_fhir.sandbox.authz.assertions import SignedAssertion
from pss_fhir.sandbox.authz.clients import AppBook, RegisteredApp
from pss_fhir.sandbox.authz.grants import (
    CLIENT_METHODS,
    BackendGrant,
    CodeGrant,
    RotatingRefresh,
    S256Challenge,
    SmartIdToken,
    SmartRequest,
)
from pss_fhir.sandbox.authz.keys import SigningKeys
from pss_fhir.sandbox.authz.scopes import read_scope
from pss_fhir.sandbox.authz.sessions import LaunchBook, Session
from pss_fhir.sandbox.authz.tokens import IssuedToken, TokenBook


class SmartServer(AuthorizationServer):  # type: ignore[misc]  # Authlib has no types
    """Authlib's server with what SMART adds, and the books that it works with.

    Attributes:
        fhir_base: gives the FHIR base URL; ``aud`` must be it.
        issuer: gives the issuer of id_tokens and of RFC 9207.
        access_seconds: gives how long an access token counts.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        new_secret: Callable[[], str],
        fhir_base: Callable[[], str],
        issuer: Callable[[], str],
        access_seconds: Callable[[], int],
        fetch_keys: Callable[[str], dict[str, Any]],
    ) -> None:
        super().__init__()
        self.clock = clock
        self.new_secret = new_secret
        self.fhir_base = fhir_base
        self.issuer = issuer
        self.access_seconds = access_seconds
        self.apps = AppBook()
        self.launches = LaunchBook(new_secret)
        self.book = TokenBook(clock)
        self.keys = SigningKeys()
        self._fetch_keys = fetch_keys

    def mount(self, app: Flask) -> None:
        """Register grants and endpoints for a Flask application."""
        self.init_app(app, query_client=self.apps.find, save_token=self._keep_token)
        self.register_token_generator(
            "default",
            BearerTokenGenerator(
                lambda **_: self.new_secret(), lambda **_: self.new_secret(), lambda *_: self.access_seconds()
            ),
        )
        self.register_client_auth_method(
            SignedAssertion.CLIENT_AUTH_METHOD,
            SignedAssertion(lambda: f"{self.issuer()}/token", self.book, self.clock, self._fetch_keys),
        )
        self.register_grant(CodeGrant, [S256Challenge(required=True), SmartRequest(), SmartIdToken(self)])
        self.register_grant(RotatingRefresh)
        self.register_grant(BackendGrant)
        self.register_endpoint(_Introspection)
        self.register_endpoint(_Revocation)

    def fit_scope(self, scope: str, session: Session) -> str:
        """The scopes that make sense in a session: no ``patient/`` scope and no context that it has not."""
        kept = []
        for text in scope.split():
            data = read_scope(text)
            needs_patient = text == "launch/patient" or (data is not None and data.context == "patient")
            needs_encounter = text == "launch/encounter"
            if (needs_patient and session.patient_id is None) or (
                needs_encounter and session.encounter_id is None
            ):
                continue
            kept.append(text)
        return " ".join(kept)

    def _keep_token(self, token: dict[str, Any], request: Any) -> None:
        now = self.clock.now()
        source = request.authorization_code or request.refresh_token
        self.book.add_token(
            IssuedToken(
                access_token=token["access_token"],
                refresh_token=token.get("refresh_token"),
                client_id=request.client.client_id,
                scope=token["scope"],
                session=request.user or Session(user_ref=None),
                issued_at=now,
                expires_at=now + timedelta(seconds=token["expires_in"]),
                family=source.family if source else self.new_secret(),
                clock=self.clock,
            )
        )


class _Introspection(IntrospectionEndpoint):  # type: ignore[misc]  # Authlib has no types
    CLIENT_AUTH_METHODS = ("client_secret_basic", "private_key_jwt")
    server: SmartServer

    def query_token(self, token_string: str, token_type_hint: str | None) -> IssuedToken | None:  # noqa: ARG002 - Authlib's signature
        return self.server.book.find_access(token_string)

    def check_permission(self, token: IssuedToken, client: RegisteredApp, request: Any) -> bool:  # noqa: ARG002 - Authlib's signature
        return client.introspects or token.check_client(client)

    def introspect_token(self, token: IssuedToken) -> dict[str, Any]:
        known: dict[str, Any] = {
            "active": True,
            "scope": token.scope,
            "client_id": token.client_id,
            "exp": int(token.expires_at.timestamp()),
            "iss": self.server.issuer(),
            **token.session.parameters(token.scope.split()),
        }
        if token.session.user_ref:
            known["sub"] = token.session.user_ref.replace("/", "-")
            known["fhirUser"] = f"{self.server.fhir_base()}/{token.session.user_ref}"
        return known


class _Revocation(RevocationEndpoint):  # type: ignore[misc]  # Authlib has no types
    CLIENT_AUTH_METHODS = CLIENT_METHODS
    server: SmartServer

    def query_token(self, token_string: str, token_type_hint: str | None) -> IssuedToken | None:  # noqa: ARG002 - Authlib's signature
        return self.server.book.find_access(token_string) or self.server.book.find_refresh(token_string)

    def revoke_token(self, token: IssuedToken, request: Any) -> None:
        if request.form["token"] == token.refresh_token:
            self.server.book.revoke_family(token.family)
        else:
            token.is_access_revoked = True


class NamedIssuer(IssuerParameter):  # type: ignore[misc]  # Authlib has no types
    """RFC 9207: ``iss`` in every answer of the authorization endpoint, refusals included."""

    def __init__(self, issuer: Callable[[], str]) -> None:
        self._issuer = issuer

    def get_issuer(self) -> str:
        """The issuer."""
        return self._issuer()
