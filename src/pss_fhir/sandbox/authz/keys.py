"""The keys that sign id_tokens, made when they are first needed."""

from __future__ import annotations

import threading
from typing import Any

from joserfc.jwk import ECKey, KeyParameters, KeySet, RSAKey

_RSA_BITS = 2048


class SigningKeys:
    """One RSA key for RS256 and one P-384 key for ES384."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keys: dict[str, RSAKey | ECKey] = {}

    def key_for(self, algorithm: str) -> RSAKey | ECKey:
        """The private key of an algorithm, ``RS256`` or ``ES384``."""
        with self._lock:
            if algorithm not in self._keys:
                details: KeyParameters = {"kid": algorithm.lower(), "use": "sig", "alg": algorithm}
                self._keys[algorithm] = (
                    RSAKey.generate_key(_RSA_BITS, details)
                    if algorithm == "RS256"
                    else ECKey.generate_key("P-384", details)
                )
            return self._keys[algorithm]

    def public_set(self) -> dict[str, Any]:
        """Both public keys as a JWK set."""
        keys = KeySet([self.key_for("RS256"), self.key_for("ES384")])
        return dict(keys.as_dict(private=False))
