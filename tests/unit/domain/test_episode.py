"""Episodes, discharge summaries and the caseloads that follow from episodes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from pss_fhir.domain.caseload import Caseload, caseloads_on
from pss_fhir.domain.episode import Episode, EpisodeStatus
from pss_fhir.domain.record import Days
from tests.builders import CLIENT_REF, SPECIALIST_REF
from tests.builders_care import DISCHARGE_SUMMARY

START, END = date(2026, 6, 1), date(2026, 11, 1)


def make_episode(**changes: Any) -> Episode:
    fields: dict[str, Any] = {
        "ref": "EpisodeOfCare/1",
        "client_ref": CLIENT_REF,
        "status": EpisodeStatus.ACTIVE,
        "days": Days(start_on=START),
        "care_manager_ref": SPECIALIST_REF,
    }
    return Episode(**(fields | changes))


def test_finished_episode_needs_its_last_day() -> None:
    with pytest.raises(ValidationError, match="last day"):
        make_episode(status=EpisodeStatus.FINISHED)


@pytest.mark.parametrize(
    ("day", "counts"),
    [(date(2026, 5, 31), False), (START, True), (END, True), (date(2026, 11, 2), False)],
)
def test_episode_counts_from_its_first_through_its_last_day(day: date, counts: bool) -> None:
    ended = make_episode(status=EpisodeStatus.FINISHED, days=Days(start_on=START, end_on=END))

    assert ended.counts_on(day) is counts


@pytest.mark.parametrize(
    "status",
    [EpisodeStatus.PLANNED, EpisodeStatus.WAITING, EpisodeStatus.CANCELLED, EpisodeStatus.RETRACTED],
)
def test_episode_that_never_ran_counts_on_no_day(status: EpisodeStatus) -> None:
    assert not make_episode(status=status).counts_on(START)


def test_episode_without_a_first_day_counts_on_no_day() -> None:
    assert not make_episode(days=Days()).counts_on(START)


def test_caseload_holds_each_person_once_and_only_who_is_enrolled() -> None:
    episodes = (
        make_episode(),
        make_episode(ref="EpisodeOfCare/2"),
        make_episode(ref="EpisodeOfCare/3", client_ref="Patient/ben"),
        make_episode(ref="EpisodeOfCare/4", client_ref="Patient/cy", status=EpisodeStatus.PLANNED),
        make_episode(ref="EpisodeOfCare/5", client_ref="Patient/di", care_manager_ref=None),
        make_episode(ref="EpisodeOfCare/6", client_ref="Patient/ed", care_manager_ref="Practitioner/al"),
    )

    caseloads = caseloads_on(START, episodes)

    assert caseloads == (
        Caseload(specialist_ref=SPECIALIST_REF, counted_on=START, client_refs=(CLIENT_REF, "Patient/ben")),
        Caseload(specialist_ref="Practitioner/al", counted_on=START, client_refs=("Patient/ed",)),
    )
    assert [caseload.size for caseload in caseloads] == [2, 1]


def test_summary_is_due_on_the_thirtieth_day() -> None:
    assert DISCHARGE_SUMMARY.due_on() == date(2026, 12, 1)
