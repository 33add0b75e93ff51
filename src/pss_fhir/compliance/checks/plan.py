"""The Person-Centered Plan and the goals behind a visit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from pydantic import Field

from pss_fhir.compliance.anniversary import last_day_within
from pss_fhir.compliance.check import Check, NoParameters, Parameters, Subject
from pss_fhir.compliance.checks.missing import NO_START, unread
from pss_fhir.compliance.facts.note import NoteFacts
from pss_fhir.compliance.outcome import Outcome, broken, cannot_tell, does_not_apply, met
from pss_fhir.compliance.words import day_words, listed
from pss_fhir.domain.chart import ChartPart
from pss_fhir.domain.plan import Plan, PlanSigner

_SIGNERS = {
    "person": (
        {PlanSigner.CLIENT, PlanSigner.LEGALLY_RESPONSIBLE_PERSON},
        "the person or a legal representative",
    ),
    "author": ({PlanSigner.AUTHOR}, "the professional who wrote it"),
    "orderer": ({PlanSigner.ORDERER}, "the clinician who orders the service"),
}


class PlanTerm(Parameters):
    """What a plan needs before a visit can be billed under it.

    Attributes:
        months: how many months a plan counts from its last needed signature.
        signers: whose signatures it needs: person, author, orderer.
    """

    months: int = Field(ge=1)
    signers: tuple[str, ...] = ("person", "author", "orderer")

    @cached_property
    def roles(self) -> frozenset[PlanSigner]:
        """In which roles they can sign."""
        return frozenset().union(*(_SIGNERS[name][0] for name in self.signers))


def _signed_by(plan: Plan, day: date) -> list[tuple[PlanSigner, date]]:
    """Who had signed a plan by a day, and when."""
    signed = [(mark.role, mark.signed_on) for mark in plan.signatures or ()]
    return [(role, on) for role, on in signed if on <= day]


def _missing_signers(signed: Iterable[tuple[PlanSigner, date]], term: PlanTerm) -> list[str]:
    roles = {role for role, _ in signed}
    return [_SIGNERS[name][1] for name in term.signers if roles.isdisjoint(_SIGNERS[name][0])]


def signed_and_current(facts: NoteFacts, term: PlanTerm) -> Outcome:
    """A plan signed by all who must sign it is in force on the day of service."""
    if facts.day is None:
        return NO_START
    if not facts.chart.knows(ChartPart.PLANS):
        return unread(ChartPart.PLANS)
    day = facts.day
    if not facts.chart.plans:
        return broken("The chart holds no Person-Centered Plan.", fields=("goals",))
    in_date, records = facts.planned.plans, facts.planned.refs
    if not in_date:
        return broken(
            f"No Person-Centered Plan covers {day_words(day)}.",
            fields=("started_at",),
            records=tuple(plan.ref for plan in facts.chart.plans),
        )
    best = in_date[0]
    if len(in_date) > 1:
        best = min(
            in_date,
            key=lambda plan: (
                plan.signatures is None,
                len(_missing_signers(_signed_by(plan, day), term)),
                plan.ref,
            ),
        )
    if best.signatures is None:
        return cannot_tell("The plan's record does not show its signatures.", records=records)
    signed = _signed_by(best, day)
    lacking = _missing_signers(signed, term)
    if lacking:
        return broken(
            f"By {day_words(day)} the plan was not signed by {listed(lacking)}.",
            fields=("started_at",),
            records=(best.ref,),
        )
    signed_on = max([on for role, on in signed if role in term.roles])
    last = last_day_within(signed_on, term.months)

    def arithmetic() -> str:
        return f"last needed signature {day_words(signed_on)}, counts through {day_words(last)}"

    if day > last:
        return broken(
            f"The plan was last signed on {day_words(signed_on)} "
            f"and needed a new one after {day_words(last)}.",
            fields=("started_at",),
            records=(best.ref,),
            arithmetic=arithmetic(),
        )
    return met(
        lambda: f"The plan is signed and counts through {day_words(last)}.",
        records=(best.ref,),
        arithmetic=arithmetic,
    )


def goal_in_plan(facts: NoteFacts, _: NoParameters) -> Outcome:
    """A goal of the note is one the person works on and stands in the plan of that day."""
    if facts.day is None:
        return NO_START
    chosen = tuple([one.goal_ref for one in facts.draft.goals])
    if not chosen:
        return does_not_apply("No goal is chosen; rule rec-001 speaks of that.")
    if not facts.chart.knows(ChartPart.GOALS):
        return unread(ChartPart.GOALS)
    known = facts.chart.goals
    worked_on = {ref for ref in chosen if ref in known and known[ref].is_current_on(facts.day)}
    if not worked_on:
        if facts.signed is not None and any(ref in known for ref in chosen):
            return cannot_tell(
                "The goals are not worked on now, and the chart does not say how they stood on that day.",
                records=chosen,
            )
        return broken(
            "None of the chosen goals is one the person is working on, by the chart.",
            fields=("goals",),
            records=chosen,
        )
    return _stands_in_plan(facts, worked_on)


def _stands_in_plan(facts: NoteFacts, worked_on: set[str]) -> Outcome:
    if not facts.chart.knows(ChartPart.PLANS):
        return unread(ChartPart.PLANS)
    planned, records = facts.planned, facts.planned.refs
    if not planned.plans:
        return does_not_apply("No plan covers the day; rule rec-022 speaks of that.")
    if not worked_on.isdisjoint(planned.goal_refs):
        return met("A chosen goal is worked on and stands in the plan.", records=records)
    if not planned.goal_refs:
        return cannot_tell("The plan's record does not list its goals.", records=records)
    return broken(
        "None of the chosen goals stands in the plan of that day.", fields=("goals",), records=records
    )


CHECKS = (
    Check("plan-signed-and-current", Subject.NOTE, PlanTerm, signed_and_current),
    Check("goal-in-plan", Subject.NOTE, NoParameters, goal_in_plan),
)
