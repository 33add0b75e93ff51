"""The apps that the sandbox knows."""

from __future__ import annotations

import hmac
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from authlib.oauth2.rfc6749 import ClientMixin

from pss_fhir.sandbox.authz.scopes import grant_scopes


@dataclass(frozen=True, slots=True)
class RegisteredApp(ClientMixin):  # type: ignore[misc]  # Authlib has no types
    """One app, as the EHR registered it.

    Attributes:
        client_id: the id that the app sends.
        redirect_uris: where codes may be sent, compared to the letter.
        name: what people see.
        launch_url: the app's launch page, None for an app that starts by itself.
        scopes: what it may have at most, None for anything.
        auth: ``none`` (public), ``client_secret_basic`` or ``private_key_jwt``.
        secret: for ``client_secret_basic``.
        jwks: the app's public keys, for ``private_key_jwt``.
        jwks_url: where they stand, instead of ``jwks``.
        is_backend: a backend service: client_credentials alone, ``system/`` scopes alone.
        introspects: whether it may ask about tokens of other apps.
        id_token_signed_response_alg: ``RS256`` or ``ES384``.
    """

    client_id: str
    redirect_uris: tuple[str, ...] = ()
    name: str = ""
    launch_url: str | None = None
    scopes: tuple[str, ...] | None = None
    auth: str = "none"
    secret: str | None = None
    jwks: Mapping[str, Any] | None = None
    jwks_url: str | None = None
    is_backend: bool = False
    introspects: bool = False
    id_token_signed_response_alg: str = "RS256"  # noqa: S105 - the name of an algorithm

    def get_client_id(self) -> str:
        """The client id."""
        return self.client_id

    def get_default_redirect_uri(self) -> str | None:
        """None: SMART wants the redirect URI in every request."""
        return None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Whether codes may be sent there."""
        return redirect_uri in self.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        """Whether the secret is the app's."""
        return self.secret is not None and hmac.compare_digest(self.secret.encode(), client_secret.encode())

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:  # noqa: ARG002 - Authlib's signature
        """Whether the app proves itself by that method."""
        return method == self.auth

    def check_response_type(self, response_type: str) -> bool:
        """Whether the app may use that response type."""
        return response_type == "code" and not self.is_backend

    def check_grant_type(self, grant_type: str) -> bool:
        """Whether the app may use that grant."""
        if self.is_backend:
            return grant_type == "client_credentials"
        return grant_type in ("authorization_code", "refresh_token")

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """What is granted of the scopes asked, None if nothing is."""
        granted = grant_scopes((scope or "").split(), self.scopes)
        kept = [text for text in granted if text.startswith("system/") == self.is_backend]
        return " ".join(kept) or None


class AppBook:
    """The registered apps; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._apps: dict[str, RegisteredApp] = {}

    def add(self, app: RegisteredApp) -> None:
        """Register an app, in the place of an earlier one with its id."""
        with self._lock:
            self._apps[app.client_id] = app

    def find(self, client_id: str) -> RegisteredApp | None:
        """The app of that id, None if there is none."""
        with self._lock:
            return self._apps.get(client_id)

    def launchable(self) -> list[RegisteredApp]:
        """The apps that have a launch page, in the order of registration."""
        with self._lock:
            return [app for app in self._apps.values() if app.launch_url]
