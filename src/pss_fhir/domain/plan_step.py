"""A step of the plan: what will be done toward a goal, by whom, by when."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import model_validator

from pss_fhir.domain.record import Identifier, Record, Ref, Text


class StepStatus(StrEnum):
    """Where a step stands."""

    REQUESTED = "requested"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    RETRACTED = "retracted"


class PlanStep(Record):
    """One step toward a goal: what will be done, by whom, by when.

    Attributes:
        words: what will be done, in plain words.
        goal_ref: the goal that it leads to.
        owner_ref: who takes it: the person, a specialist, a natural support.
        by_on: the day by which it is to be done.
        done_on: the day on which it was done; only a completed step has one.
    """

    ref: Ref
    client_ref: Ref
    words: Text
    status: StepStatus = StepStatus.REQUESTED
    identifiers: tuple[Identifier, ...] = ()
    goal_ref: Ref | None = None
    owner_ref: Ref | None = None
    by_on: date | None = None
    done_on: date | None = None

    @model_validator(mode="after")
    def _done(self) -> PlanStep:
        if self.done_on and self.status is not StepStatus.COMPLETED:
            raise ValueError("only a completed step has a day on which it was done")
        return self

    def is_late(self, day: date) -> bool:
        """Whether it is still to be done after its day."""
        at_work = (StepStatus.REQUESTED, StepStatus.IN_PROGRESS)
        return self.status in at_work and self.by_on is not None and self.by_on < day
