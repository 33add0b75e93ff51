"""Rows of the outbox: leases, transitions, history."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from pss_fhir.clock import FixedClock
from pss_fhir.errors import NotFoundInStore, StaleRecord
from pss_fhir.issues import make_issue
from pss_fhir.store import OutboxRow, Store
from tests.builders import CLIENT_REF, NOTE_IDENTIFIER, SPECIALIST_REF, make_draft, make_note

ISS = "https://ehr.example/fhir"
LIFE = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _signed_note(store: Store) -> None:
    draft = store.drafts.start(ISS, CLIENT_REF, SPECIALIST_REF, make_draft())
    nonce = store.notes.new_nonce(draft.draft_id)
    plan = ("document-encounter", "copy-print")
    store.notes.sign(draft.draft_id, 1, make_note(), nonce, iss=ISS, profile="open", plan=plan)


def leased(store: Store) -> OutboxRow:
    row = store.outbox.lease_one(NOTE_IDENTIFIER, LIFE)
    assert row is not None
    return row


def test_lease_by_many_workers_at_once_goes_to_one(store: Store) -> None:
    with ThreadPoolExecutor(6) as pool:
        rows = list(pool.map(lambda _: store.outbox.lease(LIFE), range(6)))
    assert sum(row is not None for row in rows) == 1


def test_lease_that_ran_out_can_be_taken_over(store: Store, clock: FixedClock) -> None:
    first = leased(store)
    assert store.outbox.lease(LIFE) is None
    clock.advance(LIFE)
    second = leased(store)
    assert second.lease != first.lease
    with pytest.raises(StaleRecord, match=r"store\.row-moved"):
        store.outbox.transition(first, "sending", "late")
    assert store.outbox.lease(LIFE) is None


def test_postpone_gives_row_back_without_a_line_in_its_history(store: Store, clock: FixedClock) -> None:
    problem = make_issue("store.row-moved")
    row = store.outbox.postpone(leased(store), clock.now() + timedelta(seconds=9), problem, failures=3)
    assert (row.lease, row.problem, row.failures, row.state) == (None, problem, 3, "queued")
    assert store.outbox.lease(LIFE) is None
    clock.advance(timedelta(seconds=9))
    assert store.outbox.lease(LIFE) is not None
    assert len(store.outbox.history(NOTE_IDENTIFIER)) == 1


def test_histories_give_each_row_its_own_and_an_unknown_one_none(store: Store) -> None:
    leased(store)
    found = store.outbox.histories([NOTE_IDENTIFIER, "urn:uuid:unknown"])
    assert [entry.to_state for entry in found[NOTE_IDENTIFIER]] == ["queued"]
    assert found["urn:uuid:unknown"] == ()


def test_transition_keeps_state_and_history_together(store: Store) -> None:
    row = store.outbox.transition(
        leased(store), "sending", "sends", lease_life=LIFE, attempts=1, may_exist=True, resource='{"a": 1}'
    )
    assert (row.state, row.attempts, row.may_exist) == ("sending", 1, True)
    assert store.outbox.resource(NOTE_IDENTIFIER) == '{"a": 1}'
    assert store.outbox.lease(LIFE) is None
    last = store.outbox.history(NOTE_IDENTIFIER)[-1]
    assert (last.from_state, last.to_state, last.rung, last.answer) == (
        "queued",
        "sending",
        "document-encounter",
        "sends",
    )


def test_transition_without_lease_while_somebody_works_is_refused(store: Store) -> None:
    row = store.outbox.get(NOTE_IDENTIFIER)
    leased(store)
    with pytest.raises(StaleRecord):
        store.outbox.transition(row, "refused", "by the person")


def test_transition_from_state_that_has_passed_is_refused(store: Store) -> None:
    row = store.outbox.get(NOTE_IDENTIFIER)
    store.outbox.transition(row, "refused", "first", next_at=None)
    with pytest.raises(StaleRecord):
        store.outbox.transition(row, "sending", "second")
    assert [entry.answer for entry in store.outbox.history(NOTE_IDENTIFIER)] == ["signed", "first"]


def test_row_with_later_moment_is_due_then(store: Store, clock: FixedClock) -> None:
    store.outbox.transition(leased(store), "queued", "waits", next_at=clock.now() + timedelta(seconds=30))
    assert store.outbox.lease(LIFE) is None
    clock.advance(timedelta(seconds=30))
    assert store.outbox.lease(LIFE) is not None


def test_row_without_moment_is_never_due(store: Store, clock: FixedClock) -> None:
    store.outbox.transition(leased(store), "refused", "no", next_at=None)
    clock.advance(timedelta(days=400))
    assert store.outbox.lease(LIFE) is None


def test_problem_and_plan_come_back_as_given(store: Store) -> None:
    problem = make_issue("store.row-moved")
    row = store.outbox.transition(leased(store), "queued", "next", plan=("copy-print",), problem=problem)
    assert (row.problem, row.plan, row.rung) == (problem, ("copy-print",), "copy-print")


def test_word_of_person_is_kept_with_the_state(store: Store, clock: FixedClock) -> None:
    row = store.outbox.transition(
        leased(store), "copied-by-hand", "by her word", next_at=None, attested_by_ref=SPECIALIST_REF
    )
    assert (row.attested_by_ref, row.attested_at) == (SPECIALIST_REF, clock.now())


def test_list_narrows_by_what_is_asked(store: Store) -> None:
    rows = store.outbox
    assert [row.identifier for row in rows.list(iss=ISS, client_ref=CLIENT_REF)] == [NOTE_IDENTIFIER]
    assert [row.identifier for row in rows.list(states=("queued",), author_ref=SPECIALIST_REF)] == [
        NOTE_IDENTIFIER
    ]
    assert rows.list(states=("filed",)) == ()
    assert rows.list(client_ref="Patient/other") == ()


def test_get_what_was_never_signed_is_not_found(store: Store) -> None:
    with pytest.raises(NotFoundInStore):
        store.outbox.get("urn:uuid:00000000-0000-4000-8000-000000000000")
    assert store.outbox.resource(NOTE_IDENTIFIER) is None
