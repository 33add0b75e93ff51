"""Drafts: one id, versions, owners, end of life."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pss_fhir.clock import FixedClock
from pss_fhir.domain.note import NoteDraft
from pss_fhir.errors import NotFoundInStore, StaleRecord, UsageError
from pss_fhir.store import Store, StoredDraft
from tests.builders import CLIENT_REF, SPECIALIST_REF, make_draft

ISS = "https://ehr.example/fhir"
OWNER = (ISS, CLIENT_REF, SPECIALIST_REF)


def start(store: Store) -> StoredDraft:
    return store.drafts.start(*OWNER, make_draft(purpose=""))


def test_start_gives_version_one_and_two_weeks(store: Store, clock: FixedClock) -> None:
    stored = start(store)
    assert (stored.version, stored.expires_at) == (1, clock.now() + timedelta(days=14))
    assert store.drafts.get(stored.draft_id, *OWNER) == stored


def test_start_same_note_again_gives_draft_that_is_there(store: Store) -> None:
    first = start(store)
    saved = store.drafts.save(first.draft_id, make_draft(purpose="typed"), 1, iss=ISS)
    assert start(store) == saved


def test_start_for_other_client_than_draft_is_refused(store: Store) -> None:
    with pytest.raises(UsageError, match=r"store\.draft-moved"):
        store.drafts.start(ISS, "Patient/other", SPECIALIST_REF, make_draft())


def test_save_from_older_version_overwrites_nothing(store: Store) -> None:
    first = start(store)
    store.drafts.save(first.draft_id, make_draft(purpose="from the phone"), 1, iss=ISS)
    with pytest.raises(StaleRecord, match="version 2"):
        store.drafts.save(first.draft_id, make_draft(purpose="from the desk"), 1, iss=ISS)
    assert store.drafts.get(first.draft_id, *OWNER).draft.purpose == "from the phone"


def test_save_keeps_blank_text_and_emoji(store: Store) -> None:
    first = start(store)
    draft = make_draft(purpose="  ", response="Riley smiled 🙂\n\tمرحبا", next_step="")
    store.drafts.save(first.draft_id, draft, 1, iss=ISS)
    assert store.drafts.get(first.draft_id, *OWNER).draft == draft


@pytest.mark.parametrize(
    "owner",
    [
        ("https://other.example/fhir", CLIENT_REF, SPECIALIST_REF),
        (ISS, "Patient/other", SPECIALIST_REF),
        (ISS, CLIENT_REF, "Practitioner/other"),
    ],
    ids=["server", "client", "author"],
)
def test_get_with_wrong_owner_finds_nothing(store: Store, owner: tuple[str, str, str]) -> None:
    stored = start(store)
    with pytest.raises(NotFoundInStore):
        store.drafts.get(stored.draft_id, *owner)
    with pytest.raises(NotFoundInStore):
        store.drafts.discard(stored.draft_id, *owner)
    assert store.drafts.open_for(*owner) == ()


@pytest.mark.parametrize(
    "change",
    [{"client_ref": "Patient/other"}, {"author_ref": "Practitioner/other"}],
    ids=["client", "author"],
)
def test_save_for_other_owner_finds_nothing(store: Store, change: dict[str, str]) -> None:
    stored = start(store)
    with pytest.raises(NotFoundInStore):
        store.drafts.save(stored.draft_id, make_draft(**change), 1, iss=ISS)


def test_open_for_gives_last_saved_first(store: Store, clock: FixedClock) -> None:
    one = start(store)
    clock.advance(timedelta(minutes=1))
    other = make_draft(note_identifier="urn:uuid:00000000-0000-4000-8000-000000000001")
    two = store.drafts.start(*OWNER, other)
    assert [found.draft_id for found in store.drafts.open_for(*OWNER)] == [two.draft_id, one.draft_id]
    clock.advance(timedelta(minutes=1))
    store.drafts.save(one.draft_id, one.draft, 1, iss=ISS)
    assert [found.draft_id for found in store.drafts.open_for(*OWNER)] == [one.draft_id, two.draft_id]


def test_discard_then_save_finds_nothing(store: Store) -> None:
    stored = start(store)
    store.drafts.discard(stored.draft_id, *OWNER)
    assert store.drafts.open_for(*OWNER) == ()
    with pytest.raises(NotFoundInStore):
        store.drafts.save(stored.draft_id, stored.draft, 1, iss=ISS)


def test_save_lengthens_life(store: Store, clock: FixedClock) -> None:
    stored = start(store)
    clock.advance(timedelta(days=13))
    store.drafts.save(stored.draft_id, stored.draft, 1, iss=ISS)
    clock.advance(timedelta(days=13))
    assert store.drafts.expire() == 0
    assert store.drafts.get(stored.draft_id, *OWNER).version == 2


def test_expired_draft_is_gone_at_once_and_its_words_after_expire(store: Store, clock: FixedClock) -> None:
    stored = start(store)
    clock.advance(timedelta(days=14))
    assert store.drafts.open_for(*OWNER) == ()
    assert store.drafts.expire() == 1
    assert store.drafts.expire() == 0
    with pytest.raises(NotFoundInStore):
        store.drafts.save(stored.draft_id, stored.draft, 1, iss=ISS)


def test_finished_draft_row_goes_after_a_month(store: Store, clock: FixedClock) -> None:
    """Only then may the same note identifier start again."""
    stored = start(store)
    store.drafts.discard(stored.draft_id, *OWNER)
    with pytest.raises(NotFoundInStore):
        start(store)
    clock.advance(timedelta(days=30))
    store.drafts.expire()
    assert isinstance(start(store).draft, NoteDraft)
