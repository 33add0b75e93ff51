"""Going on with the service: what the time before a renewal shows."""

from __future__ import annotations

from datetime import date, timedelta

from pydantic import Field

from pss_fhir.compliance.check import Check, Parameters, Subject
from pss_fhir.compliance.checks.missing import unread
from pss_fhir.compliance.facts.chart import ChartFacts
from pss_fhir.compliance.outcome import Outcome, broken, cannot_tell, does_not_apply, met
from pss_fhir.compliance.words import counted, day_words
from pss_fhir.domain.chart import ChartPart
from pss_fhir.domain.payer import PEER_SUPPORT, Authorization
from pss_fhir.domain.plan import PlanStatus
from pss_fhir.domain.record import Days


class LookBack(Parameters):
    """Days before the renewal that are looked at, and the gap after which an approval is no renewal."""

    days: int = Field(ge=1)
    gap_days: int = Field(default=60, ge=0)


def progress_before_renewal(facts: ChartFacts, limit: LookBack) -> Outcome:
    """Before the service went on, a note said how a goal moved, or the plan was changed."""
    for part in (ChartPart.AUTHORIZATIONS, ChartPart.NOTES):
        if not facts.knows(part):
            return unread(part)
    renewal = _renewal_of_today(facts, limit.gap_days)
    if renewal is None or renewal.days.start_on is None:
        return does_not_apply("No authorization of today follows on an earlier one.")
    start = renewal.days.start_on
    before = Days(start_on=start - timedelta(days=limit.days), end_on=start - timedelta(days=1))
    notes = [one for one in facts.notes if (day := facts.day_of(one)) and before.has(day)]
    moved = [one for one in notes if any(goal.progress is not None for goal in one.goals)]
    arithmetic = f"{counted(len(moved), 'note')} of {len(notes)} in the {limit.days} days before say it"
    if moved:
        return met("The notes before the renewal say how goals moved.", arithmetic=arithmetic)
    if any(_began_within(plan.days, before) for plan in facts.chart.plans if plan.status in _REAL_PLANS):
        return met("The plan was changed in the time before the renewal.", arithmetic=arithmetic)
    if not notes:
        return cannot_tell(f"The chart holds no note of the {limit.days} days before {day_words(start)}.")
    return broken(
        f"No note of the {limit.days} days before {day_words(start)} says how a goal moved, and the plan was "
        "not changed.",
        records=(renewal.ref,),
        arithmetic=arithmetic,
    )


_REAL_PLANS = frozenset(PlanStatus) - {PlanStatus.DRAFT, PlanStatus.RETRACTED}


def _began_within(days: Days, span: Days) -> bool:
    return days.start_on is not None and span.has(days.start_on)


def _renewal_of_today(facts: ChartFacts, gap_days: int) -> Authorization | None:
    """The authorization of today that began last, where it follows on an earlier one."""
    held = facts.approvals.covering(facts.today, PEER_SUPPORT)
    last = max(held, key=lambda one: (one.days.start_on or date.min, one.ref), default=None)
    return last if last and facts.approvals.follows_on(last, gap_days) else None


CHECKS = (Check("progress-before-renewal", Subject.CHART, LookBack, progress_before_renewal),)
