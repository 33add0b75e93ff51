"""Whatever goes wrong, nothing about a person and no token is in what is shown or logged."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

import pytest

from pss_fhir.client import FhirClient, RequestsTransport, RetryPolicy
from pss_fhir.errors import PssFhirError, Unreachable
from tests.wire.loopback_server import Behavior, reply, serve
from tests.wire.scripted import FHIR, FakeAuthorizer, ScriptedTransport, Step, answer, bundle, outcome

BASE = "https://ehr.example/fhir"
NAME, TOKEN = "Zzsentinel", "tok-sentinel"
SAID = outcome(
    "invalid",
    diagnostics=f"{NAME} is not allowed",
    details={"text": NAME, "coding": [{"code": NAME, "display": NAME}]},
    expression=[f"Patient.name.where(family='{NAME}')"],
    location=[NAME],
)
NOTE = {"resourceType": "DocumentReference", "id": "1", "description": NAME}
PAGE = f"<html>{NAME}</html>".encode()

CALLS: dict[str, Callable[[FhirClient], object]] = {
    "search": lambda client: client.search("Patient", [("family", NAME)]),
    "create": lambda client: client.create(NOTE, if_none_exist=[("family", NAME)]),
    "update": lambda client: client.update(NOTE, if_match="1"),
    "operation": lambda client: client.operation("$match", on="Patient", params=[("family", NAME)]),
    "bad-ref": lambda client: client.read(f"https://evil.example/{NAME}"),
    "bad-version": lambda client: client.update(NOTE, if_match=f"{NAME} {NAME}"),
    "bad-operation": lambda client: client.operation(NAME),
    "bad-type": lambda client: client.search(f"x{NAME}"),
}
STEPS: dict[str, Step] = {
    **{
        str(status): answer(SAID, status)
        for status in (400, 401, 403, 404, 405, 409, 410, 412, 422, 429, 500)
    },
    "302": answer(None, 302, headers={"Location": f"https://evil.example/?{NAME}"}),
    "html": answer(PAGE, content_type="text/html"),
    "lie": answer(PAGE, content_type=FHIR),
    "other": answer({"resourceType": NAME}, headers={"Location": f"Goal/{NAME}?{NAME}"}),
    "elsewhere": answer(bundle(next_url=f"https://evil.example/?family={NAME}")),
    "loop": answer(bundle(next_url=f"{BASE}/Patient?family={NAME}")),
    "silence": Unreachable("no answer", where="GET https://ehr.example/fhir/Patient"),
}


def shown(failure: BaseException) -> str:
    """All that a log with a traceback would hold, attributes included; the source lines left out."""
    told = "".join(line for line in traceback.format_exception(failure) if not line.startswith("  File"))
    return told + repr(vars(failure))


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_failure_holds_nothing_of_a_person(
    call: Callable[[FhirClient], object], step: Step, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    transport = ScriptedTransport([step])
    client = FhirClient(
        BASE,
        transport,
        authorizer=FakeAuthorizer([TOKEN]),
        retry=RetryPolicy(attempts=1),
        sleep=lambda _: None,
    )
    told = ""
    try:
        call(client)
    except PssFhirError as failure:
        told = shown(failure)
    assert NAME not in told + caplog.text
    assert TOKEN not in told + caplog.text


def cut_off(handler: object) -> None:
    """No answer at all."""
    handler.close_connection = True  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "behavior", [cut_off, lambda handler: reply(handler, PAGE, status=500, Content_Encoding="gzip")]
)
def test_failure_on_a_socket_holds_nothing_of_a_person(
    behavior: Behavior, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with serve(behavior) as lab:
        client = FhirClient(
            lab.base_url,
            RequestsTransport(),
            authorizer=FakeAuthorizer([TOKEN]),
            retry=RetryPolicy(attempts=1),
        )
        with pytest.raises(Unreachable) as failed:
            client.search("Patient", [("family", NAME)])
    assert NAME not in shown(failed.value) + caplog.text
    assert TOKEN not in shown(failed.value) + caplog.text


def test_shown_finds_a_sentinel() -> None:
    """The check itself can fail."""
    assert NAME in shown(PssFhirError(f"hello {NAME}"))
    assert NAME in shown(PssFhirError("hello", where=NAME))
