"""Tokens that count once, whichever of several processes is asked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import text

from pss_fhir.clock import FixedClock
from pss_fhir.store import Store
from tests.unit.store.conftest import KEY

CALLER = "https://ehr.example"


def test_use_up_counts_once_for_each_maker(store: Store, clock: FixedClock) -> None:
    until = clock.now() + timedelta(minutes=6)
    assert store.used_tokens.use_up(CALLER, "one", until=until)
    assert not store.used_tokens.use_up(CALLER, "one", until=until)
    assert store.used_tokens.use_up(CALLER, "two", until=until)
    assert store.used_tokens.use_up("https://other.example", "one", until=until)


def test_use_up_in_one_process_counts_in_another(store: Store, database_url: str, clock: FixedClock) -> None:
    until = clock.now() + timedelta(minutes=6)
    other = Store.open(database_url, key=KEY, clock=clock)
    try:
        assert store.used_tokens.use_up(CALLER, "one", until=until)
        assert not other.used_tokens.use_up(CALLER, "one", until=until)
    finally:
        other.close()


def test_use_up_by_many_at_once_lets_one_through(store: Store, clock: FixedClock) -> None:
    until = clock.now() + timedelta(minutes=6)
    with ThreadPoolExecutor(max_workers=8) as pool:
        answers = list(pool.map(lambda _: store.used_tokens.use_up(CALLER, "one", until=until), range(16)))
    assert sorted(answers) == [False] * 15 + [True]


def test_purge_forgets_a_token_once_it_has_ended_and_not_before(store: Store, clock: FixedClock) -> None:
    store.used_tokens.use_up(CALLER, "one", until=clock.now() + timedelta(minutes=6))
    clock.advance(timedelta(minutes=6))
    assert store.purge().used_tokens == 0
    clock.advance(timedelta(seconds=1))
    assert store.purge().used_tokens == 1


def test_use_up_keeps_no_word_of_the_token(store: Store, clock: FixedClock) -> None:
    store.used_tokens.use_up(CALLER, "a-telling-id", until=clock.now() + timedelta(minutes=6))
    with store._database.reading() as connection:
        kept = str(connection.execute(text("SELECT * FROM used_tokens")).all())
    assert "telling" not in kept
    assert "ehr.example" not in kept
