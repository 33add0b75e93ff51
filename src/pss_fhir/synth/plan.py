"""What a synthetic person works on, and what allows it: goals, the plan, the order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pss_fhir.domain.payer import OrderStatus, ServiceOrder
from pss_fhir.domain.plan import Achievement, Goal, GoalStatus, Plan, PlanSignature, PlanSigner, PlanStatus
from pss_fhir.domain.record import Days, Record
from pss_fhir.synth.chance import one_of, some_of
from pss_fhir.synth.person import Person, periods
from pss_fhir.synth.plan_steps import step_refs, steps_of
from pss_fhir.synth.surroundings import CLINICIAN_REF
from pss_fhir.synth.words import GOALS

YEAR_DAYS = 365
_WORKED_ON = 2
_ACHIEVED = (Achievement.IN_PROGRESS, Achievement.IMPROVING, Achievement.SUSTAINING)


def goals_of(person: Person) -> tuple[Goal, ...]:
    """Two goals that are worked on, in the person's own words."""
    draws = person.draws("goals")
    return tuple(
        Goal(
            ref=f"Goal/{person.key}-{number}",
            client_ref=person.ref,
            words=words,
            status=GoalStatus.ACTIVE,
            achievement=one_of(draws, _ACHIEVED),
            start_on=person.enrolled_on,
            target_on=person.enrolled_on + timedelta(days=330),
            is_own_words=True,
        )
        for number, words in enumerate(some_of(draws, GOALS, _WORKED_ON), 1)
    )


def plans_of(person: Person, supporting_refs: tuple[str, ...]) -> Iterator[Record]:
    """The goals with their steps, one that waits; each year a plan and an order, signed on its first day."""
    goals = goals_of(person)
    goal_refs = tuple(goal.ref for goal in goals)
    yield from goals
    yield from steps_of(person, goal_refs)
    waiting = one_of(
        person.draws("waiting goal"), [words for words in GOALS if words not in {g.words for g in goals}]
    )
    yield Goal(
        ref=f"Goal/{person.key}-3",
        client_ref=person.ref,
        words=waiting,
        status=GoalStatus.PROPOSED,
        is_own_words=True,
    )
    for year, first in enumerate(periods(person.enrolled_on, person.last_on, YEAR_DAYS)):
        last = first + timedelta(days=YEAR_DAYS - 1)
        is_over = person.left_on is not None or last < person.story_ends_on
        days = Days(start_on=first, end_on=min(last, person.left_on or last))
        yield _plan(person, year, days, goal_refs, supporting_refs, is_over=is_over)
        yield _order(person, year, Days(start_on=first, end_on=last), is_over=is_over)


def plan_ref(person: Person, day: date) -> str:
    """The plan in force on a day of service."""
    return f"CarePlan/{person.key}-{_year(person, day)}"


def order_ref(person: Person, day: date) -> str:
    """The order in force on a day of service."""
    return f"ServiceRequest/{person.key}-{_year(person, day)}"


def _year(person: Person, day: date) -> int:
    return (day - person.enrolled_on).days // YEAR_DAYS


def _plan(
    person: Person,
    year: int,
    days: Days,
    goal_refs: tuple[str, ...],
    supporting_refs: tuple[str, ...],
    *,
    is_over: bool,
) -> Plan:
    signed_on = days.start_on or date.min
    signers = (
        (PlanSigner.CLIENT, person.ref),
        (PlanSigner.AUTHOR, CLINICIAN_REF),
        (PlanSigner.ORDERER, CLINICIAN_REF),
        (PlanSigner.SPECIALIST, person.colleague.ref),
    )
    return Plan(
        ref=f"CarePlan/{person.key}-{year}",
        client_ref=person.ref,
        status=PlanStatus.ENDED if is_over else PlanStatus.ACTIVE,
        title="Person-Centered Plan",
        days=days,
        signatures=tuple(
            PlanSignature(role=role, signed_on=signed_on, signer_ref=signer) for role, signer in signers
        ),
        goal_refs=goal_refs,
        step_refs=step_refs(goal_refs),
        author_ref=CLINICIAN_REF,
        replaces_ref=f"CarePlan/{person.key}-{year - 1}" if year else None,
        supporting_refs=supporting_refs,
    )


def _order(person: Person, year: int, days: Days, *, is_over: bool) -> ServiceOrder:
    return ServiceOrder(
        ref=f"ServiceRequest/{person.key}-{year}",
        client_ref=person.ref,
        status=OrderStatus.COMPLETED if is_over else OrderStatus.ACTIVE,
        signed_on=days.start_on,
        days=days,
        orderer_ref=CLINICIAN_REF,
        orderer_credential="LCSW",
        ordered_units=1080,
    )
