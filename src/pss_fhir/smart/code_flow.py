"""The authorization code flow of fhirclient, with its gaps closed.

fhirclient 4.4.0 builds the parameters of each step and keeps their order: authorize, callback, code
exchange, refresh, client credentials. It is used for that. What it lacks is added here or around it:
endpoints come from ``.well-known/smart-configuration`` instead of the deprecated extension of the
CapabilityStatement, requests go through our own transport with time limits, the ``nonce`` is sent,
client authentication follows the registration, and nothing is remembered in the object, so that no
expiry is lost and no thread meets another's token.
"""

from __future__ import annotations

import logging
from typing import Any

from fhirclient.auth import FHIROAuth2Auth

from pss_fhir.smart.configuration import SmartConfiguration
from pss_fhir.smart.registration import Registration
from pss_fhir.smart.token_endpoint import TokenEndpoint


def _above_debug(record: logging.LogRecord) -> bool:
    return record.levelno > logging.DEBUG


# At DEBUG fhirclient logs the whole authorization request, state and launch handle included.
logging.getLogger("fhirclient.auth").addFilter(_above_debug)


class CodeFlow(FHIROAuth2Auth):  # type: ignore[misc]  # fhirclient ships no types
    """One step of one sign-in; made for the step and thrown away after it."""

    def __init__(
        self,
        registration: Registration,
        configuration: SmartConfiguration,
        *,
        aud: str | None = None,
        state: str | None = None,
        nonce: str | None = None,
        code_verifier: str | None = None,
        refresh_token: str | None = None,
    ) -> None:
        super().__init__()
        self.app_id = registration.client_id
        self.aud = aud
        self.auth_state = state
        self.code_verifier = code_verifier
        self.refresh_token = refresh_token
        self._nonce = nonce
        self._redirect_uri = registration.redirect_uri
        self._authorize_uri = configuration.authorization_endpoint
        self._token_uri = configuration.token_endpoint

    def _authorize_params(self, server: Any) -> dict[str, str]:
        return {**super()._authorize_params(server), "nonce": self._nonce}

    def _code_exchange_params(self, code: str) -> dict[str, str]:
        return _without_identity(super()._code_exchange_params(code))

    def _reauthorize_params(self) -> dict[str, str]:
        return _without_identity(super()._reauthorize_params())

    def _request_access_token(self, server: TokenEndpoint, params: dict[str, str]) -> dict[str, Any]:
        """The whole token response, tokens included; fhirclient would keep those and drop the expiry."""
        return server.post_as_form(self._token_uri, params)


def _without_identity(params: dict[str, str]) -> dict[str, str]:
    """Without ``client_id``, which the token endpoint adds for public clients only, and ``state``."""
    return {name: value for name, value in params.items() if name not in ("client_id", "state")}
