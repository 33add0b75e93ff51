"""Looking for a record: every way that a server may answer a search."""

from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.client import SearchResult, ServerCapabilities
from pss_fhir.errors import BadRequest, ServerFault
from pss_fhir.outbox.finding import find_by_identifier

OURS = {"resourceType": "DocumentReference", "id": "1", "identifier": [{"value": "urn:uuid:1"}]}
OTHER = {"resourceType": "DocumentReference", "id": "2", "identifier": [{"value": "urn:uuid:2"}]}


class Server:
    """Answers searches by their first parameter."""

    base_url = "https://ehr.example/fhir"

    def __init__(self, answers: dict[str, Any], *, can_search: bool = True) -> None:
        self.answers = answers
        self.can_search = can_search
        self.asked: list[Any] = []

    def capabilities(self) -> ServerCapabilities:
        resource = {
            "type": "DocumentReference",
            "interaction": [{"code": "search-type"}] if self.can_search else [],
            "searchParam": [{"name": name} for name in self.answers],
        }
        return ServerCapabilities.from_statement({"rest": [{"mode": "server", "resource": [resource]}]})

    def search(self, _type: str, params: Any, **_: object) -> SearchResult:
        self.asked.append(params)
        answer = self.answers[params[0][0]]
        if isinstance(answer, Exception):
            raise answer
        return answer


def found(*resources: dict[str, Any], is_complete: bool = True) -> SearchResult:
    return SearchResult(resources, (), None, (), is_complete)


def look(server: Server) -> tuple[dict[str, Any], ...] | None:
    return find_by_identifier(server, "DocumentReference", "urn:uuid:1", "Patient/riley")  # type: ignore[arg-type]


BAD = BadRequest("no", status=400)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"identifier": found(OURS)}, (OURS,)),
        ({"identifier": found()}, ()),
        ({"identifier": found(OTHER, OURS)}, (OURS,)),
        ({"identifier": found(OTHER)}, ()),
        ({"identifier": found(OTHER, is_complete=False)}, None),
        ({"identifier": found(OTHER, is_complete=False), "patient": found(OURS)}, (OURS,)),
        ({"identifier": BAD, "patient": found(OTHER, OURS)}, (OURS,)),
        ({"identifier": BAD, "subject": found()}, ()),
        ({"identifier": BAD}, None),
        ({"patient": found(OURS, is_complete=False)}, (OURS,)),
        ({"patient": found(OTHER, is_complete=False)}, None),
        ({"date": found(OURS)}, None),
    ],
)
def test_search_gives_what_can_be_known(answers: dict[str, Any], expected: Any) -> None:
    assert look(Server(answers)) == expected


def test_search_names_system_and_client() -> None:
    server = Server({"identifier": BAD, "patient": found(), "subject": found()})
    look(server)
    assert server.asked == [[("identifier", "urn:ietf:rfc:3986|urn:uuid:1")], [("patient", "Patient/riley")]]


def test_server_without_search_is_not_asked() -> None:
    server = Server({"identifier": found(OURS)}, can_search=False)
    assert look(server) is None
    assert server.asked == []


def test_failure_passes_through() -> None:
    with pytest.raises(ServerFault):
        look(Server({"identifier": ServerFault("no", status=503)}))
