"""The sandbox's loopback server: its end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from pss_fhir.sandbox.server import LoopbackServer


def answer_nothing(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("204 No Content", [])
    return ()


def test_stop_when_a_request_ends_at_the_same_moment_then_the_server_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = LoopbackServer(answer_nothing, 0)
    server.start()
    trigger = server._server.trigger
    pull = trigger._physical_pull

    def pull_second() -> None:
        pull()  # what the thread of a request does when it is done
        server._thread.join(0.2)
        pull()

    monkeypatch.setattr(trigger, "_physical_pull", pull_second)

    server.stop()

    assert not server._thread.is_alive()
