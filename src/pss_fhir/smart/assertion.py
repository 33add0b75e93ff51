"""The signed proof of who the app is (``private_key_jwt``).

Source:
    SMART App Launch 2.2.0, "Client Authentication: Asymmetric"; RFC 7523.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from pss_fhir.errors import UsageError
from pss_fhir.issues import message_for
from pss_fhir.smart.registration import PrivateKeyJwt

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_LEAST_RSA_BITS = 2048
_LIFE = timedelta(minutes=4)
"""SMART allows five minutes; one is left for clocks that differ."""


def client_assertion(
    auth: PrivateKeyJwt, client_id: str, token_endpoint: str, *, now: datetime, entropy: Callable[[int], str]
) -> str:
    """A new assertion for one request to one token endpoint.

    Raises:
        UsageError: the key cannot be used.
    """
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": token_endpoint,
        "iat": int(now.timestamp()),
        "exp": int((now + _LIFE).timestamp()),
        "jti": entropy(32),
    }
    key, alg = _private_key(auth)
    return jwt.encode({"alg": alg, "kid": auth.key_id, "typ": "JWT"}, claims, key, algorithms=[alg])


def public_key_set(auth: PrivateKeyJwt) -> dict[str, Any]:
    """The JWK set to register at the EHR, or to serve at the registered address; public halves only.

    Raises:
        UsageError: the key cannot be used.
    """
    key, alg = _private_key(auth)
    public = key.as_dict(private=False)
    return {"keys": [{**public, "kid": auth.key_id, "alg": alg, "use": "sig", "key_ops": ["verify"]}]}


def _private_key(auth: PrivateKeyJwt) -> tuple[RSAKey | ECKey, str]:
    """The key with the one algorithm that SMART names for its kind."""
    kinds: tuple[tuple[type[RSAKey | ECKey], str], ...] = ((ECKey, "ES384"), (RSAKey, "RS384"))
    for kind, alg in kinds:
        try:
            key = kind.import_key(auth.key)
        except (JoseError, ValueError, TypeError):
            continue
        if key.is_private and _is_strong(key):
            return key, alg
    # Why it could not be read is not said: the text of such an error may quote the key.
    code = "smart.key-unusable"
    raise UsageError(message_for(code), code=code)


def _is_strong(key: RSAKey | ECKey) -> bool:
    if isinstance(key, ECKey):
        return key.curve_name == "P-384"
    return key.raw_value.key_size >= _LEAST_RSA_BITS
