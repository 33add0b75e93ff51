"""How a goal moved over time: one observation for each time somebody looked."""

from __future__ import annotations

from collections.abc import Iterable

from pss_fhir.domain.note import Progress
from pss_fhir.domain.record import Moment, Record, Ref, Text
from pss_fhir.domain.recovery_capital import AssessmentStatus


class ProgressSeen(Record):
    """How one contact moved a goal, as the specialist and the person saw it.

    Attributes:
        seen_at: when.
        contact_ref: during which contact, None where the record does not say.
        seen_by_ref: who noted it.
        comment: more about it, in words.
    """

    ref: Ref
    client_ref: Ref
    goal_ref: Ref
    progress: Progress
    status: AssessmentStatus = AssessmentStatus.FINAL
    seen_at: Moment
    contact_ref: Ref | None = None
    seen_by_ref: Ref | None = None
    comment: Text | None = None


def history_of(goal_ref: Ref, seen: Iterable[ProgressSeen]) -> tuple[ProgressSeen, ...]:
    """What was seen of one goal, the earliest first; what was retracted is left out."""
    own = (
        each for each in seen if each.goal_ref == goal_ref and each.status is not AssessmentStatus.RETRACTED
    )
    return tuple(sorted(own, key=lambda each: each.seen_at))
