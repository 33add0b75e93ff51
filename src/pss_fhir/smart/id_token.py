"""Who signed in: the id_token, and the ``fhirUser`` in it.

Source:
    SMART App Launch 2.2.0, "Scopes for requesting identity data"; OpenID Connect Core 1.0,
    section 3.1.3.7.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import ClaimError

from pss_fhir.errors import IdTokenInvalid
from pss_fhir.smart.configuration import SmartConfiguration
from pss_fhir.smart.documents import text_in
from pss_fhir.smart.failures import refusal
from pss_fhir.smart.issuers import normal_issuer
from pss_fhir.smart.keys import SigningKeys
from pss_fhir.smart.signatures import KEY_TYPES, LEEWAY_SECONDS, header_of, proven_claims_of
from pss_fhir.wire import same_origin, shown_url

_USER = re.compile(
    r"(?P<ref>(?:Patient|Practitioner|PractitionerRole|RelatedPerson|Person)/(?!\.{1,2}$)[A-Za-z0-9\-._]{1,128})"
)


def verified_claims(
    token: str,
    *,
    configuration: SmartConfiguration,
    client_id: str,
    nonce: str,
    keys: SigningKeys,
    now: datetime,
) -> dict[str, Any]:
    """The claims of an id_token whose signature, issuer, audience, times and nonce are right.

    Raises:
        IdTokenInvalid: one of them is not; the message names which, never a value.
        DiscoveryError: the server's keys cannot be had.
    """
    where = shown_url(configuration.iss)
    header = header_of(token)
    if header is None:
        raise refusal(IdTokenInvalid, code="smart.id-token-unreadable", where=where)
    alg = header.get("alg")
    if alg not in KEY_TYPES:
        raise refusal(IdTokenInvalid, code="smart.id-token-algorithm", where=where)
    claims = proven_claims_of(token, alg, header.get("kid"), keys.sets_for(configuration))
    if claims is None:
        raise refusal(IdTokenInvalid, code="smart.id-token-signature", where=where)
    _check_claims(claims, configuration, client_id, nonce, now)
    return claims


def user_ref_in(claims: dict[str, Any], iss: str) -> str | None:
    """The person as ``Type/id`` on the EHR; None where the id_token names none.

    An absolute ``fhirUser`` must lie on the EHR that launched the app: a person of another server is
    not the author of a note in this one. Servers of SMART 1.0 used ``profile`` for the same.

    Raises:
        IdTokenInvalid: it names another server, or nothing that can be a person.
    """
    named = text_in(claims, "fhirUser")
    if named is None:
        profile = text_in(claims, "profile") or ""
        return profile if _USER.fullmatch(profile) else None
    base = f"{normal_issuer(iss)}/"
    if "://" in named:
        if not named.startswith(base):
            raise refusal(IdTokenInvalid, code="smart.user-elsewhere", where=shown_url(iss))
        named = named.removeprefix(base)
    if not _USER.fullmatch(named):
        raise refusal(IdTokenInvalid, code="smart.user-unreadable", where=shown_url(iss))
    return named


def _check_claims(
    claims: dict[str, Any], configuration: SmartConfiguration, client_id: str, nonce: str, now: datetime
) -> None:
    where = shown_url(configuration.iss)
    registry = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=LEEWAY_SECONDS,
        iss={"essential": True},
        sub={"essential": True},
        aud={"essential": True, "value": client_id},
        exp={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        registry.validate(claims)
    except ClaimError as wrong:
        known = [name for name in ("iss", "sub", "aud", "exp", "iat", "nbf", "nonce") if name in wrong.claim]
        raise refusal(
            IdTokenInvalid, code="smart.id-token-claim", where=where, claim=known[0] if known else "jti"
        ) from None
    if not _is_right_issuer(claims["iss"], configuration):
        raise refusal(IdTokenInvalid, code="smart.id-token-claim", where=where, claim="iss")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else client_id) != client_id:
        raise refusal(IdTokenInvalid, code="smart.id-token-claim", where=where, claim="azp")


def _is_right_issuer(claimed: str, configuration: SmartConfiguration) -> bool:
    """Equal to the configured issuer, a trailing slash aside (Medplum writes one).

    A server that configures none must at least speak for the place where its tokens come from.
    """
    if configuration.issuer is not None:
        return normal_issuer(claimed) == normal_issuer(configuration.issuer)
    try:
        return same_origin(claimed, configuration.token_endpoint) or same_origin(claimed, configuration.iss)
    except ValueError:
        return False
