"""Counts round trips that must follow one another: what is asked side by side is one wave."""

from __future__ import annotations

import threading
import time
from urllib.parse import urlsplit

from pss_fhir.wire import Request, Response, Transport

_QUIET_SECONDS = 0.3
"""A wave is over when nothing new was asked for so long; all of it is then let through."""


class Waves:
    """A Transport that holds every request until those that go side by side with it have come too.

    Attributes:
        waves: method and path of each request, wave by wave, since :meth:`begin`.
    """

    def __init__(self, inner: Transport) -> None:
        self._inner = inner
        self._lock = threading.Lock()
        self._open: list[str] | None = None
        self._last_at = 0.0
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
            self._last_at = time.monotonic()
        while True:
            time.sleep(0.02)
            with self._lock:
                if self._open is wave and time.monotonic() - self._last_at >= _QUIET_SECONDS:
                    self._open = None
                if self._open is not wave:
                    return
