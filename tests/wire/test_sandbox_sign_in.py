"""The SMART authorization server, spoken to by hand: every refusal that a wrong client must meet."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from pss_fhir.clock import FixedClock
from pss_fhir.errors import UsageError
from pss_fhir.sandbox import Sandbox
from tests.wire.sandbox_talk import Answer, Talk, make_document

REDIRECT = "https://app.example/callback"
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
USER_SCOPES = "launch openid fhirUser offline_access user/Patient.rs user/DocumentReference.crus"
SECRET = "a-secret-of-the-app"


@pytest.fixture
def sandbox(clock: FixedClock) -> Iterator[Sandbox]:
    """A sandbox with its agency, a public and a confidential app."""
    made = Sandbox(clock=clock)
    made.register_app("public", REDIRECT, launch_url="https://app.example/launch")
    made.register_app("secret", REDIRECT, secret=SECRET)
    yield made
    made.stop()


@dataclass
class Client:
    """An app's side of the protocol, written out."""

    sandbox: Sandbox
    client_id: str = "public"

    @property
    def talk(self) -> Talk:
        return Talk(self.sandbox)

    def authorize(self, scope: str = USER_SCOPES, launch: str | None = None, **changes: str | None) -> Answer:
        """GET the authorization endpoint; None leaves a parameter out."""
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": REDIRECT,
            "scope": scope,
            "state": "state-1",
            "aud": self.sandbox.fhir_base,
            "launch": launch,
            "nonce": "nonce-1",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            **changes,
        }
        query = urlencode({name: value for name, value in asked.items() if value is not None})
        return self.talk.get(f"{self.sandbox.issuer}/authorize?{query}")

    def launched_code(self, scope: str = USER_SCOPES, **context: Any) -> str:
        """The code of an EHR launch into the chart of client-1."""
        settings = {"patient": "Patient/client-1", "user": "Practitioner/specialist-1", **context}
        _, launch = self.sandbox.new_launch(**settings)
        return sent_back(self.authorize(scope, launch))["code"]

    def token(self, code: str, **changes: str) -> Answer:
        """POST the token endpoint."""
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": REDIRECT,
            "client_id": self.client_id,
            "code_verifier": VERIFIER,
            **changes,
        }
        return self.talk.form(f"{self.sandbox.issuer}/token", fields)

    def signed_in(self, scope: str = USER_SCOPES, **context: Any) -> dict[str, Any]:
        """The token response of a whole launch."""
        answer = self.token(self.launched_code(scope, **context))
        assert answer.status == 200, answer.text
        return dict(answer.json)

    def refresh(self, refresh_token: str, **changes: str) -> Answer:
        """POST the token endpoint with a refresh token."""
        fields = {
            "grant_type": "refresh_token",
            "refresh_token": refresh_token,
            "client_id": self.client_id,
            **changes,
        }
        return self.talk.form(f"{self.sandbox.issuer}/token", fields)


@pytest.fixture
def client(sandbox: Sandbox) -> Client:
    """The public app."""
    return Client(sandbox)


def sent_back(answer: Answer) -> dict[str, str]:
    """The parameters with which the browser is sent back to the app."""
    assert answer.status == 302, answer.text
    location = answer.headers["location"]
    assert location.startswith(f"{REDIRECT}?")
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def basic(client_id: str, secret: str) -> str:
    """An Authorization header."""
    return "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()


def test_discovery_tells_what_smart_requires(sandbox: Sandbox) -> None:
    found = Talk(sandbox).get(".well-known/smart-configuration").json
    assert found["authorization_endpoint"] == f"{sandbox.issuer}/authorize"
    assert found["token_endpoint"] == f"{sandbox.issuer}/token"
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert {"launch-ehr", "launch-standalone", "permission-v2", "sso-openid-connect"} <= set(
        found["capabilities"]
    )
    openid = Talk(sandbox).get(f"{sandbox.issuer}/.well-known/openid-configuration").json
    assert openid["issuer"] == sandbox.issuer


def test_ehr_launch_gives_token_context_and_id_token(client: Client) -> None:
    sandbox = client.sandbox
    answer = client.authorize(launch=sandbox.new_launch("Patient/client-1", "Practitioner/specialist-1")[1])
    back = sent_back(answer)
    assert back["state"] == "state-1"
    assert back["iss"] == sandbox.issuer, "RFC 9207"
    response = client.token(back["code"])
    tokens = response.json
    assert response.headers["cache-control"] == "no-store"
    assert tokens["token_type"] == "Bearer"
    assert tokens["expires_in"] == 3600
    assert tokens["patient"] == "client-1"
    assert tokens["need_patient_banner"] is False
    assert tokens["smart_style_url"] == f"{sandbox.origin}/smart-style.json"
    assert tokens["scope"].split() == USER_SCOPES.split()
    keys = KeySet.import_key_set(Talk(sandbox).get(f"{sandbox.issuer}/jwks").json)
    proof = jwt.decode(tokens["id_token"], keys, algorithms=["RS256"])
    now = int(sandbox.clock.now().timestamp())
    assert proof.claims["iss"] == sandbox.issuer
    assert proof.claims["aud"] == "public"
    assert proof.claims["nonce"] == "nonce-1"
    assert proof.claims["fhirUser"] == f"{sandbox.fhir_base}/Practitioner/specialist-1"
    assert proof.claims["iat"] == now < proof.claims["exp"]


def test_jwks_holds_no_private_part(sandbox: Sandbox) -> None:
    keys = Talk(sandbox).get(f"{sandbox.issuer}/jwks").json["keys"]
    assert {key["kty"] for key in keys} == {"RSA", "EC"}
    assert not any("d" in key for key in keys)


def test_id_token_can_be_signed_by_es384(sandbox: Sandbox) -> None:
    sandbox.register_app("curve", REDIRECT, id_token_algorithm="ES384")
    tokens = Client(sandbox, "curve").signed_in()
    keys = KeySet.import_key_set(Talk(sandbox).get(f"{sandbox.issuer}/jwks").json)
    assert jwt.decode(tokens["id_token"], keys, algorithms=["ES384"]).claims["aud"] == "curve"


def test_id_token_is_left_out_without_openid(client: Client) -> None:
    assert "id_token" not in client.signed_in("launch user/Patient.rs")


def test_every_launch_context_reaches_the_app(client: Client) -> None:
    tokens = client.signed_in(
        encounter="Encounter/visit-client-1-1",
        need_patient_banner=True,
        sends_style=False,
        intent="sign-notes",
        tenant="htest",
        fhir_context=[{"reference": "CarePlan/plan-client-1"}],
    )
    assert tokens["encounter"] == "visit-client-1-1"
    assert tokens["need_patient_banner"] is True
    assert tokens["intent"] == "sign-notes"
    assert tokens["tenant"] == "htest"
    assert tokens["fhirContext"] == [{"reference": "CarePlan/plan-client-1"}]
    assert "smart_style_url" not in tokens


def test_launch_outside_a_chart_has_no_patient(client: Client) -> None:
    assert "patient" not in client.signed_in(patient=None)


def test_new_launch_when_nobody_is_there_then_usage_error(sandbox: Sandbox) -> None:
    with pytest.raises(UsageError) as refused:
        sandbox.new_launch("Patient/none", "Practitioner/specialist-1")
    assert refused.value.code == "sandbox.unknown-person"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"aud": "https://other.example/fhir"}, "invalid_request"),
        ({"aud": None}, "invalid_request"),
        ({"state": None}, "invalid_request"),
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "no-such-scope"}, "invalid_scope"),
        ({"launch": "unknown"}, "invalid_request"),
        ({"launch": None}, "invalid_request"),
    ],
)
def test_authorize_when_request_is_wrong_then_app_is_told(
    client: Client, change: dict[str, str | None], error: str
) -> None:
    launch = client.sandbox.new_launch("Patient/client-1", "Practitioner/specialist-1")[1]
    answer = client.authorize(**{"launch": launch, **change})
    back = sent_back(answer)
    assert back["error"] == error
    assert back.get("state") == change.get("state", "state-1")
    assert back["iss"] == client.sandbox.issuer
    assert "code" not in back


@pytest.mark.parametrize(
    "change",
    [
        {"redirect_uri": "https://app.example/callback/"},
        {"redirect_uri": "https://evil.example/callback"},
        {"redirect_uri": None},
        {"client_id": "unknown"},
        {"client_id": None},
    ],
)
def test_authorize_when_redirect_or_client_is_not_registered_then_nothing_is_sent_anywhere(
    client: Client, change: dict[str, str | None]
) -> None:
    answer = client.authorize(**change)
    assert answer.status == 400
    assert "location" not in answer.headers
    assert "<h1>" in answer.text


def test_launch_handle_ends_after_ten_minutes(client: Client, clock: FixedClock) -> None:
    _, launch = client.sandbox.new_launch("Patient/client-1", "Practitioner/specialist-1")
    clock.advance(timedelta(minutes=9))
    assert "code" in sent_back(client.authorize(launch=launch))
    clock.advance(timedelta(minutes=2))
    assert sent_back(client.authorize(launch=launch))["error"] == "invalid_request"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"code_verifier": "w" * 64}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_request"),
        ({"redirect_uri": "https://app.example/other"}, "invalid_grant"),
        ({"code": "unknown"}, "invalid_grant"),
        ({"client_id": "unknown"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_token_when_request_is_wrong_then_refused(client: Client, change: dict[str, str], error: str) -> None:
    answer = client.token(**{"code": client.launched_code(), **change})
    assert answer.status in (400, 401)
    assert answer.json["error"] == error
    assert "access_token" not in answer.json


def test_code_when_used_again_then_refused_and_its_tokens_taken_back(client: Client) -> None:
    code = client.launched_code()
    token = client.token(code).json["access_token"]
    assert Talk(client.sandbox, token).get("Patient/client-1").status == 200
    assert client.token(code).json["error"] == "invalid_grant"
    assert Talk(client.sandbox, token).get("Patient/client-1").status == 401


def test_code_is_bound_to_the_app_it_was_sent_to(client: Client) -> None:
    client.sandbox.register_app("other", REDIRECT)
    code = client.launched_code()
    assert client.token(code, client_id="other").json["error"] == "invalid_grant"
    assert client.token(code).status == 200


def test_code_when_older_than_a_minute_then_refused(client: Client, clock: FixedClock) -> None:
    code = client.launched_code()
    clock.advance(timedelta(seconds=61))
    assert client.token(code).json["error"] == "invalid_grant"


def test_confidential_app_must_prove_itself(sandbox: Sandbox) -> None:
    client = Client(sandbox, "secret")
    url = f"{sandbox.issuer}/token"
    fields = {"grant_type": "authorization_code", "redirect_uri": REDIRECT, "code_verifier": VERIFIER}
    assert client.token(client.launched_code()).json["error"] == "invalid_client"
    wrong = Talk(sandbox).form(
        url, {**fields, "code": client.launched_code()}, Authorization=basic("secret", "wrong")
    )
    right = Talk(sandbox).form(
        url, {**fields, "code": client.launched_code()}, Authorization=basic("secret", SECRET)
    )
    assert (wrong.status, right.status) == (401, 200)


def test_public_app_cannot_use_the_secret_of_another(sandbox: Sandbox) -> None:
    client = Client(sandbox)
    answer = Talk(sandbox).form(
        f"{sandbox.issuer}/token",
        {
            "grant_type": "authorization_code",
            "code": client.launched_code(),
            "redirect_uri": REDIRECT,
            "code_verifier": VERIFIER,
        },
        Authorization=basic("secret", SECRET),
    )
    assert answer.json["error"] == "invalid_grant"


def test_access_token_ends_with_its_time(client: Client, clock: FixedClock) -> None:
    client.sandbox.set_token_life(60)
    tokens = client.signed_in()
    talk = Talk(client.sandbox, tokens["access_token"])
    assert tokens["expires_in"] == 60
    assert talk.get("Patient/client-1").status == 200
    clock.advance(timedelta(seconds=60))
    expired = talk.get("Patient/client-1")
    assert (expired.status, expired.headers["www-authenticate"]) == (401, 'Bearer error="invalid_token"')


def test_refresh_rotates_and_keeps_the_context(client: Client, clock: FixedClock) -> None:
    first = client.signed_in()
    clock.advance(timedelta(hours=2))
    second = client.refresh(first["refresh_token"]).json
    assert second["patient"] == "client-1"
    assert second["refresh_token"] != first["refresh_token"]
    assert Talk(client.sandbox, second["access_token"]).get("Patient/client-1").status == 200
    assert client.refresh(second["refresh_token"]).status == 200


def test_refresh_when_token_was_used_before_then_the_family_is_taken_back(client: Client) -> None:
    first = client.signed_in()
    second = client.refresh(first["refresh_token"]).json
    assert client.refresh(first["refresh_token"]).json["error"] == "invalid_grant"
    assert client.refresh(second["refresh_token"]).json["error"] == "invalid_grant"
    assert Talk(client.sandbox, second["access_token"]).get("Patient/client-1").status == 401


def test_refresh_can_narrow_but_not_widen(client: Client) -> None:
    tokens = client.signed_in()
    assert client.refresh(tokens["refresh_token"], scope="user/Patient.rs system/Patient.rs").status == 400
    narrowed = client.refresh(tokens["refresh_token"], scope="user/Patient.rs").json
    assert narrowed["scope"] == "user/Patient.rs"


def test_refresh_token_needs_a_scope_for_it(client: Client) -> None:
    assert "refresh_token" not in client.signed_in("launch user/Patient.rs")
    assert "refresh_token" in client.signed_in("launch online_access user/Patient.rs")


def test_refresh_token_belongs_to_one_app(client: Client) -> None:
    client.sandbox.register_app("other", REDIRECT)
    tokens = client.signed_in()
    assert client.refresh(tokens["refresh_token"], client_id="other").json["error"] == "invalid_grant"


def test_registered_scopes_narrow_what_is_granted(sandbox: Sandbox) -> None:
    sandbox.register_app(
        "narrow", REDIRECT, scopes=("launch", "user/Patient.rs", "user/DocumentReference.rs")
    )
    tokens = Client(sandbox, "narrow").signed_in(
        "launch openid user/Patient.rs user/DocumentReference.cruds user/Goal.rs"
    )
    assert tokens["scope"] == "launch user/Patient.rs user/DocumentReference.rs"
    assert "id_token" not in tokens


def test_old_scopes_are_granted_as_they_were_written(client: Client) -> None:
    tokens = client.signed_in("launch user/Patient.read user/DocumentReference.write")
    talk = Talk(client.sandbox, tokens["access_token"])
    assert tokens["scope"] == "launch user/Patient.read user/DocumentReference.write"
    assert talk.get("Patient").status == 200
    assert talk.post("DocumentReference", make_document()).status == 201
    assert talk.get("DocumentReference").status == 403


def test_scopes_are_enforced(client: Client) -> None:
    talk = Talk(
        client.sandbox, client.signed_in("launch user/Patient.r user/DocumentReference.c")["access_token"]
    )
    assert talk.get("Patient/client-2").status == 200
    assert talk.get("Patient").status == 403
    assert talk.get("Goal").status == 403
    refused = talk.get("DocumentReference/note-client-1-1")
    assert (refused.status, refused.headers["www-authenticate"]) == (403, 'Bearer error="insufficient_scope"')
    assert talk.post("DocumentReference", make_document()).status == 201
    assert talk.put("DocumentReference/note-client-1-1", make_document(id="note-client-1-1")).status == 403
    assert talk.say("DELETE", "DocumentReference/note-client-1-1").status == 403


def test_patient_scopes_end_at_the_patients_compartment(client: Client) -> None:
    tokens = client.signed_in("launch patient/*.cruds")
    talk = Talk(client.sandbox, tokens["access_token"])
    assert talk.get("Patient").ids == ["client-1"]
    assert talk.get("Patient/client-2").status == 403
    assert talk.get("Goal?patient=client-2").json["total"] == 0
    assert set(talk.get("Encounter?_count=500").ids) == set(
        talk.get("Encounter?patient=client-1&_count=500").ids
    )
    assert talk.get("Organization/agency").status == 200, "what belongs to nobody's chart may be read"
    assert talk.get("Organization/agency/_history").status == 200
    assert talk.post("DocumentReference", make_document()).status == 201
    stranger = make_document(subject={"reference": "Patient/client-2"})
    assert talk.post("DocumentReference", stranger).status == 403
    moved = make_document(id="note-client-1-1", subject={"reference": "Patient/client-2"})
    assert talk.put("DocumentReference/note-client-1-1", moved).status == 403
    assert talk.get("DocumentReference/note-client-2-1/_history").json["total"] == 0


def test_patient_scopes_are_dropped_without_a_patient(client: Client) -> None:
    assert client.signed_in("launch user/Patient.rs patient/Goal.rs", patient=None)["scope"] == (
        "launch user/Patient.rs"
    )


def test_granular_scopes_hold_for_each_resource(client: Client) -> None:
    category = "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category|clinical-note"
    tokens = client.signed_in(f"launch user/DocumentReference.crs?category={category}")
    talk = Talk(client.sandbox, tokens["access_token"])
    other = make_document(category=[{"coding": [{"code": "advance-directive"}]}])
    client.sandbox.api.store.put({**other, "id": "directive"}, method="PUT")
    assert talk.post("DocumentReference", make_document()).status == 201
    assert talk.post("DocumentReference", other).status == 403
    assert talk.get("DocumentReference/directive").status == 403
    assert "directive" not in talk.get("DocumentReference?_count=500").ids
    assert talk.get("DocumentReference/note-client-1-1").status == 200


def test_included_resources_need_a_scope_too(client: Client) -> None:
    tokens = client.signed_in("launch user/DocumentReference.rs")
    talk = Talk(client.sandbox, tokens["access_token"])
    found = talk.get("DocumentReference?_count=1&_include=DocumentReference:author")
    assert {entry["resource"]["resourceType"] for entry in found.json["entry"]} == {"DocumentReference"}


def test_conditional_create_does_not_show_what_may_not_be_read(client: Client) -> None:
    tokens = client.signed_in("launch patient/DocumentReference.cr")
    talk = Talk(client.sandbox, tokens["access_token"])
    identifier = client.sandbox.api.store.read("DocumentReference", "note-client-2-1").resource["identifier"][
        0
    ]
    condition = f"identifier={identifier['system']}|{identifier['value']}"
    assert talk.post("DocumentReference", make_document(), If_None_Exist=condition).status == 403


def test_fhir_api_needs_a_token(sandbox: Sandbox) -> None:
    talk = Talk(sandbox)
    assert talk.get("Patient").status == 401
    assert talk.get("Patient").headers["www-authenticate"] == "Bearer"
    assert talk.get("Patient", Authorization="Bearer wrong").status == 401
    assert talk.get("Patient", Authorization="Basic d3Jvbmc6").status == 401
    assert talk.get("metadata").status == 200


def test_revoked_token_does_not_count(client: Client) -> None:
    url = f"{client.sandbox.issuer}/revoke"
    tokens = client.signed_in()
    talk = Talk(client.sandbox, tokens["access_token"])
    assert client.talk.form(url, {"token": tokens["access_token"], "client_id": "public"}).status == 200
    assert talk.get("Patient/client-1").status == 401
    renewed = client.refresh(tokens["refresh_token"]).json
    assert client.talk.form(url, {"token": renewed["refresh_token"], "client_id": "public"}).status == 200
    assert client.refresh(renewed["refresh_token"]).json["error"] == "invalid_grant"
    assert Talk(client.sandbox, renewed["access_token"]).get("Patient/client-1").status == 401


def test_introspection_tells_an_app_about_its_own_tokens(sandbox: Sandbox, clock: FixedClock) -> None:
    url = f"{sandbox.issuer}/introspect"
    client = Client(sandbox, "secret")
    fields = {
        "grant_type": "authorization_code",
        "code": client.launched_code(),
        "redirect_uri": REDIRECT,
        "code_verifier": VERIFIER,
    }
    authorization = basic("secret", SECRET)
    token = (
        Talk(sandbox)
        .form(f"{sandbox.issuer}/token", fields, Authorization=authorization)
        .json["access_token"]
    )
    known = Talk(sandbox).form(url, {"token": token}, Authorization=authorization).json
    assert known["active"] is True
    assert known["client_id"] == "secret"
    assert known["patient"] == "client-1"
    assert known["fhirUser"].endswith("Practitioner/specialist-1")
    assert known["exp"] == int(clock.now().timestamp()) + 3600
    others = Client(sandbox).signed_in()["access_token"]
    assert Talk(sandbox).form(url, {"token": others}, Authorization=authorization).json == {"active": False}
    assert Talk(sandbox).form(url, {"token": token}).status == 401
    clock.advance(timedelta(hours=2))
    assert Talk(sandbox).form(url, {"token": token}, Authorization=authorization).json == {"active": False}


def make_assertion(sandbox: Sandbox, key: RSAKey | ECKey, **changes: Any) -> str:
    """A client assertion as SMART wants it."""
    algorithm = "RS384" if isinstance(key, RSAKey) else "ES384"
    claims = {
        "iss": "backend",
        "sub": "backend",
        "aud": f"{sandbox.issuer}/token",
        "exp": int(sandbox.clock.now().timestamp()) + 240,
        "jti": "jti-1",
        **changes,
    }
    header = {"alg": algorithm, "kid": key.kid, "typ": "JWT"}
    return jwt.encode(header, claims, key, algorithms=[algorithm])


@pytest.fixture(scope="module")
def curve_key() -> ECKey:
    """A key of a backend service."""
    return ECKey.generate_key("P-384", {"kid": "k1"})


def ask_backend(sandbox: Sandbox, assertion: str, scope: str | None = "system/Patient.rs") -> Answer:
    """POST a client_credentials request."""
    fields = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": assertion,
        **({"scope": scope} if scope else {}),
    }
    return Talk(sandbox).form(f"{sandbox.issuer}/token", fields)


def register_backend(sandbox: Sandbox, key: RSAKey | ECKey) -> None:
    """Register the backend service with its public key."""
    sandbox.register_app("backend", jwks={"keys": [key.as_dict(private=False)]}, is_backend=True)


def test_backend_service_gets_a_system_token(sandbox: Sandbox, curve_key: ECKey) -> None:
    register_backend(sandbox, curve_key)
    tokens = ask_backend(sandbox, make_assertion(sandbox, curve_key), "system/Patient.rs user/Goal.rs").json
    assert tokens["scope"] == "system/Patient.rs"
    assert "refresh_token" not in tokens
    assert "patient" not in tokens
    assert Talk(sandbox, tokens["access_token"]).get("Patient").json["total"] == 6


def test_backend_service_can_use_rs384(sandbox: Sandbox) -> None:
    key = RSAKey.generate_key(2048, {"kid": "k2"})
    register_backend(sandbox, key)
    assert ask_backend(sandbox, make_assertion(sandbox, key)).status == 200


def test_backend_assertion_when_used_again_then_refused(sandbox: Sandbox, curve_key: ECKey) -> None:
    register_backend(sandbox, curve_key)
    assertion = make_assertion(sandbox, curve_key)
    assert ask_backend(sandbox, assertion).status == 200
    assert ask_backend(sandbox, assertion).json["error"] == "invalid_client"
    assert ask_backend(sandbox, make_assertion(sandbox, curve_key, jti="jti-2")).status == 200


@pytest.mark.parametrize(
    "change",
    [
        {"aud": "https://other.example/token"},
        {"iss": "someone"},
        {"exp": 1},
        {"exp": 4102444800},
        {"jti": None},
        {"exp": None},
    ],
)
def test_backend_assertion_when_a_claim_is_wrong_then_refused(
    sandbox: Sandbox, curve_key: ECKey, change: dict[str, Any]
) -> None:
    register_backend(sandbox, curve_key)
    assert (
        ask_backend(sandbox, make_assertion(sandbox, curve_key, **change)).json["error"] == "invalid_client"
    )


def test_backend_assertion_when_key_is_not_registered_then_refused(
    sandbox: Sandbox, curve_key: ECKey
) -> None:
    register_backend(sandbox, curve_key)
    stranger = ECKey.generate_key("P-384", {"kid": "k1"})
    assert ask_backend(sandbox, make_assertion(sandbox, stranger)).json["error"] == "invalid_client"
    assert ask_backend(sandbox, "not.a.jwt").json["error"] == "invalid_client"


@pytest.mark.parametrize("scope", [None, "user/Patient.rs"])
def test_backend_service_needs_system_scopes(sandbox: Sandbox, curve_key: ECKey, scope: str | None) -> None:
    register_backend(sandbox, curve_key)
    assert ask_backend(sandbox, make_assertion(sandbox, curve_key), scope).json["error"] == "invalid_scope"


def test_launched_app_can_prove_itself_by_its_key(sandbox: Sandbox, curve_key: ECKey) -> None:
    sandbox.register_app("keyed", REDIRECT, jwks={"keys": [curve_key.as_dict(private=False)]})
    client = Client(sandbox, "keyed")
    proof = {
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": make_assertion(sandbox, curve_key, iss="keyed", sub="keyed"),
    }
    code = client.launched_code()
    assert client.token(code).json["error"] == "invalid_client"
    assert client.token(code, **proof).status == 200


def test_standalone_launch_asks_who_and_whose_chart(client: Client) -> None:
    scope = "launch/patient openid fhirUser patient/Patient.rs"
    page = client.authorize(scope)
    assert page.status == 200
    assert 'value="Practitioner/specialist-1"' in page.text
    assert 'value="Patient/client-3"' in page.text
    assert "frame-ancestors" in page.headers["content-security-policy"]
    back = sent_back(answer_page(client, scope, sandbox_answer="allow", sandbox_patient="Patient/client-3"))
    tokens = client.token(back["code"]).json
    assert tokens["patient"] == "client-3"
    assert Talk(client.sandbox, tokens["access_token"]).get("Patient").ids == ["client-3"]


def test_standalone_launch_without_a_patient_scope_asks_for_no_chart(client: Client) -> None:
    page = client.authorize("openid fhirUser user/Patient.rs")
    assert "Whose chart?" not in page.text
    back = sent_back(answer_page(client, "openid fhirUser user/Patient.rs", sandbox_answer="allow"))
    assert "patient" not in client.token(back["code"]).json


def test_standalone_launch_when_person_says_no_then_access_denied(client: Client) -> None:
    back = sent_back(answer_page(client, "launch/patient patient/Patient.rs", sandbox_answer="deny"))
    assert (back["error"], back["state"]) == ("access_denied", "state-1")


@pytest.mark.parametrize(
    "answers",
    [{"sandbox_user": "Practitioner/none"}, {"sandbox_patient": "Patient/none"}, {"sandbox_user": ""}],
)
def test_standalone_launch_when_nobody_known_is_chosen_then_access_denied(
    client: Client, answers: dict[str, str]
) -> None:
    back = sent_back(answer_page(client, "openid user/Patient.rs", sandbox_answer="allow", **answers))
    assert back["error"] == "access_denied"


def test_authorization_request_can_be_posted(client: Client) -> None:
    _, launch = client.sandbox.new_launch("Patient/client-1", "Practitioner/specialist-1")
    back = sent_back(answer_page(client, USER_SCOPES, launch=launch))
    assert client.token(back["code"]).json["patient"] == "client-1"


def test_patch_does_not_tell_about_charts_out_of_reach(client: Client) -> None:
    talk = Talk(client.sandbox, client.signed_in("launch patient/*.cruds")["access_token"])
    operations = [{"op": "test", "path": "/status", "value": "current"}]
    for note, status in (("note-client-1-1", 200), ("note-client-2-1", 403)):
        path = f"DocumentReference/{note}"
        answer = talk.say("PATCH", path, operations, Content_Type="application/json-patch+json")
        assert answer.status == status


def test_key_set_can_be_registered_by_url(sandbox: Sandbox, curve_key: ECKey) -> None:
    keys = json.dumps({"keys": [curve_key.as_dict(private=False)]}).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/jwks.json" else 404)
            self.end_headers()
            self.wfile.write(keys)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        sandbox.register_app("backend", jwks_url=f"{base}/jwks.json", is_backend=True)
        assert ask_backend(sandbox, make_assertion(sandbox, curve_key)).status == 200
        sandbox.register_app("backend", jwks_url=f"{base}/missing", is_backend=True)
        refused = ask_backend(sandbox, make_assertion(sandbox, curve_key, jti="jti-2"))
        assert refused.json["error"] == "invalid_client"
        server.shutdown()
    sandbox.register_app("backend", jwks_url="http://keys.example/jwks.json", is_backend=True)
    assert (
        ask_backend(sandbox, make_assertion(sandbox, curve_key, jti="jti-3")).json["error"]
        == "invalid_client"
    )


def test_resource_server_may_introspect_when_registered_so(sandbox: Sandbox) -> None:
    sandbox.register_app("gate", secret="a-secret-of-the-gate", introspects=True)
    token = Client(sandbox).signed_in()["access_token"]
    answer = Talk(sandbox).form(
        f"{sandbox.issuer}/introspect", {"token": token}, Authorization=basic("gate", "a-secret-of-the-gate")
    )
    assert answer.json["active"] is True


def answer_page(client: Client, scope: str, **answers: str) -> Answer:
    """Send the sign-in page; the authorization request comes along as hidden fields (authorize-post)."""
    return client.talk.form(
        f"{client.sandbox.issuer}/authorize",
        {
            "response_type": "code",
            "client_id": "public",
            "redirect_uri": REDIRECT,
            "scope": scope,
            "state": "state-1",
            "aud": client.sandbox.fhir_base,
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            **({"sandbox_user": "Practitioner/specialist-1"} if "sandbox_answer" in answers else {}),
            **answers,
        },
    )


def test_sign_in_page_escapes_what_the_app_sent(client: Client) -> None:
    page = client.authorize("openid user/Patient.rs", state='"><script>alert(1)</script>')
    assert "<script>" not in page.text
