"""Whatever goes wrong in a sign-in, no secret and nothing about a person is shown or logged."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from pss_fhir.clock import FixedClock
from pss_fhir.errors import PssFhirError, Unreachable
from pss_fhir.smart import (
    PrivateKeyJwt,
    Registration,
    SecretBasic,
    TokenSet,
    begin,
    check_issuer,
    discover,
    finish,
    refresh,
)
from pss_fhir.smart.tokens import tokens_in
from tests.wire.fake_ehr import (
    CLIENT_ID,
    ISS,
    REDIRECT,
    SCOPES,
    FakeEhr,
    begun,
    callback,
    configuration,
    id_token,
    oauth_error,
    token_answer,
)
from tests.wire.scripted import ScriptedTransport, answer

SENTINEL = "Zzsentinel"
SECRET = f"secret-{SENTINEL}"
REGISTRATION = Registration(CLIENT_ID, REDIRECT, SCOPES, SecretBasic(SECRET))
BROKEN_KEY = Registration(CLIENT_ID, REDIRECT, SCOPES, PrivateKeyJwt(SECRET.encode(), "k"))


def tokens(clock: FixedClock) -> TokenSet:
    said = token_answer(access_token=SECRET, refresh_token=SECRET)
    return tokens_in(said, now=clock.now(), asked=())


def ended(clock: FixedClock, *said: Any, registration: Registration = REGISTRATION, **params: str) -> object:
    pending = begun(clock)
    ehr = FakeEhr(clock, list(said))
    return finish(
        pending,
        callback(pending, **{"code": SECRET, **params}),
        registration,
        configuration(),
        ehr,
        clock=clock,
    )


def refreshed(clock: FixedClock, said: Any) -> object:
    return refresh(tokens(clock), REGISTRATION, configuration(), FakeEhr(clock, [said]), clock=clock)


def signed(clock: FixedClock, **changes: Any) -> object:
    pending = begun(clock)
    return ended(clock, token_answer(id_token(pending, clock.now(), **changes)))


WAYS: dict[str, Callable[[FixedClock], object]] = {
    "issuer": lambda _: check_issuer(f"https://evil.example/{SENTINEL}", [ISS]),
    "discovery-status": lambda _: discover(ISS, ScriptedTransport([answer(SENTINEL, 500)])),
    "discovery-html": lambda _: discover(ISS, ScriptedTransport([answer(SENTINEL.encode())])),
    "discovery-open": lambda _: configuration(token_endpoint=f"http://x.example/{SENTINEL}"),
    "state": lambda clock: ended(clock, state=SENTINEL),
    "other-issuer": lambda clock: ended(clock, iss=f"https://{SENTINEL}.example"),
    "denied": lambda clock: ended(
        clock, error="access_denied", error_description=SENTINEL, error_uri=SENTINEL
    ),
    "unknown-error": lambda clock: ended(clock, error=SENTINEL),
    "exchange-refused": lambda clock: ended(clock, oauth_error("invalid_grant", 400, SECRET)),
    "exchange-unknown": lambda clock: ended(clock, oauth_error(SENTINEL, 400, SECRET)),
    "exchange-html": lambda clock: ended(clock, answer(SENTINEL.encode())),
    "exchange-fault": lambda clock: ended(clock, answer(SENTINEL, 503)),
    "exchange-silence": lambda clock: ended(clock, Unreachable("no answer")),
    "token-type": lambda clock: ended(clock, token_answer(token_type=SENTINEL, access_token=SECRET)),
    "token-header": lambda clock: ended(clock, token_answer(access_token=f"{SECRET}\r\n")),
    "patient": lambda clock: ended(clock, token_answer(patient=f"{SENTINEL}/..")),
    "key": lambda clock: ended(clock, registration=BROKEN_KEY),
    "id-token-text": lambda clock: ended(clock, token_answer(SENTINEL)),
    "id-token-nonce": lambda clock: signed(clock, nonce=SENTINEL, sub=SENTINEL),
    "id-token-issuer": lambda clock: signed(clock, iss=f"https://{SENTINEL}.example"),
    "id-token-audience": lambda clock: signed(clock, aud=[SENTINEL]),
    "fhir-user-elsewhere": lambda clock: signed(clock, fhirUser=f"https://{SENTINEL}.example/Practitioner/1"),
    "fhir-user-odd": lambda clock: signed(clock, fhirUser=f"{SENTINEL} Ann"),
    "refresh-ended": lambda clock: refreshed(clock, oauth_error("invalid_grant", 400, SECRET)),
    "refresh-fault": lambda clock: refreshed(clock, answer(SENTINEL, 500)),
}


def shown(failure: BaseException) -> str:
    """All that a log with a traceback would hold; the source lines left out."""
    lines = traceback.format_exception(failure)
    return "".join(line for line in lines if not line.startswith("  File")) + repr(vars(failure))


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_failure_of_a_sign_in_holds_no_secret(
    way: Callable[[FixedClock], object], clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(PssFhirError) as failed:
        way(clock)
    told = shown(failed.value) + caplog.text
    assert SENTINEL not in told
    pending = begun(clock)
    assert not any(secret in told for secret in (pending.state, pending.nonce, pending.code_verifier))


def test_good_sign_in_logs_nothing(clock: FixedClock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    pending, _ = begin(ISS, SENTINEL, REGISTRATION, configuration(), clock=clock)
    ehr = FakeEhr(
        clock, [token_answer(id_token(pending, clock.now()), access_token=SECRET, patient=SENTINEL)]
    )
    done = finish(pending, callback(pending, code=SECRET), REGISTRATION, configuration(), ehr, clock=clock)
    assert done.context.patient_ref == f"Patient/{SENTINEL}"
    assert SENTINEL not in caplog.text + repr(done.tokens) + repr(REGISTRATION) + repr(pending)


def test_shown_finds_a_sentinel() -> None:
    """The check itself can fail."""
    assert SENTINEL in shown(PssFhirError(SENTINEL))
