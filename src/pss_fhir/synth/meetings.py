"""The meetings of the synthetic agency's teams: who came together, when, and what about; never billed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby

from pss_fhir.domain.meeting import MeetingKind, MeetingStatus, StaffMeeting
from pss_fhir.synth.person import moment
from pss_fhir.synth.staff import Colleague

_HOUR, _MINUTES = 8, 45
"""Before the first visit of the day."""
_WEEKS_BETWEEN = 4
_ABOUT = ("Schedules of the month", "How to write a note on the same day", "What to do when a phone is lost")


def meetings_of(colleagues: Iterable[Colleague], story: tuple[date, date]) -> Iterator[StaffMeeting]:
    """Every fourth Monday the team of each supervisor; one after the story is planned.

    Args:
        colleagues: the specialists, those of one supervisor together.
        story: its first and last day.
    """
    for supervisor_id, team in groupby(colleagues, key=lambda each: each.supervisor_id):
        attendees = (f"Practitioner/{supervisor_id}", *(each.ref for each in team))
        for number, day in enumerate(_mondays(*story)):
            yield StaffMeeting(
                ref=f"Appointment/{supervisor_id}-{number}",
                kind=MeetingKind.STAFF,
                status=MeetingStatus.HELD if day <= story[1] else MeetingStatus.PLANNED,
                about=_ABOUT[number % len(_ABOUT)],
                attendee_refs=attendees,
                started_at=moment(day, _HOUR),
                ended_at=moment(day, _HOUR, _MINUTES),
            )


def _mondays(starts_on: date, ends_on: date) -> Iterator[date]:
    day = starts_on + timedelta(days=-starts_on.weekday() % 7)
    while day <= ends_on:
        yield day
        day += timedelta(weeks=_WEEKS_BETWEEN)
    yield day
