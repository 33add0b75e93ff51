"""Days and moments around the day as of which the agency is made."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from pss_fhir.clock import NEW_YORK

_NAMESPACE = uuid.UUID("6f1d7c5e-0d0e-4c0a-9f5c-7f2f3f0f4a51")


@dataclass(frozen=True, slots=True)
class Calendar:
    """The agency's day, and the seed that makes everything the same again."""

    as_of: date
    seed: int

    def day(self, offset: int) -> date:
        """The day that lies so many days from the agency's day."""
        return self.as_of + timedelta(days=offset)

    def iso(self, offset: int) -> str:
        """That day as a FHIR date."""
        return self.day(offset).isoformat()

    def period(self, start: int, end: int | None) -> dict[str, str]:
        """A FHIR Period of days, both ends included."""
        return {"start": self.iso(start)} | ({} if end is None else {"end": self.iso(end)})

    def years_before(self, day: date, years: int) -> date:
        """The same day so many years before; 28 February where that year has no 29th."""
        try:
            return day.replace(year=day.year - years)
        except ValueError:
            return day.replace(year=day.year - years, day=28)

    def months(self, start: int, day_of_month: int) -> Iterator[date]:
        """That day of each month, from an offset up to the agency's day."""
        first = self.day(start)
        year, month = first.year, first.month
        while (day := date(year, month, day_of_month)) < self.as_of:
            if day >= first:
                yield day
            year, month = year + month // 12, month % 12 + 1

    def moment(self, day: date, hour: int, minute: int) -> datetime:
        """A moment in North Carolina."""
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=NEW_YORK)

    def identifier(self, *parts: object) -> str:
        """A ``urn:uuid:`` that is the same for the same seed and parts."""
        return uuid.uuid5(_NAMESPACE, "/".join(map(str, (self.seed, *parts)))).urn

    def random(self, *parts: object) -> Random:
        """Chance that falls the same way for the same seed and parts."""
        return Random("/".join(map(str, (self.seed, *parts))))  # noqa: S311 - picks sentences, keeps no secret
