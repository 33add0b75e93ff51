"""The plans in the person's own hand: the safety plan and the wellness plan."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import model_validator

from pss_fhir.domain.record import Moment, Record, Ref, Text


class OwnPlanStatus(StrEnum):
    """Where a safety plan or a wellness plan stands."""

    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    AMENDED = "amended"
    STOPPED = "stopped"
    RETRACTED = "retracted"


_WHOLE = frozenset({OwnPlanStatus.COMPLETED, OwnPlanStatus.AMENDED})


class SafetyPlan(Record):
    """What the person does, and whom the person calls, when a crisis may be coming.

    The six steps of Stanley and Brown's Safety Planning Intervention (Cognitive and Behavioral Practice
    19, 2012) in their order, in the person's words, one entry for each thing; and what else people keep
    beside them. The list of a step is empty where nothing was written.

    Attributes:
        author_ref: who wrote it down: the person, or the specialist with the person.
        written_at: when it was last written.
        warning_signs: step 1, how a crisis announces itself.
        coping: step 2, what the person can do alone.
        people_and_places: step 3, who and what takes the mind off it.
        people_to_ask: step 4, whom the person asks for help.
        crisis_help: step 5, professionals and lines to call (988, mobile crisis).
        safe_surroundings: step 6, how the surroundings are made safer, and who helps.
        reasons: what is worth living for.
        has_advance_directive: None where it was not asked.
        reviewed_on: when it was last looked at together.
    """

    ref: Ref
    client_ref: Ref
    status: OwnPlanStatus = OwnPlanStatus.COMPLETED
    author_ref: Ref | None = None
    written_at: Moment | None = None
    warning_signs: tuple[Text, ...] = ()
    coping: tuple[Text, ...] = ()
    people_and_places: tuple[Text, ...] = ()
    people_to_ask: tuple[Text, ...] = ()
    crisis_help: tuple[Text, ...] = ()
    safe_surroundings: Text | None = None
    reasons: Text | None = None
    has_advance_directive: bool | None = None
    reviewed_on: date | None = None

    @property
    def open_steps(self) -> tuple[int, ...]:
        """The numbers (1 to 6) of the steps in which nothing is written yet."""
        steps = (
            self.warning_signs,
            self.coping,
            self.people_and_places,
            self.people_to_ask,
            self.crisis_help,
            self.safe_surroundings,
        )
        return tuple(number for number, written in enumerate(steps, 1) if not written)

    @model_validator(mode="after")
    def _usable(self) -> SafetyPlan:
        if self.status in _WHOLE and not (self.warning_signs and self.crisis_help):
            raise ValueError("a completed safety plan needs a warning sign and whom to call in a crisis")
        return self


class WellnessPlan(Record):
    """A wellness recovery action plan; it belongs to the person, who alone is its author.

    It is a plan, never a score (rules.md CMP-008). Each list holds one entry for each thing.

    Attributes:
        when_well: what the person is like when well.
        every_day: what the person does each day to stay well.
        now_and_then: what needs doing from time to time.
        triggers: what throws the person off, and what then.
        early_signs: the first signs, and what then.
        breaking_down: how the person knows that things break down, and what then.
        crisis: what others should do when the person cannot decide.
        after_crisis: how the person comes back.
    """

    ref: Ref
    client_ref: Ref
    status: OwnPlanStatus = OwnPlanStatus.COMPLETED
    written_at: Moment | None = None
    when_well: Text | None = None
    every_day: tuple[Text, ...] = ()
    now_and_then: tuple[Text, ...] = ()
    triggers: tuple[Text, ...] = ()
    early_signs: tuple[Text, ...] = ()
    breaking_down: tuple[Text, ...] = ()
    crisis: Text | None = None
    after_crisis: Text | None = None

    @model_validator(mode="after")
    def _usable(self) -> WellnessPlan:
        if self.status in _WHOLE and not self.every_day:
            raise ValueError("a completed wellness plan needs something that is done each day")
        return self
