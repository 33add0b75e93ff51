"""The whole app killed around filing: after a restart the EHR holds the note once, and the page says so."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

import pytest

from pss_fhir.cli.visitor import Page
from pss_fhir.clock import FixedClock, local_date
from pss_fhir.errors import Unreachable
from pss_fhir.sandbox import Sandbox
from tests.builders import NOW
from tests.demo import app_process
from tests.demo.person import Person
from tests.demo.stage import CLIENT_ID, Json, site_of, text_in
from tests.ports import free_port

TYPE_IN = {"open": "DocumentReference", "epic": "DocumentReference", "athena": "QuestionnaireResponse"}
BY_THE_EHR = {
    "the request is there and not carried out": ("timeout-before-commit", "POST", "$"),
    "it is carried out and not answered": ("timeout-after-commit", "POST", "$"),
    "it is being read back": ("slow", "GET", "/"),
}
"""Where the app dies while the EHR has its request in hand -> fault, method, end of the path."""
BY_ITSELF = {
    "signed, and a worker has it in hand": 1,
    "about to send, and nothing sent": 2,
    "the answer has arrived and is not written": 5,
    "sent, and nothing read back": 6,
}
"""Where the app dies by itself -> point of the outbox; docs/outbox.md lists them, and
``tests/wire/test_outbox_crashes.py`` goes through them all, on every rung, with the worker alone."""


@dataclass
class House:
    """The EHR, and an app in a process of its own that dies and is started again."""

    ehr: Sandbox
    clock: FixedClock
    folder: Path
    context: Any
    process: Any = None
    port: int = field(default_factory=free_port)

    @property
    def app_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, point: int | None = None) -> None:
        is_up = self.context.Event()
        args = (site_of(self.ehr), self.port, self.folder / "app.sqlite3", self.clock.now(), point, is_up)
        self.process = self.context.Process(target=app_process.serve, args=args, daemon=True)
        self.process.start()
        assert is_up.wait(60)

    def kill(self, *_: float) -> None:
        """End the app at once; takes the place of the EHR's waiting, too.

        It waits on the sentinel and does not join: the EHR's thread is here while the test's own thread
        joins, and only one of the two gets to read how the process ended.
        """
        self.process.kill()
        assert wait([self.process.sentinel], timeout=30)

    def held(self) -> list[Json]:
        """The notes that the EHR got."""
        seeded = {f"{each['resourceType']}/{each['id']}" for each in self.ehr.agency.resources}
        all_of = self.ehr.api.store.all_of(TYPE_IN[self.ehr.mode.name])
        return [each.resource for each in all_of if each.ref not in seeded]


@pytest.fixture(scope="session")
def processes() -> Any:
    """Where the apps come from: a server that has everything imported and forks quickly."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.demo.app_process", "tests.wire.outbox_crash"])
    return context


@pytest.fixture
def mode() -> str:
    """Of the EHR, where a test names none."""
    return "open"


@pytest.fixture
def house(mode: str, tmp_path: Path, processes: Any) -> Iterator[House]:
    """A house at 4 pm on the day of the tests' story, its app not started."""
    clock = FixedClock(NOW)
    killers: list[House] = []
    ehr = Sandbox(
        mode=mode, clock=clock, as_of=local_date(NOW), sleep=lambda seconds: killers[0].kill(seconds)
    )
    with ehr.start():
        house = House(ehr, clock, tmp_path, processes)
        killers.append(house)
        ehr.register_app(CLIENT_ID, f"{house.app_url}/callback", launch_url=f"{house.app_url}/launch")
        yield house
        house.kill()


def sign_until_it_dies(house: House, jo: Person) -> str:
    """The text that was signed; if the person still gets an answer, it does not say "filed"."""
    reviewed = jo.review(jo.launch())
    signed = jo.shown_text
    with suppress(Unreachable):
        assert "Filed" not in jo.sign(reviewed).text
    house.process.join(30)
    assert house.process.exitcode == -signal.SIGKILL
    return signed


def restart_and_look(house: House, jo: Person) -> Page:
    """The page of the note after the app has come back and the person has opened the chart again."""
    house.clock.advance(timedelta(minutes=6))
    house.start()
    chart = jo.launch()
    return filed(jo, next(url for words, url in chart.links if "/notes/" in url))


def filed(jo: Person, url: str) -> Page:
    """The page of a note when the worker, which may have it in hand, is done; the last one if it never is."""
    deadline = time.monotonic() + 30
    while not (page := jo.open(url)).heading.startswith("Filed, ") and time.monotonic() < deadline:
        time.sleep(0.1)
    return page


def require_once_and_true(house: House, page: Page, jo: Person, signed: str) -> None:
    (note,) = house.held()
    assert page.heading.startswith("Filed, ")
    assert f"{note['resourceType']}/{note['id']}" in page.text
    assert text_in(note) == signed == jo.shown_text


@pytest.mark.parametrize("mode", ["open", "athena"])
@pytest.mark.parametrize("moment", BY_THE_EHR)
def test_app_killed_while_the_ehr_has_its_request_files_the_note_once(house: House, moment: str) -> None:
    house.start()
    fault, method, ending = BY_THE_EHR[moment]
    path = f"/{TYPE_IN[house.ehr.mode.name]}{ending}"
    house.ehr.order_fault(fault, method=method, path=path, stalls=True)
    jo = Person(house)

    signed = sign_until_it_dies(house, jo)
    assert len(house.held()) == (0 if "not carried out" in moment else 1)

    require_once_and_true(house, restart_and_look(house, jo), jo, signed)


@pytest.mark.parametrize("moment", BY_ITSELF)
def test_app_killed_between_two_steps_files_the_note_once(house: House, moment: str) -> None:
    house.start(BY_ITSELF[moment])
    jo = Person(house)

    signed = sign_until_it_dies(house, jo)

    require_once_and_true(house, restart_and_look(house, jo), jo, signed)


def test_draft_outlives_the_app(house: House) -> None:
    house.start()
    jo = Person(house)
    jo.write(jo.begin(jo.launch()), action="save")
    house.kill()
    house.start()

    chart = jo.launch()

    assert "A draft is waiting" in chart.text
    house.clock.advance(timedelta(minutes=1))
    taken_up = jo.follow(chart, "Continue")
    result = jo.sign(jo.write(taken_up, {}))
    assert filed(jo, result.url).heading.startswith("Filed, ")
    assert len(house.held()) == 1
