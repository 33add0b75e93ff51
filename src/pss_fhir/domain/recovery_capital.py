"""Recovery capital as the Brief Assessment of Recovery Capital (BARC-10) measures it.

Vilsaint et al., Drug and Alcohol Dependence 177 (2017): ten items, each from 1 (strongly disagree) to 6
(strongly agree), their sum from 10 to 60 (rules.md CMP-005). What to do about an item without an answer is
in no text that was found (UNKNOWN), so that there is no total then: nothing is put in its place.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from pss_fhir.domain.record import Record, Ref

ITEMS = 10
Answer = Annotated[int, Field(ge=1, le=6)]
NO_ANSWERS: tuple[None, ...] = (None,) * ITEMS


class AssessmentStatus(StrEnum):
    """Whether an assessment counts."""

    PRELIMINARY = "preliminary"
    FINAL = "final"
    AMENDED = "amended"
    RETRACTED = "retracted"


class RecoveryCapital(Record):
    """One BARC-10: how much of what carries recovery the person sees in place.

    Attributes:
        answered_on: the day on which the person answered.
        asked_by_ref: who asked, None where the record does not say.
        answers: the answers to items 1 to 10, None for one that was not given.
        stated_total: the total as another record states it without the answers; None where they are here.
    """

    ref: Ref
    client_ref: Ref
    status: AssessmentStatus = AssessmentStatus.FINAL
    answered_on: date | None = None
    asked_by_ref: Ref | None = None
    answers: tuple[Answer | None, ...] = Field(default=NO_ANSWERS, min_length=ITEMS, max_length=ITEMS)
    stated_total: int | None = Field(default=None, ge=10, le=60)

    @model_validator(mode="after")
    def _something_once(self) -> RecoveryCapital:
        has_answers = any(answer is not None for answer in self.answers)
        if has_answers and self.stated_total is not None:
            raise ValueError("the total follows from the answers; state it only where there are none")
        if not has_answers and self.stated_total is None:
            raise ValueError("it holds neither an answer nor a total")
        return self

    @property
    def total(self) -> int | None:
        """The sum of all ten answers, from 10 to 60; None where an answer is missing."""
        given = [answer for answer in self.answers if answer is not None]
        return sum(given) if len(given) == ITEMS else self.stated_total

    @property
    def missing_items(self) -> tuple[int, ...]:
        """The numbers of the items without an answer."""
        return tuple(number for number, answer in enumerate(self.answers, 1) if answer is None)

    def change_since(self, earlier: RecoveryCapital) -> int | None:
        """By how much the total moved since an earlier one; None where one of the two has no total."""
        if self.total is None or earlier.total is None:
            return None
        return self.total - earlier.total
