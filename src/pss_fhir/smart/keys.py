"""The public keys with which an EHR signs its id_tokens."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, RSAKey

from pss_fhir.clock import Clock
from pss_fhir.errors import DiscoveryError
from pss_fhir.smart.configuration import SmartConfiguration
from pss_fhir.smart.documents import get_document, object_in, text_in
from pss_fhir.smart.failures import refusal
from pss_fhir.smart.issuers import normal_issuer
from pss_fhir.wire import Transport, is_protected, shown_url

VerifyKey = RSAKey | ECKey

_LEAST_BETWEEN_FETCHES = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class _KeptKeys:
    keys: tuple[VerifyKey, ...]
    fetched_at: datetime


class SigningKeys:
    """Fetches key sets and keeps them for a while. Safe to share between threads.

    Args:
        transport: carries the GETs.
        clock: tells how old a kept set is.
        kept_for: a set older than this is fetched again.
    """

    def __init__(
        self, transport: Transport, *, clock: Clock, kept_for: timedelta = timedelta(hours=1)
    ) -> None:
        self._transport = transport
        self._clock = clock
        self._kept_for = kept_for
        self._kept: dict[str, _KeptKeys] = {}
        self._lock = threading.Lock()

    def sets_for(self, configuration: SmartConfiguration) -> Iterator[tuple[VerifyKey, ...]]:
        """Key sets to try, one after the other: the kept one, then one fetched anew.

        Taking the second only when the first has no fitting key makes a change of keys at the EHR go
        unnoticed by people, and costs one request per change.

        Raises:
            DiscoveryError: the server says nowhere where its keys are, or they cannot be read.
        """
        place = configuration.token_endpoint + "\n" + (configuration.jwks_uri or configuration.issuer or "")
        kept = self._kept_at(place)
        if kept is not None:
            yield kept.keys
        yield self._fetch(place, self._jwks_uri(configuration))

    def sets_at(self, jwks_url: str) -> Iterator[tuple[VerifyKey, ...]]:
        """Key sets of one address to try, as :meth:`sets_for`; fetched anew at most once a minute.

        Whoever sends tokens of an unknown key must not be able to make us ask for keys each time.

        Raises:
            DiscoveryError: they cannot be read.
        """
        kept = self._kept_at(jwks_url)
        if kept is not None:
            yield kept.keys
            if self._clock.now() - kept.fetched_at < _LEAST_BETWEEN_FETCHES:
                return
        yield self._fetch(jwks_url, jwks_url)

    def _kept_at(self, place: str) -> _KeptKeys | None:
        with self._lock:
            kept = self._kept.get(place)
        return kept if kept and self._clock.now() - kept.fetched_at < self._kept_for else None

    def _fetch(self, place: str, url: str) -> tuple[VerifyKey, ...]:
        keys = _keys_in(self._document(url))
        with self._lock:
            self._kept[place] = _KeptKeys(keys, self._clock.now())
        return keys

    def _jwks_uri(self, configuration: SmartConfiguration) -> str:
        """From the SMART configuration, else from the issuer's OpenID Connect discovery."""
        if configuration.jwks_uri:
            return configuration.jwks_uri
        issuer = normal_issuer(configuration.issuer or "")
        if not is_protected(issuer):
            raise refusal(
                DiscoveryError,
                code="smart.discovery-lacks",
                where=shown_url(configuration.iss),
                key="jwks_uri",
            )
        url = f"{issuer}/.well-known/openid-configuration"
        document = self._document(url)
        jwks_uri = text_in(document, "jwks_uri")
        if normal_issuer(text_in(document, "issuer") or "") != issuer or jwks_uri is None:
            raise refusal(DiscoveryError, code="smart.keys-unreadable", where=shown_url(url))
        if not is_protected(jwks_uri):
            raise refusal(
                DiscoveryError, code="smart.endpoint-unprotected", where=shown_url(url), name="jwks_uri"
            )
        return jwks_uri

    def _document(self, url: str) -> dict[str, Any]:
        response = get_document(url, self._transport)
        document = object_in(response)
        if response.status != 200 or document is None:
            raise refusal(DiscoveryError, code="smart.keys-unreadable", where=shown_url(url))
        return document


def _keys_in(document: dict[str, Any]) -> tuple[VerifyKey, ...]:
    """The RSA and EC signature keys of a JWK set; whatever else is in it is passed over (RFC 7517)."""
    listed = document.get("keys")
    keys: list[VerifyKey] = []
    for entry in listed if isinstance(listed, list) else ():
        if not isinstance(entry, dict) or entry.get("use", "sig") != "sig":
            continue
        if entry.get("kty") not in ("RSA", "EC"):
            continue
        try:
            key = JWKRegistry.import_key(entry)
        except (JoseError, ValueError, TypeError):
            continue
        if isinstance(key, RSAKey | ECKey):
            keys.append(key)
    return tuple(keys)
