"""Every way in which it goes wrong, driven with telling words: they are where they belong, nowhere else."""

from __future__ import annotations

import base64
import logging
import secrets
import traceback
import zlib
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from pss_fhir.client import RequestsTransport
from pss_fhir.errors import PssFhirError
from pss_fhir.wire import Request, Response
from tests.demo.person import RILEY, SPECIALIST, Person, form_to, whole_note
from tests.demo.stage import CLIENT_ID, Stage, staged

NAME, GOAL, NOTE, SECRET = "Zzname", "Zzgoal", "Zznote", "Zzsecret"
ABOUT_A_PERSON = (NAME, GOAL, NOTE)
ON_THE_WAY_IN = ("/launch", "/launch/go", "/callback", "/auth/authorize")
"""Addresses in which OAuth itself puts the launch handle and the code; each is good for one use."""
CREATE = "/DocumentReference$"
SESSION = "pss"
"""Name of the session cookie where the app is not on https."""


@dataclass
class Evidence:
    """All that was said where outsiders could hear it.

    Attributes:
        asked: what the app sent to the EHR: address and headers.
    """

    people: list[Person] = field(default_factory=list)
    asked: list[Request] = field(default_factory=list)
    logged: list[str] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)
    database: bytes = b""

    @property
    def urls(self) -> list[str]:
        """Every address that a browser opened."""
        return [hop.url for person in self.people for hop in person.hops]

    @property
    def headers(self) -> list[str]:
        """Every header that a browser got from the app."""
        return [
            f"{name}: {value}"
            for person in self.people
            for hop in person.hops
            if hop.url.startswith(person.stage.app_url)
            for name, value in hop.headers
        ]

    @property
    def cookies(self) -> list[str]:
        """What stands in the cookies: as they are, and the session's own as text."""
        found = [cookie for person in self.people for cookie in person.cookies]
        texts = [f"{cookie.name}={cookie.value}" for cookie in found]
        for value in (cookie.value or "" for cookie in found if cookie.name == SESSION):
            payload = value.lstrip(".").split(".")[0]
            packed = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
            # Flask compresses it where that makes it shorter; a dot in front says so.
            texts.append((zlib.decompress(packed) if value.startswith(".") else packed).decode())
        return texts


class _Listening:
    """Writes down what the app asks of the EHR."""

    def __init__(self, evidence: Evidence) -> None:
        self._inner = RequestsTransport()
        self._evidence = evidence

    def send(self, request: Request) -> Response:
        self._evidence.asked.append(request)
        return self._inner.send(request)


class _Book(logging.Handler):
    """Writes down every record as a log with tracebacks would hold it.

    Authlib speaks for the sign-in server of the EHR, which runs in this process too.
    """

    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith("authlib"):
            return
        self._lines.append(f"{record.name} {record.getMessage()} {record.__dict__}")
        if record.exc_info:
            self._lines.append("".join(traceback.format_exception(*record.exc_info)))


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """What was heard while everything went wrong."""
    found = Evidence()
    book, root = _Book(found.logged), logging.getLogger()
    level, begin = root.level, PssFhirError.__init__

    def noted(self: PssFhirError, *told: Any, **more: Any) -> None:
        begin(self, *told, **more)
        found.raised.append(f"{self} {self!r} {vars(self)}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PssFhirError, "__init__", noted)
        root.addHandler(book)
        root.setLevel(logging.DEBUG)
        try:
            folder = tmp_path_factory.mktemp("silence")
            with staged(
                folder, transport=_Listening(found), new_secret=lambda: SECRET + secrets.token_urlsafe(24)
            ) as stage:
                go_wrong_in_every_way(stage, found)
            found.database = b"".join(file.read_bytes() for file in sorted(folder.iterdir()))
        finally:
            root.removeHandler(book)
            root.setLevel(level)
    return found


def go_wrong_in_every_way(stage: Stage, evidence: Evidence) -> None:
    rename(stage)
    jo = somebody(stage, evidence)
    for fault in ("timeout-after-commit", "timeout-before-commit", "412", "429", "500", "not-fhir"):
        reviewed = jo.review(jo.launch(), **telling())
        stage.ehr.order_fault(fault, method="POST", path=CREATE)
        result = jo.sign(reviewed)
        stage.work(after_minutes=1)
        assert jo.open(result.url).heading.startswith("Filed, ")
    add_and_take_back(jo, jo.open(result.url))
    fail_to_read(stage, jo)
    fail_to_save(stage, jo)
    fail_to_launch(stage, evidence)
    lose_the_sign_in(stage, jo)


def rename(stage: Stage) -> None:
    """Give the people and the goals of the EHR telling names."""
    store = stage.ehr.api.store
    for ref in (RILEY, SPECIALIST, "Patient/client-2"):
        person = store.read(*ref.split("/")).resource
        store.put({**person, "name": [{"family": NAME, "given": [NAME]}]}, method="PUT")
    for held in store.all_of("Goal"):
        store.put({**held.resource, "description": {"text": f"I want {GOAL}."}}, method="PUT")


def somebody(stage: Stage, evidence: Evidence) -> Person:
    evidence.people.append(Person(stage))
    return evidence.people[-1]


def telling() -> dict[str, str | list[str]]:
    return dict.fromkeys(("purpose", "intervention_text", "response", "next_step", "place_name"), NOTE)


def add_and_take_back(jo: Person, result: Any) -> None:
    said: dict[str, str | list[str]] = {"text": NOTE, "reason": NOTE, "attested": "yes"}
    jo.submit(jo.follow(result, "Add to this note").form_with("text"), {**said, "attested": []})
    result = jo.submit(jo.follow(result, "Add to this note").form_with("text"), said)
    form = jo.follow(result, "It is about the wrong person").form_with("attested")
    assert jo.submit(form, {"reason": NOTE, "attested": "yes"}).heading == "Entered in error"
    assert jo.submit(form, {"reason": NOTE, "attested": "yes"}).status == 409


def fail_to_read(stage: Stage, jo: Person) -> None:
    chart = jo.launch()
    for fault in ("500", "429", "not-fhir", "wrong-content-type", "expired-token"):
        stage.ehr.order_fault(fault, method="GET", path="/fhir/[A-Z]", times=40, seconds=0)
        jo.open(f"{chart.url}?fresh=1")
        stage.ehr.faults.clear()


def fail_to_save(stage: Stage, jo: Person) -> None:
    note, other = jo.begin(jo.launch()), jo.begin(jo.launch("Patient/client-2"))
    form = note.form_with("intervention_text")
    whole = whole_note(stage.clock.now()) | telling()
    assert jo.submit(form, {**whole, "intervention_text": NOTE * 1_000_000}).status == 413
    assert jo.submit(form, {**whole, "chart": NOTE}).status == 409
    assert jo.submit(form, {**whole, "csrf_token": NOTE}).status == 400
    assert jo.submit(form, {**whole, "version": NOTE}).status == 400
    jo.submit(form, {**whole, "service_on": NOTE, "modality": NOTE, "interventions": [NOTE], "goals": [NOTE]})
    form.action = other.url
    assert jo.submit(form, whole).status == 409
    stale = note.form_with("intervention_text")
    stale.action = note.url
    jo.submit(stale, whole)
    assert jo.submit(stale, whole).status == 409


def fail_to_launch(stage: Stage, evidence: Evidence) -> None:
    jo, thief = somebody(stage, evidence), somebody(stage, evidence)
    back = jo.sign_in_up_to_the_callback(jo.launch_url())
    assert thief.open(back).status == 400
    assert jo.open(back).status == 200
    assert jo.open(back).status == 400
    again = jo.sign_in_up_to_the_callback(jo.launch_url())
    codes = [dict(parse_qsl(urlsplit(url).query))["code"] for url in (back, again)]
    assert jo.open(again.replace(codes[1], codes[0])).heading == "This sign-in cannot be used any more"
    assert jo.launch(patient=None).status == 403
    for scopes in ((), ("launch", "openid", "fhirUser"), ("launch", "patient/Patient.rs")):
        stage.ehr.register_app(CLIENT_ID, f"{stage.app_url}/callback", scopes=scopes)
        assert jo.launch().status == 403
    stage.ehr.register_app(CLIENT_ID, f"{stage.app_url}/callback")


def lose_the_sign_in(stage: Stage, jo: Person) -> None:
    note = jo.begin(jo.launch())
    reviewed = jo.review(jo.launch(), **telling())
    stage.ehr.order_fault("expired-token", method="POST", path=CREATE, times=2)
    stage.ehr.order_fault("revoked-refresh", times=20)
    assert jo.sign(reviewed).heading == "Signed. Waiting for you to sign in again."
    stage.clock.advance(timedelta(minutes=16))
    assert "saved" in jo.write(note, telling(), action="save").text
    stage.ehr.faults.clear()
    assert form_to(jo.launch(), "/note/")


@pytest.mark.parametrize("word", ABOUT_A_PERSON)
def test_nothing_about_a_person_is_in_an_address(evidence: Evidence, word: str) -> None:
    assert [url for url in evidence.urls if word in url] == []
    assert [request.url for request in evidence.asked if word in request.url] == []


def test_no_secret_is_in_an_address_but_on_the_way_in(evidence: Evidence) -> None:
    paths = {urlsplit(url).path for url in evidence.urls if SECRET in url}

    assert paths == set(ON_THE_WAY_IN)
    assert [request.url for request in evidence.asked if SECRET in request.url] == []


@pytest.mark.parametrize("word", [*ABOUT_A_PERSON, SECRET])
def test_nothing_telling_is_logged(evidence: Evidence, word: str) -> None:
    assert [line for line in evidence.logged if word in line] == []
    assert len(evidence.logged) > 100


@pytest.mark.parametrize("word", [*ABOUT_A_PERSON, SECRET])
def test_nothing_telling_is_in_an_exception(evidence: Evidence, word: str) -> None:
    assert [told for told in evidence.raised if word in told] == []
    assert len(evidence.raised) > 20


@pytest.mark.parametrize("word", [*ABOUT_A_PERSON, SECRET])
def test_nothing_telling_is_in_a_header_of_the_app_but_its_redirects_on_the_way_in(
    evidence: Evidence, word: str
) -> None:
    telling_headers = {header for header in evidence.headers if word in header}

    on_the_way = {
        header
        for header in telling_headers
        if header.startswith("Location: ")
        and urlsplit(header.removeprefix("Location: ")).path in ON_THE_WAY_IN
    }
    assert telling_headers - on_the_way == set()


@pytest.mark.parametrize("word", ABOUT_A_PERSON)
def test_nothing_about_a_person_is_in_a_header_to_the_ehr(evidence: Evidence, word: str) -> None:
    assert [request.url for request in evidence.asked if word in str(dict(request.headers))] == []


@pytest.mark.parametrize("word", [*ABOUT_A_PERSON, SECRET])
def test_nothing_telling_is_in_a_cookie(evidence: Evidence, word: str) -> None:
    assert [cookie for cookie in evidence.cookies if word in cookie] == []
    assert any('"browser"' in cookie for cookie in evidence.cookies)


@pytest.mark.parametrize("word", [*ABOUT_A_PERSON, SECRET])
def test_nothing_telling_is_in_the_database(evidence: Evidence, word: str) -> None:
    assert word.encode() not in evidence.database
    assert b"waiting-for-sign-in" in evidence.database
