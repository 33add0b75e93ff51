"""What keeps a draft from being a whole note, each part by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from pss_fhir.clock import FixedClock
from pss_fhir.domain.contact import Modality, Place
from pss_fhir.domain.note import NoteDraft
from pss_fhir.workflows.check_draft import LONGEST_NOTE, missing_in
from tests.builders import make_draft


def whole(clock: FixedClock, **changes: Any) -> NoteDraft:
    ended_at = clock.now() - timedelta(minutes=5)
    fields: dict[str, Any] = {
        "started_at": ended_at - timedelta(minutes=52),
        "ended_at": ended_at,
        "modality": Modality.IN_PERSON,
        "place": Place.HOME,
        "purpose": "To plan the week.",
        "intervention_text": "We made a list.",
        "response": "Was glad of it.",
    }
    return make_draft(**(fields | changes))


def test_whole_draft_misses_nothing(clock: FixedClock) -> None:
    assert missing_in(whole(clock), clock.now()) == ()


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"started_at": None}, "note.start-missing", "started_at"),
        ({"ended_at": None}, "note.end-missing", "ended_at"),
        ({"modality": None}, "note.modality-missing", "modality"),
        ({"place": None}, "note.place-missing", "place"),
        ({"purpose": " \n"}, "note.purpose-missing", "purpose"),
        ({"intervention_text": ""}, "note.intervention-missing", "intervention_text"),
        ({"response": ""}, "note.response-missing", "response"),
        ({"next_step": "call\x00"}, "note.text-not-writable", "next_step"),
        ({"response": "\ud800"}, "note.text-not-writable", "response"),
        ({"response": "x" * LONGEST_NOTE}, "note.text-too-long", "intervention_text"),
    ],
)
def test_missing_part_is_named_with_its_field(
    clock: FixedClock, changes: dict[str, Any], code: str, field: str
) -> None:
    found = missing_in(whole(clock, **changes), clock.now())

    assert [(issue.code, issue.path) for issue in found] == [(code, field)]


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [(5, 5, "note.end-before-start"), (5, 6, "note.end-before-start"), (5, -1, "note.end-in-future")],
    ids=["same-minute", "before", "in-future"],
)
def test_times_that_cannot_be_are_named(clock: FixedClock, start: int, end: int, code: str) -> None:
    draft = whole(
        clock,
        started_at=clock.now() - timedelta(minutes=start),
        ended_at=clock.now() - timedelta(minutes=end),
    )

    assert [issue.code for issue in missing_in(draft, clock.now())] == [code]


def test_visit_that_ends_now_can_be_signed(clock: FixedClock) -> None:
    assert missing_in(whole(clock, ended_at=clock.now()), clock.now()) == ()
