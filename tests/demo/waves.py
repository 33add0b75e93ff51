"""Counts round trips that must follow one another: what is asked side by side is one wave."""

from __future__ import annotations

import threading
import time
from urllib.parse import urlsplit

from pss_fhir.wire import Request, Response, Transport

_LOOK_SECONDS = 0.02
_QUIET_LOOKS = 15
"""A wave is over when a request that waits in it looked so often and saw nothing new; all of it is then
let through. Looks are counted, not seconds: on a busy machine the looks come as late as the requests."""


class Waves:
    """A Transport that holds every request until those that go side by side with it have come too.

    Attributes:
        waves: method and path of each request, wave by wave, since :meth:`begin`.
    """

    def __init__(self, inner: Transport) -> None:
        self._inner = inner
        self._lock = threading.Lock()
        self._open: list[str] | None = None
        self._is_on = False
        self.waves: list[list[str]] = []

    def begin(self) -> None:
        """Count from now."""
        self.waves = []
        self._is_on = True

    def under(self, path: str) -> list[list[str]]:
        """The waves with only what was asked below a path; waves without such are left out."""
        kept = [[asked for asked in wave if asked.split()[1].startswith(path)] for wave in self.waves]
        return [wave for wave in kept if wave]

    def send(self, request: Request) -> Response:
        """The server's answer, when the wave is full."""
        if self._is_on:
            self._wait(f"{request.method} {urlsplit(request.url).path}")
        return self._inner.send(request)

    def _wait(self, asked: str) -> None:
        with self._lock:
            if self._open is None:
                self._open = []
                self.waves.append(self._open)
            wave = self._open
            wave.append(asked)
        seen, looks = len(wave), 0
        while looks < _QUIET_LOOKS:
            time.sleep(_LOOK_SECONDS)
            with self._lock:
                if self._open is not wave:
                    return
                looks = looks + 1 if len(wave) == seen else 0
                seen = len(wave)
        with self._lock:
            if self._open is wave:
                self._open = None
