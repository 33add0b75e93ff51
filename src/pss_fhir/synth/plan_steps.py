"""The steps of a synthetic person's plan: what will be done toward each goal, by whom, by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from pss_fhir.domain.plan_step import PlanStep, StepStatus
from pss_fhir.synth.chance import some_of
from pss_fhir.synth.person import Person

_STEPS = (
    "Write down what a good week looks like",
    "Ask the support line what papers are needed",
    "Ride the way there once, together",
    "Keep the list of the week on the fridge",
    "Call on Monday and ask for a time",
    "Show the budget to somebody I trust",
)
_OF_EACH_GOAL = 2
_DAYS_OF_A_STEP = 60
_SHARE_GIVEN_UP = 0.1


def step_refs(goal_refs: tuple[str, ...]) -> tuple[str, ...]:
    """The steps toward some goals, those of each goal together."""
    return tuple(
        f"Task/{goal_ref.partition('/')[2]}-step-{number}"
        for goal_ref in goal_refs
        for number in range(1, _OF_EACH_GOAL + 1)
    )


def steps_of(person: Person, goal_refs: tuple[str, ...]) -> Iterator[PlanStep]:
    """Two steps toward each goal, one the person's and one the specialist's.

    What fell due while the person was served was done a few days before, or given up.
    """
    draws = person.draws("steps")
    for goal_ref in goal_refs:
        wanted = some_of(draws, _STEPS, _OF_EACH_GOAL)
        owners = (person.ref, person.colleague.ref)
        for number, (ref, words, owner_ref) in enumerate(
            zip(step_refs((goal_ref,)), wanted, owners, strict=True), 1
        ):
            by_on = person.enrolled_on + timedelta(days=_DAYS_OF_A_STEP * number)
            status = StepStatus.IN_PROGRESS
            if by_on <= person.last_on:
                is_given_up = draws.random() < _SHARE_GIVEN_UP
                status = StepStatus.CANCELLED if is_given_up else StepStatus.COMPLETED
            done_on = by_on - timedelta(days=draws.randrange(1, 20))
            yield PlanStep(
                ref=ref,
                client_ref=person.ref,
                words=words,
                status=status,
                goal_ref=goal_ref,
                owner_ref=owner_ref,
                by_on=by_on,
                done_on=done_on if status is StepStatus.COMPLETED else None,
            )
