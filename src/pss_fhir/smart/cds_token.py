"""Who calls a CDS Hooks service: the signed token that comes with each call.

Source:
    CDS Hooks 2.0, "Trusting CDS Clients"; RFC 7515; RFC 7519.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from joserfc import jwt
from joserfc.errors import ClaimError

from pss_fhir.clock import Clock
from pss_fhir.errors import CdsTokenInvalid
from pss_fhir.smart.failures import refusal
from pss_fhir.smart.keys import SigningKeys
from pss_fhir.smart.signatures import (
    KEY_TYPES,
    LEEWAY_SECONDS,
    header_of,
    proven_claims_of,
    unproven_claims_of,
)

LONGEST_LIFE = timedelta(minutes=5)
_CLAIMS = ("iss", "aud", "exp", "iat", "nbf", "jti")
_SCHEME = "bearer"


class TokenMemory(Protocol):
    """What remembers which tokens were used, for every process that takes calls."""

    def use_up(self, iss: str, token_id: str, *, until: datetime) -> bool:
        """Use a token up until it ends; False where it was used before."""
        ...


class CdsTokens:
    """Checks tokens, and has each remembered until it ends so that none counts twice.

    Args:
        keys: fetches and keeps the callers' key sets.
        memory: remembers which tokens were used.
        clock: tells the present moment.
    """

    def __init__(self, keys: SigningKeys, *, memory: TokenMemory, clock: Clock) -> None:
        self._keys = keys
        self._memory = memory
        self._clock = clock

    def caller(
        self, authorization: str | None, *, callers: Mapping[str, str], audiences: Collection[str]
    ) -> str:
        """The ``iss`` of the system that calls, when its token proves it; the token is used up by that.

        Args:
            authorization: the Authorization header as it came.
            callers: the systems that may call, ``iss`` -> the address of their key set. Keys come from
                there alone; a ``jku`` in a token must be that address.
            audiences: addresses of which the token must name one in ``aud``.

        Raises:
            CdsTokenInvalid: it does not; the message names what is wrong, never a value.
            DiscoveryError: the caller's keys cannot be read.
            Unreachable: the caller's keys cannot be had.
        """
        token = _bearer_token(authorization)
        header, said = header_of(token), unproven_claims_of(token)
        if header is None or said is None:
            raise refusal(CdsTokenInvalid, code="cds.token-unreadable")
        alg = header.get("alg")
        if alg not in KEY_TYPES:
            raise refusal(CdsTokenInvalid, code="cds.token-algorithm")
        iss = said.get("iss")
        if not isinstance(iss, str) or iss not in callers:
            raise refusal(CdsTokenInvalid, code="cds.issuer-not-allowed")
        _check_header(header, callers[iss])
        claims = proven_claims_of(token, alg, header["kid"], self._keys.sets_at(callers[iss]))
        if claims is None:
            raise refusal(CdsTokenInvalid, code="cds.token-signature")
        self._check_claims(claims, audiences)
        self._use_up(iss, claims)
        return iss

    def _check_claims(self, claims: dict[str, Any], audiences: Collection[str]) -> None:
        now = int(self._clock.now().timestamp())
        registry = jwt.JWTClaimsRegistry(
            now=now,
            leeway=LEEWAY_SECONDS,
            aud={"essential": True, "values": list(audiences)},
            exp={"essential": True},
            iat={"essential": True},
            jti={"essential": True},
        )
        try:
            registry.validate(claims)
        except ClaimError as wrong:
            known = [name for name in _CLAIMS if name in wrong.claim]
            raise refusal(CdsTokenInvalid, code="cds.token-claim", claim=known[0] if known else "?") from None
        if not isinstance(claims["jti"], str):
            raise refusal(CdsTokenInvalid, code="cds.token-claim", claim="jti")
        if claims["exp"] > now + LONGEST_LIFE.total_seconds() + LEEWAY_SECONDS:
            minutes = int(LONGEST_LIFE.total_seconds() // 60)
            raise refusal(CdsTokenInvalid, code="cds.token-too-long", minutes=minutes)

    def _use_up(self, iss: str, claims: dict[str, Any]) -> None:
        until = datetime.fromtimestamp(claims["exp"] + LEEWAY_SECONDS, UTC)
        if not self._memory.use_up(iss, claims["jti"], until=until):
            raise refusal(CdsTokenInvalid, code="cds.token-replayed")


def _bearer_token(authorization: str | None) -> str:
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != _SCHEME or not token.strip():
        raise refusal(CdsTokenInvalid, code="cds.token-missing")
    return token.strip()


def _check_header(header: Mapping[str, Any], jwks_url: str) -> None:
    agreed = {
        "typ": str(header.get("typ", "")).upper() == "JWT",
        "kid": isinstance(header.get("kid"), str) and bool(header["kid"]),
        "jku": header.get("jku", jwks_url) == jwks_url,
    }
    for entry, is_agreed in agreed.items():
        if not is_agreed:
            raise refusal(CdsTokenInvalid, code="cds.token-header", entry=entry)
