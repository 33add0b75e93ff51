"""Transactions and batches."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest

from pss_fhir.clock import FixedClock
from pss_fhir.sandbox import Sandbox
from tests.wire.sandbox_talk import Talk, make_patient

PATIENT_URN = "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0aa"
GOAL_URN = "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0bb"


@pytest.fixture
def talk(clock: FixedClock) -> Iterator[Talk]:
    """An open sandbox without people."""
    sandbox = Sandbox(clock=clock, asks_for_sign_in=False, has_agency=False)
    yield Talk(sandbox)
    sandbox.stop()


def goal(subject: str, **changes: Any) -> dict[str, Any]:
    """A goal of somebody."""
    return {
        "resourceType": "Goal",
        "lifecycleStatus": "active",
        "description": {"text": "I want a garden."},
        "subject": {"reference": subject},
        **changes,
    }


def entry(
    method: str, url: str, resource: Any = None, full_url: str | None = None, **request: str
) -> dict[str, Any]:
    """One entry of a Bundle."""
    made: dict[str, Any] = {"request": {"method": method, "url": url, **request}}
    if resource is not None:
        made["resource"] = resource
    if full_url:
        made["fullUrl"] = full_url
    return made


def bundle(kind: str, *entries: dict[str, Any]) -> dict[str, Any]:
    """A Bundle to be carried out."""
    return {"resourceType": "Bundle", "type": kind, "entry": list(entries)}


def test_transaction_resolves_urns_whatever_the_order(talk: Talk) -> None:
    answer = talk.post(
        "",
        bundle(
            "transaction",
            entry("POST", "Goal", goal(PATIENT_URN, expressedBy={"reference": PATIENT_URN}), GOAL_URN),
            entry("POST", "Patient", make_patient(), PATIENT_URN),
        ),
    )
    responses = [each["response"] for each in answer.json["entry"]]
    patient_id = responses[1]["location"].split("/")[1]
    stored = talk.get(responses[0]["location"]).json
    assert answer.json["type"] == "transaction-response"
    assert [response["status"] for response in responses] == ["201 Created", "201 Created"]
    assert responses[0]["etag"] == 'W/"1"'
    assert stored["subject"]["reference"] == stored["expressedBy"]["reference"] == f"Patient/{patient_id}"


def test_transaction_when_one_entry_fails_then_nothing_is_stored(talk: Talk) -> None:
    answer = talk.post(
        "",
        bundle(
            "transaction",
            entry("POST", "Patient", make_patient(), PATIENT_URN),
            entry("PUT", "Goal/g1", goal(PATIENT_URN, id="other")),
        ),
    )
    assert answer.status == 400
    assert answer.json["issue"][0]["expression"] == ["Bundle.entry[1]"]
    assert talk.get("Patient").json["total"] == 0
    assert talk.get("Patient/_history").json["total"] == 0


def test_transaction_runs_delete_create_update_read_in_that_order(talk: Talk) -> None:
    talk.put("Patient/p1", make_patient(id="p1"))
    answer = talk.post(
        "",
        bundle(
            "transaction",
            entry("GET", "Patient?gender=male"),
            entry("PUT", "Patient/p2", make_patient(id="p2", gender="male")),
            entry("DELETE", "Patient/p1"),
        ),
    )
    entries = answer.json["entry"]
    assert entries[0]["resource"]["total"] == 1, "the read sees what was written"
    assert [each["response"]["status"] for each in entries] == ["200 OK", "201 Created", "204 No Content"]


def test_transaction_uses_what_a_conditional_create_finds(talk: Talk) -> None:
    talk.put("Patient/p1", make_patient(id="p1"))
    answer = talk.post(
        "",
        bundle(
            "transaction",
            entry("POST", "Patient", make_patient(), PATIENT_URN, ifNoneExist="identifier=HT-0042"),
            entry("POST", "Goal", goal(PATIENT_URN)),
        ),
        Prefer="return=representation",
    )
    entries = answer.json["entry"]
    assert entries[0]["response"]["status"] == "200 OK"
    assert entries[1]["resource"]["subject"]["reference"] == "Patient/p1"


def test_transaction_resolves_conditional_references(talk: Talk) -> None:
    talk.put("Patient/p1", make_patient(id="p1"))
    answer = talk.post(
        "",
        bundle("transaction", entry("POST", "Goal", goal("Patient?identifier=HT-0042"))),
        Prefer="return=representation",
    )
    assert answer.json["entry"][0]["resource"]["subject"]["reference"] == "Patient/p1"
    refused = talk.post("", bundle("transaction", entry("POST", "Goal", goal("Patient?identifier=HT-9"))))
    assert refused.status == 412


def test_transaction_holds_to_if_match(talk: Talk) -> None:
    talk.put("Patient/p1", make_patient(id="p1"))
    body = bundle("transaction", entry("PUT", "Patient/p1", make_patient(id="p1"), ifMatch='W/"7"'))
    assert talk.post("", body).status == 412


def test_transaction_when_a_resource_is_named_twice_then_400(talk: Talk) -> None:
    twice = entry("PUT", "Patient/p1", make_patient(id="p1"))
    assert talk.post("", bundle("transaction", twice, twice)).status == 400


def test_batch_carries_out_each_entry_by_itself(talk: Talk) -> None:
    answer = talk.post(
        "",
        bundle(
            "batch",
            entry("POST", "Patient", make_patient()),
            entry("GET", "Patient/none"),
            entry("POST", "Goal", make_patient()),
        ),
    )
    entries = answer.json["entry"]
    assert answer.json["type"] == "batch-response"
    assert [each["response"]["status"][:3] for each in entries] == ["201", "404", "400"]
    assert entries[1]["response"]["outcome"]["resourceType"] == "OperationOutcome"
    assert talk.get("Patient").json["total"] == 1


def test_patch_entry_comes_as_a_binary(talk: Talk) -> None:
    talk.put("Patient/p1", make_patient(id="p1"))
    patch = json.dumps([{"op": "add", "path": "/active", "value": True}]).encode()
    binary = {
        "resourceType": "Binary",
        "contentType": "application/json-patch+json",
        "data": base64.b64encode(patch).decode(),
    }
    assert talk.post("", bundle("transaction", entry("PATCH", "Patient/p1", binary))).status == 200
    assert talk.get("Patient/p1").json["active"] is True
    broken = {**binary, "data": "e30x"}
    assert talk.post("", bundle("batch", entry("PATCH", "Patient/p1", broken))).status == 400


@pytest.mark.parametrize(
    "body",
    [
        {"resourceType": "Bundle", "type": "collection"},
        {"resourceType": "Bundle", "type": "batch", "entry": [{"resource": {}}]},
        {"resourceType": "Bundle", "type": "batch", "entry": ["x"]},
        {"resourceType": "Bundle", "type": "batch", "entry": [{"request": "x"}]},
        {
            "resourceType": "Bundle",
            "type": "batch",
            "entry": [{"request": {"method": "SING", "url": "Patient"}}],
        },
        {"resourceType": "Bundle", "type": "batch", "entry": [{"request": {"method": "GET", "url": 5}}]},
        {"resourceType": "Patient", "meta": []},
        {"resourceType": "Patient"},
    ],
)
def test_base_when_body_is_nothing_to_carry_out_then_400(talk: Talk, body: dict[str, Any]) -> None:
    assert talk.post("", body).status == 400
