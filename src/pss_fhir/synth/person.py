"""One synthetic person: who serves the person, over which days, and when they meet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from pss_fhir.clock import NEW_YORK
from pss_fhir.domain.episode import DischargeReason
from pss_fhir.synth.chance import chance, one_of
from pss_fhir.synth.staff import Colleague

_SHARE_LATER, _SHARE_LEAVING = 0.3, 0.2
_SHORTEST_DAYS, _DAYS_TO_SUM_UP = 90, 30
_REASONS = tuple(DischargeReason)[:6]


@dataclass(frozen=True, slots=True)
class Person:
    """A person served, by whom, and over which days.

    Attributes:
        number: from 1; the ids of the person's records hold it.
        place: which of the specialist's clients the person is, from 0; it fixes weekday and hour.
        story_ends_on: the last day of which anything is told.
        enrolled_on: the first day of service.
        left_on: the last day of service; None for a person who is still served.
        reason: why the person left; None for one who did not.
    """

    number: int
    seed: int
    colleague: Colleague
    place: int
    story_ends_on: date
    enrolled_on: date
    left_on: date | None
    reason: DischargeReason | None

    @property
    def key(self) -> str:
        """How the ids of the person's records begin."""
        return f"client-{self.number}"

    @property
    def ref(self) -> str:
        """Where the server holds the person."""
        return f"Patient/{self.key}"

    @property
    def last_on(self) -> date:
        """The last day of service, or of the story."""
        return self.left_on or self.story_ends_on

    @property
    def uses_substances(self) -> bool:
        """Whether the person is served for a substance use disorder too, so that Part 2 covers the chart."""
        return self.number % 3 == 0

    def draws(self, name: str) -> Random:
        """The draws for one part of the person's records."""
        return chance(self.seed, name, self.number)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A time of day in North Carolina."""
    return datetime.combine(day, time(hour, minute), NEW_YORK)


def make_person(
    number: int, place: int, *, seed: int, colleague: Colleague, story: tuple[date, date]
) -> Person:
    """A person: some come later than the others, some leave before the end.

    Args:
        number: from 1.
        place: among the specialist's clients, from 0.
        seed: of the agency.
        colleague: who serves the person.
        story: its first and last day.
    """
    starts_on, ends_on = story
    draws = chance(seed, "course", number)
    length = (ends_on - starts_on).days
    enrolled_on = starts_on
    if draws.random() < _SHARE_LATER and length > _SHORTEST_DAYS:
        enrolled_on += timedelta(days=draws.randrange(length // 3))
    spare = (ends_on - enrolled_on).days - _SHORTEST_DAYS - _DAYS_TO_SUM_UP
    leaves = draws.random() < _SHARE_LEAVING and spare > 0
    return Person(
        number=number,
        seed=seed,
        colleague=colleague,
        place=place,
        story_ends_on=ends_on,
        enrolled_on=enrolled_on,
        left_on=enrolled_on + timedelta(days=_SHORTEST_DAYS + draws.randrange(spare)) if leaves else None,
        reason=one_of(draws, _REASONS) if leaves else None,
    )


def periods(first: date, last: date, days: int) -> list[date]:
    """The first days of spans of so many days, from a first to a last day."""
    return [first + timedelta(days=number) for number in range(0, (last - first).days + 1, days)]
