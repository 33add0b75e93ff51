from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from pss_fhir.clock import FixedClock
from pss_fhir.errors import TokenRefused
from pss_fhir.smart import TokenSet
from pss_fhir.smart.tokens import tokens_in
from tests.wire.fake_ehr import token_answer


def test_tokens_in_reads_a_token_response(clock: FixedClock) -> None:
    now = clock.now()
    found = tokens_in(token_answer(), now=now, asked=())
    assert (found.access_token, found.refresh_token) == ("at-1", "rt-1")
    assert found.expires_at == now + timedelta(seconds=570)
    assert found.scope[0] == "launch"


@pytest.mark.parametrize(
    ("expires_in", "seconds"),
    [(570, 570), ("570", 570), (0, 0), (1.5, 1.5), (10**12, 366 * 86400)]
    + [(value, None) for value in (None, "soon", -1, True, [], "nan", 10**400)],
)
def test_tokens_in_expiry_is_read_in_every_form_seen(
    clock: FixedClock, expires_in: Any, seconds: float | None
) -> None:
    found = tokens_in(token_answer(expires_in=expires_in), now=clock.now(), asked=())
    assert found.expires_at == (None if seconds is None else clock.now() + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    "changes",
    [
        {"access_token": None},
        {"access_token": ""},
        {"access_token": 3},
        {"access_token": "a\r\nX: y"},
        {"access_token": "a b"},
        {"access_token": "ä"},
        {"token_type": None},
        {"token_type": "mac"},
        {"token_type": 3},
    ],
)
@pytest.mark.requirement("RFC 6749", "5.1: token_type must be understood")
def test_tokens_in_when_it_cannot_be_sent_then_refused(clock: FixedClock, changes: dict[str, Any]) -> None:
    with pytest.raises(TokenRefused) as refused:
        tokens_in(token_answer(**changes), now=clock.now(), asked=())
    assert refused.value.code == "smart.token-unusable"


def test_tokens_in_token_type_in_any_case(clock: FixedClock) -> None:
    assert tokens_in(token_answer(token_type="bearer"), now=clock.now(), asked=()).access_token == "at-1"


@pytest.mark.requirement("RFC 6749", "5.1: scope may be left out when it is what was asked")
def test_tokens_in_without_scope_counts_what_was_asked(clock: FixedClock) -> None:
    assert tokens_in(token_answer(scope=None), now=clock.now(), asked=("openid",)).scope == ("openid",)
    assert tokens_in(token_answer(scope=""), now=clock.now(), asked=("openid",)).scope == ()


def test_token_set_survives_storage_and_shows_no_token(clock: FixedClock) -> None:
    for changes in ({}, {"expires_in": None, "refresh_token": None}):
        found = tokens_in(token_answer(**changes), now=clock.now(), asked=())
        assert TokenSet.from_json(found.to_json()) == found
        assert "at-1" not in repr(found)
        assert "rt-1" not in repr(found)


def test_token_set_is_over_with_its_leeway(clock: FixedClock) -> None:
    found = tokens_in(token_answer(expires_in=60), now=clock.now(), asked=())
    assert not found.is_over(clock.now())
    assert found.is_over(clock.now(), timedelta(seconds=60))
    assert found.is_over(clock.now() + timedelta(seconds=60))
    assert not tokens_in(token_answer(expires_in=None), now=clock.now(), asked=()).is_over(clock.now())
