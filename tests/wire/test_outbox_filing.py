"""From signature to proof against a server that answers well, badly or not at all."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pss_fhir.client import FhirClient
from pss_fhir.clock import FixedClock
from pss_fhir.errors import MappingError, NotFoundInStore, SignInNeeded, StaleRecord, StoreError
from pss_fhir.outbox import (
    Outbox,
    OutboxState,
    Patience,
    Rung,
    confirm_copied,
    copy_by_hand,
    signed_in,
    try_again,
)
from pss_fhir.store import OutboxRow, Store
from pss_fhir.wire import Response
from tests.builders import ADDENDUM_IDENTIFIER, CLIENT_REF, NOTE_IDENTIFIER, SPECIALIST_REF
from tests.sqlite import migrated_sqlite
from tests.wire.filing_ehr import Fault, FilingEhr, status
from tests.wire.filing_records import (
    ISS,
    KEY,
    RETRACTION_IDENTIFIER,
    client_to,
    outbox_of,
    sign_addendum,
    sign_note,
    sign_retraction,
)
from tests.wire.filing_story import Story


@pytest.fixture
def story(tmp_path: Path, clock: FixedClock) -> Iterator[Story]:
    store = Store.open(migrated_sqlite(tmp_path / "store.db"), key=KEY, clock=clock)
    yield Story(store, FilingEhr(clock=clock), clock)
    store.close()


# --- the straight way -------------------------------------------------------------------------


@pytest.mark.parametrize("rung", [rung for rung in Rung if rung is not Rung.COPY_PRINT])
@pytest.mark.parametrize("is_conditional", [True, False])
def test_note_is_filed_with_one_write_and_one_reading(story: Story, rung: Rung, is_conditional: bool) -> None:
    story.ehr.honors_if_none_exist = is_conditional
    sign_note(story.store, plan=(rung, Rung.COPY_PRINT))
    filing = story.step()
    assert (filing.state, filing.rung, filing.attempts) == (OutboxState.FILED, rung, 1)
    assert filing.filed_at == story.clock.now()
    assert filing.words == f"Filed in the EHR. ({rung.resource_type}/n1)"
    assert story.log() == ["create", "read"]
    assert story.held() == 1
    assert [entry.to_state for entry in filing.history] == ["queued", "sending", "sent", "filed"]


def test_filed_note_is_left_alone(story: Story) -> None:
    sign_note(story.store)
    first = story.step()
    assert story.later() == first
    assert story.writes() == 1


def test_words_before_proof_never_say_filed(story: Story) -> None:
    sign_note(story.store)
    story.ehr.faults = [Fault("read", answer=status(503))]
    filing = story.step()
    assert filing.state is OutboxState.SENT
    assert filing.filed_at is None
    assert "not proven yet" in filing.words
    assert story.later().state is OutboxState.FILED


def test_step_of_what_was_never_signed_is_refused(story: Story) -> None:
    with pytest.raises(NotFoundInStore):
        story.step()


# --- lost answers -----------------------------------------------------------------------------

LOST = [
    pytest.param(Fault("create"), id="broke before it was stored"),
    pytest.param(Fault("create", is_carried_out=True), id="broke after it was stored"),
    pytest.param(Fault("create", answer=status(500)), id="500, not stored"),
    pytest.param(Fault("create", is_carried_out=True, answer=status(500)), id="500, stored"),
    pytest.param(Fault("create", is_carried_out=True, answer=status(503)), id="503, stored"),
    pytest.param(
        Fault("create", answer=Response(200, {"content-type": "text/html"}, b"<p>", "")), id="web page"
    ),
    pytest.param(Fault("create", answer=Response(302, {"location": "/login"}, b"", "")), id="redirect"),
    pytest.param(Fault("create", answer=status(409, "conflict")), id="conflict"),
]


@pytest.mark.parametrize("fault", LOST)
@pytest.mark.parametrize("search", ["identifier", "patient", "ignores"])
def test_lost_answer_is_looked_for_before_anything_is_sent_again(
    story: Story, fault: Fault, search: str
) -> None:
    sign_note(story.store)
    story.ehr.search = search
    story.ehr.faults = [fault]
    filing = story.step()
    assert filing.state is OutboxState.UNKNOWN
    assert "do not write it again" in filing.words
    assert story.step() == filing  # not due yet
    assert story.writes() == 1

    filing = story.later()
    assert filing.state is OutboxState.FILED
    assert story.held() == 1
    assert story.writes() == (1 if fault.is_carried_out else 2)
    assert story.log()[1] == "search"


def test_answer_without_reference_is_looked_for_at_once(story: Story) -> None:
    sign_note(story.store)
    story.ehr.faults = [Fault("create", is_carried_out=True, answer=Response(201, {}, b"", ""))]
    assert story.step().state is OutboxState.FILED
    assert story.log() == ["create", "search", "read"]


def test_conditional_create_that_finds_the_first_try_is_filed_once(story: Story) -> None:
    """The search misses it (a lagging index), the condition does not."""
    sign_note(story.store)
    story.ehr.honors_if_none_exist = True
    empty = Response(
        200, {"content-type": "application/fhir+json"}, b'{"resourceType": "Bundle", "type": "searchset"}', ""
    )
    story.ehr.faults = [Fault("create", is_carried_out=True), Fault("search", answer=empty)]
    story.step()
    filing = story.later()
    assert (filing.state, story.held()) == (OutboxState.FILED, 1)
    assert "200, it was there already" in [entry.answer for entry in filing.history]


def test_write_that_the_server_carries_out_late_is_found_within_the_pause(story: Story) -> None:
    sign_note(story.store)
    story.ehr.faults = [Fault("create", late=timedelta(seconds=25))]
    story.step()
    assert story.later(by=Patience().settle).state is OutboxState.FILED
    assert (story.held(), story.writes()) == (1, 1)


def test_write_that_the_server_carries_out_much_too_late_is_noticed_and_said(story: Story) -> None:
    """Without conditional create nothing can prevent it; one more look notices, and a person is told."""
    sign_note(story.store)
    story.ehr.faults = [Fault("create", late=timedelta(minutes=10))]
    story.step()
    filing = story.later(by=Patience().settle)
    assert (filing.state, filing.next_at) == (OutboxState.FILED, story.clock.now() + Patience().recheck)
    filing = story.later(by=Patience().recheck)
    assert (filing.state, filing.filed_at) == (OutboxState.REFUSED, None)
    assert filing.problem is not None
    assert filing.problem.code == "outbox.doubled"


def test_conditional_create_keeps_a_late_first_try_out(story: Story) -> None:
    sign_note(story.store)
    story.ehr.honors_if_none_exist = True
    story.ehr.faults = [Fault("create", late=timedelta(minutes=10))]
    story.step()
    assert story.later(by=Patience().settle).state is OutboxState.FILED
    filing = story.later(by=Patience().recheck)
    assert (filing.state, filing.next_at, story.held()) == (OutboxState.FILED, None, 1)


def test_one_more_look_that_fails_leaves_the_note_filed(story: Story) -> None:
    sign_note(story.store)
    story.ehr.faults = [Fault("create", is_unconnected=True)]
    story.step()
    assert story.later(by=Patience().settle).state is OutboxState.FILED
    story.ehr.faults = [Fault("search")] * 20
    for _ in range(20):
        assert story.later().state is OutboxState.FILED
    assert story.outbox.filing(NOTE_IDENTIFIER).next_at is None


def test_note_found_twice_is_for_a_person(story: Story) -> None:
    sign_note(story.store)
    story.ehr.faults = [Fault("create", is_carried_out=True)]
    story.step()
    copy = dict(story.ehr.records["DocumentReference/n1"], id="n2")
    story.ehr.records["DocumentReference/n2"] = copy
    filing = story.later()
    assert filing.state is OutboxState.REFUSED
    assert filing.problem is not None
    assert filing.problem.code == "outbox.doubled"
    copy["status"] = "entered-in-error"
    try_again(story.store, NOTE_IDENTIFIER, now=story.clock.now())
    assert story.step().state is OutboxState.FILED


def test_server_that_cannot_be_searched_leaves_it_to_a_person(story: Story) -> None:
    sign_note(story.store)
    story.ehr.search = "none"
    story.ehr.faults = [Fault("create", is_carried_out=True)]
    story.step()
    filing = story.later()
    assert filing.state is OutboxState.REFUSED
    assert filing.problem is not None
    assert filing.problem.code == "outbox.cannot-look"
    assert story.writes() == 1
    with pytest.raises(StaleRecord, match=r"outbox\.not-now"):
        copy_by_hand(story.store, NOTE_IDENTIFIER)


def test_search_that_fails_is_tried_again_then_given_to_a_person(story: Story) -> None:
    sign_note(story.store)
    story.ehr.faults = [Fault("create", is_carried_out=True), *[Fault("search")] * 20]
    story.step()
    while story.state() is OutboxState.UNKNOWN:
        filing = story.later()
    assert filing.state is OutboxState.REFUSED
    assert filing.problem is not None
    assert filing.problem.code == "outbox.not-known"
    story.ehr.faults = []
    try_again(story.store, NOTE_IDENTIFIER, now=story.clock.now())
    assert story.step().state is OutboxState.FILED
    assert story.writes() == 1


def test_wish_to_try_again_waits_for_a_lost_write_alone(story: Story) -> None:
    """A server may be busy with a write for half a minute; a search that failed keeps it from nothing."""
    sign_note(story.store)
    story.ehr.faults = [Fault("create", is_carried_out=True), Fault("search")]
    story.step()
    story.clock.advance(timedelta(seconds=10))
    row = try_again(story.store, NOTE_IDENTIFIER, now=story.clock.now())
    assert row.next_at == story.clock.now() + timedelta(seconds=20)

    assert story.later(by=timedelta(seconds=25)).state is OutboxState.UNKNOWN  # the search fails

    try_again(story.store, NOTE_IDENTIFIER, now=story.clock.now())
    assert story.step().state is OutboxState.FILED
    assert story.writes() == 1


def test_note_that_never_arrives_is_given_to_a_person_in_the_end(story: Story) -> None:
    sign_note(story.store)
    story.ehr.faults = [Fault("create")] * 30
    began_at = story.clock.now()
    story.step()
    for _ in range(60):
        if story.state() is OutboxState.REFUSED:
            break
        story.later(by=timedelta(minutes=15))
    filing = story.outbox.filing(NOTE_IDENTIFIER)
    assert filing.problem is not None
    assert filing.problem.code == "outbox.gave-up"
    assert (filing.attempts, story.held()) == (Patience().most_failures, 0)
    assert timedelta(hours=3) < story.clock.now() - began_at < timedelta(hours=12)


def test_no_connection_means_that_nothing_was_sent(story: Story) -> None:
    sign_note(story.store)
    story.ehr.faults = [Fault("create", is_unconnected=True)]
    filing = story.step()
    assert filing.state is OutboxState.QUEUED
    assert story.later().state is OutboxState.FILED
    assert story.log() == ["create", "create", "search"]  # the search is the read-back here


def test_server_that_cannot_say_what_it_offers_is_asked_again(story: Story) -> None:
    sign_note(story.store)
    story.ehr.faults = [Fault("metadata")]
    filing = story.step()
    assert (filing.state, filing.attempts) == (OutboxState.QUEUED, 0)
    assert filing.problem is not None
    assert filing.problem.code == "outbox.not-reached"
    assert story.later().state is OutboxState.FILED


# --- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (status(403, "forbidden"), "outbox.not-allowed"),
        (status(400, "value"), "outbox.not-taken"),
        (status(422, "business-rule"), "outbox.not-taken"),
        (status(422, "59108"), "outbox.not-taken"),
        (status(400, "4130"), "outbox.not-allowed"),
        (status(422, "40000"), "outbox.site-setup"),
    ],
)
def test_refusal_is_final_and_says_what_to_do(story: Story, answer: Response, code: str) -> None:
    sign_note(story.store, profile="epic")
    story.ehr.faults = [Fault("create", answer=answer)]
    filing = story.step()
    assert filing.state is OutboxState.REFUSED
    assert filing.problem is not None
    assert filing.problem.code == code
    assert filing.words.startswith("Not filed. ")
    assert story.later() == filing
    assert story.writes() == 1


@pytest.mark.parametrize(
    "answer",
    [
        status(405, "not-supported"),
        status(404, "not-found"),
        status(501),
        status(422, "not-supported"),
        status(422, "value", path="DocumentReference.context.encounter[0]"),
    ],
)
def test_way_that_is_not_offered_leads_to_the_next_rung(story: Story, answer: Response) -> None:
    sign_note(story.store)
    story.ehr.faults = [Fault("create", answer=answer)]
    filing = story.step()
    assert (filing.state, filing.rung) == (OutboxState.FILED, Rung.DOCUMENT_PERIOD)
    assert [entry.rung for entry in filing.history if entry.to_state == "sending"] == [
        "document-encounter",
        "document-period",
    ]
    assert story.held() == 1


def test_server_that_takes_no_type_ends_at_copy_and_print(story: Story) -> None:
    sign_note(story.store)
    story.ehr.takes = ()
    filing = story.step()
    assert (filing.state, filing.rung) == (OutboxState.TO_BE_COPIED, Rung.COPY_PRINT)
    assert story.writes() == 3
    assert "Copy the text" in filing.words


def test_duplicate_that_the_server_names_is_looked_for(story: Story) -> None:
    """Epic answers 59141 where its chart holds the note already."""
    sign_note(story.store, profile="epic")
    story.ehr.faults = [Fault("create", is_carried_out=True, answer=status(422, "59141"))]
    assert story.step().state is OutboxState.UNKNOWN
    assert story.later().state is OutboxState.FILED
    assert (story.held(), story.writes()) == (1, 1)


def test_try_again_tomorrow_waits_a_day(story: Story) -> None:
    sign_note(story.store, profile="epic")
    story.ehr.faults = [Fault("create", answer=status(400, "4135"))]
    filing = story.step()
    assert filing.state is OutboxState.QUEUED
    assert filing.next_at == story.clock.now() + timedelta(days=1)


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"retry_after": "120"}, timedelta(seconds=120)),
        ({}, timedelta(seconds=30)),
        ({"retry_after": "86400"}, timedelta(hours=1)),
    ],
)
def test_busy_server_gets_the_pause_it_asks_for(
    story: Story, headers: dict[str, str], pause: timedelta
) -> None:
    sign_note(story.store)
    story.ehr.faults = [Fault("create", answer=status(429, "throttled", **headers))]
    filing = story.step()
    assert (filing.state, filing.next_at) == (OutboxState.QUEUED, story.clock.now() + pause)
    assert story.later(by=pause).state is OutboxState.FILED


def test_mapping_that_fails_sends_nothing(story: Story) -> None:
    def broken(*_: object) -> dict[str, Any]:
        raise MappingError("no", code="mapping.unreadable")

    sign_note(story.store)
    outbox = Outbox(story.store, broken, clock=story.clock)
    filing = outbox.step(NOTE_IDENTIFIER, client_to(story.ehr.base_url, story.ehr, story.clock))
    assert filing.problem is not None
    assert filing.problem.code == "outbox.cannot-be-written"
    assert (filing.state, filing.attempts, story.log()) == (OutboxState.REFUSED, 0, [])


def test_resource_without_the_identifier_is_never_sent(story: Story) -> None:
    sign_note(story.store)
    outbox = Outbox(story.store, lambda *_: {"resourceType": "DocumentReference"}, clock=story.clock)
    filing = outbox.step(NOTE_IDENTIFIER, client_to(story.ehr.base_url, story.ehr, story.clock))
    assert (filing.state, story.log()) == (OutboxState.REFUSED, [])


# --- sign-in ----------------------------------------------------------------------------------


class GoneAuthorizer:
    """The sign-in has ended."""

    def authorization(self) -> str | None:
        raise SignInNeeded("gone")

    def renew(self) -> bool:
        return False


@pytest.mark.parametrize(
    ("faults", "attempts"),
    [
        ([Fault("create", answer=status(401, "login"))], 1),
        ([Fault("create"), Fault("search", answer=status(401, "login"))], 1),
        ([Fault("read", answer=status(401, "login"))], 1),
    ],
    ids=["sending", "looking", "proving"],
)
def test_lost_sign_in_waits_for_the_person_and_goes_on_where_it_stopped(
    story: Story, faults: list[Fault], attempts: int
) -> None:
    sign_note(story.store)
    story.ehr.faults = faults
    story.step()
    filing = story.later()
    assert (filing.state, filing.attempts) == (OutboxState.WAITING_FOR_SIGN_IN, attempts)
    assert story.later().state is OutboxState.WAITING_FOR_SIGN_IN
    assert signed_in(story.store, ISS, "Practitioner/other", now=story.clock.now()) == 0
    assert signed_in(story.store, ISS, SPECIALIST_REF, now=story.clock.now()) == 1
    assert story.step().state is OutboxState.FILED
    assert story.held() == 1


def test_nobody_signed_in_sends_nothing(story: Story) -> None:
    sign_note(story.store)
    filing = story.step(is_signed_in=False)
    assert (filing.state, story.log()) == (OutboxState.WAITING_FOR_SIGN_IN, [])
    assert "when you sign in again" in filing.words


def test_token_that_cannot_be_renewed_sends_nothing(story: Story) -> None:
    sign_note(story.store)
    client = FhirClient(story.ehr.base_url, story.ehr, authorizer=GoneAuthorizer(), clock=story.clock)
    filing = story.outbox.step(NOTE_IDENTIFIER, client)
    assert filing.state is OutboxState.WAITING_FOR_SIGN_IN
    assert story.log() == []
    signed_in(story.store, ISS, SPECIALIST_REF, now=story.clock.now())
    assert story.step().state is OutboxState.FILED
    assert story.writes() == 1


# --- proof ------------------------------------------------------------------------------------


def other_text(resource: dict[str, Any]) -> dict[str, Any]:
    attachment = {"contentType": "text/plain", "data": base64.b64encode(b"cut").decode()}
    return resource | {"content": [{"attachment": attachment}]}


@pytest.mark.parametrize(
    ("alter", "code"),
    [
        (other_text, "outbox.stored-differently"),
        (lambda found: found | {"identifier": []}, "outbox.stored-differently"),
        (lambda found: found | {"status": "superseded"}, "outbox.stored-differently"),
        (lambda found: found | {"subject": {"reference": "Patient/other"}}, "outbox.wrong-person"),
    ],
    ids=["text", "identifier", "status", "subject"],
)
def test_what_is_stored_otherwise_is_never_called_filed(story: Story, alter: Any, code: str) -> None:
    sign_note(story.store)
    story.ehr.alter = alter
    filing = story.step()
    assert filing.state is OutboxState.REFUSED
    assert filing.problem is not None
    assert filing.problem.code == code
    assert filing.filed_at is None
    assert story.writes() == 1


def test_text_moved_into_a_binary_is_fetched_and_compared(story: Story) -> None:
    def moved(resource: dict[str, Any]) -> dict[str, Any]:
        attachment = resource["content"][0]["attachment"]
        story.ehr.records["Binary/b1"] = {"resourceType": "Binary", **attachment}
        url = f"{story.ehr.base_url}/Binary/b1"
        return resource | {"content": [{"attachment": {"contentType": "text/plain", "url": url}}]}

    sign_note(story.store)
    story.ehr.alter = moved
    assert story.step().state is OutboxState.FILED


def test_text_that_cannot_be_seen_is_shown_as_sent(story: Story) -> None:
    sign_note(story.store)
    elsewhere = {"contentType": "text/plain", "url": "https://files.example/1"}
    story.ehr.alter = lambda found: found | {"content": [{"attachment": elsewhere}]}
    filing = story.step()
    assert (filing.state, filing.next_at) == (OutboxState.SENT, None)
    assert filing.problem is not None
    assert filing.problem.code == "outbox.no-read-back"


@pytest.mark.parametrize("way", ["not offered", "not allowed"])
def test_server_that_lets_nothing_be_read_is_never_called_filed(story: Story, way: str) -> None:
    sign_note(story.store)
    if way == "not offered":
        story.ehr.lets_read = False
    else:
        story.ehr.faults = [Fault("read", answer=status(403, "forbidden"))]
    filing = story.step()
    assert (filing.state, filing.next_at) == (OutboxState.SENT, None)
    assert "gives the app no way to read it back" in filing.words
    story.ehr.lets_read = True
    try_again(story.store, NOTE_IDENTIFIER, now=story.clock.now())
    assert story.step().state is OutboxState.FILED
    assert story.writes() == 1


def test_note_that_is_not_there_when_read_is_not_sent_again(story: Story) -> None:
    sign_note(story.store)
    story.ehr.faults = [Fault("read", answer=status(404, "not-found"))] * 9
    story.step()
    while story.state() is OutboxState.SENT:
        filing = story.later()
    assert filing.problem is not None
    assert filing.problem.code == "outbox.vanished"
    assert story.writes() == 1


# --- copy and print ---------------------------------------------------------------------------


def test_copied_note_is_never_called_filed(story: Story) -> None:
    sign_note(story.store, plan=(Rung.COPY_PRINT,), profile="read-only")
    filing = story.step(is_signed_in=False)
    assert filing.state is OutboxState.TO_BE_COPIED
    confirm_copied(story.store, NOTE_IDENTIFIER, by_ref=SPECIALIST_REF)
    filing = story.outbox.filing(NOTE_IDENTIFIER)
    assert (filing.state, filing.filed_at) == (OutboxState.COPIED_BY_HAND, None)
    assert "cannot check" in filing.words
    with pytest.raises(StaleRecord):
        confirm_copied(story.store, NOTE_IDENTIFIER, by_ref=SPECIALIST_REF)
    row = story.store.outbox.get(NOTE_IDENTIFIER)
    assert (row.attested_by_ref, row.attested_at) == (SPECIALIST_REF, story.clock.now())


def test_refused_note_can_be_copied_by_hand_or_sent_after_all(story: Story) -> None:
    sign_note(story.store)
    story.ehr.faults = [Fault("create", answer=status(403, "forbidden"))]
    story.step()
    copy_by_hand(story.store, NOTE_IDENTIFIER)
    assert story.state() is OutboxState.TO_BE_COPIED
    try_again(story.store, NOTE_IDENTIFIER, now=story.clock.now(), plan=(Rung.DOCUMENT_PERIOD,))
    assert story.step().state is OutboxState.FILED


def test_filed_note_can_be_neither_tried_again_nor_copied(story: Story) -> None:
    sign_note(story.store)
    story.step()
    for wish in (
        lambda: try_again(story.store, NOTE_IDENTIFIER, now=story.clock.now()),
        lambda: copy_by_hand(story.store, NOTE_IDENTIFIER),
        lambda: confirm_copied(story.store, NOTE_IDENTIFIER, by_ref=SPECIALIST_REF),
    ):
        with pytest.raises(StaleRecord, match=r"outbox\.not-now"):
            wish()


def test_person_may_shorten_the_wait(story: Story) -> None:
    sign_note(story.store)
    story.ehr.faults = [Fault("create", is_unconnected=True)]
    story.step()
    try_again(story.store, NOTE_IDENTIFIER, now=story.clock.now())
    assert story.step().state is OutboxState.FILED


@pytest.mark.parametrize(
    ("fault", "pause"),
    [
        (Fault("create", late=timedelta(seconds=20)), Patience().settle),
        (Fault("create", answer=status(429, "throttled", retry_after="120")), timedelta(seconds=120)),
    ],
    ids=["a write that may still come", "a pause that the server asked for"],
)
def test_impatient_person_cannot_shorten_what_must_be_waited_for(
    story: Story, fault: Fault, pause: timedelta
) -> None:
    sign_note(story.store)
    story.ehr.faults = [fault]
    waiting = story.step()
    row = try_again(story.store, NOTE_IDENTIFIER, now=story.clock.now())
    assert row.next_at == waiting.next_at == story.clock.now() + pause
    assert story.later(by=pause).state is OutboxState.FILED
    assert (story.held(), story.writes()) == (1, 1 if fault.late else 2)


# --- addenda and retractions ------------------------------------------------------------------


def test_addendum_waits_for_its_note_and_then_names_it(story: Story) -> None:
    sign_note(story.store)
    sign_addendum(story.store)
    filing = story.step(ADDENDUM_IDENTIFIER)
    assert filing.state is OutboxState.QUEUED
    assert filing.problem is not None
    assert filing.problem.code == "outbox.waits-for-note"
    story.step()
    assert story.later(ADDENDUM_IDENTIFIER).state is OutboxState.FILED
    (held,) = story.ehr.holding(ADDENDUM_IDENTIFIER)
    assert held["relatesTo"][0]["target"]["reference"] == "DocumentReference/n1"


def test_addendum_to_copied_note_is_copied_too(story: Story) -> None:
    sign_note(story.store, plan=(Rung.COPY_PRINT,))
    sign_addendum(story.store)
    story.step()
    assert story.step(ADDENDUM_IDENTIFIER).state is OutboxState.TO_BE_COPIED
    assert story.log() == []


@pytest.mark.parametrize("profile", ["open", "oracle"])
def test_retraction_marks_the_note_and_proves_it(story: Story, profile: str) -> None:
    sign_note(story.store, profile=profile)
    story.step()
    sign_retraction(story.store, profile=profile)
    filing = story.step(RETRACTION_IDENTIFIER)
    assert (filing.state, filing.ref) == (OutboxState.FILED, "DocumentReference/n1")
    assert story.state() is OutboxState.RETRACTED
    record = story.ehr.records["DocumentReference/n1"]
    expected = ("entered-in-error", None) if profile == "open" else ("current", "entered-in-error")
    assert (record["status"], record.get("docStatus")) == expected
    assert len(story.ehr.records) == 1


@pytest.mark.parametrize("is_carried_out", [True, False])
def test_retraction_with_lost_answer_is_looked_at_and_done_once(story: Story, is_carried_out: bool) -> None:
    sign_note(story.store)
    story.step()
    sign_retraction(story.store)
    story.ehr.faults = [Fault("update", is_carried_out=is_carried_out)]
    assert story.step(RETRACTION_IDENTIFIER).state is OutboxState.UNKNOWN
    assert "still stands there" in story.outbox.filing(RETRACTION_IDENTIFIER).words
    assert story.later(RETRACTION_IDENTIFIER).state is OutboxState.FILED
    assert story.held() == 0
    assert story.ehr.records["DocumentReference/n1"]["meta"]["versionId"] == "2"


def test_retraction_of_note_changed_meanwhile_overwrites_nothing_blindly(story: Story) -> None:
    sign_note(story.store)
    story.step()
    sign_retraction(story.store)
    story.ehr.faults = [Fault("update", answer=status(412, "conflict"))]
    assert story.step(RETRACTION_IDENTIFIER).state is OutboxState.QUEUED
    assert story.later(RETRACTION_IDENTIFIER).state is OutboxState.FILED


def test_retraction_that_the_server_does_not_take_is_done_by_hand(story: Story) -> None:
    sign_note(story.store)
    story.step()
    sign_retraction(story.store, plan=(Rung.DOCUMENT_ENCOUNTER, Rung.COPY_PRINT))
    story.ehr.lets_update = False
    filing = story.step(RETRACTION_IDENTIFIER)
    assert filing.state is OutboxState.TO_BE_COPIED
    assert story.state() is OutboxState.FILED
    confirm_copied(story.store, RETRACTION_IDENTIFIER, by_ref=SPECIALIST_REF)
    assert story.state() is OutboxState.RETRACTED
    assert story.state(RETRACTION_IDENTIFIER) is OutboxState.COPIED_BY_HAND


def test_retraction_before_the_note_was_sent_sends_nothing(story: Story) -> None:
    sign_note(story.store)
    sign_retraction(story.store)
    assert story.step(RETRACTION_IDENTIFIER).state is OutboxState.RETRACTED
    assert story.state() is OutboxState.RETRACTED
    assert story.log() == []


def test_note_that_is_to_be_retracted_is_not_sent(story: Story) -> None:
    sign_note(story.store)
    sign_retraction(story.store)
    assert story.step().state is OutboxState.RETRACTED
    assert story.step(RETRACTION_IDENTIFIER).state is OutboxState.RETRACTED
    assert story.log() == []


@pytest.mark.parametrize("is_carried_out", [True, False])
def test_retraction_of_note_whose_answer_was_lost_waits_and_is_right(
    story: Story, is_carried_out: bool
) -> None:
    sign_note(story.store)
    story.ehr.faults = [Fault("create", is_carried_out=is_carried_out)]
    story.step()
    sign_retraction(story.store)
    assert story.step(RETRACTION_IDENTIFIER).state is OutboxState.QUEUED
    story.later()
    filing = story.later(RETRACTION_IDENTIFIER)
    assert filing.state is (OutboxState.FILED if is_carried_out else OutboxState.RETRACTED)
    assert story.state() is OutboxState.RETRACTED
    assert (story.held(), story.ehr.log.count("create DocumentReference")) == (0, 1)


def test_retraction_of_refused_note_that_may_be_there_looks_first(story: Story) -> None:
    sign_note(story.store)
    story.ehr.search = "none"
    story.ehr.faults = [Fault("create", is_carried_out=True)]
    story.step()
    assert story.later().state is OutboxState.REFUSED
    story.ehr.search = "identifier"
    sign_retraction(story.store)
    assert story.step(RETRACTION_IDENTIFIER).state is OutboxState.QUEUED
    story.step()
    assert story.later(RETRACTION_IDENTIFIER).state is OutboxState.FILED
    assert story.held() == 0


def test_retraction_marks_every_copy_of_a_doubled_note(story: Story) -> None:
    sign_note(story.store)
    story.step()
    story.ehr.records["DocumentReference/n2"] = dict(story.ehr.records["DocumentReference/n1"], id="n2")
    sign_retraction(story.store)
    assert story.step(RETRACTION_IDENTIFIER).state is OutboxState.FILED
    assert story.held() == 0


def test_retraction_of_copied_note_is_done_by_hand(story: Story) -> None:
    sign_note(story.store, plan=(Rung.COPY_PRINT,))
    story.step()
    confirm_copied(story.store, NOTE_IDENTIFIER, by_ref=SPECIALIST_REF)
    sign_retraction(story.store, plan=(Rung.COPY_PRINT,))
    assert story.step(RETRACTION_IDENTIFIER).state is OutboxState.TO_BE_COPIED
    confirm_copied(story.store, RETRACTION_IDENTIFIER, by_ref=SPECIALIST_REF)
    assert story.state() is OutboxState.RETRACTED


# --- several workers ---------------------------------------------------------------------------


def test_many_workers_at_once_send_it_once(story: Story) -> None:
    sign_note(story.store)
    story.ehr.before_answer = lambda _: time.sleep(0.02)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: story.step(), range(12)))
    assert story.state() is OutboxState.FILED
    assert (story.writes(), story.held()) == (1, 1)


@pytest.mark.parametrize("is_conditional", [True, False])
def test_worker_that_was_frozen_past_its_lease_is_noticed(story: Story, is_conditional: bool) -> None:
    """It wakes up just before it sends, after another worker has looked, sent and proven."""
    sign_note(story.store)
    story.ehr.honors_if_none_exist = is_conditional
    other = outbox_of(story.store, story.clock)
    client = client_to(story.ehr.base_url, story.ehr, story.clock)
    is_first = [True]

    class Frozen:
        """The server as the first worker reaches it, very late."""

        def __getattr__(self, name: str) -> Any:
            return getattr(client, name)

        def create(self, resource: dict[str, Any], **more: Any) -> Any:
            if is_first.pop():
                story.clock.advance(timedelta(minutes=6))
                assert other.step(NOTE_IDENTIFIER, client).state is OutboxState.FILED
            return client.create(resource, **more)

    story.outbox.step(NOTE_IDENTIFIER, Frozen())
    assert story.state() is OutboxState.FILED  # what the late one learned changed nothing
    filing = story.later()
    assert story.held() == (1 if is_conditional else 2)
    assert filing.state is (OutboxState.FILED if is_conditional else OutboxState.REFUSED)


def test_run_goes_on_until_it_is_stopped_and_survives_a_broken_store(
    story: Story, caplog: pytest.LogCaptureFixture
) -> None:
    sign_note(story.store)
    client = client_to(story.ehr.base_url, story.ehr, story.clock)
    stop = threading.Event()
    calls: list[str] = []

    def client_for(row: OutboxRow) -> FhirClient:
        calls.append(row.identifier)
        if len(calls) == 1:
            story.clock.advance(timedelta(minutes=6))  # this worker's lease is lost with it
            raise StoreError("gone")
        stop.set()
        return client

    story.outbox.run(client_for, stop=stop, pause_seconds=0.01)
    assert story.state() is OutboxState.FILED
    assert [record.getMessage() for record in caplog.records] == [
        "the outbox could not go on: store.unusable"
    ]


def test_client_that_asks_for_sign_in_means_that_nobody_is(story: Story) -> None:
    def client_for(_: OutboxRow) -> FhirClient:
        raise SignInNeeded("gone")

    sign_note(story.store)
    assert story.outbox.work_once(client_for) == 1
    assert story.state() is OutboxState.WAITING_FOR_SIGN_IN
    assert story.outbox.work_once(client_for) == 0


# --- silence ----------------------------------------------------------------------------------


def test_nothing_of_the_note_is_in_history_problem_or_words(story: Story) -> None:
    """Even where the server quotes the note back in its answer."""
    sign_note(story.store)
    quoting = {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "error", "code": "value", "diagnostics": "landlord Riley HTEST"}],
    }
    answer = Response(422, {"content-type": "application/fhir+json"}, json.dumps(quoting).encode(), "")
    story.ehr.faults = [Fault("create", answer=answer)]
    shown = repr(story.step())
    assert "landlord" not in shown
    assert "HTEST" not in shown
    assert CLIENT_REF not in shown
