"""The end of an episode: its summary and its reason."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from pss_fhir.clock import local_date
from pss_fhir.compliance.check import Check, Parameters, Subject
from pss_fhir.compliance.checks.missing import not_read
from pss_fhir.compliance.facts.chart import ChartFacts
from pss_fhir.compliance.outcome import Outcome, broken, does_not_apply, met
from pss_fhir.compliance.words import counted, day_words
from pss_fhir.domain.episode import DischargeReason, DischargeSummary, Episode, EpisodeStatus
from pss_fhir.domain.note import NoteStatus


class SummaryDays(Parameters):
    """Days after the last day of an episode within which its summary is signed."""

    days: int = Field(ge=0)


class EndReasons(Parameters):
    """Why an episode may end.

    Attributes:
        reasons: reasons that the policy names.
        by_themselves: reasons that end it whatever a policy says.
    """

    reasons: tuple[DischargeReason, ...] = Field(min_length=1)
    by_themselves: tuple[DischargeReason, ...] = ()


def summary_in_time(facts: ChartFacts, limit: SummaryDays) -> Outcome | tuple[Outcome, ...]:
    """Each episode that ended has its discharge summary in time."""
    episodes = facts.chart.course.episodes
    if episodes is None:
        return not_read("the person's episodes of care")
    ended = [one for one in episodes if one.status is EpisodeStatus.FINISHED and one.days.end_on is not None]
    if not ended:
        return does_not_apply("No episode of care has ended.")
    if facts.chart.course.discharges is None:
        return not_read("the discharge summaries")
    return tuple(_summary_of(one, facts, limit) for one in sorted(ended, key=lambda one: one.ref))


def _summary_of(episode: Episode, facts: ChartFacts, limit: SummaryDays) -> Outcome:
    last = episode.days.end_on
    assert last is not None  # noqa: S101 - only ended ones are asked
    due = last + timedelta(days=limit.days)
    signed = [local_date(one.signature.signed_at) for one in _summaries(facts) if _is_of(one, episode, facts)]
    arithmetic = f"ended {day_words(last)}, {counted(limit.days, 'day')} run through {day_words(due)}"
    if signed and min(signed) <= due:
        return met(
            f"The discharge summary was signed on {day_words(min(signed))}.",
            records=(episode.ref,),
            arithmetic=arithmetic,
            focus=episode.ref,
        )
    if not signed and facts.today <= due:
        return does_not_apply(f"The discharge summary is due on {day_words(due)}.", focus=episode.ref)
    what = f"was signed on {day_words(min(signed))}" if signed else "is not on record"
    return broken(
        f"The discharge summary was due on {day_words(due)} and {what}.",
        records=(episode.ref,),
        arithmetic=arithmetic,
        focus=episode.ref,
    )


def _summaries(facts: ChartFacts) -> tuple[DischargeSummary, ...]:
    return tuple(one for one in facts.chart.course.discharges or () if one.status is NoteStatus.CURRENT)


def _is_of(summary: DischargeSummary, episode: Episode, facts: ChartFacts) -> bool:
    """Whether a summary ends an episode; one that names none ends the episode it is dated for."""
    if summary.episode_ref is not None:
        return summary.episode_ref == episode.ref
    held = facts.chart.course.episode_of(summary.discharged_on)
    return held is not None and held.ref == episode.ref


def ended_for_a_reason(facts: ChartFacts, allowed: EndReasons) -> Outcome | tuple[Outcome, ...]:
    """The service ended for a reason that the policy knows."""
    summaries = _summaries(facts)
    if not summaries:
        return does_not_apply("No discharge summary is on record; rule rec-018 speaks of that.")
    return tuple(
        _reason_of(one, allowed) for one in sorted(summaries, key=lambda one: one.summary_identifier)
    )


def _reason_of(summary: DischargeSummary, allowed: EndReasons) -> Outcome:
    focus = summary.ref or summary.summary_identifier
    words = summary.reason.value.replace("-", " ")
    if summary.reason in allowed.reasons:
        return met(f"The service ended for a reason of the policy: {words}.", focus=focus)
    if summary.reason in allowed.by_themselves:
        return does_not_apply(f"The service ended by itself: {words}.", focus=focus)
    return broken("The summary names a reason that the policy does not know.", records=(focus,), focus=focus)


CHECKS = (
    Check("discharge-summary-in-time", Subject.CHART, SummaryDays, summary_in_time),
    Check("ended-for-a-reason", Subject.CHART, EndReasons, ended_for_a_reason),
)
