"""What goes wrong at signing: the note is in the EHR once in the end, and no page says more than is so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pss_fhir.cli.visitor import Page
from tests.demo.person import Person
from tests.demo.stage import Stage, staged

LOST = "We do not know yet if it arrived."
WAITS = "Signed. Not in the EHR yet."
UNPROVEN = "Sent. Not checked yet."
NOT_FILED = "It is not filed."

CREATE, READ, SEARCH = "/DocumentReference$", "/DocumentReference/", "/DocumentReference$"
SENDING = {
    "timeout-after-commit": LOST,
    "timeout-before-commit": LOST,
    "412": LOST,
    "429": WAITS,
    "500": LOST,
    "500-after-commit": LOST,
    "not-fhir": LOST,
    "wrong-content-type": "Filed, 4:00 PM",
    "expired-token": "Filed, 4:00 PM",
}
"""Fault of the POST -> what the person reads at once."""
READING = {"500": "Filed, 4:00 PM", "wrong-content-type": UNPROVEN, "429": "Filed, 4:00 PM"}
"""Fault of the read-back; a GET is repeated once by the client itself."""


def later(stage: Stage, jo: Person, result: Page, minutes: int = 1) -> Page:
    """The page of the note after the worker has had its turn."""
    stage.work(after_minutes=minutes)
    return jo.open(result.url)


@pytest.fixture
def mode() -> str:
    """Of the EHR, where a test names none: one with conditional create."""
    return "open"


@pytest.fixture
def stage(mode: str, tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path, mode=mode) as running:
        yield running


@pytest.mark.parametrize(
    ("mode", "fault"),
    [
        *(("open", fault) for fault in SENDING),
        *(("epic", fault) for fault in ("412", "timeout-after-commit")),
    ],
)
def test_fault_of_the_post_leaves_the_note_once_and_the_page_true(
    stage: Stage, jo: Person, fault: str
) -> None:
    reviewed = jo.review(jo.launch())
    stage.ehr.order_fault(fault, method="POST", path=CREATE)
    # Without If-None-Exist a 412 is no answer that anything explains: it goes no further by itself.
    is_refusal = fault == "412" and stage.ehr.mode.name == "epic"

    result = jo.sign(reviewed)
    assert result.heading == (NOT_FILED if is_refusal else SENDING[fault])
    assert ("Filed" in result.heading) <= (len(stage.notes()) == 1)
    result = jo.try_again(result) if is_refusal else later(stage, jo, result)

    assert result.heading == "Filed, 4:00 PM" if is_refusal else result.heading.startswith("Filed, ")
    assert len(stage.notes()) == 1
    assert stage.ehr.faults.open_orders() == []


@pytest.mark.parametrize("fault", READING)
def test_fault_of_the_read_back_never_says_filed_before_it_is_proven(tmp_path: Path, fault: str) -> None:
    with staged(tmp_path) as stage:
        jo = Person(stage)
        reviewed = jo.review(jo.launch())
        stage.ehr.order_fault(fault, method="GET", path=READ, seconds=0)

        result = jo.sign(reviewed)

        assert result.heading == READING[fault]
        assert later(stage, jo, result).heading.startswith("Filed, ")
        assert len(stage.notes()) == 1


def test_read_back_that_stays_away_keeps_the_note_unproven(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        jo = Person(stage)
        reviewed = jo.review(jo.launch())
        stage.ehr.order_fault("500", method="GET", path=READ, times=6)

        pages = [jo.sign(reviewed)]
        pages += [later(stage, jo, pages[0], minutes=5) for _ in range(2)]

        assert [page.heading for page in pages] == [UNPROVEN] * 3
        assert later(stage, jo, pages[0], minutes=9).heading.startswith("Filed, ")
        assert len(stage.notes()) == 1


@pytest.mark.parametrize("mode", ["open", "epic"])
def test_lost_search_after_a_lost_answer_doubles_nothing(stage: Stage, jo: Person) -> None:
    """Conditional create, or the EHR's own check for duplicates, stands behind the search."""
    reviewed = jo.review(jo.launch())
    stage.ehr.order_fault("timeout-after-commit", method="POST", path=CREATE)
    stage.ehr.order_fault("lost-search", method="GET", path=SEARCH)

    result = jo.sign(reviewed)
    assert result.heading == LOST
    for _ in range(3):
        result = later(stage, jo, result)

    assert result.heading.startswith("Filed, ")
    assert len(stage.notes()) == 1


def test_note_that_nothing_could_keep_from_being_doubled_is_told_to_be_there_twice(tmp_path: Path) -> None:
    """An EHR without conditional create, without a check for duplicates, and with an index that lags."""
    with staged(tmp_path, mode="athena") as stage:
        jo = Person(stage)
        reviewed = jo.review(jo.launch())
        stage.ehr.order_fault("timeout-after-commit", method="POST", path="/QuestionnaireResponse$")
        stage.ehr.order_fault("lost-search", method="GET", path="/QuestionnaireResponse$")

        result = later(stage, jo, jo.sign(reviewed))

        assert len(stage.notes()) == 2
        assert result.heading == NOT_FILED
        assert "The EHR holds it more than once" in result.text
        assert "It is not in the EHR" not in result.text


def test_search_that_fails_leaves_it_unknown_until_it_answers(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        jo = Person(stage)
        reviewed = jo.review(jo.launch())
        stage.ehr.order_fault("timeout-after-commit", method="POST", path=CREATE)
        stage.ehr.order_fault("500", method="GET", path=SEARCH, times=2)

        result = later(stage, jo, jo.sign(reviewed))
        assert result.heading == LOST
        assert "Not in the EHR yet" not in result.text.partition("Each step")[0]

        assert later(stage, jo, result, minutes=2).heading.startswith("Filed, ")
        assert len(stage.notes()) == 1


def test_button_pressed_twice_signs_and_files_once(stage: Stage, jo: Person) -> None:
    reviewed = jo.review(jo.launch())

    first, second = jo.sign(reviewed), jo.sign(reviewed)

    assert first.url == second.url
    assert second.heading == "Filed, 4:00 PM"
    assert len(stage.notes()) == 1
    assert len(stage.services.store.outbox.list()) == 1


def test_ehr_that_is_down_at_signing_gets_the_note_when_it_is_back(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        jo = Person(stage)
        reviewed = jo.review(jo.launch())
        stage.ehr.order_fault("timeout-before-commit", method="POST", path=CREATE, times=2)
        stage.ehr.order_fault("500", method="GET", path=SEARCH, times=20)

        result = jo.sign(reviewed)
        for minutes in (1, 2, 4):
            result = later(stage, jo, result, minutes)
            assert result.heading == LOST
        stage.ehr.faults.clear()

        stage.clock.advance(timedelta(minutes=1))
        assert jo.try_again(result).heading.startswith("Filed, ")
        assert len(stage.notes()) == 1
