from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.client import FhirClient, SearchResult, search
from pss_fhir.errors import NotFhir, RemoteError, UsageError
from tests.wire.scripted import FakeAuthorizer, ScriptedTransport, Step, answer, bundle, outcome

BASE = "https://ehr.example/fhir"


def patient(number: int) -> dict[str, Any]:
    return {"resourceType": "Patient", "id": str(number)}


def client_on(*steps: Step) -> tuple[FhirClient, ScriptedTransport]:
    transport = ScriptedTransport(list(steps))
    return FhirClient(BASE, transport, authorizer=FakeAuthorizer(["t"]), sleep=lambda _: None), transport


def ids(result: SearchResult) -> list[str]:
    return [resource["id"] for resource in result.resources]


def test_search_encodes_what_it_asks() -> None:
    client, transport = client_on(answer(bundle()))
    client.search("Patient", [("identifier", "https://x|a b"), ("_count", "5"), ("name", "ä&=")], limit=3)
    assert transport.requests[0].url == (
        f"{BASE}/Patient?identifier=https%3A%2F%2Fx%7Ca%20b&_count=5&name=%C3%A4%26%3D"
    )


def test_search_asks_for_no_result_from_before() -> None:
    """HAPI would answer that a note filed a second ago is not there."""
    client, transport = client_on(answer(bundle()))
    client.search("DocumentReference", [("identifier", "urn:ietf:rfc:3986|urn:uuid:1")])
    assert transport.requests[0].headers["Cache-Control"] == "no-cache"


def test_search_without_parameters_has_no_query() -> None:
    client, transport = client_on(answer(bundle()))
    client.search("Patient")
    assert transport.requests[0].url == f"{BASE}/Patient"


@pytest.mark.parametrize(("limit", "count"), [(1, "1"), (7, "7"), (1000, "100")])
def test_search_with_a_limit_asks_for_no_larger_page(limit: int, count: str) -> None:
    client, transport = client_on(answer(bundle()))
    client.search("Patient", limit=limit)
    assert transport.requests[0].url.endswith(f"?_count={count}")


@pytest.mark.requirement("FHIR R4 http.html", "paging")
def test_search_follows_every_page_with_the_token() -> None:
    client, transport = client_on(
        answer(bundle(patient(1), next_url=f"{BASE}?_getpages=abc", total=3)),
        answer(bundle(patient(2), next_url="Patient?page=3")),
        answer(bundle(patient(3))),
    )
    found = client.search("Patient")
    assert ids(found) == ["1", "2", "3"]
    assert (found.total, found.is_complete, found.issues) == (3, True, ())
    assert [request.url for request in transport.requests] == [
        f"{BASE}/Patient",
        f"{BASE}?_getpages=abc",
        f"{BASE}/Patient?page=3",
    ]
    assert all(request.headers["Authorization"] == "Bearer t" for request in transport.requests)


def test_search_when_the_limit_is_reached_then_no_more_pages() -> None:
    client, transport = client_on(answer(bundle(patient(1), patient(2), next_url=f"{BASE}/Patient?p=2")))
    found = client.search("Patient", limit=2)
    assert ids(found) == ["1", "2"]
    assert not found.is_complete
    assert found.issues == ()
    assert len(transport.requests) == 1


def test_search_when_a_page_holds_more_than_the_limit_then_cut() -> None:
    client, _ = client_on(answer(bundle(patient(1), patient(2))))
    found = client.search("Patient", limit=1)
    assert (ids(found), found.is_complete) == (["1"], False)


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/fhir/Patient?p=2",
        "http://ehr.example/fhir/Patient?p=2",
        "https://ehr.example/other/Patient?p=2",
        "https://ehr.example/fhir/../other?p=2",
        "//evil.example/fhir/Patient",
        "https://ehr.example@evil.example/fhir",
        "https://[",
    ],
)
@pytest.mark.requirement("Inferno g10", "97: no token to another host")
def test_search_when_the_next_link_leads_away_then_given_up_unasked(link: str) -> None:
    client, transport = client_on(answer(bundle(patient(1), next_url=link)))
    with pytest.raises(RemoteError) as refused:
        client.search("Patient")
    assert refused.value.code == "client.next-link-elsewhere"
    assert len(transport.requests) == 1


def test_search_when_the_links_turn_in_a_circle_then_given_up() -> None:
    client, transport = client_on(
        answer(bundle(patient(1), next_url=f"{BASE}/Patient?p=2")),
        answer(bundle(patient(2), next_url=f"{BASE}/Patient")),
    )
    with pytest.raises(RemoteError) as refused:
        client.search("Patient")
    assert refused.value.code == "client.paging-loop"
    assert len(transport.requests) == 2


def test_search_when_there_are_too_many_pages_then_cut_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_PAGES", 2)
    client, _ = client_on(
        *[answer(bundle(patient(n), next_url=f"{BASE}/Patient?p={n + 1}")) for n in (1, 2)],
    )
    found = client.search("Patient")
    assert ids(found) == ["1", "2"]
    assert not found.is_complete
    assert [issue.code for issue in found.issues] == ["client.search-cut"]


def test_search_keeps_outcome_entries_as_issues_and_includes_apart() -> None:
    page = bundle(patient(1))
    page["entry"] += [
        {"resource": {"resourceType": "Practitioner", "id": "p"}, "search": {"mode": "include"}},
        {"resource": outcome("processing", severity="warning"), "search": {"mode": "outcome"}},
        {"fullUrl": "urn:uuid:1"},
        "broken",
    ]
    client, _ = client_on(answer(page))
    found = client.search("Patient")
    assert ids(found) == ["1"]
    assert [resource["id"] for resource in found.included] == ["p"]
    assert [issue.code for issue in found.issues] == ["client.server-said"]


def test_search_when_modes_are_left_out_then_worked_out() -> None:
    client, _ = client_on(
        answer(
            bundle(patient(1), {"resourceType": "Practitioner", "id": "p"}, outcome("processing"), mode=None)
        )
    )
    found = client.search("Patient")
    assert (ids(found), len(found.included), len(found.issues)) == (["1"], 1, 1)


def test_search_when_references_are_absolute_then_own_ones_come_relative() -> None:
    """The variation ``absolute_references`` of a foreign server."""
    goal = {"resourceType": "Goal", "id": "g", "subject": {"reference": f"{BASE}/Patient/1"}}
    page = bundle(goal)
    page["entry"][0]["fullUrl"] = f"{BASE}/Goal/g"
    client, _ = client_on(answer(page))
    assert client.search("Goal").resources[0]["subject"] == {"reference": "Patient/1"}


def test_search_leaves_records_entered_in_error_to_the_caller() -> None:
    wrong = {"resourceType": "Goal", "id": "g", "lifecycleStatus": "entered-in-error"}
    client, _ = client_on(answer(bundle(wrong)))
    assert client.search("Goal").resources == (wrong,)


def test_search_when_the_answer_is_no_bundle_then_refused() -> None:
    client, _ = client_on(answer(patient(1)))
    with pytest.raises(NotFhir):
        client.search("Patient")


def test_search_when_the_type_is_none_then_nothing_is_sent() -> None:
    client, transport = client_on()
    with pytest.raises(UsageError):
        client.search("../Patient")
    assert transport.requests == []
