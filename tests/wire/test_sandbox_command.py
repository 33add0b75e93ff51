"""``pss-fhir sandbox`` as a person runs it."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from pss_fhir.errors import UsageError
from pss_fhir.sandbox import MODE_NAMES, Sandbox
from pss_fhir.sandbox.faults.kinds import KINDS
from tests.ports import free_port

DOCS = Path(__file__).parents[2] / "docs" / "sandbox.md"


def test_command_prints_its_addresses_serves_and_ends_when_interrupted(tmp_path: Path) -> None:
    command = ["-c", "from pss_fhir.cli.main import main; main()", "sandbox", "--mode=epic"]
    with subprocess.Popen(
        [sys.executable, *command, f"--staff-folder={tmp_path}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as running:
        assert running.stdout is not None
        try:
            pages = running.stdout.readline().split()[1]
            base = running.stdout.readline().split()[2]
            assert requests.get(pages, timeout=30).status_code == 200
            software = requests.get(f"{base}/metadata", timeout=30).json()["software"]["name"]
            assert "Epic" in software
            assert (tmp_path / "staff.csv").exists()
        finally:
            running.send_signal(signal.SIGINT)
            assert running.wait(timeout=20) == 130


def test_port_when_it_is_taken_then_usage_error() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(UsageError) as refused:
            Sandbox(has_agency=False).start(other.getsockname()[1])
    assert refused.value.code == "sandbox.port-taken"


def test_sandbox_can_be_started_again_on_the_same_port() -> None:
    port = free_port()
    with Sandbox(has_agency=False).start(port) as first:
        requests.get(first.launcher_url, timeout=30)
    with Sandbox(has_agency=False).start(port) as second:
        assert requests.get(second.launcher_url, timeout=30).status_code == 200


def test_documentation_names_every_mode_and_every_fault() -> None:
    named = set(re.findall(r"`([a-z0-9-]+)`", DOCS.read_text(encoding="utf-8")))
    assert set(MODE_NAMES) <= named
    assert set(KINDS) <= named
