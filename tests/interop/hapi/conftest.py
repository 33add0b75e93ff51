"""HAPI FHIR's JPA server, assembled by Maven, for the tests of this folder."""

from __future__ import annotations

import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.interop.servers import free_port
from tests.java import NotThere, class_path, work_folder

HERE = Path(__file__).parent
START_SECONDS = 300


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    """A server of its own, empty, on a free port."""
    work = work_folder("hapi")
    try:
        classes = class_path(work, HERE / "pom.xml", HERE / "Hapi.java")
    except NotThere as missing:
        pytest.skip(str(missing))
    url = f"http://127.0.0.1:{(port := free_port())}/fhir"
    with (work / "hapi.log").open("wb") as log:
        command = ["nice", "java", "-Xmx2g", "-cp", classes, "Hapi", str(port)]
        server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_for(f"{url}/metadata", server)
        yield url
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = monotonic() + START_SECONDS
    while monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=30).close()
        except (urllib.error.URLError, OSError):
            sleep(1)
        else:
            return
    pytest.fail(f"HAPI did not start; see {work_folder('hapi') / 'hapi.log'}")
