"""The only place that asks the time.

Everything else takes a :class:`Clock`, or a moment as an argument, so that a test or an audit can
say what day it is.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
"""North Carolina's time zone, in which service dates and business days are counted."""


class Clock(Protocol):
    """Gives the present moment."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is moved; for tests and for answers "as of" a day."""

    def __init__(self, moment: datetime) -> None:
        if moment.tzinfo is None:
            raise ValueError("a clock needs a moment with a time zone")
        self._moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        """The moment at which the clock stands, in UTC."""
        return self._moment

    def advance(self, by: timedelta) -> None:
        """Move the clock; a negative span moves it back."""
        self._moment += by


def local_date(moment: datetime, zone: ZoneInfo = NEW_YORK) -> date:
    """The calendar day on which an aware moment falls in a zone (default: North Carolina).

    Raises:
        ValueError: the moment has no time zone, so its day cannot be known.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone falls on no known day")
    return moment.astimezone(zone).date()
