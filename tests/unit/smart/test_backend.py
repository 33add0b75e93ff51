from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from joserfc import jwt

from pss_fhir.clock import FixedClock
from pss_fhir.errors import TokenRefused
from pss_fhir.smart import BackendAuthorizer, PrivateKeyJwt, Registration
from tests.wire.fake_ehr import EC384_KEY, ISSUER, FakeEhr, configuration, entropy, oauth_error, token_answer

REGISTRATION = Registration(
    "agency-backend", "", ("system/*.rs",), PrivateKeyJwt(EC384_KEY.as_pem(private=True), "k-1")
)


def authorizer(ehr: FakeEhr, clock: FixedClock) -> BackendAuthorizer:
    return BackendAuthorizer(REGISTRATION, configuration(), ehr, clock=clock, entropy=entropy())


def said(number: int = 1, **changes: Any) -> dict[str, Any]:
    return token_answer(access_token=f"at-{number}", refresh_token=None, expires_in=300, **changes)


@pytest.mark.requirement("SMART client conformance", "client_credentials sends scope")
def test_authorization_asks_with_assertion_and_scope(clock: FixedClock) -> None:
    ehr = FakeEhr(clock, [said()])
    assert authorizer(ehr, clock).authorization() == "Bearer at-1"
    (form,) = ehr.posted
    assert form["grant_type"] == "client_credentials"
    assert form["scope"] == "system/*.rs"
    assert form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    claims = jwt.decode(form["client_assertion"], EC384_KEY, algorithms=["ES384"]).claims
    assert (claims["iss"], claims["sub"], claims["aud"]) == (
        "agency-backend",
        "agency-backend",
        f"{ISSUER}/token",
    )
    assert set(form) == {"grant_type", "scope", "client_assertion", "client_assertion_type"}


def test_authorization_keeps_the_token_until_it_ends(clock: FixedClock) -> None:
    ehr = FakeEhr(clock, [said(1), said(2)])
    backend = authorizer(ehr, clock)
    assert [backend.authorization(), backend.authorization()] == ["Bearer at-1"] * 2
    clock.advance(timedelta(seconds=271))
    assert backend.authorization() == "Bearer at-2"
    first, second = ehr.posted
    assert first["client_assertion"] != second["client_assertion"]


def test_renew_gets_another_token_or_says_no(clock: FixedClock) -> None:
    ehr = FakeEhr(clock, [said(1), said(2), oauth_error("invalid_client", 401)])
    backend = authorizer(ehr, clock)
    backend.authorization()
    assert backend.renew()
    assert backend.renew(), "another token than the one handed out is there already"
    assert backend.authorization() == "Bearer at-2"
    assert not backend.renew()
    assert ehr.asked("/token") == 3


def test_authorization_when_refused_then_the_code_tells_why(clock: FixedClock) -> None:
    with pytest.raises(TokenRefused) as refused:
        authorizer(FakeEhr(clock, [oauth_error("invalid_scope")]), clock).authorization()
    assert refused.value.code == "smart.invalid-scope"
