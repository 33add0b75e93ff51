"""Our REST client and what the mapping writes against HAPI FHIR's JPA server, which nobody here wrote."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from pss_fhir.client import FhirClient, RequestsTransport
from pss_fhir.clock import FixedClock
from pss_fhir.domain.note import ServiceNote
from pss_fhir.errors import BadRequest, NotFound, Unreachable, VersionConflict
from pss_fhir.mapping import as_json, from_fhir, to_fhir
from pss_fhir.mapping.transaction import transaction_of
from pss_fhir.outbox import OutboxState
from pss_fhir.store import Store
from pss_fhir.wire import Request, Response
from tests.builders import (
    NOTE_IDENTIFIER,
    make_authorization,
    make_client,
    make_contact,
    make_coverage,
    make_goal,
    make_note,
    make_order,
    make_plan,
    make_specialist,
)
from tests.sqlite import migrated_sqlite
from tests.wire.filing_records import KEY, outbox_of, sign_note

pytestmark = [pytest.mark.interop, pytest.mark.timeout(600)]

NAMED = [
    {"resourceType": "Practitioner", "id": "lee", "name": [{"family": "HTEST", "given": ["Lee"]}]},
    {"resourceType": "Organization", "id": "plan-east", "name": "HTEST plan", "active": True},
]
"""What the records refer to and no record stands for."""


@pytest.fixture(scope="module")
def client(base_url: str) -> Iterator[FhirClient]:
    """A client of a server that holds the chart of the story."""
    with closing(RequestsTransport()) as transport:
        client = FhirClient(base_url, transport)
        client.transaction(_chart())
        yield client


def _chart() -> dict[str, Any]:
    makers = (
        make_client,
        make_specialist,
        make_plan,
        make_goal,
        make_order,
        make_authorization,
        make_coverage,
        make_contact,
    )
    return transaction_of([*NAMED, *(as_json(to_fhir(make())) for make in makers)])


def _new_note() -> tuple[ServiceNote, dict[str, Any], list[tuple[str, str]]]:
    note = make_note(note_identifier=f"urn:uuid:{uuid4()}")
    return note, as_json(to_fhir(note)), [("identifier", f"urn:ietf:rfc:3986|{note.note_identifier}")]


def test_metadata_says_what_the_ladder_asks_for(client: FhirClient) -> None:
    found = client.capabilities()
    assert found.software is not None
    assert found.software.startswith("HAPI FHIR Server 8.")
    assert found.fhir_version == "4.0.1"
    assert found.can("DocumentReference", "create")
    assert found.conditional_create("DocumentReference")
    assert {"identifier", "patient", "status"} <= found.search_params("DocumentReference")


def test_transaction_when_sent_again_then_nothing_is_doubled(client: FhirClient) -> None:
    answer = client.transaction(_chart())
    assert {entry["response"]["status"] for entry in answer["entry"]} == {"200 OK"}


def test_note_when_filed_twice_then_once_there_and_found_at_once(client: FhirClient) -> None:
    """The search before keeps HAPI's cache of an empty answer warm: the search after must not be told it."""
    note, resource, by_identifier = _new_note()
    assert client.search("DocumentReference", by_identifier).resources == ()

    first = client.create(resource, if_none_exist=by_identifier)
    again = client.create(resource, if_none_exist=by_identifier)
    found = client.search("DocumentReference", by_identifier).resources

    assert (first.was_created, again.was_created, again.ref) == (True, False, first.ref)
    assert [each["id"] for each in found] == [first.ref.rpartition("/")[2]]
    read = from_fhir(client.read(first.ref))
    assert isinstance(read, ServiceNote)
    assert (read.note_identifier, read.contact, read.response) == (
        note.note_identifier,
        note.contact,
        note.response,
    )


class LosesAnswers(RequestsTransport):
    """Sends, and lets no answer to a POST come back."""

    def send(self, request: Request) -> Response:
        answer = super().send(request)
        if request.method == "POST":
            raise Unreachable("lost")
        return answer


def test_outbox_when_the_answer_is_lost_then_the_note_is_there_once_and_filed(
    client: FhirClient, tmp_path: Path, clock: FixedClock
) -> None:
    by_identifier = [("identifier", f"urn:ietf:rfc:3986|{NOTE_IDENTIFIER}")]
    with (
        closing(Store.open(migrated_sqlite(tmp_path / "store.db"), key=KEY, clock=clock)) as store,
        closing(LosesAnswers()) as losing,
    ):
        sign_note(store)
        outbox = outbox_of(store, clock)
        lost = outbox.step(NOTE_IDENTIFIER, FhirClient(client.base_url, losing))
        clock.advance(timedelta(hours=2))
        found = outbox.step(NOTE_IDENTIFIER, client)

    assert (lost.state, found.state) == (OutboxState.UNKNOWN, OutboxState.FILED)
    assert [found.ref] == [
        f"DocumentReference/{each['id']}"
        for each in client.search("DocumentReference", by_identifier).resources
    ]


def test_update_when_the_note_moved_on_then_version_conflict(client: FhirClient) -> None:
    _, resource, by_identifier = _new_note()
    held = client.read(client.create(resource, if_none_exist=by_identifier).ref)
    retracted = {**held, "status": "entered-in-error", "docStatus": "entered-in-error"}

    assert client.update(retracted, if_match=held["meta"]["versionId"]).version_id == "2"
    with pytest.raises(VersionConflict) as refused:
        client.update(held, if_match=held["meta"]["versionId"])

    assert refused.value.status == 409
    assert client.read(f"DocumentReference/{held['id']}/_history/1")["status"] == "current"


def test_refusals_when_made_then_of_the_right_kind(client: FhirClient) -> None:
    _, resource, _ = _new_note()
    with pytest.raises(BadRequest):
        client.create({**resource, "subject": {"reference": "Patient/nobody"}})
    with pytest.raises(BadRequest):
        client.create({**resource, "status": "unheard-of"})
    with pytest.raises(BadRequest):
        client.search("Patient", [("unheard-of", "x")])
    with pytest.raises(NotFound):
        client.read("Patient/nobody")
    with pytest.raises(BadRequest):
        client.update({"resourceType": "Patient", "id": "12345"}, if_match=None)
