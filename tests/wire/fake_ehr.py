"""An EHR's sign-in side as a Transport, for tests: real keys, answers as the test wishes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from pss_fhir.clock import FixedClock
from pss_fhir.smart import PendingLaunch, PublicClient, Registration, SmartConfiguration, begin
from pss_fhir.wire import Request, Response
from tests.wire.scripted import answer

ISS = "https://ehr.example/fhir"
ISSUER = "https://auth.ehr.example"
CLIENT_ID = "pss-app"
REDIRECT = "https://app.example/callback"
SCOPES = ("openid", "fhirUser", "offline_access", "user/Patient.rs", "user/DocumentReference.crus")

RSA_KEY = RSAKey.generate_key(2048, {"kid": "rsa-1", "use": "sig"})
EC_KEY = ECKey.generate_key("P-256", {"kid": "ec-1"})
EC384_KEY = ECKey.generate_key("P-384", {"kid": "ec-384"})
STRANGER = RSAKey.generate_key(2048, {"kid": "rsa-1"})

REGISTRATION = Registration(CLIENT_ID, REDIRECT, SCOPES, PublicClient())

CONFIGURATION: dict[str, Any] = {
    "issuer": ISSUER,
    "jwks_uri": f"{ISSUER}/jwks",
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "grant_types_supported": ["authorization_code"],
    "code_challenge_methods_supported": ["S256"],
    "capabilities": ["launch-ehr", "sso-openid-connect", "permission-v2"],
}


def configuration(**changes: Any) -> SmartConfiguration:
    """The EHR's configuration; a change to None takes the entry out."""
    document = {name: value for name, value in {**CONFIGURATION, **changes}.items() if value is not None}
    return SmartConfiguration.from_document(ISS, document)


def entropy() -> Callable[[int], str]:
    """Text that is different each time and the same in each run."""
    count = iter(range(10**6))
    return lambda size: f"{next(count):06d}" + "x" * (size * 4 // 3 - 6)


@dataclass
class FakeEhr:
    """Answers configuration, keys and token requests.

    Attributes:
        token_answers: what the token endpoint says, one after the other; a dict is a 200.
        requests: what was asked, in order.
    """

    clock: FixedClock
    token_answers: list[dict[str, Any] | Response | Exception] = field(default_factory=list)
    keys: list[RSAKey | ECKey] = field(default_factory=lambda: [RSA_KEY])
    documents: dict[str, Any] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    def send(self, request: Request) -> Response:
        """The answer to a request; an unknown address is 404."""
        self.requests.append(request)
        if request.method == "POST":
            said = self.token_answers.pop(0)
            if isinstance(said, Exception):
                raise said
            return said if isinstance(said, Response) else answer(said, content_type="application/json")
        if request.url in self.documents:
            return answer(self.documents[request.url], content_type="application/json")
        if request.url == f"{ISSUER}/jwks":
            keys = [key.as_dict(private=False) for key in self.keys]
            return answer({"keys": keys}, content_type="application/json")
        return answer(None, 404)

    @property
    def posted(self) -> list[dict[str, str]]:
        """The forms that were posted."""
        return [
            dict(parse_qsl((request.body or b"").decode(), keep_blank_values=True))
            for request in self.requests
            if request.method == "POST"
        ]

    def asked(self, path: str) -> int:
        """How often an address that ends so was asked."""
        return sum(urlsplit(request.url).path.endswith(path) for request in self.requests)


def begun(
    clock: FixedClock,
    *,
    registration: Registration = REGISTRATION,
    launch: str | None = "xyz",
    server: SmartConfiguration | None = None,
) -> PendingLaunch:
    """A launch on its way."""
    pending, _ = begin(ISS, launch, registration, server or configuration(), clock=clock, entropy=entropy())
    return pending


def id_token(
    pending: PendingLaunch,
    now: datetime,
    *,
    key: RSAKey | ECKey = RSA_KEY,
    alg: str = "RS256",
    **changes: Any,
) -> str:
    """A good id_token, with changes; a change to None takes the claim out."""
    claims = {
        "iss": ISSUER,
        "sub": "u1",
        "aud": CLIENT_ID,
        "iat": int(now.timestamp()),
        "exp": int((now + timedelta(minutes=5)).timestamp()),
        "nonce": pending.nonce,
        "fhirUser": "Practitioner/p1",
        **changes,
    }
    kept = {name: value for name, value in claims.items() if value is not None}
    header = {"alg": alg, "kid": key.kid} if key.kid else {"alg": alg}
    return jwt.encode(header, kept, key, algorithms=[alg])


def token_answer(id_token: str | None = None, **changes: Any) -> dict[str, Any]:
    """A good token response, with changes; a change to None takes the entry out."""
    said = {
        "access_token": "at-1",
        "token_type": "Bearer",
        "expires_in": 570,
        "refresh_token": "rt-1",
        "scope": "launch openid fhirUser offline_access user/Patient.rs user/DocumentReference.crus",
        "patient": "1",
        "encounter": "e1",
        "id_token": id_token,
        **changes,
    }
    return {name: value for name, value in said.items() if value is not None}


def callback(pending: PendingLaunch, **changes: str) -> dict[str, str]:
    """The parameters of a good answer at the redirect URI."""
    return {"state": pending.state, "code": "c-1", **changes}


def oauth_error(error: str, status: int = 400, description: str = "") -> Response:
    """An error of the token endpoint."""
    body = json.dumps({"error": error, "error_description": description}).encode()
    return answer(body, status, content_type="application/json")
