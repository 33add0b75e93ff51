"""Who read a synthetic person's chart through the app: lines of the app's trail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pss_fhir.domain.record_use import READ_CHART, RecordUse
from pss_fhir.synth.person import Person, moment, periods
from pss_fhir.synth.surroundings import OWN_ADDRESS

_REVIEWED_EVERY_DAYS = 90
_LINES_OF_A_DAY = 1_000_000
_DAY_ZERO = date(2000, 1, 1)


def uses_of(person: Person) -> Iterator[RecordUse]:
    """The specialist's look at the chart before the first visit, and the supervisor's every 90 days after."""
    first, *reviews = periods(person.enrolled_on, person.last_on, _REVIEWED_EVERY_DAYS)
    yield _use(person, person.colleague.ref, first, 8)
    for day in reviews:
        yield _use(person, f"Practitioner/{person.colleague.supervisor_id}", day, 16)


def _use(person: Person, user: str, day: date, hour: int) -> RecordUse:
    """One line; its number rises with the day, and no other line has it."""
    return RecordUse(
        entry=(day - _DAY_ZERO) // timedelta(days=1) * _LINES_OF_A_DAY + person.number,
        used_at=moment(day, hour, 20),
        site=OWN_ADDRESS,
        user=user,
        action=READ_CHART,
        client_ref=person.ref,
        outcome="read",
    )
