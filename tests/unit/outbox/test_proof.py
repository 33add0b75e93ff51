"""What counts as proof, and what a server may change without harm."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from typing import Any

import pytest

from pss_fhir.errors import NotFound
from pss_fhir.outbox import load_profile
from pss_fhir.outbox.profiles import Comparison, ProofPart
from pss_fhir.outbox.proof import Proof, compare, identifier_values, is_retracted

BASE = "https://ehr.example/fhir"
STRICT = replace(load_profile("open"), comparison=Comparison.SAME_BYTES)
LOOSE = replace(STRICT, comparison=Comparison.SAME_WORDS)
TEXT = "We met at home.\nRiley <3 the plan & chose.\n"
OWN = {"system": "urn:ietf:rfc:3986", "value": "urn:uuid:1"}


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def document(**attachment: Any) -> dict[str, Any]:
    """A document; its attachment holds the text unless told otherwise."""
    return {
        "resourceType": "DocumentReference",
        "identifier": [OWN],
        "status": "current",
        "subject": {"reference": "Patient/riley"},
        "content": [{"attachment": attachment or {"contentType": "text/plain", "data": encoded(TEXT)}}],
    }


def form(*items: dict[str, Any]) -> dict[str, Any]:
    return {
        "resourceType": "QuestionnaireResponse",
        "identifier": OWN,
        "status": "completed",
        "subject": {"reference": "Patient/riley"},
        "item": list(items) or [{"linkId": "text", "answer": [{"valueString": TEXT}]}],
    }


def no_binary(_: str) -> dict[str, Any]:
    raise AssertionError("nothing was to be read")


def proof(sent: dict[str, Any], held: dict[str, Any], profile: Any = STRICT, read: Any = no_binary) -> Proof:
    return compare(sent, held, profile, base_url=BASE, read=read)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"id": "7", "meta": {"versionId": "1"}, "extension": [{"url": "x"}]},
        {"identifier": [{"system": "urn:oid:1", "value": "7"}, OWN]},
        {"identifier": [], "masterIdentifier": OWN},
        {"subject": {"reference": f"{BASE}/Patient/riley"}},
        {"subject": {"reference": "Patient/riley/_history/3", "display": "x"}},
    ],
    ids=["nothing", "additions", "more identifiers", "master identifier", "absolute", "versioned"],
)
def test_what_servers_add_does_no_harm(change: dict[str, Any]) -> None:
    assert proof(document(), document() | change).holds


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"identifier": [{"value": "urn:uuid:2"}]}, ProofPart.IDENTIFIER),
        ({"identifier": None}, ProofPart.IDENTIFIER),
        ({"subject": {"reference": "Patient/other"}}, ProofPart.SUBJECT),
        ({"subject": {"reference": "https://other.example/fhir/Patient/riley"}}, ProofPart.SUBJECT),
        ({"subject": None}, ProofPart.SUBJECT),
        ({"status": "entered-in-error"}, ProofPart.STATUS),
        ({"status": "superseded"}, ProofPart.STATUS),
        ({"content": []}, ProofPart.CONTENT),
        ({"content": [{"attachment": {"data": "not base64!"}}]}, ProofPart.CONTENT),
    ],
)
def test_what_came_back_otherwise_is_named(change: dict[str, Any], fault: ProofPart) -> None:
    found = proof(document(), document() | change)
    assert not found.holds
    assert fault in found.faults | found.unseen


@pytest.mark.parametrize(
    ("text", "content_type", "is_same_loosely"),
    [
        ("We met at home.\r\n\r\nRiley <3 the plan\n& chose.", "text/plain", True),
        ("<div><p>We met at home.</p>Riley &lt;3 the plan &amp; chose.</div>", "text/html", True),
        ("We met at home. Riley <3 the plan &", "text/plain", False),
        ("We met at school.\nRiley <3 the plan & chose.\n", "text/plain", False),
    ],
    ids=["re-wrapped", "html", "cut", "changed"],
)
def test_text_is_compared_as_the_profile_says(text: str, content_type: str, is_same_loosely: bool) -> None:
    held = document(contentType=content_type, data=encoded(text))
    assert proof(document(), held, STRICT).faults == {ProofPart.CONTENT}
    assert proof(document(), held, LOOSE).holds is is_same_loosely


@pytest.mark.parametrize("url", ["Binary/b1", f"{BASE}/Binary/b1"])
def test_text_in_a_binary_is_read(url: str) -> None:
    binary = {"resourceType": "Binary", "contentType": "text/plain", "data": encoded(TEXT)}
    asked: list[str] = []

    def read(ref: str) -> dict[str, Any]:
        asked.append(ref)
        return binary

    assert proof(document(), document(contentType="text/plain", url=url), read=read).holds
    assert asked == ["Binary/b1"]


def test_failure_to_read_the_binary_passes_through() -> None:
    def read(_: str) -> dict[str, Any]:
        raise NotFound("gone", status=404)

    with pytest.raises(NotFound):
        proof(document(), document(url="Binary/b1"), read=read)


@pytest.mark.parametrize(
    "url", ["https://files.example/1", "Binary/../Patient/1", f"{BASE}/Patient/riley", 7]
)
def test_text_that_is_elsewhere_is_not_fetched_and_not_seen(url: object) -> None:
    found = proof(document(), document(contentType="text/plain", url=url))
    assert (found.faults, found.unseen, found.holds) == (frozenset(), {ProofPart.CONTENT}, False)


def test_hash_of_the_attachment_proves_a_text_that_is_elsewhere() -> None:
    sha1 = base64.b64encode(hashlib.sha1(TEXT.encode(), usedforsecurity=False).digest()).decode()
    assert proof(document(), document(url="https://files.example/1", hash=sha1)).holds
    assert not proof(document(), document(url="https://files.example/1", hash="AAAA")).holds


def test_form_is_compared_answer_by_answer() -> None:
    coded = {"linkId": "goal", "answer": [{"valueCoding": {"code": "g", "display": "Goal"}}]}
    nested = {
        "linkId": "group",
        "item": [{"linkId": "text", "answer": [{"valueString": TEXT, "item": [coded]}]}],
    }
    bare = {"linkId": "goal", "answer": [{"valueCoding": {"code": "g"}}]}
    without_display = {
        "linkId": "group",
        "text": "added",
        "item": [{"linkId": "text", "answer": [{"valueString": TEXT, "item": [bare]}]}],
    }
    assert proof(form(nested), form(without_display)).holds
    assert proof(form(nested), form()).faults == {ProofPart.CONTENT}
    other = {"linkId": "text", "answer": [{"valueString": TEXT.replace("home", "school")}]}
    assert proof(form(), form(other)).faults == {ProofPart.CONTENT}
    assert proof(form(), form() | {"status": "in-progress"}).faults == {ProofPart.STATUS}


def test_form_with_other_white_space_holds_loosely() -> None:
    wrapped = {"linkId": "text", "answer": [{"valueString": TEXT.replace("\n", "\r\n ")}]}
    assert proof(form(), form(wrapped), LOOSE).holds
    assert not proof(form(), form(wrapped), STRICT).holds


def test_part_that_the_profile_does_not_ask_for_is_not_compared() -> None:
    undemanding = replace(STRICT, proof=frozenset({ProofPart.IDENTIFIER}))
    assert proof(document(), {"resourceType": "DocumentReference", "identifier": [OWN]}, undemanding).holds


def test_identifier_values_copes_with_every_form() -> None:
    assert identifier_values({"identifier": [OWN, "x", {"value": 7}]}) == {"urn:uuid:1"}
    assert identifier_values({"identifier": OWN}) == {"urn:uuid:1"}
    assert identifier_values({}) == frozenset()


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"status": "entered-in-error"}, True),
        ({"status": "current", "docStatus": "entered-in-error"}, True),
        ({"status": "current", "docStatus": "final"}, False),
    ],
)
def test_is_retracted_looks_at_both_statuses(record: dict[str, Any], expected: bool) -> None:
    assert is_retracted(record) is expected
