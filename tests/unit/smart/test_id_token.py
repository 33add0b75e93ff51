from __future__ import annotations

import base64
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, OctKey, RSAKey

from pss_fhir.clock import FixedClock
from pss_fhir.errors import DiscoveryError, IdTokenInvalid
from pss_fhir.smart import SigningKeys, SmartConfiguration
from pss_fhir.smart.id_token import user_ref_in, verified_claims
from tests.wire.fake_ehr import (
    CLIENT_ID,
    EC384_KEY,
    EC_KEY,
    ISS,
    ISSUER,
    RSA_KEY,
    STRANGER,
    FakeEhr,
    begun,
    configuration,
    id_token,
)


def verify(
    token: str,
    clock: FixedClock,
    *,
    ehr: FakeEhr | None = None,
    server: SmartConfiguration | None = None,
    keys: SigningKeys | None = None,
) -> dict[str, Any]:
    return verified_claims(
        token,
        configuration=server or configuration(),
        client_id=CLIENT_ID,
        nonce=begun(clock).nonce,
        keys=keys or SigningKeys(ehr or FakeEhr(clock), clock=clock),
        now=clock.now(),
    )


def make(clock: FixedClock, **changes: Any) -> str:
    return id_token(begun(clock), clock.now(), **changes)


@pytest.mark.parametrize(
    ("key", "alg"), [(RSA_KEY, "RS256"), (RSA_KEY, "RS384"), (EC_KEY, "ES256"), (EC384_KEY, "ES384")]
)
@pytest.mark.requirement("SMART client conformance", "id_token: signature by jwks_uri")
def test_good_token_is_accepted(key: RSAKey | ECKey, alg: str, clock: FixedClock) -> None:
    ehr = FakeEhr(clock, keys=[STRANGER, RSA_KEY, EC_KEY, EC384_KEY])
    assert verify(make(clock, key=key, alg=alg), clock, ehr=ehr)["fhirUser"] == "Practitioner/p1"


def test_token_without_kid_is_tried_with_every_key(clock: FixedClock) -> None:
    nameless = RSAKey.import_key(RSA_KEY.as_pem(private=True))
    ehr = FakeEhr(clock, keys=[STRANGER, RSA_KEY])
    token = id_token(begun(clock), clock.now(), key=nameless)
    assert verify(token, clock, ehr=ehr)["sub"] == "u1"


@pytest.mark.parametrize(
    ("changes", "claim"),
    [
        ({"iss": "https://evil.example"}, "iss"),
        ({"iss": None}, "iss"),
        ({"iss": 3}, "iss"),
        ({"aud": "other-app"}, "aud"),
        ({"aud": None}, "aud"),
        ({"aud": ["other-app"]}, "aud"),
        ({"aud": [CLIENT_ID, "other-app"]}, "azp"),
        ({"aud": [CLIENT_ID, "other-app"], "azp": "other-app"}, "azp"),
        ({"azp": "other-app"}, "azp"),
        ({"nonce": "other"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"exp": None}, "exp"),
        ({"exp": "soon"}, "exp"),
        ({"sub": None}, "sub"),
    ],
)
@pytest.mark.requirement("SMART client conformance", "id_token: iss, aud, exp, nonce")
def test_token_with_a_wrong_claim_is_refused(changes: dict[str, Any], claim: str, clock: FixedClock) -> None:
    with pytest.raises(IdTokenInvalid) as refused:
        verify(make(clock, **changes), clock)
    assert refused.value.code == "smart.id-token-claim"
    assert f"id_token's {claim} is" in refused.value.message


@pytest.mark.parametrize("changes", [{"aud": [CLIENT_ID]}, {"aud": [CLIENT_ID, "x"], "azp": CLIENT_ID}])
def test_token_with_several_audiences_needs_the_authorized_party(
    changes: dict[str, Any], clock: FixedClock
) -> None:
    assert verify(make(clock, **changes), clock)["sub"] == "u1"


@pytest.mark.parametrize(
    ("name", "offset", "is_good"),
    [
        ("exp", -59, True),
        ("exp", -61, False),
        ("iat", 59, True),
        ("iat", 61, False),
        ("nbf", 59, True),
        ("nbf", 61, False),
    ],
)
def test_token_times_have_a_minute_of_leeway(
    name: str, offset: int, is_good: bool, clock: FixedClock
) -> None:
    token = make(clock, **{name: int(clock.now().timestamp()) + offset})
    if is_good:
        assert verify(token, clock)["sub"] == "u1"
    else:
        with pytest.raises(IdTokenInvalid):
            verify(token, clock)


@pytest.mark.parametrize(("claimed", "known"), [(f"{ISSUER}/", ISSUER), (ISSUER, f"{ISSUER}/")])
def test_issuer_may_differ_by_a_trailing_slash(claimed: str, known: str, clock: FixedClock) -> None:
    """As Medplum 4.3.6 writes it."""
    assert verify(make(clock, iss=claimed), clock, server=configuration(issuer=known))["sub"] == "u1"


@pytest.mark.parametrize(
    ("claimed", "is_good"),
    [(ISSUER, True), (ISS, True), ("https://evil.example", False), ("https://[", False), ("x", False)],
)
def test_issuer_when_none_is_configured_must_be_the_servers_own(
    claimed: str, is_good: bool, clock: FixedClock
) -> None:
    server = configuration(issuer=None)
    if is_good:
        assert verify(make(clock, iss=claimed), clock, server=server)["sub"] == "u1"
    else:
        with pytest.raises(IdTokenInvalid):
            verify(make(clock, iss=claimed), clock, server=server)


def test_token_of_a_strangers_key_with_a_known_id_is_refused(clock: FixedClock) -> None:
    with pytest.raises(IdTokenInvalid) as refused:
        verify(make(clock, key=STRANGER), clock)
    assert refused.value.code == "smart.id-token-signature"


def test_token_signed_with_the_public_key_as_a_secret_is_refused(clock: FixedClock) -> None:
    secret = OctKey.import_key(base64.b64encode(RSA_KEY.as_pem(private=False)))
    forged = jws.serialize_compact({"alg": "HS256", "kid": "rsa-1"}, b"{}", secret, algorithms=["HS256"])
    with pytest.raises(IdTokenInvalid) as refused:
        verify(forged, clock)
    assert refused.value.code == "smart.id-token-algorithm"


@pytest.mark.parametrize("alg", ["none", "None", "HS256", "PS256", "", 3, None])
def test_token_with_another_algorithm_is_refused(alg: Any, clock: FixedClock) -> None:
    head = base64.urlsafe_b64encode(repr({"alg": alg}).replace("'", '"').replace("None}", "null}").encode())
    with pytest.raises(IdTokenInvalid):
        verify(f"{head.decode().rstrip('=')}.e30.", clock)


@pytest.mark.parametrize("token", ["", "x", "a.b", "a.b.c", "....", "ä.b.c"])
def test_token_that_is_none_is_refused(token: str, clock: FixedClock) -> None:
    with pytest.raises(IdTokenInvalid):
        verify(token, clock)


def test_token_with_a_changed_payload_is_refused(clock: FixedClock) -> None:
    head, _, signature = make(clock).split(".")
    other = make(clock, fhirUser="Practitioner/boss").split(".")[1]
    with pytest.raises(IdTokenInvalid):
        verify(f"{head}.{other}.{signature}", clock)


@pytest.mark.requirement("OpenID Connect Core 1.0", "10.1.1: rotation of signing keys")
def test_new_key_at_the_ehr_is_fetched_once(clock: FixedClock) -> None:
    ehr = FakeEhr(clock, keys=[RSA_KEY])
    keys = SigningKeys(ehr, clock=clock)
    verify(make(clock), clock, keys=keys)
    verify(make(clock), clock, keys=keys)
    assert ehr.asked("/jwks") == 1
    ehr.keys = [EC_KEY]
    verify(make(clock, key=EC_KEY, alg="ES256"), clock, keys=keys)
    assert ehr.asked("/jwks") == 2
    with pytest.raises(IdTokenInvalid):
        verify(make(clock), clock, keys=keys)
    assert ehr.asked("/jwks") == 3


def test_keys_that_cannot_be_used_are_passed_over(clock: FixedClock) -> None:
    ehr = FakeEhr(clock)
    ehr.documents[f"{ISSUER}/jwks"] = {
        "keys": [
            "x",
            {"kty": "oct", "k": "c2VjcmV0"},
            {"kty": "AKP", "kid": "rsa-1"},
            {"kty": "RSA", "n": 3, "kid": "rsa-1"},
            {"kty": "RSA", "kid": "rsa-1"},
            {**STRANGER.as_dict(private=False), "use": "enc"},
            {**RSA_KEY.as_dict(private=False), "alg": "RS256"},
        ]
    }
    assert verify(make(clock), clock, ehr=ehr)["sub"] == "u1"


def test_keys_are_found_through_openid_discovery(clock: FixedClock) -> None:
    ehr = FakeEhr(clock)
    place = f"{ISSUER}/.well-known/openid-configuration"
    ehr.documents[place] = {"issuer": ISSUER, "jwks_uri": f"{ISSUER}/jwks"}
    server = configuration(jwks_uri=None, issuer=f"{ISSUER}/")
    assert verify(make(clock), clock, ehr=ehr, server=server)["sub"] == "u1"


@pytest.mark.parametrize(
    ("document", "issuer"),
    [
        ({"issuer": "https://evil.example", "jwks_uri": f"{ISSUER}/jwks"}, ISSUER),
        ({"issuer": ISSUER}, ISSUER),
        ({"issuer": ISSUER, "jwks_uri": "http://evil.example/jwks"}, ISSUER),
        (None, ISSUER),
        (None, None),
        (None, "http://open.example"),
    ],
)
def test_keys_that_are_nowhere_stop_the_sign_in(document: Any, issuer: str | None, clock: FixedClock) -> None:
    ehr = FakeEhr(clock)
    if document is not None:
        ehr.documents[f"{ISSUER}/.well-known/openid-configuration"] = document
    with pytest.raises(DiscoveryError):
        verify(make(clock, iss=ISSUER), clock, ehr=ehr, server=configuration(jwks_uri=None, issuer=issuer))


@pytest.mark.requirement("SMART client conformance", "fhirUser absolute or relative")
@pytest.mark.parametrize(
    ("claims", "ref"),
    [
        ({"fhirUser": "Practitioner/p1"}, "Practitioner/p1"),
        ({"fhirUser": f"{ISS}/Practitioner/p1"}, "Practitioner/p1"),
        ({"fhirUser": f"{ISS}/PractitionerRole/r-1"}, "PractitionerRole/r-1"),
        ({"fhirUser": "Person/1"}, "Person/1"),
        ({"profile": "Practitioner/p1"}, "Practitioner/p1"),
        ({"profile": "https://ehr.example/me"}, None),
        ({"fhirUser": ""}, None),
        ({}, None),
    ],
)
def test_user_ref_in_reads_every_form(claims: dict[str, Any], ref: str | None) -> None:
    assert user_ref_in(claims, f"{ISS}/") == ref


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ("https://evil.example/fhir/Practitioner/p1", "smart.user-elsewhere"),
        (f"{ISS}evil/Practitioner/p1", "smart.user-elsewhere"),
        ("http://ehr.example/fhir/Practitioner/p1", "smart.user-elsewhere"),
        ("Device/d1", "smart.user-unreadable"),
        ("Practitioner/..", "smart.user-unreadable"),
        ("Practitioner/p1/_history/1", "smart.user-unreadable"),
        ("p1", "smart.user-unreadable"),
        (f"{ISS}/Practitioner/../Patient/1", "smart.user-unreadable"),
    ],
)
def test_user_ref_in_when_it_is_no_person_of_this_ehr_then_refused(named: str, code: str) -> None:
    with pytest.raises(IdTokenInvalid) as refused:
        user_ref_in({"fhirUser": named}, ISS)
    assert refused.value.code == code
