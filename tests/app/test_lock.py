"""The idle lock: it comes, it can be put off, and it loses nothing that was typed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.app.conftest import Clinic, Visitor, hidden_fields, whole_note

LOCKED = "The app is locked"


def test_page_after_the_idle_time_is_locked_and_shows_nobody(clinic: Clinic, jo: Visitor) -> None:
    clinic.clock.advance(timedelta(minutes=15))

    page = jo.get(f"/l/{jo.lid}/")

    assert page.status_code == 403
    assert LOCKED in page.text
    assert "Riley" not in page.text


def test_pages_of_before_the_lock_never_open_again(clinic: Clinic, jo: Visitor) -> None:
    before = jo.lid
    clinic.clock.advance(timedelta(minutes=15))
    jo.get(f"/l/{before}/")

    jo.launch()

    assert jo.get(f"/l/{before}/").status_code == 404
    assert jo.get(f"/l/{jo.lid}/").status_code == 200


def test_a_sign_of_life_puts_the_lock_off(clinic: Clinic, jo: Visitor) -> None:
    clinic.clock.advance(timedelta(minutes=14))
    form = hidden_fields(jo.get(f"/l/{jo.lid}/").text)
    clinic.clock.advance(timedelta(minutes=14))

    stayed = jo.post("/lock/stay", {"csrf_token": form["csrf_token"]})
    clinic.clock.advance(timedelta(minutes=14))

    assert stayed.get_json() == {"seconds": 900}
    assert jo.get(f"/l/{jo.lid}/").status_code == 200


def test_asking_how_long_is_left_is_no_sign_of_life(clinic: Clinic, jo: Visitor) -> None:
    clinic.clock.advance(timedelta(minutes=10))
    assert jo.get("/lock/left").get_json() == {"seconds": 300}
    clinic.clock.advance(timedelta(minutes=5))

    assert jo.get(f"/l/{jo.lid}/").status_code == 403


@pytest.mark.parametrize(
    ("action", "says"), [("", "What you had typed was saved"), ("/autosave", "Saved in this app")]
)
def test_what_was_typed_before_the_lock_is_saved(clinic: Clinic, jo: Visitor, action: str, says: str) -> None:
    """Without JavaScript the first sign of the lock is pressing Save: the words must not be gone."""
    address, own = jo.begin_note()
    clinic.clock.advance(timedelta(minutes=40))

    answer = jo.post(address + action, {**own, **whole_note(purpose="typed for a long time")})

    assert says in answer.text
    assert jo.get(address).status_code == 403
    jo.launch()
    draft = address.rsplit("/", 1)[1]
    assert "typed for a long time" in jo.get(f"/l/{jo.lid}/note/{draft}").text


def test_lock_by_hand_locks_at_once(jo: Visitor) -> None:
    form = hidden_fields(jo.get(f"/l/{jo.lid}/").text)

    answer = jo.post("/lock", {"csrf_token": form["csrf_token"]})

    assert LOCKED in jo.get(answer.headers["Location"]).text
    assert jo.get(f"/l/{jo.lid}/").status_code == 403


def test_saving_by_itself_after_the_lock_is_told_in_words(clinic: Clinic, jo: Visitor) -> None:
    address, own = jo.begin_note()
    jo.post("/lock", {"csrf_token": own["csrf_token"]})

    answer = jo.post(f"{address}/autosave", {**own, **whole_note()}, headers={"Accept": "application/json"})

    assert answer.status_code in {400, 403}
    assert answer.get_json()["words"].startswith("Not saved")
