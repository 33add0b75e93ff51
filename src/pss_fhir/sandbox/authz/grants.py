"""The OAuth grants, as Authlib runs them and SMART wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749 import InvalidRequestError, InvalidScopeError
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant, ClientCredentialsGrant, RefreshTokenGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode

from pss_fhir.sandbox.authz.clients import RegisteredApp
from pss_fhir.sandbox.authz.sessions import Session
from pss_fhir.sandbox.authz.tokens import Code, IssuedToken

if TYPE_CHECKING:
    from pss_fhir.sandbox.authz.server import SmartServer

CLIENT_METHODS = ("none", "client_secret_basic", "private_key_jwt")
_REFRESHING = ("offline_access", "online_access")


class CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc]  # Authlib has no types
    """authorization_code, with the launch context in its token response."""

    TOKEN_ENDPOINT_AUTH_METHODS = CLIENT_METHODS
    server: SmartServer

    def save_authorization_code(self, code: str, request: Any) -> None:
        """Keep the code with what was asked and who is signed in."""
        asked = request.payload.data
        self.server.book.add_code(
            Code(
                code=code,
                client_id=request.client.client_id,
                redirect_uri=request.payload.redirect_uri,
                scope=self.server.fit_scope(request.scope, request.user),
                nonce=asked.get("nonce"),
                code_challenge=asked["code_challenge"],
                code_challenge_method=asked["code_challenge_method"],
                session=request.user,
                issued_at=self.server.clock.now(),
                family=self.server.new_secret(),
            )
        )

    def generate_authorization_code(self) -> str:
        """A new code."""
        return self.server.new_secret()

    def query_authorization_code(self, code: str, client: RegisteredApp) -> Code | None:
        """The code, once."""
        return self.server.book.take_code(code, client.client_id)

    def delete_authorization_code(self, authorization_code: Code) -> None:
        """Nothing: a used code is kept, so that a second try is seen."""

    def authenticate_user(self, authorization_code: Code) -> Session:
        """The session that the code stands for."""
        return authorization_code.session

    def generate_token(self, **settings: Any) -> dict[str, Any]:
        """A token; with a refresh token only when a scope asks for one."""
        wanted = any(scope in _REFRESHING for scope in settings["scope"].split())
        token: dict[str, Any] = super().generate_token(**{**settings, "include_refresh_token": wanted})
        return token

    def create_token_response(self) -> tuple[int, dict[str, Any], Any]:
        """The token response with the launch context."""
        status, token, headers = super().create_token_response()
        token.update(self.request.user.parameters(token["scope"].split()))
        return status, token, headers


class SmartRequest:
    """An extension of the code grant: what SMART wants in every authorization request."""

    def __call__(self, grant: CodeGrant) -> None:
        """Check each request after Authlib did."""
        grant.register_hook("after_validate_authorization_request_payload", self._check)

    def _check(self, grant: CodeGrant, redirect_uri: str) -> None:  # noqa: ARG002 - Authlib's signature
        asked = grant.request.payload.data
        if not asked.get("state"):
            raise InvalidRequestError("state is needed.")
        if asked.get("aud", "").rstrip("/") != grant.server.fhir_base():
            raise InvalidRequestError("aud must be the FHIR base URL of this server.")
        if not asked.get("code_challenge") or asked.get("code_challenge_method") != "S256":
            raise InvalidRequestError("PKCE with S256 is needed.")


class S256Challenge(CodeChallenge):  # type: ignore[misc]  # Authlib has no types
    """PKCE without the plain method."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)


class SmartIdToken(OpenIDCode):  # type: ignore[misc]  # Authlib has no types
    """The id_token with ``fhirUser``."""

    def __init__(self, server: SmartServer) -> None:
        super().__init__()
        self._server = server

    def exists_nonce(self, nonce: str, request: Any) -> bool:  # noqa: ARG002 - Authlib's signature
        """False: a nonce binds an id_token to its request, the app checks it."""
        return False

    def resolve_client_private_key(self, client: RegisteredApp) -> Any:
        """The key that signs for this app."""
        return self._server.keys.key_for(client.id_token_signed_response_alg)

    def get_encode_header(self, client: RegisteredApp) -> dict[str, Any]:
        """Algorithm and key id."""
        algorithm = client.id_token_signed_response_alg
        return {"alg": algorithm, "typ": "JWT", "kid": self._server.keys.key_for(algorithm).kid}

    def get_client_claims(self, client: RegisteredApp) -> dict[str, Any]:
        """Issuer, audience and times, by the sandbox's clock."""
        now = int(self._server.clock.now().timestamp())
        return {"iss": self._server.issuer(), "aud": client.client_id, "iat": now, "exp": now + 300}

    def generate_user_info(self, user: Session, scope: str) -> Any:
        """The subject, and ``fhirUser`` where a scope asks for it."""
        info = UserInfo(sub=(user.user_ref or "").replace("/", "-"))
        if "fhirUser" in scope.split() or "profile" in scope.split():
            info["fhirUser"] = f"{self._server.fhir_base()}/{user.user_ref}"
        return info


class RotatingRefresh(RefreshTokenGrant):  # type: ignore[misc]  # Authlib has no types
    """refresh_token: each one counts once."""

    TOKEN_ENDPOINT_AUTH_METHODS = CLIENT_METHODS
    INCLUDE_NEW_REFRESH_TOKEN = True
    server: SmartServer

    def authenticate_refresh_token(self, refresh_token: str) -> IssuedToken | None:
        """The token that it belongs to, None if it does not count."""
        return self.server.book.take_refresh(refresh_token)

    def authenticate_user(self, refresh_token: IssuedToken) -> Session:
        """The session that it belongs to."""
        return refresh_token.session

    def revoke_old_credential(self, refresh_token: IssuedToken) -> None:
        """Take back what the new one replaces."""
        refresh_token.is_refresh_revoked = True

    def create_token_response(self) -> tuple[int, dict[str, Any], Any]:
        """The token response with the launch context."""
        status, token, headers = super().create_token_response()
        token.update(self.request.user.parameters(token["scope"].split()))
        return status, token, headers


class BackendGrant(ClientCredentialsGrant):  # type: ignore[misc]  # Authlib has no types
    """client_credentials for SMART Backend Services: signed assertion, ``system/`` scopes."""

    TOKEN_ENDPOINT_AUTH_METHODS = ("private_key_jwt",)

    def validate_token_request(self) -> None:
        """Check the app, and that it asks for something."""
        super().validate_token_request()
        if not self.request.payload.scope:
            raise InvalidScopeError("scope is needed.")
