from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from pss_fhir.clock import FixedClock
from pss_fhir.errors import (
    AuthorizationRefused,
    IdTokenInvalid,
    PssFhirError,
    StateMismatch,
    TokenRefused,
    Unreachable,
)
from pss_fhir.smart import PendingLaunch, SignedIn, SmartConfiguration, finish
from tests.wire.fake_ehr import (
    ISSUER,
    REGISTRATION,
    STRANGER,
    FakeEhr,
    begun,
    callback,
    configuration,
    entropy,
    id_token,
    oauth_error,
    token_answer,
)
from tests.wire.scripted import answer


def finish_with(
    ehr: FakeEhr,
    clock: FixedClock,
    params: dict[str, str],
    *,
    pending: PendingLaunch | None = None,
    server: SmartConfiguration | None = None,
) -> SignedIn:
    return finish(
        pending or begun(clock),
        params,
        REGISTRATION,
        server or configuration(),
        ehr,
        clock=clock,
        entropy=entropy(),
    )


def test_finish_gives_context_and_tokens(clock: FixedClock) -> None:
    pending = begun(clock)
    ehr = FakeEhr(clock, [token_answer(id_token(pending, clock.now()))])
    done = finish_with(ehr, clock, callback(pending))
    assert (done.context.patient_ref, done.context.user_ref) == ("Patient/1", "Practitioner/p1")
    assert done.tokens.refresh_token == "rt-1"
    assert done.tokens.expires_at == clock.now() + timedelta(seconds=570)


@pytest.mark.requirement("SMART App Launch 2.2.0", "state SHALL be validated")
@pytest.mark.parametrize(
    "params", [{"code": "c"}, {"state": "x", "code": "c"}, {"state": "", "error": "x"}, {"state": "\ud800"}]
)
def test_finish_when_the_state_is_another_then_nothing_is_sent(
    params: dict[str, str], clock: FixedClock
) -> None:
    ehr = FakeEhr(clock)
    with pytest.raises(StateMismatch) as refused:
        finish_with(ehr, clock, params)
    assert refused.value.code == "smart.state-mismatch"
    assert ehr.requests == []


def test_finish_when_ten_minutes_are_over_then_refused(clock: FixedClock) -> None:
    pending = begun(clock)
    clock.advance(timedelta(minutes=10))
    with pytest.raises(StateMismatch) as refused:
        finish_with(FakeEhr(clock), clock, callback(pending), pending=pending)
    assert refused.value.code == "smart.launch-expired"


@pytest.mark.requirement("RFC 9207", "2.4: iss compared when present or promised")
@pytest.mark.parametrize(
    ("promised", "issuer", "named", "is_good"),
    [
        (False, ISSUER, None, True),
        (False, ISSUER, ISSUER, True),
        (False, ISSUER, f"{ISSUER}/", True),
        (True, ISSUER, ISSUER, True),
        (False, None, ISSUER, True),
        (False, ISSUER, "https://evil.example", False),
        (True, ISSUER, None, False),
        (True, None, None, False),
        (True, ISSUER, "", False),
    ],
)
def test_finish_compares_who_answers(
    promised: bool, issuer: str | None, named: str | None, is_good: bool, clock: FixedClock
) -> None:
    server = configuration(authorization_response_iss_parameter_supported=promised, issuer=issuer)
    pending = begun(clock)
    params = callback(pending, **({} if named is None else {"iss": named}))
    ehr = FakeEhr(clock, [token_answer()])
    if is_good:
        assert finish_with(ehr, clock, params, server=server).tokens.access_token == "at-1"
    else:
        with pytest.raises(StateMismatch) as refused:
            finish_with(ehr, clock, params, server=server)
        assert refused.value.code == "smart.answer-elsewhere"
        assert ehr.requests == []


@pytest.mark.requirement("RFC 6749", "4.1.2.1")
@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("access_denied", "smart.access-denied"),
        ("invalid_request", "smart.invalid-authorization-request"),
        ("invalid_scope", "smart.invalid-scope"),
        ("unauthorized_client", "smart.unauthorized-client"),
        ("unsupported_response_type", "smart.unsupported-response-type"),
        ("server_error", "smart.authorization-server-fault"),
        ("temporarily_unavailable", "smart.authorization-server-busy"),
        ("login_required", "smart.interaction-required"),
        ("HTEST", "smart.authorization-refused"),
    ],
)
def test_finish_when_the_ehr_says_no_then_the_code_tells_how(
    error: str, code: str, clock: FixedClock
) -> None:
    params = {"state": begun(clock).state, "error": error, "error_description": "HTEST <b>", "code": "c"}
    ehr = FakeEhr(clock)
    with pytest.raises(AuthorizationRefused) as refused:
        finish_with(ehr, clock, params)
    assert refused.value.code == code
    assert "HTEST" not in str(refused.value)
    assert ehr.requests == []


@pytest.mark.parametrize("changes", [{"code": ""}, {}])
def test_finish_when_there_is_no_code_then_refused(changes: dict[str, str], clock: FixedClock) -> None:
    with pytest.raises(AuthorizationRefused) as refused:
        finish_with(FakeEhr(clock), clock, {"state": begun(clock).state, **changes})
    assert refused.value.code == "smart.code-missing"


@pytest.mark.requirement("RFC 6749", "5.2")
@pytest.mark.parametrize(
    ("said", "code"),
    [
        (oauth_error("invalid_client", 401), "smart.invalid-client"),
        (oauth_error("invalid_grant"), "smart.invalid-grant"),
        (oauth_error("invalid_request"), "smart.invalid-token-request"),
        (oauth_error("invalid_scope"), "smart.invalid-scope"),
        (oauth_error("unauthorized_client"), "smart.unauthorized-client"),
        (oauth_error("unsupported_grant_type"), "smart.unsupported-grant-type"),
        (oauth_error("HTEST", 400, "HTEST"), "smart.token-refused"),
        (oauth_error("invalid_grant", 200), "smart.invalid-grant"),
        (answer(b"<html>HTEST", 400), "smart.token-refused"),
        (answer(b"<html>HTEST", 200), "smart.token-refused"),
        (answer(None, 302, headers={"Location": "https://evil.example"}), "smart.token-refused"),
        (answer(None, 503), "smart.token-endpoint-fault"),
        (answer(None, 429), "smart.token-endpoint-fault"),
        (answer({}), "smart.token-unusable"),
    ],
)
def test_finish_when_the_code_is_not_exchanged_then_the_code_tells_why(
    said: Any, code: str, clock: FixedClock
) -> None:
    ehr = FakeEhr(clock, [said])
    with pytest.raises(TokenRefused) as refused:
        finish_with(ehr, clock, callback(begun(clock)))
    assert refused.value.code == code
    assert "HTEST" not in str(refused.value)
    assert ehr.asked("/token") == 1


def test_finish_when_no_answer_comes_then_it_is_not_sent_again(clock: FixedClock) -> None:
    ehr = FakeEhr(clock, [Unreachable("x"), token_answer()])
    with pytest.raises(Unreachable):
        finish_with(ehr, clock, callback(begun(clock)))
    assert ehr.asked("/token") == 1


def test_finish_when_the_person_is_forged_then_refused(clock: FixedClock) -> None:
    pending = begun(clock)
    forged = id_token(pending, clock.now(), key=STRANGER)
    with pytest.raises(IdTokenInvalid):
        finish_with(FakeEhr(clock, [token_answer(forged)]), clock, callback(pending))


def test_finish_when_the_token_is_replayed_from_another_launch_then_refused(clock: FixedClock) -> None:
    old = id_token(begun(clock), clock.now(), nonce="of another launch")
    with pytest.raises(IdTokenInvalid):
        finish_with(FakeEhr(clock, [token_answer(old)]), clock, callback(begun(clock)))


@pytest.mark.requirement(
    "SMART client conformance", "an app that asked for offline_access survives getting none"
)
def test_finish_with_less_than_asked_goes_on_and_says_so(clock: FixedClock) -> None:
    ehr = FakeEhr(clock, [token_answer(refresh_token=None, scope="launch user/Patient.rs", patient=None)])
    done = finish_with(ehr, clock, callback(begun(clock)))
    assert done.context.user_ref is None
    assert done.context.patient_ref is None
    assert done.tokens.refresh_token is None
    assert done.context.missing_scopes == (
        "openid",
        "fhirUser",
        "offline_access",
        "user/DocumentReference.crus",
    )


def test_refusals_are_one_family() -> None:
    for kind in (StateMismatch, AuthorizationRefused, TokenRefused, IdTokenInvalid):
        assert issubclass(kind, PssFhirError)
        assert kind.exit_code == 4
