"""What each kind of EHR lets an app do: declared and done must be the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pss_fhir.clock import FixedClock
from pss_fhir.errors import UsageError
from pss_fhir.sandbox import MODE_NAMES, Sandbox
from pss_fhir.sandbox.authz.sessions import Session
from pss_fhir.sandbox.authz.tokens import IssuedToken
from tests.wire.sandbox_talk import Talk, make_document

FORM = {
    "resourceType": "QuestionnaireResponse",
    "status": "completed",
    "questionnaire": "https://pss-fhir.org/fhir/Questionnaire/pss-service-note",
    "subject": {"reference": "Patient/client-1"},
    "authored": "2026-11-02T15:00:00Z",
}
ENCOUNTER = {
    "resourceType": "Encounter",
    "status": "finished",
    "class": {"code": "HH"},
    "subject": {"reference": "Patient/client-1"},
}


@pytest.fixture
def open_in(clock: FixedClock) -> Iterator[Callable[[str], Talk]]:
    """Opens a sandbox with its agency in a mode, without sign-in."""
    opened: list[Sandbox] = []

    def make(mode: str) -> Talk:
        sandbox = Sandbox(clock=clock, mode=mode, asks_for_sign_in=False)
        opened.append(sandbox)
        return Talk(sandbox)

    yield make
    for sandbox in opened:
        sandbox.stop()


def declared(talk: Talk, resource_type: str) -> dict[str, Any]:
    """What the CapabilityStatement says of a type."""
    resources = talk.get("metadata").json["rest"][0]["resource"]
    return dict(next(each for each in resources if each["type"] == resource_type))


@pytest.mark.parametrize("mode", MODE_NAMES)
@pytest.mark.parametrize(
    "body",
    [make_document(), FORM, ENCOUNTER],
    ids=["DocumentReference", "QuestionnaireResponse", "Encounter"],
)
def test_create_is_done_where_it_is_declared_and_nowhere_else(
    open_in: Callable[[str], Talk], mode: str, body: dict[str, Any]
) -> None:
    talk = open_in(mode)
    is_declared = {"code": "create"} in declared(talk, body["resourceType"])["interaction"]
    made = talk.post(body["resourceType"], body)
    assert made.status == (201 if is_declared else 405)
    if not is_declared:
        assert made.json["issue"][0]["code"] == "not-supported"


@pytest.mark.parametrize(
    ("mode", "writable"),
    [
        ("epic", {"DocumentReference", "QuestionnaireResponse"}),
        ("oracle", {"DocumentReference", "Encounter"}),
        ("athena", {"QuestionnaireResponse"}),
        ("ecw", {"QuestionnaireResponse"}),
        ("read-only", set()),
        ("open", {"DocumentReference", "QuestionnaireResponse", "Encounter"}),
    ],
)
def test_modes_declare_what_was_captured(
    open_in: Callable[[str], Talk], mode: str, writable: set[str]
) -> None:
    talk = open_in(mode)
    types = ("DocumentReference", "QuestionnaireResponse", "Encounter")
    assert {each for each in types if {"code": "create"} in declared(talk, each)["interaction"]} == writable


@pytest.mark.parametrize("mode", MODE_NAMES)
def test_every_mode_can_be_read_and_searched(open_in: Callable[[str], Talk], mode: str) -> None:
    talk = open_in(mode)
    assert talk.get("Patient/client-1").status == 200
    assert talk.get("DocumentReference?patient=client-1").json["total"] > 0


@pytest.mark.parametrize("mode", [name for name in MODE_NAMES if name != "open"])
def test_other_modes_have_no_transactions_and_no_conditional_writes(
    open_in: Callable[[str], Talk], mode: str
) -> None:
    talk = open_in(mode)
    statement = talk.get("metadata").json["rest"][0]
    assert "interaction" not in statement
    assert not any(each["conditionalCreate"] or each["updateCreate"] for each in statement["resource"])
    assert talk.post("", {"resourceType": "Bundle", "type": "transaction", "entry": []}).status == 405


@pytest.mark.parametrize("mode", ["epic", "oracle"])
def test_if_none_exist_is_passed_over_where_it_is_not_declared(
    open_in: Callable[[str], Talk], mode: str
) -> None:
    """A client that relies on it doubles its note there: it has to search first."""
    talk = open_in(mode)
    body = {"resourceType": "Observation", "status": "final", "code": {"text": "x"}}
    body["identifier"] = [{"value": "one"}]  # type: ignore[assignment]  # a plain resource
    first = talk.post("Observation", body, If_None_Exist="identifier=one")
    second = talk.post("Observation", body, If_None_Exist="identifier=one")
    assert first.headers["location"] != second.headers["location"]


def test_epic_refuses_a_document_whose_identifier_is_taken(open_in: Callable[[str], Talk]) -> None:
    talk = open_in("epic")
    assert talk.post("DocumentReference", make_document()).status == 201
    refused = talk.post("DocumentReference", make_document())
    assert refused.status == 400
    assert refused.json["issue"][0]["code"] == "duplicate"
    assert refused.json["issue"][0]["details"]["coding"] == [{"code": "59141"}]


def test_epic_reads_only_the_body_of_a_search_by_post(open_in: Callable[[str], Talk]) -> None:
    talk = open_in("epic")
    url = f"{talk.sandbox.fhir_base}/Patient/_search?_id=client-1"
    assert talk.form(url, {"gender": "male"}).ids != []
    assert "client-1" not in talk.form(url, {"gender": "male"}).ids


def test_oracle_answers_a_create_with_nothing_but_headers(open_in: Callable[[str], Talk]) -> None:
    talk = open_in("oracle")
    made = talk.post("DocumentReference", make_document())
    assert (made.status, made.body) == (201, b"")
    assert talk.get(made.headers["location"].partition("/_history")[0]).json["status"] == "current"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"status": "superseded"}, "DocumentReference.status"),
        ({"docStatus": "preliminary"}, "DocumentReference.docStatus"),
        ({"docStatus": None}, "DocumentReference.docStatus"),
        (
            {
                "type": {
                    "coding": [
                        {"system": "http://loinc.org", "code": "11506-3"},
                        {"system": "https://fhir.cerner.com/codeSet/72", "code": "2820507"},
                    ]
                }
            },
            "DocumentReference.type.coding.system",
        ),
        ({"content": make_document()["content"] * 2}, "DocumentReference.content"),
        (
            {"content": [{"attachment": {"contentType": "text/plain", "data": "SFRFU1Q="}}]},
            "DocumentReference.content.attachment.contentType",
        ),
        (
            {"content": [{"attachment": {"contentType": "image/png;charset=utf-8", "data": "SFRFU1Q="}}]},
            "DocumentReference.content.attachment.contentType",
        ),
        ({"author": []}, "DocumentReference.author"),
        ({"authenticator": {"reference": "Practitioner/supervisor-1"}}, "DocumentReference.authenticator"),
        ({"context": {}}, "DocumentReference.context.period.start"),
        (
            {"context": {"period": {"start": "2026-11-02T09:00:00-05:00"}}},
            "DocumentReference.context.period.end",
        ),
        (
            {"context": {"period": {"start": "2026-11-02", "end": "2026-11-02"}}},
            "DocumentReference.context.period.start",
        ),
        ({"implicitRules": "https://example.org/rules"}, "DocumentReference.implicitRules"),
    ],
)
def test_oracle_takes_only_documents_of_its_own_form(
    open_in: Callable[[str], Talk], change: dict[str, Any], path: str
) -> None:
    talk = open_in("oracle")
    body = {name: value for name, value in make_document(**change).items() if value is not None}
    refused = talk.post("DocumentReference", body)
    assert refused.status == 422
    assert refused.json["issue"][0]["expression"] == [path]


def test_oracle_wants_the_author_to_be_who_is_signed_in(clock: FixedClock) -> None:
    sandbox = Sandbox(clock=clock, mode="oracle")
    sandbox.sign_in.book.add_token(
        IssuedToken(
            access_token="token",
            refresh_token=None,
            client_id="app",
            scope="user/DocumentReference.c",
            session=Session(user_ref="Practitioner/specialist-2"),
            issued_at=clock.now(),
            expires_at=clock.now().replace(year=2027),
            family="f",
            clock=clock,
        )
    )
    talk = Talk(sandbox, "token")
    refused = talk.post("DocumentReference", make_document())
    assert (refused.status, refused.json["issue"][0]["expression"]) == (
        422,
        ["DocumentReference.author.reference"],
    )
    own = make_document(author=[{"reference": "Practitioner/specialist-2"}])
    assert talk.post("DocumentReference", own).status == 201
    sandbox.stop()


def test_oracle_updates_only_with_if_match_and_the_same_patient(open_in: Callable[[str], Talk]) -> None:
    talk = open_in("oracle")
    where = talk.post("DocumentReference", make_document()).headers["location"].partition("/_history")[0]
    body = make_document(id=where.rpartition("/")[2], docStatus="amended")
    assert talk.put(where, body).status == 400
    assert talk.put(where, body, If_Match='W/"1"').status == 200
    moved = {**body, "subject": {"reference": "Patient/client-2"}}
    refused = talk.put(where, moved, If_Match='W/"2"')
    assert (refused.status, refused.json["issue"][0]["expression"]) == (
        422,
        ["DocumentReference.subject.reference"],
    )


def test_oracle_tokens_count_for_570_seconds(open_in: Callable[[str], Talk]) -> None:
    assert open_in("oracle").sandbox.mode.access_token_seconds == 570


def test_mode_can_be_switched_while_it_runs(open_in: Callable[[str], Talk]) -> None:
    talk = open_in("open")
    talk.sandbox.switch_mode("read-only")
    assert talk.post("DocumentReference", make_document()).status == 405
    talk.sandbox.switch_mode("open")
    assert talk.post("DocumentReference", make_document()).status == 201


def test_mode_when_it_is_unknown_then_usage_error() -> None:
    with pytest.raises(UsageError) as refused:
        Sandbox(mode="vista")
    assert refused.value.code == "sandbox.unknown-mode"
    assert "athena" in refused.value.message
