from __future__ import annotations

from typing import Any

import pytest
from joserfc import jws, jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from pss_fhir.clock import FixedClock
from pss_fhir.errors import UsageError
from pss_fhir.smart import PrivateKeyJwt, public_key_set
from pss_fhir.smart.assertion import client_assertion
from tests.wire.fake_ehr import EC384_KEY, EC_KEY, RSA_KEY, entropy

TOKEN_URL = "https://auth.ehr.example/token"
KEYS = {"ES384": EC384_KEY, "RS384": RSA_KEY}


def auth(alg: str) -> PrivateKeyJwt:
    return PrivateKeyJwt(KEYS[alg].as_pem(private=True), "k-1")


@pytest.mark.parametrize("alg", KEYS)
@pytest.mark.requirement("SMART client conformance", "token: asymmetric client authentication")
def test_client_assertion_holds_what_smart_asks(alg: str, clock: FixedClock) -> None:
    made = client_assertion(auth(alg), "pss-app", TOKEN_URL, now=clock.now(), entropy=entropy())
    assert jws.extract_compact(made.encode()).headers() == {"alg": alg, "kid": "k-1", "typ": "JWT"}
    keys = KeySet.import_key_set(public_key_set(auth(alg)))  # type: ignore[arg-type]
    claims: dict[str, Any] = jwt.decode(made, keys, algorithms=[alg]).claims
    now = clock.now().timestamp()
    assert claims["iss"] == claims["sub"] == "pss-app"
    assert claims["aud"] == TOKEN_URL
    assert now < claims["exp"] <= now + 300
    assert claims["jti"]


@pytest.mark.requirement("SMART client conformance", "jti never reused")
def test_client_assertion_has_a_new_id_each_time(clock: FixedClock) -> None:
    once = entropy()
    made = [client_assertion(auth("ES384"), "a", TOKEN_URL, now=clock.now(), entropy=once) for _ in range(9)]
    ids = {jwt.decode(one, EC384_KEY, algorithms=["ES384"]).claims["jti"] for one in made}
    assert len(ids) == 9


def test_public_key_set_holds_no_private_part() -> None:
    for alg in KEYS:
        (key,) = public_key_set(auth(alg))["keys"]
        assert not {"d", "p", "q", "dp", "dq", "qi"} & set(key)
        assert (key["kid"], key["use"], key["alg"]) == ("k-1", "sig", alg)


@pytest.mark.parametrize(
    "key",
    [
        b"",
        b"not a key SENTINEL",
        EC384_KEY.as_pem(private=False),
        EC_KEY.as_pem(private=True),
        ECKey.generate_key("P-521").as_pem(private=True),
        RSA_KEY.as_pem(private=True)[:200],
    ],
    ids=["empty", "text", "public", "P-256", "P-521", "cut"],
)
def test_client_assertion_when_the_key_is_of_no_use_then_refused(key: bytes, clock: FixedClock) -> None:
    with pytest.raises(UsageError) as refused:
        client_assertion(PrivateKeyJwt(key, "k"), "a", TOKEN_URL, now=clock.now(), entropy=entropy())
    assert refused.value.code == "smart.key-unusable"
    assert "SENTINEL" not in str(refused.value)


@pytest.mark.filterwarnings("ignore:.*:joserfc.errors.SecurityWarning")
def test_client_assertion_when_the_rsa_key_is_short_then_refused(clock: FixedClock) -> None:
    short = RSAKey.generate_key(1024).as_pem(private=True)
    with pytest.raises(UsageError):
        client_assertion(PrivateKeyJwt(short, "k"), "a", TOKEN_URL, now=clock.now(), entropy=entropy())


def test_private_key_is_not_in_the_repr() -> None:
    assert "PRIVATE" not in repr(auth("ES384"))
