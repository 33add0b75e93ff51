"""What the authorization server says of itself."""

from __future__ import annotations

from typing import Any

from pss_fhir.sandbox.authz.assertions import ALGORITHMS
from pss_fhir.sandbox.authz.grants import CLIENT_METHODS
from pss_fhir.sandbox.authz.scopes import PLAIN_SCOPES

CAPABILITIES = (
    "launch-ehr",
    "launch-standalone",
    "authorize-post",
    "client-public",
    "client-confidential-symmetric",
    "client-confidential-asymmetric",
    "sso-openid-connect",
    "context-banner",
    "context-style",
    "context-ehr-patient",
    "context-ehr-encounter",
    "context-standalone-patient",
    "permission-offline",
    "permission-online",
    "permission-patient",
    "permission-user",
    "permission-v1",
    "permission-v2",
)


def smart_configuration(issuer: str) -> dict[str, Any]:
    """``.well-known/smart-configuration`` (SMART App Launch 2.2, "Conformance")."""
    return {
        "issuer": issuer,
        "jwks_uri": f"{issuer}/jwks",
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "introspection_endpoint": f"{issuer}/introspect",
        "revocation_endpoint": f"{issuer}/revoke",
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "response_types_supported": ["code"],
        "scopes_supported": [*PLAIN_SCOPES, "patient/*.cruds", "user/*.cruds", "system/*.cruds"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": list(CLIENT_METHODS),
        "token_endpoint_auth_signing_alg_values_supported": list(ALGORITHMS),
        "authorization_response_iss_parameter_supported": True,
        "capabilities": list(CAPABILITIES),
    }


def openid_configuration(issuer: str) -> dict[str, Any]:
    """``.well-known/openid-configuration`` below the issuer (OpenID Connect Discovery 1.0)."""
    return {
        **smart_configuration(issuer),
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES384"],
        "claims_supported": ["iss", "sub", "aud", "exp", "iat", "nonce", "fhirUser"],
    }
