"""How long the app's pages take on the server, beside bare requests to the same EHR, and its memory.

Starts ``pss-fhir sandbox`` and ``pss-fhir serve`` as processes of their own on this machine, opens the chart
anew, writes, signs and files notes as a person would, and reads the times that the app itself logs for its
answers. Then the same EHR gets the requests that such a page costs, bare, from this process. Prints both,
their ratios and the memory of the app's process; judges nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.machine import machine
from pss_fhir.cli.visitor import Visitor
from pss_fhir.client import FhirClient, RequestsTransport
from tests.demo.person import form_to, whole_note

COMMAND = str(Path(sys.executable).with_name("pss-fhir"))
PATIENT, USER, CLIENT_ID = "client-1", "Practitioner/specialist-1", "pss-fhir-benchmark"
SEARCHED = ("CarePlan", "Goal", "ServiceRequest", "ClaimResponse", "ExplanationOfBenefit", "Coverage")
SEARCHED_BY_DATE = ("Encounter", "DocumentReference")
PAGES = {
    "chart, read from the EHR": r"GET /l/<lid>/ 303",
    "chart, at hand": r"GET /l/<lid>/ 200",
    "note, saved": r"POST /l/<lid>/note/<draft_id> 303",
    "review": r"GET /l/<lid>/note/<draft_id>/review 200",
    "sign and file": r"POST /l/<lid>/note/<draft_id>/sign 303",
}
"""What a person does -> how its answer begins in the app's log."""


def main() -> None:
    """Measure, and print what came out."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=50, help="charts read and notes filed")
    rounds: int = options.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="pss-fhir-benchmark-") as folder, running(Path(folder)) as house:
        iss, app_url, pid, log = house
        use_the_app(iss, app_url, rounds)
        time.sleep(0.5)
        pages = {name: times_in(log.read_text(), begins) for name, begins in PAGES.items()}
        bare = bare_requests(iss, rounds)
        memory = memory_of(pid)
    print_all(pages, bare, memory, rounds)


@contextmanager
def running(folder: Path) -> Iterator[tuple[str, str, int, Path]]:
    """The EHR's FHIR base, the app's address, its process id, and the file that it logs into."""
    with started([COMMAND, "sandbox", "--no-sign-in"], folder / "ehr.log") as (_, ehr_log):
        iss = waited_for(lambda: re.search(r"FHIR base +(\S+)", ehr_log.read_text())).group(1)
        port = free_port()
        app_url = f"http://127.0.0.1:{port}"
        order(iss, "apps", {"client_id": CLIENT_ID, "redirect_uri": f"{app_url}/callback"})
        (folder / "agency.toml").write_text(
            f'name = "HTEST Recovery Services"\napp_url = "{app_url}"\n'
            f'[[sites]]\nname = "HTEST EHR"\niss = "{iss}"\nclient_id = "{CLIENT_ID}"\n'
        )
        surroundings = {
            **os.environ,
            "PSS_FHIR_SECRET_KEY": secrets.token_urlsafe(48),
            "PSS_FHIR_ENCRYPTION_KEY": secrets.token_urlsafe(48),
            "PSS_FHIR_DATABASE_URL": f"sqlite:///{folder / 'app.sqlite3'}",
        }
        serve = [COMMAND, "serve", "--config", str(folder / "agency.toml"), "--port", str(port)]
        with started(serve, folder / "app.log", surroundings) as (pid, log):
            waited_for(lambda: answers(f"{app_url}/healthz"))
            yield iss, app_url, pid, log


@contextmanager
def started(
    command: Sequence[str], log: Path, surroundings: dict[str, str] | None = None
) -> Iterator[tuple[int, Path]]:
    """A command in a process of its own: its id, and the file in which everything it says is found."""
    with log.open("wb") as said:
        process = subprocess.Popen(
            command,
            stdout=said,
            stderr=subprocess.STDOUT,
            env={**(surroundings or os.environ), "PYTHONUNBUFFERED": "1"},
        )
    try:
        yield process.pid, log
    finally:
        process.terminate()
        process.wait(30)


def use_the_app(iss: str, app_url: str, rounds: int) -> None:
    """Open the chart anew and file a note, so many times; the first of each is not counted."""
    visitor = Visitor()
    opened = order(iss, "launches", {"patient": f"Patient/{PATIENT}", "user": USER})
    chart = visitor.open(f"{app_url}/launch?{urlencode(opened)}")
    for _ in range(rounds + 1):
        visitor.open(f"{chart.url}?fresh=1")
    for _ in range(rounds + 1):
        note = visitor.submit(form_to(visitor.open(chart.url), "/note/"), {})
        fields = whole_note(datetime.now(UTC))
        del fields["is_billed"]  # so many visits in one day would use up the units of the story
        form = note.form_with("intervention_text")
        reviewed = visitor.submit(form, fields | {"goals": form.choices["goals"][:1]}, ("action", "review"))
        filed = visitor.submit(reviewed.form_with("attested"), {"attested": "yes"})
        assert filed.heading.startswith("Filed"), filed.heading


def bare_requests(iss: str, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of what a page costs at the EHR, asked without the app."""
    transport = RequestsTransport()
    fhir = FhirClient(iss, transport)
    note = fhir.search("DocumentReference", [("patient", PATIENT)]).resources[-1]
    since = f"ge{datetime.now(UTC).year - 1}-01-01"

    def one() -> None:
        fhir.read(f"Patient/{PATIENT}")

    def search(name: str) -> None:
        dated = [("date", since)] if name in SEARCHED_BY_DATE else []
        fhir.search(name, [("patient", PATIENT), ("_count", "200"), *dated])

    def whole_chart() -> None:
        with ThreadPoolExecutor(10) as pool:
            asked = [pool.submit(one), pool.submit(fhir.read, USER)]
            asked += [pool.submit(search, name) for name in (*SEARCHED, *SEARCHED_BY_DATE)]
            for each in asked:
                each.result()

    def file() -> None:
        left_out = {"id", "meta", "identifier"}
        written = fhir.create({name: value for name, value in note.items() if name not in left_out})
        fhir.read(str(written.ref))

    work: dict[str, Callable[[], None]] = {
        "one GET of the Patient": one,
        "the chart's ten GETs side by side": whole_chart,
        "POST of the note and GET of it": file,
    }
    measured = {name: timed(act, rounds) for name, act in work.items()}
    transport.close()
    return measured


def timed(act: Callable[[], None], rounds: int) -> list[float]:
    """Milliseconds of each round but the first."""
    times = []
    for _ in range(rounds + 1):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    return times[1:]


def times_in(log: str, begins: str) -> list[float]:
    """Milliseconds that the app logged for answers of one kind; the first one left out."""
    return [float(took) for took in re.findall(rf"{re.escape(begins)} (\d+) ms", log)][1:]


def memory_of(pid: int) -> tuple[float, float]:
    """Resident memory of a process now and at its highest, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    now, most = (re.search(rf"{name}:\s+(\d+) kB", status) for name in ("VmRSS", "VmHWM"))
    assert now
    assert most
    return int(now.group(1)) / 1000, int(most.group(1)) / 1000


def print_all(
    pages: dict[str, list[float]], bare: dict[str, list[float]], memory: tuple[float, float], rounds: int
) -> None:
    """The tables."""
    print(f"{machine('flask', 'waitress', 'sqlalchemy')}; {rounds} rounds\n")
    print(f"{'milliseconds':36}{'p50':>8}{'p95':>8}")
    for name, times in {**bare, **pages}.items():
        print(f"{name:36}{statistics.median(times):8.1f}{percentile(times, 95):8.1f}")
    print("\ntimes the bare requests               p50     p95")
    for page, request in (
        ("chart, read from the EHR", "the chart's ten GETs side by side"),
        ("sign and file", "POST of the note and GET of it"),
    ):
        half, most = (
            measure(pages[page]) / measure(bare[request])
            for measure in (statistics.median, lambda times: percentile(times, 95))
        )
        print(f"{page:36}{half:8.1f}{most:8.1f}")
    print(f"\nmemory of the app's process: {memory[0]:.0f} MB, at its highest {memory[1]:.0f} MB")


def percentile(times: list[float], percent: int) -> float:
    """The time that so many percent of the rounds stay within."""
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]


def order(iss: str, what: str, fields: dict[str, Any]) -> dict[str, str]:
    """The sandbox's answer to an order."""
    request = urllib.request.Request(  # noqa: S310 - loopback
        f"{iss.removesuffix('/fhir')}/_sandbox/{what}",
        data=json.dumps(fields).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback
        told: dict[str, str] = json.load(answer)
    return told


def answers(url: str) -> bool:
    """Whether something answers there."""
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - loopback
            return True
    except OSError:
        return False


def waited_for(ask: Callable[[], Any]) -> Any:
    """What is asked for, once it is there."""
    deadline = time.monotonic() + 60
    while not (found := ask()):
        if time.monotonic() > deadline:
            raise SystemExit("a server did not start within 60 s")
        threading.Event().wait(0.1)
    return found


def free_port() -> int:
    """A loopback port that nothing uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
