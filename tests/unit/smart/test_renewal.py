from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from pss_fhir.clock import FixedClock
from pss_fhir.errors import SignInNeeded, TokenRefused, Unreachable
from pss_fhir.smart import LaunchAuthorizer, TokenSet, refresh
from pss_fhir.smart.tokens import tokens_in
from pss_fhir.wire import Request, Response
from tests.wire.fake_ehr import REGISTRATION, FakeEhr, configuration, entropy, oauth_error, token_answer
from tests.wire.scripted import answer


def tokens(clock: FixedClock, **changes: Any) -> TokenSet:
    return tokens_in(token_answer(**changes), now=clock.now(), asked=())


def renewed(number: int = 2, **changes: Any) -> dict[str, Any]:
    return token_answer(access_token=f"at-{number}", **{"refresh_token": f"rt-{number}", **changes})


def refresh_at(ehr: FakeEhr, clock: FixedClock, held: TokenSet) -> TokenSet:
    return refresh(held, REGISTRATION, configuration(), ehr, clock=clock, entropy=entropy())


class Rig:
    """An authorizer on a fake EHR, with what it saved."""

    def __init__(
        self,
        clock: FixedClock,
        *said: Any,
        load: Callable[[], TokenSet] | None = None,
        **changes: Any,
    ) -> None:
        self.ehr = FakeEhr(clock, list(said))
        self.saved: list[TokenSet] = []
        self.authorizer = LaunchAuthorizer(
            tokens(clock, **changes),
            REGISTRATION,
            configuration,
            self.ehr,
            save=self.saved.append,
            load=load,
            clock=clock,
            entropy=entropy(),
        )


@pytest.mark.requirement("SMART client conformance", "refresh: the token from this session")
def test_refresh_sends_the_refresh_token_and_takes_the_new_one(clock: FixedClock) -> None:
    ehr = FakeEhr(clock, [renewed(scope=None)])
    found = refresh_at(ehr, clock, tokens(clock, scope="openid"))
    assert ehr.posted == [{"grant_type": "refresh_token", "refresh_token": "rt-1", "client_id": "pss-app"}]
    assert (found.access_token, found.refresh_token, found.scope) == ("at-2", "rt-2", ("openid",))


@pytest.mark.requirement("RFC 6749", "6: the old refresh token stays where no new one comes")
def test_refresh_without_a_new_refresh_token_keeps_the_old(clock: FixedClock) -> None:
    found = refresh_at(FakeEhr(clock, [renewed(refresh_token=None)]), clock, tokens(clock))
    assert found.refresh_token == "rt-1"


def test_refresh_without_a_refresh_token_needs_the_person(clock: FixedClock) -> None:
    ehr = FakeEhr(clock)
    with pytest.raises(SignInNeeded) as needed:
        refresh_at(ehr, clock, tokens(clock, refresh_token=None))
    assert needed.value.code == "smart.sign-in-needed"
    assert ehr.requests == []


def test_refresh_when_the_refresh_token_is_over_then_the_person_is_needed(clock: FixedClock) -> None:
    with pytest.raises(SignInNeeded) as needed:
        refresh_at(FakeEhr(clock, [oauth_error("invalid_grant")]), clock, tokens(clock))
    assert needed.value.code == "smart.sign-in-ended"


@pytest.mark.parametrize("said", [oauth_error("invalid_client", 401), answer(None, 503), answer(b"<html>")])
def test_refresh_when_the_server_fails_then_the_tokens_may_work_later(
    said: Response, clock: FixedClock
) -> None:
    with pytest.raises(TokenRefused):
        refresh_at(FakeEhr(clock, [said]), clock, tokens(clock))


def test_authorization_while_the_token_lasts_asks_nothing(clock: FixedClock) -> None:
    rig = Rig(clock)
    assert rig.authorizer.authorization() == "Bearer at-1"
    assert rig.ehr.requests == []


@pytest.mark.requirement("SMART client conformance", "refresh: afterwards the new access token is used")
def test_authorization_renews_before_the_end_and_saves(clock: FixedClock) -> None:
    rig = Rig(clock, renewed())
    clock.advance(timedelta(seconds=511))
    assert rig.authorizer.authorization() == "Bearer at-2"
    assert [saved.refresh_token for saved in rig.saved] == ["rt-2"]
    assert rig.authorizer.authorization() == "Bearer at-2"
    assert rig.ehr.asked("/token") == 1


def test_authorization_uses_each_refresh_token_once(clock: FixedClock) -> None:
    rig = Rig(clock, renewed(2), renewed(3))
    for _ in range(2):
        clock.advance(timedelta(seconds=520))
        rig.authorizer.authorization()
    assert [form["refresh_token"] for form in rig.ehr.posted] == ["rt-1", "rt-2"]


@pytest.mark.parametrize("said", [Unreachable("x"), answer(None, 503), oauth_error("invalid_grant")])
def test_authorization_when_early_renewal_fails_then_the_token_is_used_to_its_end(
    said: Any, clock: FixedClock
) -> None:
    rig = Rig(clock, said, said)
    clock.advance(timedelta(seconds=569))
    assert rig.authorizer.authorization() == "Bearer at-1"
    clock.advance(timedelta(seconds=1))
    with pytest.raises((Unreachable, TokenRefused, SignInNeeded)):
        rig.authorizer.authorization()
    assert rig.saved == []


def test_authorization_without_refresh_token_lasts_to_the_end(clock: FixedClock) -> None:
    rig = Rig(clock, refresh_token=None)
    clock.advance(timedelta(seconds=569))
    assert rig.authorizer.authorization() == "Bearer at-1"
    clock.advance(timedelta(seconds=1))
    with pytest.raises(SignInNeeded):
        rig.authorizer.authorization()


def test_authorization_of_a_token_without_expiry_never_renews(clock: FixedClock) -> None:
    rig = Rig(clock, expires_in=None)
    clock.advance(timedelta(days=1))
    assert rig.authorizer.authorization() == "Bearer at-1"


def test_renew_after_a_401_gets_another_token(clock: FixedClock) -> None:
    rig = Rig(clock, renewed())
    rig.authorizer.authorization()
    assert rig.authorizer.renew()
    assert rig.authorizer.authorization() == "Bearer at-2"


@pytest.mark.parametrize("said", [oauth_error("invalid_grant"), answer(None, 503)])
def test_renew_when_it_cannot_be_done_then_false(said: Response, clock: FixedClock) -> None:
    rig = Rig(clock, said)
    rig.authorizer.authorization()
    assert not rig.authorizer.renew()


def test_sign_in_that_has_ended_is_asked_about_once(clock: FixedClock) -> None:
    """Of many threads that are turned away with the same token only the first asks the server."""
    rig = Rig(clock, oauth_error("invalid_grant"))
    clock.advance(timedelta(seconds=570))
    for _ in range(3):
        with pytest.raises(SignInNeeded) as needed:
            rig.authorizer.authorization()
        assert needed.value.code == "smart.sign-in-ended"
    assert len(rig.ehr.requests) == 1


def test_renew_without_refresh_token_is_false(clock: FixedClock) -> None:
    rig = Rig(clock, refresh_token=None)
    rig.authorizer.authorization()
    assert not rig.authorizer.renew()


def test_a_token_renewed_by_another_process_is_taken(clock: FixedClock) -> None:
    other = tokens(clock, access_token="at-9", refresh_token="rt-9", expires_in=3600)
    rig = Rig(clock, load=lambda: other)
    clock.advance(timedelta(seconds=520))
    assert rig.authorizer.authorization() == "Bearer at-9"
    assert rig.ehr.requests == []
    assert rig.saved == []


def test_a_stored_token_that_is_over_too_is_renewed_with_its_own_refresh_token(clock: FixedClock) -> None:
    other = tokens(clock, access_token="at-9", refresh_token="rt-9", expires_in=30)
    rig = Rig(clock, renewed(10), load=lambda: other)
    clock.advance(timedelta(seconds=520))
    assert rig.authorizer.authorization() == "Bearer at-10"
    assert rig.ehr.posted[0]["refresh_token"] == "rt-9"


def test_many_threads_renew_once(clock: FixedClock) -> None:
    """Eight threads are turned away with the same token at the same time."""
    rig = Rig(clock, renewed(2), renewed(3))
    turned_away, results = threading.Barrier(8), []

    def work() -> None:
        rig.authorizer.authorization()
        turned_away.wait()
        results.append((rig.authorizer.renew(), rig.authorizer.authorization()))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [(True, "Bearer at-2")] * 8
    assert rig.ehr.asked("/token") == 1


def test_many_threads_at_the_end_of_the_token_renew_once(clock: FixedClock) -> None:
    rig = Rig(clock, renewed(2), renewed(3))
    clock.advance(timedelta(seconds=600))
    entered, found = threading.Barrier(8), []
    slow = rig.ehr.send

    def send(request: Request) -> Response:
        threading.Event().wait(0.02)
        return slow(request)

    rig.ehr.send = send  # type: ignore[method-assign]

    def work() -> None:
        entered.wait()
        found.append(rig.authorizer.authorization())

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["Bearer at-2"] * 8
    assert rig.ehr.asked("/token") == 1
