"""Signing: one transaction, one use, one owner."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from pss_fhir.clock import FixedClock
from pss_fhir.domain.note import Retraction
from pss_fhir.errors import NotFoundInStore, PssFhirError, StaleRecord, UsageError
from pss_fhir.store import Store, StoredDraft
from tests.builders import (
    ADDENDUM_IDENTIFIER,
    CLIENT_REF,
    NOTE_IDENTIFIER,
    SPECIALIST_REF,
    make_addendum,
    make_contact,
    make_draft,
    make_note,
    make_signature,
)

ISS = "https://ehr.example/fhir"
SITE: dict[str, Any] = {"iss": ISS, "profile": "open", "plan": ("document-encounter", "copy-print")}


def start(store: Store) -> StoredDraft:
    return store.drafts.start(ISS, CLIENT_REF, SPECIALIST_REF, make_draft())


def sign(store: Store) -> str:
    draft = start(store)
    return store.notes.sign(draft.draft_id, 1, make_note(), store.notes.new_nonce(draft.draft_id), **SITE)


def make_retraction(**changes: Any) -> Retraction:
    fields: dict[str, Any] = {
        "retraction_identifier": "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c009",
        "record_identifier": NOTE_IDENTIFIER,
        "client_ref": CLIENT_REF,
        "reason": "Written into the wrong chart.",
        "signature": make_signature(),
    }
    return Retraction(**(fields | changes))


def test_sign_keeps_note_queues_it_and_closes_draft(store: Store) -> None:
    assert sign(store) == NOTE_IDENTIFIER
    assert store.notes.get(NOTE_IDENTIFIER, ISS, CLIENT_REF).note == make_note()
    row = store.outbox.get(NOTE_IDENTIFIER)
    assert (row.state, row.rung, row.kind, row.attempts) == ("queued", "document-encounter", "note", 0)
    assert [entry.answer for entry in store.outbox.history(NOTE_IDENTIFIER)] == ["signed"]
    assert store.drafts.open_for(ISS, CLIENT_REF, SPECIALIST_REF) == ()


def test_sign_twice_with_one_nonce_signs_once(store: Store) -> None:
    draft = start(store)
    nonce = store.notes.new_nonce(draft.draft_id)
    store.notes.sign(draft.draft_id, 1, make_note(), nonce, **SITE)
    with pytest.raises(StaleRecord, match=r"store\.nonce-used"):
        store.notes.sign(draft.draft_id, 1, make_note(), nonce, **SITE)


def test_sign_from_many_tabs_at_once_signs_once(store: Store) -> None:
    """Two taps with one nonce and a second tab with a nonce of its own, at the same moment."""
    draft = start(store)
    first = store.notes.new_nonce(draft.draft_id)
    taps = [first, first, store.notes.new_nonce(draft.draft_id), store.notes.new_nonce(draft.draft_id)]

    def tap(nonce: str) -> str:
        try:
            return store.notes.sign(draft.draft_id, 1, make_note(), nonce, **SITE)
        except StaleRecord as refused:
            return refused.code

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(tap, taps))
    assert results.count(NOTE_IDENTIFIER) == 1
    assert set(results) <= {NOTE_IDENTIFIER, "store.nonce-used", "store.stale"}
    assert len(store.outbox.list()) == 1


@pytest.mark.parametrize(
    ("version", "changes", "expected"),
    [
        (2, {}, StaleRecord),
        (1, {"signature": make_signature(signer_ref="Practitioner/other")}, NotFoundInStore),
        (1, {"contact": make_contact(client_ref="Patient/other")}, NotFoundInStore),
    ],
    ids=["older version", "other signer", "other client"],
)
def test_sign_what_is_not_this_draft_keeps_nothing(
    store: Store, version: int, changes: dict[str, Any], expected: type[PssFhirError]
) -> None:
    draft = start(store)
    nonce = store.notes.new_nonce(draft.draft_id)
    with pytest.raises(expected):
        store.notes.sign(draft.draft_id, version, make_note(**changes), nonce, **SITE)
    assert store.outbox.list() == ()
    assert store.drafts.get(draft.draft_id, ISS, CLIENT_REF, SPECIALIST_REF) == draft
    store.notes.sign(draft.draft_id, 1, make_note(), nonce, **SITE)


def test_sign_with_nonce_of_other_draft_is_refused(store: Store) -> None:
    draft = start(store)
    with pytest.raises(StaleRecord):
        store.notes.sign(draft.draft_id, 1, make_note(), store.notes.new_nonce("other"), **SITE)


def test_sign_with_old_nonce_is_refused(store: Store, clock: FixedClock) -> None:
    draft = start(store)
    nonce = store.notes.new_nonce(draft.draft_id)
    clock.advance(timedelta(hours=12))
    with pytest.raises(StaleRecord):
        store.notes.sign(draft.draft_id, 1, make_note(), nonce, **SITE)
    assert store.purge().nonces == 1


def test_sign_without_plan_keeps_nothing(store: Store) -> None:
    draft = start(store)
    nonce = store.notes.new_nonce(draft.draft_id)
    with pytest.raises(UsageError):
        store.notes.sign(draft.draft_id, 1, make_note(), nonce, **(SITE | {"plan": ()}))
    assert store.notes.for_client(ISS, CLIENT_REF) == ()
    assert store.drafts.get(draft.draft_id, ISS, CLIENT_REF, SPECIALIST_REF) == draft


def test_save_after_sign_says_that_it_was_signed(store: Store) -> None:
    draft = start(store)
    store.notes.sign(draft.draft_id, 1, make_note(), store.notes.new_nonce(draft.draft_id), **SITE)
    with pytest.raises(StaleRecord, match="signed meanwhile"):
        store.drafts.save(draft.draft_id, draft.draft, 1, iss=ISS)


def test_addendum_is_kept_with_note_and_queued(store: Store) -> None:
    sign(store)
    nonce = store.notes.new_nonce(NOTE_IDENTIFIER)
    assert store.notes.add_addendum(make_addendum(), nonce, **SITE) == ADDENDUM_IDENTIFIER
    assert store.notes.get(NOTE_IDENTIFIER, ISS, CLIENT_REF).addenda == (make_addendum(),)
    assert store.outbox.get(ADDENDUM_IDENTIFIER).about == NOTE_IDENTIFIER
    with pytest.raises(StaleRecord):
        store.notes.add_addendum(make_addendum(), nonce, **SITE)


def test_addendum_to_note_of_other_chart_is_refused(store: Store) -> None:
    sign(store)
    nonce = store.notes.new_nonce(NOTE_IDENTIFIER)
    with pytest.raises(NotFoundInStore):
        store.notes.add_addendum(make_addendum(client_ref="Patient/other"), nonce, **SITE)


def test_retract_once_is_kept_and_twice_is_refused(store: Store) -> None:
    sign(store)
    store.notes.retract(make_retraction(), store.notes.new_nonce(NOTE_IDENTIFIER), **SITE)
    assert store.notes.get(NOTE_IDENTIFIER, ISS, CLIENT_REF).retraction == make_retraction()
    again = make_retraction(retraction_identifier="urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c010")
    with pytest.raises(StaleRecord):
        store.notes.retract(again, store.notes.new_nonce(NOTE_IDENTIFIER), **SITE)


def test_retract_addendum_leaves_note_standing(store: Store) -> None:
    sign(store)
    store.notes.add_addendum(make_addendum(), store.notes.new_nonce(NOTE_IDENTIFIER), **SITE)
    retraction = make_retraction(record_identifier=ADDENDUM_IDENTIFIER)
    store.notes.retract(retraction, store.notes.new_nonce(ADDENDUM_IDENTIFIER), **SITE)
    stored = store.notes.get(NOTE_IDENTIFIER, ISS, CLIENT_REF)
    assert (stored.retraction, stored.retracted_addenda) == (None, {ADDENDUM_IDENTIFIER})


@pytest.mark.parametrize(
    ("iss", "client_ref"), [("https://other.example/fhir", CLIENT_REF), (ISS, "Patient/other")]
)
def test_get_from_other_chart_finds_nothing(store: Store, iss: str, client_ref: str) -> None:
    sign(store)
    with pytest.raises(NotFoundInStore):
        store.notes.get(NOTE_IDENTIFIER, iss, client_ref)


def test_record_not_signed_is_not_found(store: Store) -> None:
    with pytest.raises(NotFoundInStore):
        store.notes.record(NOTE_IDENTIFIER)


def test_text_is_kept_as_it_was_signed(store: Store) -> None:
    draft = start(store)
    nonce = store.notes.new_nonce(draft.draft_id)
    store.notes.sign(draft.draft_id, 1, make_note(), nonce, text="As it was read.", **SITE)

    assert store.notes.text(NOTE_IDENTIFIER) == "As it was read."


def test_text_of_what_was_never_signed_is_not_found(store: Store) -> None:
    with pytest.raises(NotFoundInStore):
        store.notes.text(NOTE_IDENTIFIER)
