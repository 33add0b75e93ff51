"""How a goal moved over time."""

from __future__ import annotations

from pss_fhir.domain.goal_progress import history_of
from pss_fhir.domain.recovery_capital import AssessmentStatus
from tests.builders import GOAL_REF, at
from tests.builders_care import PROGRESS_SEEN


def test_history_is_that_of_the_goal_the_earliest_first_without_what_was_retracted() -> None:
    later = PROGRESS_SEEN
    earlier = PROGRESS_SEEN.model_copy(update={"seen_at": at(9)})
    retracted = PROGRESS_SEEN.model_copy(update={"status": AssessmentStatus.RETRACTED})
    of_another = PROGRESS_SEEN.model_copy(update={"goal_ref": "Goal/work"})

    assert history_of(GOAL_REF, (later, retracted, earlier, of_another)) == (earlier, later)
