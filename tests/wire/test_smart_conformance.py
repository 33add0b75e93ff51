"""What a SMART client is failed for: one strict server, each item of the list by itself."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from joserfc import jws, jwt
from joserfc.jwk import KeySet

from pss_fhir.client import FhirClient
from pss_fhir.clock import FixedClock
from pss_fhir.smart import (
    LaunchAuthorizer,
    PendingLaunch,
    PrivateKeyJwt,
    PublicClient,
    Registration,
    SecretBasic,
    SignedIn,
    TokenSet,
    begin,
    discover,
    finish,
    public_key_set,
)
from pss_fhir.wire import Request, Response
from tests.wire.fake_ehr import (
    CLIENT_ID,
    CONFIGURATION,
    EC384_KEY,
    ISS,
    ISSUER,
    REDIRECT,
    RSA_KEY,
    SCOPES,
    id_token,
    oauth_error,
    token_answer,
)
from tests.wire.scripted import answer

TOKEN_URL = f"{ISSUER}/token"
KEY_AUTH = PrivateKeyJwt(EC384_KEY.as_pem(private=True), "k-1")
RSA_AUTH = PrivateKeyJwt(RSA_KEY.as_pem(private=True), "k-2")
AUTHS = {
    "public": PublicClient(),
    "symmetric": SecretBasic("s3cret/+="),
    "asymmetric-es384": KEY_AUTH,
    "asymmetric-rs384": RSA_AUTH,
}
JSON = "application/json"


@dataclass
class StrictServer:
    """Discovery, token endpoint and one Patient; every slip is an assertion error of the test."""

    clock: FixedClock
    auth: str
    asked: dict[str, str] = field(default_factory=dict)
    pending: PendingLaunch | None = None
    jtis: set[str] = field(default_factory=set)
    refresh_token: str = ""
    access_token: str = ""
    issued: int = 0

    def authorize(self, url: str) -> dict[str, str]:
        """The callback's parameters, after checking the authorization request."""
        assert url.split("?")[0] == CONFIGURATION["authorization_endpoint"]
        self.asked = dict(parse_qsl(urlsplit(url).query, strict_parsing=True))
        assert self.asked["response_type"] == "code"
        assert self.asked["client_id"] == CLIENT_ID
        assert self.asked["redirect_uri"] == REDIRECT
        assert self.asked["launch"] == "launch-handle"
        assert self.asked["aud"] == ISS
        assert self.asked["code_challenge_method"] == "S256"
        assert "launch" in self.asked["scope"].split()
        assert self.asked["state"]
        return {"code": "the-code", "state": self.asked["state"], "iss": ISSUER}

    def send(self, request: Request) -> Response:
        """The answer to one request."""
        path = urlsplit(request.url).path
        if path.endswith("smart-configuration"):
            return answer(CONFIGURATION, content_type=JSON)
        if path == "/jwks":
            return answer({"keys": [RSA_KEY.as_dict(private=False)]}, content_type=JSON)
        if request.url == TOKEN_URL:
            return self.token(request)
        if request.headers.get("Authorization") != f"Bearer {self.access_token}":
            return answer(None, 401)
        return answer({"resourceType": "Patient", "id": "1"})

    def token(self, request: Request) -> Response:
        """A token, after checking the token request."""
        assert request.method == "POST"
        assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
        form = dict(parse_qsl((request.body or b"").decode(), strict_parsing=True))
        self.check_client(request, form)
        if form["grant_type"] == "authorization_code":
            assert form.pop("code") == "the-code"
            assert form.pop("redirect_uri") == self.asked["redirect_uri"]
            digest = hashlib.sha256(form.pop("code_verifier").encode()).digest()
            assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == self.asked["code_challenge"]
        else:
            assert form["grant_type"] == "refresh_token"
            if form.pop("refresh_token") != self.refresh_token:
                return oauth_error("invalid_grant")
        assert set(form) == {"grant_type"}, "nothing beyond what the specification names"
        self.issued += 1
        self.access_token, self.refresh_token = f"access-{self.issued}", f"refresh-{self.issued}"
        assert self.pending is not None
        return answer(
            token_answer(
                id_token(self.pending, self.clock.now()),
                access_token=self.access_token,
                refresh_token=self.refresh_token,
            ),
            content_type=JSON,
        )

    def check_client(self, request: Request, form: dict[str, str]) -> None:
        """Who asks, proven in the registered way and in no other."""
        authorization = request.headers.get("Authorization")
        if self.auth == "public":
            assert authorization is None
            assert form.pop("client_id") == CLIENT_ID
        elif self.auth == "symmetric":
            expected = base64.b64encode(f"{CLIENT_ID}:s3cret/+=".encode()).decode()
            assert authorization == f"Basic {expected}"
        else:
            assert authorization is None
            self.check_assertion(form)
        assert not {"client_id", "client_secret", "client_assertion"} & set(form)

    def check_assertion(self, form: dict[str, str]) -> None:
        """The signed assertion, every claim of it."""
        auth = AUTHS[self.auth]
        assert isinstance(auth, PrivateKeyJwt)
        assert form.pop("client_assertion_type") == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        assertion = form.pop("client_assertion")
        header = jws.extract_compact(assertion.encode()).headers()
        assert header["typ"] == "JWT"
        assert header["kid"] == auth.key_id
        registered = KeySet.import_key_set(public_key_set(auth))  # type: ignore[arg-type]
        claims = jwt.decode(assertion, registered, algorithms=["ES384", "RS384"]).claims
        assert claims["iss"] == claims["sub"] == CLIENT_ID
        assert claims["aud"] == TOKEN_URL
        assert self.clock.now().timestamp() < claims["exp"] <= self.clock.now().timestamp() + 300
        assert claims["jti"] not in self.jtis
        self.jtis.add(claims["jti"])


def launch(server: StrictServer, registration: Registration) -> SignedIn:
    """A whole EHR launch."""
    configuration = discover(ISS, server)
    server.pending, url = begin(ISS, "launch-handle", registration, configuration, clock=server.clock)
    params = server.authorize(url)
    return finish(server.pending, params, registration, configuration, server, clock=server.clock)


@pytest.fixture(params=AUTHS)
def server(request: pytest.FixtureRequest, clock: FixedClock) -> StrictServer:
    """The strict server, once for each way to authenticate."""
    return StrictServer(clock, request.param)


@pytest.fixture
def registration(server: StrictServer) -> Registration:
    """The registration that goes with the server."""
    return Registration(CLIENT_ID, REDIRECT, SCOPES, AUTHS[server.auth])


@pytest.mark.requirement("Inferno SMART App Launch STU2.2 Client", "authorize and token requests")
def test_launch_passes_the_strict_server(server: StrictServer, registration: Registration) -> None:
    done = launch(server, registration)
    assert done.context.user_ref == "Practitioner/p1"
    assert done.tokens.access_token == "access-1"


@pytest.mark.requirement(
    "Inferno SMART App Launch STU2.2 Client", "refresh, then bearer use of the new token"
)
def test_session_goes_on_with_rotated_tokens(server: StrictServer, registration: Registration) -> None:
    done = launch(server, registration)
    saved: list[TokenSet] = []
    authorizer = LaunchAuthorizer(
        done.tokens,
        registration,
        lambda: discover(ISS, server),
        server,
        save=saved.append,
        clock=server.clock,
    )
    client = FhirClient(ISS, server, authorizer=authorizer, clock=server.clock)
    assert client.read("Patient/1")["id"] == "1"
    for number in (2, 3):
        server.clock.advance(timedelta(minutes=10))
        assert client.read("Patient/1")["id"] == "1"
        assert saved[-1].refresh_token == f"refresh-{number}"
    assert server.issued == 3


@pytest.mark.requirement(
    "Inferno SMART App Launch STU2.2 Client", "token withdrawn early: 401, refresh, retry"
)
def test_session_goes_on_after_the_server_withdrew_the_token(
    server: StrictServer, registration: Registration
) -> None:
    done = launch(server, registration)
    server.access_token = "withdrawn"
    authorizer = LaunchAuthorizer(
        done.tokens,
        registration,
        lambda: discover(ISS, server),
        server,
        save=lambda _: None,
        clock=server.clock,
    )
    client = FhirClient(ISS, server, authorizer=authorizer, clock=server.clock)
    assert client.read("Patient/1")["id"] == "1"
    assert server.issued == 2


def test_the_strict_server_notices_a_slip(clock: FixedClock) -> None:
    """The check itself can fail: another secret, another redirect URI."""
    for wrong in (
        Registration(CLIENT_ID, REDIRECT, SCOPES, SecretBasic("other")),
        Registration(CLIENT_ID, "https://app.example/other", SCOPES, AUTHS["symmetric"]),
        Registration(CLIENT_ID, REDIRECT, SCOPES, PublicClient()),
    ):
        with pytest.raises(AssertionError):
            launch(StrictServer(clock, "symmetric"), wrong)
