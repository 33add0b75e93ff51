"""When a request is worth sending again, and after how long.

Only a GET is repeated: of a write that got no answer nobody knows whether it was carried out, and
that question belongs to the outbox, which searches before it sends again.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from pss_fhir.errors import FhirHttpError, RemoteError, Unreachable

_PASSING_STATUS = frozenset({429, 500, 502, 503, 504})
_LASTING_CODES = frozenset({"client.answer-too-large", "client.tls"})


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How patient a client is. All spans are in seconds.

    Attributes:
        attempts: how often one GET is sent at most; 1 means never again.
        first_delay_seconds: pause before the second attempt; doubles with each further one.
        longest_delay_seconds: where the doubling ends.
        longest_retry_after_seconds: a server that asks for a longer pause gets no further attempt;
            the caller learns the pause from the error and can say so to the person who waits.
        budget_seconds: no attempt begins later than this after the first.
        jitter: gives a number in [0, 1); pauses shrink by up to half, so that many clients that were
            turned away together do not come back together.
    """

    attempts: int = 4
    first_delay_seconds: float = 0.5
    longest_delay_seconds: float = 8.0
    longest_retry_after_seconds: float = 30.0
    budget_seconds: float = 60.0
    jitter: Callable[[], float] = random.random

    def pause_after(self, failure: RemoteError, attempt: int, spent_seconds: float) -> float | None:
        """Seconds to wait before the next attempt; None when there should be none.

        Args:
            failure: what the attempt ended with.
            attempt: 1 for the first.
            spent_seconds: time since the first attempt began.
        """
        if attempt >= self.attempts or not is_passing(failure):
            return None
        # The exponent is bounded so that no number of attempts overflows a float.
        doubled = self.first_delay_seconds * 2.0 ** min(attempt - 1, 32)
        pause = min(doubled, self.longest_delay_seconds) * (1 - self.jitter() / 2)
        asked = failure.retry_after_seconds if isinstance(failure, FhirHttpError) else None
        if asked is not None:
            if asked > self.longest_retry_after_seconds:
                return None
            pause = max(pause, asked)
        return pause if spent_seconds + pause <= self.budget_seconds else None


def is_passing(failure: RemoteError) -> bool:
    """Whether the same request may well succeed a moment later."""
    if failure.code in _LASTING_CODES:
        return False
    if isinstance(failure, FhirHttpError):
        return failure.status in _PASSING_STATUS
    return isinstance(failure, Unreachable)


def retry_after_seconds(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, never negative; None when it cannot be read.

    Source:
        RFC 9110 section 10.2.3: a number of seconds or an HTTP date.
    """
    if value is None:
        return None
    text = value.strip()
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]+)?", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
