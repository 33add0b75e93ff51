"""Checking signed tokens: which algorithms count, and whether one of the right keys signed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError

from pss_fhir.smart.keys import VerifyKey

KEY_TYPES = {"RS256": "RSA", "RS384": "RSA", "ES256": "EC", "ES384": "EC"}
"""Algorithm -> key type; no other algorithm is accepted."""

LEEWAY_SECONDS = 60
"""How far the signer's clock may differ from ours."""


def header_of(token: str) -> dict[str, Any] | None:
    """The header of a signed token; None for what is none."""
    try:
        return dict(jws.extract_compact(token.encode()).headers())
    except (JoseError, ValueError, TypeError):
        return None


def unproven_claims_of(token: str) -> dict[str, Any] | None:
    """What a token says before anything is known of who signed it; None for what is none."""
    try:
        found = json.loads(jws.extract_compact(token.encode()).payload)
    except (JoseError, ValueError, TypeError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def proven_claims_of(
    token: str, alg: str, kid: object, key_sets: Iterable[Sequence[VerifyKey]]
) -> dict[str, Any] | None:
    """The claims, when a fitting key of one of the sets made the signature; a later set only if needed."""
    for known in key_sets:
        for key in _fitting(known, alg, kid):
            try:
                return dict(jwt.decode(token, key, algorithms=[alg]).claims)
            except (JoseError, ValueError):
                continue
    return None


def _fitting(keys: Sequence[VerifyKey], alg: str, kid: object) -> list[VerifyKey]:
    """The keys that may have signed: by id where the token names one, else all of the right type."""
    return [
        key
        for key in keys
        if key.key_type == KEY_TYPES[alg] and key.get("alg", alg) == alg and (kid is None or key.kid == kid)
    ]
