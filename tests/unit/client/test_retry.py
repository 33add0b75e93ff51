from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pss_fhir.client import RetryPolicy
from pss_fhir.client.retry import is_passing, retry_after_seconds
from pss_fhir.errors import BadRequest, NotFhir, RateLimited, RemoteError, ServerFault, Unreachable

NOW = datetime(2026, 11, 2, 14, 30, tzinfo=UTC)
STEADY = RetryPolicy(jitter=lambda: 0.0)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("7", 7.0),
        ("1.5", 1.5),
        (" 7 ", 7.0),
        ("Mon, 02 Nov 2026 14:30:20 GMT", 20.0),
        ("Mon, 02 Nov 2026 14:30:20 -0000", 20.0),
        ("Mon, 02 Nov 2026 09:30:20 -0500", 20.0),
        ("Mon, 02 Nov 2026 14:00:00 GMT", 0.0),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("99999999999999999999", None),
        (None, None),
    ],
)
def test_retry_after_seconds_reads_numbers_and_dates(value: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(value, NOW) == seconds


@pytest.mark.parametrize(
    ("failure", "passes"),
    [
        (Unreachable("x"), True),
        (Unreachable("x", code="client.not-connected"), True),
        (Unreachable("x", code="client.timeout"), True),
        (Unreachable("x", code="client.tls"), False),
        (Unreachable("x", code="client.answer-too-large"), False),
        (RateLimited("x", status=429), True),
        (ServerFault("x", status=500), True),
        (ServerFault("x", status=503), True),
        (ServerFault("x", status=501), False),
        (BadRequest("x", status=400), False),
        (NotFhir("x"), False),
    ],
)
def test_is_passing_when_waiting_may_help_then_true(failure: RemoteError, passes: bool) -> None:
    assert is_passing(failure) is passes


def test_pause_after_doubles_up_to_the_longest() -> None:
    policy = RetryPolicy(attempts=9, first_delay_seconds=1, longest_delay_seconds=5, jitter=lambda: 0.0)
    pauses = [policy.pause_after(Unreachable("x"), attempt, 0) for attempt in range(1, 6)]
    assert pauses == [1, 2, 4, 5, 5]


def test_pause_after_jitter_halves_at_most() -> None:
    policy = RetryPolicy(first_delay_seconds=1, jitter=lambda: 0.999999)
    pause = policy.pause_after(Unreachable("x"), 1, 0)
    assert pause is not None
    assert 0.5 <= pause < 0.51


def test_pause_after_last_attempt_is_none() -> None:
    assert STEADY.pause_after(Unreachable("x"), 3, 0) is not None
    assert STEADY.pause_after(Unreachable("x"), 4, 0) is None


def test_pause_after_when_server_names_a_pause_then_it_is_kept() -> None:
    assert STEADY.pause_after(RateLimited("x", status=429, retry_after_seconds=20), 1, 0) == 20


def test_pause_after_when_server_asks_too_much_then_none() -> None:
    assert STEADY.pause_after(RateLimited("x", status=429, retry_after_seconds=31), 1, 0) is None


def test_pause_after_when_budget_is_spent_then_none() -> None:
    assert STEADY.pause_after(Unreachable("x"), 1, 59.4) is not None
    assert STEADY.pause_after(Unreachable("x"), 1, 59.6) is None


def test_pause_after_many_attempts_does_not_overflow() -> None:
    policy = RetryPolicy(attempts=10_000, jitter=lambda: 0.0)
    assert policy.pause_after(Unreachable("x"), 9_000, 0) == 8.0
