"""Shared ground of all tests: no network beyond this machine, a clean environment, a clock that stands."""

from __future__ import annotations

import os
import signal
import socket
from datetime import UTC, datetime

import pytest
from hypothesis import settings

from pss_fhir.clock import FixedClock
from tests.synth_agency import SynthAgency, made_agency

MONDAY_OF_A_DST_WEEK = datetime(2026, 11, 2, 14, 30, tzinfo=UTC)
"""09:30 in New York on the Monday after the clocks went back (2026-11-01)."""

settings.register_profile("house", deadline=None)
settings.load_profile("house")  # how long an example takes says more about the machine than about the code

# Tests that a shell runs in the background ignore Ctrl-C, and the programs under test would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

_LOOPBACK = ("127.", "::1", "localhost", "/")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--regold`` writes the golden files anew, to be looked at before they are committed."""
    parser.addoption("--regold", action="store_true", help="write golden files anew")


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at 09:30 New York time in a week with a change of the clocks."""
    return FixedClock(MONDAY_OF_A_DST_WEEK)


@pytest.fixture(scope="session")
def synth_agency(tmp_path_factory: pytest.TempPathFactory) -> SynthAgency:
    """One synthetic agency for the whole session; read it, never change it."""
    return made_agency(tmp_path_factory.mktemp("synth") / "agency")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of this machine reaches a test."""
    for name in list(os.environ):
        if name.startswith("PSS_FHIR_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection to any other machine fails the test that tried it."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else address
        if isinstance(host, str) and not host.startswith(_LOOPBACK):
            raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)
