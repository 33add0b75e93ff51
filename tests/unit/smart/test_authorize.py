from __future__ import annotations

import base64
import hashlib
import logging
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from pss_fhir.clock import FixedClock
from pss_fhir.errors import DiscoveryError
from pss_fhir.smart import PendingLaunch, SmartConfiguration, begin
from tests.wire.fake_ehr import CLIENT_ID, ISS, REDIRECT, REGISTRATION, configuration


def query_of(url: str) -> dict[str, str]:
    parsed = parse_qs(urlsplit(url).query, strict_parsing=True)
    assert all(len(values) == 1 for values in parsed.values())
    return {name: values[0] for name, values in parsed.items()}


def begin_at(
    clock: FixedClock, server: SmartConfiguration | None = None, launch: str | None = "xyz", iss: str = ISS
) -> tuple[PendingLaunch, str]:
    return begin(iss, launch, REGISTRATION, server or configuration(), clock=clock)


@pytest.mark.requirement("SMART client conformance", "authorize request")
def test_begin_asks_for_all_that_a_server_checks(clock: FixedClock) -> None:
    pending, url = begin_at(clock)
    asked = query_of(url)
    assert url.startswith("https://auth.ehr.example/authorize?")
    assert asked["response_type"] == "code"
    assert asked["client_id"] == CLIENT_ID
    assert asked["redirect_uri"] == REDIRECT
    assert asked["launch"] == "xyz"
    assert asked["aud"] == ISS
    assert asked["state"] == pending.state
    assert asked["nonce"] == pending.nonce
    assert asked["scope"].split() == list(pending.scopes)
    assert asked["scope"].startswith("launch openid fhirUser")
    assert asked["code_challenge_method"] == "S256"
    digest = hashlib.sha256(pending.code_verifier.encode()).digest()
    assert asked["code_challenge"] == base64.urlsafe_b64encode(digest).decode().rstrip("=")
    assert len(asked) == 10


@pytest.mark.requirement("RFC 7636", "4.1: verifier of 43 to 128 unreserved characters")
def test_begin_makes_fresh_secrets_each_time(clock: FixedClock) -> None:
    launches = [begin_at(clock)[0] for _ in range(5)]
    for name in ("state", "nonce", "code_verifier"):
        values = {getattr(pending, name) for pending in launches}
        assert len(values) == 5
        assert all(43 <= len(value) <= 128 for value in values)
        assert all(
            set(value) <= set(base64.urlsafe_b64encode(bytes(range(256))).decode() + "-_") for value in values
        )


def test_begin_standalone_sends_no_launch(clock: FixedClock) -> None:
    pending, url = begin_at(clock, launch=None)
    assert "launch" not in query_of(url)
    assert "launch" not in pending.scopes


@pytest.mark.requirement("SMART client conformance", "aud equal to the FHIR base exactly")
def test_begin_sends_the_base_as_the_launch_named_it(clock: FixedClock) -> None:
    assert query_of(begin_at(clock, iss=f"{ISS}/")[1])["aud"] == f"{ISS}/"


def test_begin_keeps_the_endpoints_own_query(clock: FixedClock) -> None:
    asked = query_of(
        begin_at(clock, configuration(authorization_endpoint="https://a.example/auth?tenant=7"))[1]
    )
    assert asked["tenant"] == "7"
    assert asked["response_type"] == "code"


def test_begin_encodes_what_it_sends(clock: FixedClock) -> None:
    assert query_of(begin_at(clock, launch="a b&state=evil#x")[1])["launch"] == "a b&state=evil#x"


def test_begin_when_there_is_nothing_to_authorize_at_then_refused(clock: FixedClock) -> None:
    with pytest.raises(DiscoveryError):
        begin_at(clock, configuration(authorization_endpoint=None))


def test_pending_launch_lives_ten_minutes_and_survives_storage(clock: FixedClock) -> None:
    pending, _ = begin_at(clock)
    assert PendingLaunch.from_json(pending.to_json()) == pending
    now = clock.now()
    assert not pending.is_over(now)
    assert not pending.is_over(now + timedelta(seconds=599))
    assert pending.is_over(now + timedelta(minutes=10))
    assert pending.is_over(now - timedelta(seconds=1))


def test_pending_launch_shows_no_secret(clock: FixedClock) -> None:
    pending, _ = begin_at(clock)
    shown = repr(pending)
    assert not any(secret in shown for secret in (pending.state, pending.nonce, pending.code_verifier))


def test_begin_logs_nothing(clock: FixedClock, caplog: pytest.LogCaptureFixture) -> None:
    """What fhirclient logs at DEBUG is the whole request; that is kept back."""
    caplog.set_level(logging.DEBUG)
    pending, _ = begin_at(clock)
    assert pending.state not in caplog.text
    assert "xyz" not in caplog.text
