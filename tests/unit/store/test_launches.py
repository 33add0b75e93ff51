"""Launches: single use, bound to a browser, several at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pss_fhir.clock import FixedClock
from pss_fhir.errors import NotFoundInStore, StaleRecord
from pss_fhir.store import Store, fingerprint

ISS = "https://ehr.example/fhir"


def begin(store: Store, *, lid: str = "l1", state: str = "state-1", browser: str = "b1") -> None:
    store.launches.add_pending(lid, ISS, browser, fingerprint(state), '{"verifier": "v"}')


def open_launch(store: Store, *, lid: str = "l1", browser: str = "b1", user: str = "Practitioner/jo") -> None:
    store.launches.open(
        lid, iss=ISS, browser_hash=browser, user_ref=user, context='{"patient": "1"}', tokens="{}"
    )


def test_take_pending_in_same_browser_gives_payload(store: Store) -> None:
    begin(store)
    taken = store.launches.take_pending("state-1", "b1")
    assert (taken.lid, taken.iss, taken.payload) == ("l1", ISS, '{"verifier": "v"}')


def test_take_pending_twice_finds_nothing(store: Store) -> None:
    begin(store)
    store.launches.take_pending("state-1", "b1")
    with pytest.raises(NotFoundInStore):
        store.launches.take_pending("state-1", "b1")


def test_take_pending_in_other_browser_finds_nothing_and_uses_nothing_up(store: Store) -> None:
    begin(store)
    with pytest.raises(NotFoundInStore):
        store.launches.take_pending("state-1", "b2")
    assert store.launches.take_pending("state-1", "b1").lid == "l1"


def test_take_pending_after_ten_minutes_finds_nothing(store: Store, clock: FixedClock) -> None:
    begin(store)
    clock.advance(timedelta(minutes=10))
    with pytest.raises(NotFoundInStore):
        store.launches.take_pending("state-1", "b1")


def test_add_pending_with_used_state_is_refused(store: Store) -> None:
    begin(store)
    with pytest.raises(StaleRecord):
        begin(store, lid="l2")


def test_open_twice_in_one_browser_keeps_both_charts(store: Store) -> None:
    open_launch(store, lid="l1")
    store.launches.open(
        "l2", iss=ISS, browser_hash="b1", user_ref="Practitioner/jo", context='{"patient": "2"}', tokens="{}"
    )
    assert store.launches.get("l1", "b1").context == '{"patient": "1"}'
    assert store.launches.get("l2", "b1").context == '{"patient": "2"}'


@pytest.mark.parametrize(("lid", "browser"), [("l1", "b2"), ("l2", "b1")])
def test_get_with_wrong_browser_or_id_finds_nothing(store: Store, lid: str, browser: str) -> None:
    open_launch(store)
    with pytest.raises(NotFoundInStore):
        store.launches.get(lid, browser)


def test_open_with_id_in_use_is_refused(store: Store) -> None:
    open_launch(store)
    with pytest.raises(StaleRecord):
        open_launch(store)


def test_save_tokens_replaces_them_and_remember_keeps_the_page(store: Store) -> None:
    open_launch(store)
    store.launches.save_tokens("l1", '{"access_token": "new"}')
    store.launches.remember("l1", '{"chart": 1}')
    launch = store.launches.get("l1", "b1")
    assert (launch.tokens, launch.remembered) == ('{"access_token": "new"}', '{"chart": 1}')


def test_close_forgets_launch_and_late_renewal_is_refused(store: Store) -> None:
    open_launch(store)
    store.launches.close("l1")
    store.launches.close("l1")
    with pytest.raises(NotFoundInStore):
        store.launches.get("l1", "b1")
    with pytest.raises(NotFoundInStore):
        store.launches.save_tokens("l1", "{}")


def test_latest_of_gives_newest_launch_of_that_person(store: Store, clock: FixedClock) -> None:
    open_launch(store, lid="old")
    clock.advance(timedelta(minutes=1))
    open_launch(store, lid="new", browser="phone")
    open_launch(store, lid="other", user="Practitioner/sam")
    latest = store.launches.latest_of(ISS, "Practitioner/jo")
    assert latest is not None
    assert latest.lid == "new"
    assert store.launches.latest_of("https://other.example/fhir", "Practitioner/jo") is None


def test_purge_deletes_what_has_ended_and_nothing_else(store: Store, clock: FixedClock) -> None:
    begin(store)
    open_launch(store)
    clock.advance(timedelta(hours=11))
    begin(store, lid="l2", state="state-2")
    open_launch(store, lid="l3")
    clock.advance(timedelta(hours=1))
    assert store.launches.purge() == 3
    assert store.launches.get("l3", "b1").lid == "l3"
    with pytest.raises(NotFoundInStore):
        store.launches.get("l1", "b1")
