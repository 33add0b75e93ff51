"""Entries expire, are made once for many callers, and never outgrow the shelf."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from pss_fhir.clock import FixedClock
from pss_fhir.workflows.shelf import Shelf


def test_get_makes_once_until_the_entry_expires(clock: FixedClock) -> None:
    shelf: Shelf[str, int] = Shelf(clock, keeps=timedelta(minutes=5), most=10)
    made = iter(range(10))

    first = shelf.get("a", lambda: next(made))
    clock.advance(timedelta(minutes=4, seconds=59))
    second = shelf.get("a", lambda: next(made))
    clock.advance(timedelta(seconds=1))
    third = shelf.get("a", lambda: next(made))

    assert (first, second, third) == (0, 0, 1)


def test_get_fresh_makes_again(clock: FixedClock) -> None:
    shelf: Shelf[str, int] = Shelf(clock, keeps=timedelta(minutes=5), most=10)
    shelf.get("a", lambda: 1)

    assert shelf.get("a", lambda: 2, fresh=True) == 2


def test_get_when_making_fails_keeps_nothing(clock: FixedClock) -> None:
    shelf: Shelf[str, int] = Shelf(clock, keeps=timedelta(minutes=5), most=10)

    def fail() -> int:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        shelf.get("a", fail)

    assert shelf.get("a", lambda: 3) == 3


def test_get_drops_the_oldest_when_full(clock: FixedClock) -> None:
    shelf: Shelf[int, int] = Shelf(clock, keeps=timedelta(minutes=5), most=2)
    for key in (1, 2, 3):
        shelf.get(key, lambda key=key: key)

    assert shelf.get(1, lambda: 99) == 99
    assert shelf.get(3, lambda: 99) == 3


def test_get_by_many_threads_makes_once(clock: FixedClock) -> None:
    shelf: Shelf[str, int] = Shelf(clock, keeps=timedelta(minutes=5), most=2)
    calls = []
    gate = threading.Event()

    def make() -> int:
        gate.wait(5)
        calls.append(1)
        return len(calls)

    threads = [threading.Thread(target=shelf.get, args=("a", make)) for _ in range(8)]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join(5)

    assert len(calls) == 1


def test_drop_forgets(clock: FixedClock) -> None:
    shelf: Shelf[str, int] = Shelf(clock, keeps=timedelta(minutes=5), most=2)
    shelf.get("a", lambda: 1)
    shelf.drop("a")

    assert shelf.get("a", lambda: 2) == 2
