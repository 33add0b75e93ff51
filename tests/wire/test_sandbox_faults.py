"""Every fault on a real socket, and again without one."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator

import pytest
import requests

from pss_fhir.errors import Unreachable, UsageError
from pss_fhir.sandbox import Sandbox
from pss_fhir.sandbox.faults.kinds import KINDS
from tests.wire.sandbox_talk import FHIR_JSON, Talk, make_document

PATIENT = 30.0
"""Seconds after which a test would rather fail than wait on; a busy machine may need many of them."""


class Gate:
    """Takes the place of the sandbox's waiting: reached when it begins to wait, open when it may go on."""

    def __init__(self) -> None:
        self.is_reached = threading.Event()
        self.is_open = threading.Event()

    def wait(self, seconds: float) -> None:  # noqa: ARG002 - what the sandbox's sleep is given
        """Wait, however long was asked for, until the test opens the gate."""
        self.is_reached.set()
        assert self.is_open.wait(PATIENT)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A sandbox with its agency on a loopback port, without sign-in."""
    with Sandbox(asks_for_sign_in=False) as running:
        yield running


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def waiting(gate: Gate) -> Iterator[Sandbox]:
    """The same, but it waits at the gate."""
    with Sandbox(asks_for_sign_in=False, sleep=gate.wait) as running:
        yield running
        gate.is_open.set()


def post(sandbox: Sandbox, **settings: object) -> requests.Response:
    """POST a note over a socket."""
    return requests.post(
        f"{sandbox.fhir_base}/DocumentReference",
        data=json.dumps(make_document()),
        headers={"Content-Type": FHIR_JSON, **settings.pop("headers", {})},  # type: ignore[dict-item]  # headers are one
        timeout=settings.pop("timeout", PATIENT),  # type: ignore[arg-type]  # a number
    )


def get(sandbox: Sandbox, path: str = "Patient/client-1") -> requests.Response:
    """GET over a socket."""
    return requests.get(f"{sandbox.fhir_base}/{path}", timeout=PATIENT)


def count_of_notes(sandbox: Sandbox) -> int:
    """How many notes carry the identifier that the tests post."""
    identifier = make_document()["identifier"][0]
    total = (
        Talk(sandbox)
        .get(f"DocumentReference?identifier={identifier['system']}|{identifier['value']}")
        .json["total"]
    )
    return int(total)


def test_timeout_after_commit_when_dropped_then_no_answer_but_the_note_is_there(sandbox: Sandbox) -> None:
    sandbox.order_fault("timeout-after-commit")
    with pytest.raises(requests.ConnectionError):
        post(sandbox)
    assert count_of_notes(sandbox) == 1
    assert post(sandbox).status_code == 201, "the order is used up"


def test_timeout_after_commit_when_stalled_then_client_gives_up_and_the_note_is_there(
    waiting: Sandbox, gate: Gate
) -> None:
    waiting.order_fault("timeout-after-commit", stalls=True)
    with pytest.raises(requests.Timeout):
        post(waiting, timeout=0.3)
    assert gate.is_reached.wait(PATIENT)
    assert count_of_notes(waiting) == 1


def test_timeout_before_commit_then_no_answer_and_no_note(sandbox: Sandbox) -> None:
    sandbox.order_fault("timeout-before-commit")
    with pytest.raises(requests.ConnectionError):
        post(sandbox)
    assert count_of_notes(sandbox) == 0


@pytest.mark.parametrize(
    ("name", "status", "stored"), [("412", 412, 0), ("500", 500, 0), ("500-after-commit", 500, 1)]
)
def test_refused_write_stores_what_the_fault_says(
    sandbox: Sandbox, name: str, status: int, stored: int
) -> None:
    sandbox.order_fault(name)
    answer = post(sandbox)
    assert (answer.status_code, answer.json()["resourceType"]) == (status, "OperationOutcome")
    assert count_of_notes(sandbox) == stored


def test_rate_limit_says_when_to_come_back(sandbox: Sandbox) -> None:
    sandbox.order_fault("429", seconds=7, times=2)
    answers = [get(sandbox) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [429, 429, 200]
    assert answers[0].headers["Retry-After"] == "7"


def test_expired_token_is_told_in_the_header(sandbox: Sandbox) -> None:
    sandbox.order_fault("expired-token")
    answer = get(sandbox)
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_wrong_content_type_carries_fhir_json_all_the_same(sandbox: Sandbox) -> None:
    sandbox.order_fault("wrong-content-type")
    answer = get(sandbox)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.json()["resourceType"] == "Patient"


def test_not_fhir_is_a_page(sandbox: Sandbox) -> None:
    sandbox.order_fault("not-fhir")
    answer = get(sandbox)
    assert (answer.status_code, answer.text[:6]) == (200, "<html>")


def test_slow_waits_then_answers_while_others_are_served(waiting: Sandbox, gate: Gate) -> None:
    waiting.order_fault("slow", path="client-1")
    answers: list[int] = []
    slow = threading.Thread(target=lambda: answers.append(get(waiting).status_code))
    slow.start()
    assert gate.is_reached.wait(PATIENT)
    assert get(waiting, "Patient/client-2").status_code == 200
    assert answers == []
    gate.is_open.set()
    slow.join()
    assert answers == [200]


def test_revoked_refresh_refuses_refreshing_alone(sandbox: Sandbox) -> None:
    sandbox.register_app("app", "https://app.example/callback")
    sandbox.order_fault("revoked-refresh", times=2)
    url = f"{sandbox.issuer}/token"
    other = requests.post(url, data={"grant_type": "authorization_code", "client_id": "app"}, timeout=PATIENT)
    refused = requests.post(
        url, data={"grant_type": "refresh_token", "client_id": "app", "refresh_token": "any"}, timeout=5
    )
    assert other.json()["error"] == "invalid_request"
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")


def test_absolute_references_are_whole_urls(sandbox: Sandbox) -> None:
    sandbox.order_fault("absolute-references")
    note = get(sandbox, "DocumentReference/note-client-1-1").json()
    assert note["subject"]["reference"] == f"{sandbox.fhir_base}/Patient/client-1"
    assert (
        get(sandbox, "DocumentReference/note-client-1-1").json()["subject"]["reference"] == "Patient/client-1"
    )


def test_lost_search_finds_nothing_once(sandbox: Sandbox) -> None:
    sandbox.order_fault("lost-search")
    assert get(sandbox).status_code == 200, "a read is no search"
    lost = get(sandbox, "DocumentReference?patient=client-1").json()
    assert (lost["total"], "entry" in lost) == (0, False)
    assert get(sandbox, "DocumentReference?patient=client-1").json()["total"] > 0


def test_header_orders_a_fault_for_its_own_request(sandbox: Sandbox) -> None:
    assert post(sandbox, headers={"X-Sandbox-Fault": "500"}).status_code == 500
    assert post(sandbox, headers={"X-Sandbox-Fault": "no-such-fault"}).status_code == 201


def test_order_can_name_method_and_path(sandbox: Sandbox) -> None:
    sandbox.order_fault("500", method="POST", path="DocumentReference")
    assert get(sandbox, "DocumentReference/note-client-1-1").status_code == 200
    assert post(sandbox).status_code == 500


def test_order_when_fault_is_unknown_then_usage_error(sandbox: Sandbox) -> None:
    with pytest.raises(UsageError) as refused:
        sandbox.order_fault("flood")
    assert refused.value.code == "sandbox.unknown-fault"


@pytest.mark.parametrize("name", ["timeout-after-commit", "timeout-before-commit"])
def test_dropped_connection_without_sockets_is_unreachable(name: str) -> None:
    waits: list[float] = []
    sandbox = Sandbox(asks_for_sign_in=False, sleep=waits.append)
    sandbox.order_fault(name, stalls=True, seconds=30)
    with pytest.raises(Unreachable):
        Talk(sandbox).post("DocumentReference", make_document())
    assert waits == [30]
    assert count_of_notes(sandbox) == (name == "timeout-after-commit")
    sandbox.stop()


def test_other_origin_without_sockets_is_unreachable() -> None:
    sandbox = Sandbox(asks_for_sign_in=False, has_agency=False)
    with pytest.raises(Unreachable):
        Talk(sandbox).get("https://other.example/fhir/Patient")
    sandbox.stop()


def test_every_fault_says_what_it_does() -> None:
    assert all(kind.about and kind.methods for kind in KINDS.values())


def test_orders_can_be_given_over_http(sandbox: Sandbox) -> None:
    url = f"{sandbox.origin}/_sandbox/faults"
    assert requests.post(url, json={"name": "500", "times": 2}, timeout=PATIENT).status_code == 201
    listed = requests.get(url, timeout=PATIENT).json()
    assert listed["ordered"][0]["name"] == "500"
    assert "lost-search" in listed["known"]
    assert get(sandbox).status_code == 500
    requests.delete(url, timeout=PATIENT)
    assert get(sandbox).status_code == 200
    assert (
        requests.post(url, json={"name": "flood"}, timeout=PATIENT).json()["error"] == "sandbox.unknown-fault"
    )
    for wrong in ({"nome": "500"}, {"name": "500", "times": "many"}, {"name": "500", "path": "("}, [], None):
        answer = requests.post(url, json=wrong, timeout=PATIENT)
        assert (answer.status_code, answer.json()["error"]) == (400, "sandbox.bad-order")


def test_orders_over_http_reach_mode_token_life_apps_and_launches(sandbox: Sandbox) -> None:
    base = f"{sandbox.origin}/_sandbox"
    assert requests.put(f"{base}/mode", json={"name": "epic"}, timeout=PATIENT).json() == {"mode": "epic"}
    assert requests.put(f"{base}/token-life", json={"seconds": 5}, timeout=PATIENT).json() == {"seconds": 5}
    assert requests.put(f"{base}/token-life", json={}, timeout=PATIENT).json() == {"seconds": 3600}
    assert requests.put(f"{base}/token-life", json={"seconds": 0}, timeout=PATIENT).status_code == 400
    app = {"client_id": "new", "redirect_uri": "https://app.example/cb"}
    assert requests.post(f"{base}/apps", json=app, timeout=PATIENT).json() == {"client_id": "new"}
    chart = {"patient": "Patient/client-1", "user": "Practitioner/specialist-1"}
    opened = requests.post(f"{base}/launches", json=chart, timeout=PATIENT).json()
    assert opened["iss"] == sandbox.fhir_base
    assert len(opened["launch"]) > 20


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
def test_orders_over_http_are_not_taken_from_elsewhere(sandbox: Sandbox, headers: dict[str, str]) -> None:
    url = f"{sandbox.origin}/_sandbox/faults"
    assert requests.post(url, json={"name": "500"}, headers=headers, timeout=PATIENT).status_code == 403
    assert get(sandbox).status_code == 200
