"""Every value of the domain has its plain words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum

import pytest

from pss_fhir.domain.chart import ChartPart
from pss_fhir.domain.contact import AudioOnlyReason, ContactKind, Modality, Place
from pss_fhir.domain.interventions import Intervention
from pss_fhir.domain.note import Progress
from pss_fhir.domain.plan import Achievement
from pss_fhir.outbox.states import OutboxState
from smart_app.present import words
from smart_app.present.filings import state_words


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        (ContactKind, words.KINDS),
        (Modality, words.MODALITIES),
        (Place, words.PLACES),
        (Intervention, words.INTERVENTIONS),
        (Progress, words.PROGRESS),
        (Achievement, words.ACHIEVEMENTS),
        (ChartPart, words.CHART_PARTS),
        (AudioOnlyReason, words.AUDIO_ONLY_REASONS),
    ],
)
def test_every_value_has_words_of_its_own(kind: type[StrEnum], table: dict[StrEnum, str]) -> None:
    assert set(table) == set(kind)
    assert len(set(table.values())) == len(table)


def test_every_intervention_stands_in_one_group() -> None:
    grouped = [each for _, group in words.INTERVENTION_GROUPS for each in group]

    assert sorted(grouped) == sorted(Intervention)


@pytest.mark.parametrize("state", OutboxState)
def test_every_state_of_a_filing_has_words(state: OutboxState) -> None:
    assert state_words(state).headline


def test_only_the_state_filed_says_filed() -> None:
    """Nobody may read "Filed" before the EHR gave the note back."""
    says = {state for state in OutboxState if state_words(state).headline.startswith("Filed")}

    assert says == {OutboxState.FILED}


def test_moments_are_said_as_people_say_them() -> None:
    now = datetime(2026, 11, 3, 21, 0, tzinfo=UTC)

    assert words.moment_words(datetime(2026, 11, 3, 19, 5, tzinfo=UTC), now) == "2:05 PM"
    assert words.moment_words(datetime(2026, 11, 2, 5, 0, tzinfo=UTC), now) == "yesterday, 12:00 AM"
    assert words.moment_words(datetime(2026, 10, 27, 16, 0, tzinfo=UTC), now) == "Tue, Oct 27, 2026, 12:00 PM"
    assert words.date_words(date(1990, 4, 2)) == "Apr 2, 1990"
