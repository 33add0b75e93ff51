"""How long the outbox waits, and when it gives up and asks a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Patience:
    """Spans and limits of the outbox.

    Attributes:
        lease: how long a worker may work on a record before another one takes it over. Longer than
            all timeouts of a send together, so that a takeover means that the worker is gone.
        settle: how long after a lost answer the first search waits, so that a server that is still
            busy with the note is done with it.
        first_pause: pause after a first failure; doubles with each further one.
        longest_pause: where the doubling ends, and the longest wait a server may ask for.
        recheck: how long after a note was filed that had to be sent again one more look is taken,
            whether the first try has turned up as well.
        for_note: how long an addendum waits before it looks again whether its note is filed.
        most_failures: tries in a row that may fail before a person is asked; by then about five
            hours have passed.
        most_readings: readings in a row that may fail to find what was sent.
    """

    lease: timedelta = timedelta(minutes=5)
    settle: timedelta = timedelta(seconds=30)
    first_pause: timedelta = timedelta(seconds=30)
    longest_pause: timedelta = timedelta(hours=1)
    recheck: timedelta = timedelta(minutes=30)
    for_note: timedelta = timedelta(minutes=1)
    most_failures: int = 12
    most_readings: int = 5

    def pause_after(self, failures: int) -> timedelta:
        """The pause after so many failures in a row, at least one."""
        doubled: int = 2 ** min(failures - 1, 20)
        return min(self.first_pause * doubled, self.longest_pause)

    def asked_for(self, seconds: float | None) -> timedelta:
        """The pause that a server asks for with Retry-After; the first pause where it names none."""
        if seconds is None:
            return self.first_pause
        return min(timedelta(seconds=max(seconds, 1.0)), self.longest_pause)
