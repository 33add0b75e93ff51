"""The service to one person over time: where it is given, its gaps, the goals of its plan."""

from __future__ import annotations

from fractions import Fraction

from pydantic import Field

from pss_fhir.compliance.anniversary import months_after
from pss_fhir.compliance.check import Check, NoParameters, Parameters, Subject
from pss_fhir.compliance.checks.missing import unread
from pss_fhir.compliance.facts.chart import ChartFacts
from pss_fhir.compliance.outcome import Outcome, broken, cannot_tell, does_not_apply, met
from pss_fhir.compliance.words import counted, day_words, listed
from pss_fhir.domain.chart import ChartPart
from pss_fhir.domain.contact import Place
from pss_fhir.domain.plan import GoalStatus, PlanStatus


class CommunityShare(Parameters):
    """Places that are not the community, and the months looked at."""

    not_community: tuple[Place, ...] = (Place.OFFICE,)
    months: int = Field(default=12, ge=1)


class LongestGap(Parameters):
    """Days in a row without a billable service after which somebody acts."""

    days: int = Field(ge=1)


class TargetTerm(Parameters):
    """Most months from a goal's first day to its target day."""

    months: int = Field(ge=1)


def community_share(facts: ChartFacts, share: CommunityShare) -> Outcome:
    """Which part of the service was given in the community."""
    if not facts.knows(ChartPart.CONTACTS):
        return unread(ChartPart.CONTACTS)
    since = months_after(facts.today, -share.months)
    placed = [
        (place, one.minutes)
        for one in facts.visits
        if one.service_code is not None
        and one.ended_at is not None
        and since <= one.on <= facts.today
        and (place := one.contact.place) is not None
    ]
    whole = sum(minutes for _, minutes in placed)
    if not whole:
        return does_not_apply(f"No visit with a place is on record since {day_words(since)}.")
    outside = sum(minutes for place, minutes in placed if place not in share.not_community)
    percent = round(Fraction(100 * outside, whole))
    return met(
        f"{percent} % of the time since {day_words(since)} was given outside the office.",
        arithmetic=f"{outside} of {whole} min in {counted(len(placed), 'visit')}",
    )


def no_long_gap(facts: ChartFacts, gap: LongestGap) -> Outcome:
    """The person was seen within the last weeks."""
    if not facts.knows(ChartPart.CONTACTS):
        return unread(ChartPart.CONTACTS)
    enrolled = [one for one in facts.chart.course.real_episodes() if one.counts_on(facts.today)]
    if facts.chart.course.real_episodes() and not enrolled:
        return does_not_apply("No episode of care runs today.")
    seen = [one.on for one in facts.visits if one.service_code is not None and one.on <= facts.today]
    if not seen:
        return does_not_apply("No billed visit is on record.")
    days = (facts.today - max(seen)).days
    arithmetic = f"last visit {day_words(max(seen))}, {counted(days, 'day')} ago; {gap.days} are the limit"
    if days >= gap.days:
        return broken(f"The last billed visit was {counted(days, 'day')} ago.", arithmetic=arithmetic)
    return met(f"The last billed visit was {counted(days, 'day')} ago.", arithmetic=arithmetic)


def plan_has_goals(facts: ChartFacts, _: NoParameters) -> Outcome:
    """The plan in force holds goals."""
    if not facts.knows(ChartPart.PLANS):
        return unread(ChartPart.PLANS)
    plans = [
        plan for plan in facts.chart.plans if plan.status is PlanStatus.ACTIVE and plan.days.has(facts.today)
    ]
    if not plans:
        return does_not_apply("No plan is in force today; rule rec-022 speaks of that.")
    records = tuple(sorted(plan.ref for plan in plans))
    if any(plan.goal_refs for plan in plans):
        return met("The plan holds goals.", records=records)
    if facts.knows(ChartPart.GOALS) and facts.chart.goals:
        return cannot_tell("The plan's record lists no goals, though the chart holds some.", records=records)
    return broken("The plan holds no goals.", records=records)


def targets_in_term(facts: ChartFacts, term: TargetTerm) -> Outcome | tuple[Outcome, ...]:
    """Goals have a target day that is not too far off."""
    if not facts.knows(ChartPart.GOALS):
        return unread(ChartPart.GOALS)
    goals = sorted(
        (one for one in facts.chart.goals if one.status is GoalStatus.ACTIVE), key=lambda one: one.ref
    )
    if not goals:
        return does_not_apply("No goal is being worked on.")
    outcomes = []
    for goal in goals:
        if goal.target_on is None:
            outcomes.append(cannot_tell("The goal has no target day.", records=(goal.ref,), focus=goal.ref))
        elif goal.start_on is None:
            outcomes.append(cannot_tell("The goal has no first day.", records=(goal.ref,), focus=goal.ref))
        elif goal.target_on > months_after(goal.start_on, term.months):
            outcomes.append(
                broken(
                    f"The goal's target day is {day_words(goal.target_on)}, more than {term.months} months "
                    f"after {day_words(goal.start_on)}.",
                    records=(goal.ref,),
                    focus=goal.ref,
                )
            )
        else:
            outcomes.append(met("The goal's target day is near enough.", focus=goal.ref))
    return tuple(outcomes)


def payer_known(facts: ChartFacts, _: NoParameters) -> Outcome:
    """Every coverage of today names a payer whose rules are known."""
    if not facts.knows(ChartPart.COVERAGES):
        return unread(ChartPart.COVERAGES)
    paying = facts.payers_on(facts.today)
    names = listed(payer.name for payer in paying.payers)
    if paying.is_certain:
        return met(f"The payer today is {names}.")
    if not facts.chart.coverages:
        return cannot_tell("The chart names no coverage, so no payer's own rules were asked.")
    counting = facts.coverages_on(facts.today)
    if not counting:
        every = tuple(sorted(coverage.ref for coverage in facts.chart.coverages))
        return cannot_tell("No coverage counts today, so no payer's own rules were asked.", records=every)
    unknown = [one for one in counting if facts.policies.payers.payer_of(one) is None]
    beside = f" Those of {names} were asked." if names else ""
    return cannot_tell(
        f"{counted(len(unknown), 'coverage names', 'coverages name')} a payer that is on no list of the "
        f"rules, so that payer's own rules were not asked.{beside}",
        records=tuple(sorted(one.ref for one in unknown)),
    )


def payer_of_county(facts: ChartFacts, _: NoParameters) -> Outcome:
    """The plan that pays is the one of the county in which the person lives."""
    county = facts.chart.client.county
    if county is None:
        return does_not_apply("The chart does not name the person's county.")
    plan = facts.policies.payers.serving(county)
    if plan is None:
        return does_not_apply("The person's county is on no list of the plans.")
    if not facts.knows(ChartPart.COVERAGES):
        return unread(ChartPart.COVERAGES)
    others = [payer for payer in facts.payers_on(facts.today).payers if payer.kind == plan.kind]
    if not others:
        return does_not_apply("No plan pays that goes by county.")
    if plan in others:
        return met(f"{plan.name} serves the person's county.")
    names = listed(payer.name for payer in others)
    return broken(f"The coverage names {names}; the plan of the person's county is {plan.name}.")


CHECKS = (
    Check("payer-of-county", Subject.CHART, NoParameters, payer_of_county),
    Check("payer-known", Subject.CHART, NoParameters, payer_known, can_break=False),
    Check("community-share", Subject.CHART, CommunityShare, community_share, can_break=False),
    Check("no-long-gap", Subject.CHART, LongestGap, no_long_gap),
    Check("plan-has-goals", Subject.CHART, NoParameters, plan_has_goals),
    Check("targets-in-term", Subject.CHART, TargetTerm, targets_in_term),
)
