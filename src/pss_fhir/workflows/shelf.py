"""Things kept at hand for a while in this process: server descriptions, charts just read."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from pss_fhir.clock import Clock

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Shelf(Generic[K, V]):
    """A small cache whose entries expire; thread-safe.

    One caller makes a missing entry while others that want the same one wait for it; different
    entries are made side by side.
    """

    def __init__(self, clock: Clock, *, keeps: timedelta, most: int) -> None:
        self._clock = clock
        self._keeps = keeps
        self._most = most
        self._held: OrderedDict[K, tuple[datetime, V]] = OrderedDict()
        self._lock = threading.Lock()
        self._making: dict[K, threading.Lock] = {}

    def get(self, key: K, make: Callable[[], V], *, fresh: bool = False) -> V:
        """The entry, made by ``make`` when it is missing, expired, or asked for fresh.

        What ``make`` raises goes to the caller; nothing is kept then.
        """
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        asked_at = self._clock.now()
        with making:
            with self._lock:
                found = self._held.get(key)
                if found and self._is_good(found[0], asked_at, fresh):
                    self._held.move_to_end(key)
                    return found[1]
            made = make()
            with self._lock:
                self._held[key] = (self._clock.now(), made)
                self._held.move_to_end(key)
                while len(self._held) > self._most:
                    dropped, _ = self._held.popitem(last=False)
                    self._making.pop(dropped, None)
            return made

    def drop(self, key: K) -> None:
        """Forget an entry, so that the next caller makes it anew."""
        with self._lock:
            self._held.pop(key, None)

    def _is_good(self, made_at: datetime, asked_at: datetime, fresh: bool) -> bool:
        return made_at > asked_at if fresh else self._clock.now() < made_at + self._keeps
