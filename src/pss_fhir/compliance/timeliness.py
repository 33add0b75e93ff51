"""When a note is on time, late, or too late to be billed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from pss_fhir.clock import NEW_YORK
from pss_fhir.compliance.facts.chart import ChartFacts
from pss_fhir.compliance.facts.note import NoteFacts
from pss_fhir.compliance.figures import EntryHours, LateEntry
from pss_fhir.compliance.policy_set import PolicySet
from pss_fhir.domain.chart import Chart
from pss_fhir.domain.note import NoteDraft

_LONGEST_VISIT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Timeliness:
    """Where a note stands between service and signature.

    Attributes:
        on_time_until: the last moment at which it is not a late entry; None where that is not known.
        billable_through: the last day on which its entry can be billed; None where that is not known.
        is_late: whether it is, or was, entered after ``on_time_until``.
        is_too_late_to_bill: whether it is, or was, entered after ``billable_through``.
    """

    on_time_until: datetime | None
    billable_through: date | None
    is_late: bool
    is_too_late_to_bill: bool


def entry_limit(facts: NoteFacts, hours: EntryHours) -> datetime | None:
    """The last moment at which a note is on time by one rule; None while the visit's end is not known."""
    return _limit_after(facts.ended_at, facts, hours) if facts.ended_at is not None else None


def _limit_after(end: datetime, facts: NoteFacts, hours: EntryHours) -> datetime:
    limit = end + hours.time
    if hours.business_days is not None and facts.day is not None:
        last = facts.chart.policies.calendar.after(facts.day, hours.business_days)
        if last is not None:
            limit = min(limit, _last_second_of(last))
    return limit


@lru_cache(maxsize=4096)
def _last_second_of(day: date) -> datetime:
    """The last second of a day in North Carolina, in UTC."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=NEW_YORK) + timedelta(days=1)
    return midnight.astimezone(UTC) - timedelta(seconds=1)


def speaks_of(hours: EntryHours, facts: NoteFacts) -> bool:
    """Whether a time limit holds for the place of the visit."""
    place = facts.place
    return (not hours.places or place in hours.places) and place not in hours.not_places


def on_time_until(facts: NoteFacts) -> datetime | None:
    """The last moment at which a note is on time by every rule in force; None where that is not known."""
    return _tightest_after(facts.ended_at, facts) if facts.ended_at is not None else None


def due_without_note(facts: NoteFacts) -> datetime | None:
    """The last moment at which a visit may be without its note; None where no rule gives time.

    Where the end is not known, or lies more than a day after the start, the visit is taken to have lasted a
    day, so that a mistyped end hides no missing note.
    """
    if facts.started_at is None:
        return None
    latest = facts.started_at + _LONGEST_VISIT
    return _tightest_after(min(facts.ended_at or latest, latest), facts)


def _tightest_after(end: datetime, facts: NoteFacts) -> datetime | None:
    if facts.day is None:
        return None
    limits = [
        _limit_after(end, facts, hours)
        for hours in facts.chart.policies.all_parameters_for(EntryHours, facts.day, facts.payers)
        if speaks_of(hours, facts)
    ]
    return min(limits, default=None)


def billable_through(facts: NoteFacts, business_days: int) -> date | None:
    """The last day of entry that can be billed; None where the service day or the holidays are not known."""
    return facts.chart.policies.calendar.after(facts.day, business_days) if facts.day else None


def timeliness_of(chart: Chart, draft: NoteDraft, policies: PolicySet, *, as_of: datetime) -> Timeliness:
    """Where a draft stands between service and signature at a moment."""
    facts = NoteFacts(ChartFacts(chart, policies, as_of=as_of), draft)
    limit = on_time_until(facts)
    figure = policies.parameters_for(LateEntry, facts.day, facts.payers) if facts.day else None
    last = billable_through(facts, figure.business_days) if figure else None
    return Timeliness(
        on_time_until=limit,
        billable_through=last,
        is_late=limit is not None and facts.entered_at > limit,
        is_too_late_to_bill=last is not None and facts.entered_on > last,
    )
