from __future__ import annotations

import json
from typing import Any

import pytest

from pss_fhir.client import FhirClient, RetryPolicy
from pss_fhir.clock import FixedClock
from pss_fhir.errors import (
    AuthRequired,
    BadRequest,
    Conflict,
    FhirHttpError,
    Forbidden,
    Gone,
    MultipleMatches,
    NotAllowed,
    NotFhir,
    NotFound,
    RateLimited,
    RemoteError,
    ServerFault,
    Unprocessable,
    Unreachable,
    UsageError,
    VersionConflict,
)
from tests.wire.scripted import FakeAuthorizer, ScriptedTransport, Step, answer, bundle, outcome

BASE = "https://ehr.example/fhir"
PATIENT = {"resourceType": "Patient", "id": "1"}
NOTE: dict[str, Any] = {"resourceType": "DocumentReference", "status": "current"}


class Rig:
    """A client on a scripted server, with the pauses it made."""

    def __init__(self, clock: FixedClock, *steps: Step, tokens: tuple[str, ...] = ()) -> None:
        self.transport = ScriptedTransport(list(steps))
        self.authorizer = FakeAuthorizer(list(tokens)) if tokens else None
        self.pauses: list[float] = []
        self.client = FhirClient(
            BASE,
            self.transport,
            authorizer=self.authorizer,
            retry=RetryPolicy(jitter=lambda: 0.0),
            clock=clock,
            sleep=self.pauses.append,
        )


def test_read_asks_for_fhir_json_with_the_token(clock: FixedClock) -> None:
    rig = Rig(clock, answer(PATIENT), tokens=("t1",))
    assert rig.client.read("Patient/1") == PATIENT
    assert rig.transport.requests[0].url == f"{BASE}/Patient/1"
    assert rig.transport.header("Accept") == "application/fhir+json"
    assert rig.transport.header("Authorization") == "Bearer t1"


def test_read_when_another_type_comes_then_not_fhir(clock: FixedClock) -> None:
    with pytest.raises(NotFhir) as refused:
        Rig(clock, answer({"resourceType": "Group", "id": "1"})).client.read("Patient/1")
    assert refused.value.code == "client.other-type"


@pytest.mark.parametrize(
    "response",
    [
        answer(b""),
        answer(b"<html>Sign in</html>", content_type="text/html"),
        answer(b"<html>Sign in</html>"),
        answer(PATIENT, content_type="application/fhir+xml"),
        answer([1]),
        answer({"resourceType": 3}),
        answer(b'{"resourceType": "Patient", "x": NaN}'),
        answer(b"[" * 100_000),
        answer(b'\xff\xfe{"resourceType"'),
    ],
    ids=["empty", "html", "lying type", "xml", "list", "no type", "nan", "deep", "bytes"],
)
def test_read_when_the_answer_is_no_fhir_then_it_says_so(clock: FixedClock, response: Any) -> None:
    with pytest.raises(NotFhir) as refused:
        Rig(clock, response).client.read("Patient/1")
    assert refused.value.code == "client.not-fhir"
    assert refused.value.where == f"GET {BASE}/Patient/1"


@pytest.mark.parametrize("content_type", [None, "application/json; charset=UTF-8", "Application/FHIR+JSON"])
def test_read_when_the_content_type_is_json_in_any_form_then_read(
    clock: FixedClock, content_type: str | None
) -> None:
    assert Rig(clock, answer(PATIENT, content_type=content_type)).client.read("Patient/1") == PATIENT


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequest),
        (401, AuthRequired),
        (403, Forbidden),
        (404, NotFound),
        (405, NotAllowed),
        (409, Conflict),
        (410, Gone),
        (412, BadRequest),
        (418, BadRequest),
        (422, Unprocessable),
        (501, ServerFault),
    ],
)
def test_each_status_has_its_own_error(clock: FixedClock, status: int, kind: type[FhirHttpError]) -> None:
    body = outcome("business-rule", diagnostics="HTEST", details={"coding": [{"code": "4130"}]})
    with pytest.raises(kind) as failed:
        Rig(clock, answer(body, status)).client.read("Patient/1")
    assert type(failed.value) is kind
    assert failed.value.status == status
    assert failed.value.code == kind.default_code
    assert [issue.code for issue in failed.value.issues] == ["client.server-said"]
    assert "business-rule, its own code 4130" in str(failed.value)
    assert "HTEST" not in str(failed.value)


def test_a_redirect_is_not_followed(clock: FixedClock) -> None:
    rig = Rig(clock, answer(None, 302, headers={"Location": "https://evil.example/"}), tokens=("t",))
    with pytest.raises(NotFhir) as refused:
        rig.client.read("Patient/1")
    assert refused.value.code == "client.redirected"
    assert len(rig.transport.requests) == 1


@pytest.mark.parametrize("passing", [answer(None, 503), answer(None, 429), Unreachable("x")])
def test_read_when_the_failure_passes_then_tried_again(clock: FixedClock, passing: Step) -> None:
    rig = Rig(clock, passing, passing, answer(PATIENT))
    assert rig.client.read("Patient/1") == PATIENT
    assert rig.pauses == [0.5, 1.0]


def test_read_when_retry_after_is_given_then_it_is_kept(clock: FixedClock) -> None:
    rig = Rig(
        clock,
        answer(None, 429, headers={"Retry-After": "9"}),
        answer(None, 503, headers={"Retry-After": "Mon, 02 Nov 2026 14:30:05 GMT"}),
        answer(PATIENT),
    )
    rig.client.read("Patient/1")
    assert rig.pauses == [9.0, 5.0]


def test_read_when_retry_after_is_long_then_the_error_carries_it(clock: FixedClock) -> None:
    rig = Rig(clock, answer(None, 429, headers={"Retry-After": "3600"}))
    with pytest.raises(RateLimited) as refused:
        rig.client.read("Patient/1")
    assert refused.value.retry_after_seconds == 3600
    assert rig.pauses == []


def test_read_when_it_never_passes_then_the_last_failure(clock: FixedClock) -> None:
    rig = Rig(clock, *[answer(None, 503)] * 4)
    with pytest.raises(ServerFault):
        rig.client.read("Patient/1")
    assert len(rig.transport.requests) == 4


@pytest.mark.parametrize("failure", [answer(None, 503), answer(None, 429), Unreachable("x")])
@pytest.mark.parametrize("write", ["create", "update", "transaction", "operation"])
def test_a_write_is_never_repeated(clock: FixedClock, failure: Step, write: str) -> None:
    rig = Rig(clock, failure)
    calls = {
        "create": lambda: rig.client.create(NOTE, if_none_exist=[("identifier", "a|b")]),
        "update": lambda: rig.client.update({**NOTE, "id": "1"}, if_match="1"),
        "transaction": lambda: rig.client.transaction({"resourceType": "Bundle", "type": "transaction"}),
        "operation": lambda: rig.client.operation("$submit", on="Claim", body={"resourceType": "Bundle"}),
    }
    with pytest.raises(RemoteError):
        calls[write]()
    assert len(rig.transport.requests) == 1
    assert rig.pauses == []


def test_401_when_the_token_can_be_renewed_then_sent_again_with_the_new_one(clock: FixedClock) -> None:
    rig = Rig(clock, answer(None, 401), answer(None, 201), tokens=("old", "new"))
    assert rig.client.create(NOTE).was_created
    assert rig.transport.header("Authorization", 0) == "Bearer old"
    assert rig.transport.header("Authorization", 1) == "Bearer new"
    assert rig.transport.requests[0].body == rig.transport.requests[1].body


def test_401_when_the_new_token_is_refused_too_then_sign_in(clock: FixedClock) -> None:
    rig = Rig(clock, answer(None, 401), answer(None, 401), tokens=("old", "new"))
    with pytest.raises(AuthRequired):
        rig.client.read("Patient/1")
    assert rig.authorizer is not None
    assert rig.authorizer.renewals == 1


def test_401_when_there_is_nothing_to_renew_then_asked_once(clock: FixedClock) -> None:
    rig = Rig(clock, answer(None, 401), tokens=("only",))
    with pytest.raises(AuthRequired):
        rig.client.read("Patient/1")
    assert len(rig.transport.requests) == 1


def test_token_over_plain_http_to_another_machine_is_refused() -> None:
    with pytest.raises(UsageError) as refused:
        FhirClient("http://ehr.example/fhir", ScriptedTransport([]), authorizer=FakeAuthorizer(["t"]))
    assert refused.value.code == "client.base-unprotected"


@pytest.mark.parametrize("base", ["http://127.0.0.1:8080/fhir", "http://localhost/fhir", "http://[::1]/fhir"])
def test_token_over_plain_http_within_this_machine_is_allowed(base: str) -> None:
    FhirClient(base, ScriptedTransport([]), authorizer=FakeAuthorizer(["t"]))


@pytest.mark.parametrize("ref", ["https://evil.example/fhir/Patient/1", "Patient/..", "Patient/1?x=1"])
def test_read_when_the_reference_leads_away_then_nothing_is_sent(clock: FixedClock, ref: str) -> None:
    rig = Rig(clock, tokens=("t",))
    with pytest.raises(UsageError):
        rig.client.read(ref)
    assert rig.transport.requests == []


@pytest.mark.requirement("FHIR R4 http.html", "create")
@pytest.mark.parametrize(
    ("location", "ref", "version"),
    [
        (f"{BASE}/DocumentReference/9/_history/1", "DocumentReference/9", "1"),
        (f"{BASE}/DocumentReference/9", "DocumentReference/9", None),
        ("DocumentReference/9/_history/1", "DocumentReference/9", "1"),
        ("/fhir/DocumentReference/9", "DocumentReference/9", None),
    ],
)
def test_create_when_the_body_is_empty_then_location_tells(
    clock: FixedClock, location: str, ref: str, version: str | None
) -> None:
    rig = Rig(clock, answer(None, 201, headers={"Location": location}))
    written = rig.client.create(NOTE)
    assert (written.ref, written.version_id, written.was_created) == (ref, version, True)
    assert written.resource is None
    request = rig.transport.requests[0]
    assert (request.method, request.url) == ("POST", f"{BASE}/DocumentReference")
    assert request.body is not None
    assert json.loads(request.body) == NOTE
    assert rig.transport.header("Content-Type") == "application/fhir+json"
    assert rig.transport.header("If-None-Exist") is None


def test_create_when_only_the_body_tells_then_it_is_used(clock: FixedClock) -> None:
    made = {**NOTE, "id": "9", "meta": {"versionId": "u-1"}, "subject": {"reference": f"{BASE}/Patient/1"}}
    written = Rig(clock, answer(made, 201, headers={"ETag": 'W/"x"'})).client.create(NOTE)
    assert (written.ref, written.version_id, written.etag) == ("DocumentReference/9", "u-1", 'W/"x"')
    assert written.resource is not None
    assert written.resource["subject"] == {"reference": "Patient/1"}


def test_create_when_the_answer_is_an_outcome_then_its_warnings_are_kept(clock: FixedClock) -> None:
    headers = {"Content-Location": "DocumentReference/9", "ETag": '"7"'}
    written = Rig(clock, answer(outcome("informational", severity="warning"), 201, headers=headers))
    result = written.client.create(NOTE)
    assert (result.ref, result.version_id, result.resource) == ("DocumentReference/9", "7", None)
    assert [issue.severity.value for issue in result.issues] == ["warning"]


def test_create_when_nothing_tells_which_record_then_ref_is_none(clock: FixedClock) -> None:
    written = Rig(clock, answer(b"created", 201, content_type="text/plain")).client.create(NOTE)
    assert (written.ref, written.was_created) == (None, True)


@pytest.mark.requirement("FHIR R4 http.html", "ccreate")
def test_create_when_conditional_then_the_header_says_so(clock: FixedClock) -> None:
    rig = Rig(clock, answer(None, 200, headers={"Location": "DocumentReference/9"}))
    written = rig.client.create(NOTE, if_none_exist=[("identifier", "https://pss.example/note|a b&c")])
    assert rig.transport.header("If-None-Exist") == "identifier=https://pss.example/note|a%20b%26c"
    assert (written.status, written.was_created, written.ref) == (200, False, "DocumentReference/9")


def test_create_when_200_comes_with_a_web_page_then_the_write_is_unclear(clock: FixedClock) -> None:
    with pytest.raises(NotFhir) as refused:
        Rig(clock, answer(b"<html>Sign in</html>", content_type="text/html")).client.create(NOTE)
    assert refused.value.code == "client.write-unclear"


def test_update_when_200_comes_with_a_web_page_then_the_write_is_unclear(clock: FixedClock) -> None:
    with pytest.raises(NotFhir) as refused:
        Rig(clock, answer(b"<html>", content_type="text/html")).client.update(
            {**NOTE, "id": "9"}, if_match="1"
        )
    assert refused.value.code == "client.write-unclear"


@pytest.mark.requirement("FHIR R4 http.html", "ccreate")
def test_412_after_if_none_exist_means_multiple_matches(clock: FixedClock) -> None:
    with pytest.raises(MultipleMatches):
        Rig(clock, answer(None, 412)).client.create(NOTE, if_none_exist=[("identifier", "a|b")])


@pytest.mark.requirement("FHIR R4 http.html", "concurrency")
@pytest.mark.parametrize("status", [409, 412])
def test_409_or_412_after_if_match_means_version_conflict(clock: FixedClock, status: int) -> None:
    with pytest.raises(VersionConflict, match=rf"\({status}\)"):
        Rig(clock, answer(None, status)).client.update({**NOTE, "id": "9"}, if_match="3")


def test_409_without_if_match_is_a_conflict(clock: FixedClock) -> None:
    with pytest.raises(Conflict):
        Rig(clock, answer(None, 409)).client.update({**NOTE, "id": "9"}, if_match=None)


@pytest.mark.requirement("FHIR R4 http.html", "update")
def test_update_sends_the_version_it_began_from(clock: FixedClock) -> None:
    rig = Rig(clock, answer({**NOTE, "id": "9", "meta": {"versionId": "4"}}, headers={"ETag": 'W/"4"'}))
    written = rig.client.update({**NOTE, "id": "9"}, if_match="3")
    assert rig.transport.requests[0].url == f"{BASE}/DocumentReference/9"
    assert rig.transport.header("If-Match") == 'W/"3"'
    assert (written.version_id, written.was_created) == ("4", False)


def test_update_when_no_version_is_given_then_no_if_match(clock: FixedClock) -> None:
    rig = Rig(clock, answer(None, 204))
    written = rig.client.update({**NOTE, "id": "9"}, if_match=None)
    assert rig.transport.header("If-Match") is None
    assert (written.status, written.ref) == (204, "DocumentReference/9")


@pytest.mark.parametrize("resource", [NOTE, {**NOTE, "id": ".."}, {**NOTE, "id": ""}, {"id": "1"}])
def test_update_when_the_record_has_no_usable_identity_then_refused(
    clock: FixedClock, resource: dict[str, Any]
) -> None:
    with pytest.raises(UsageError):
        Rig(clock).client.update(resource, if_match=None)


def test_capabilities_are_fetched_once_and_without_the_token(clock: FixedClock) -> None:
    rig = Rig(clock, answer({"resourceType": "CapabilityStatement", "fhirVersion": "4.0.1"}), tokens=("t",))
    assert rig.client.capabilities().fhir_version == "4.0.1"
    assert rig.client.capabilities() is rig.client.capabilities()
    assert rig.transport.header("Authorization") is None
    assert rig.transport.requests[0].url == f"{BASE}/metadata"


def test_capabilities_when_the_server_insists_then_with_the_token(clock: FixedClock) -> None:
    rig = Rig(clock, answer(None, 401), answer({"resourceType": "CapabilityStatement"}), tokens=("t",))
    rig.client.capabilities()
    assert rig.transport.header("Authorization") == "Bearer t"


def test_capabilities_when_it_insists_and_there_is_no_token_then_refused(clock: FixedClock) -> None:
    with pytest.raises(AuthRequired):
        Rig(clock, answer(None, 401)).client.capabilities()


def test_operation_by_get_and_by_post(clock: FixedClock) -> None:
    rig = Rig(clock, answer({"resourceType": "ValueSet"}), answer({"resourceType": "Bundle"}))
    rig.client.operation("$expand", on="ValueSet/x", params=[("filter", "a b")])
    rig.client.operation("$submit", on="Claim", body={"resourceType": "Bundle"})
    assert rig.transport.requests[0].url == f"{BASE}/ValueSet/x/$expand?filter=a%20b"
    assert rig.transport.requests[1].url == f"{BASE}/Claim/$submit"
    assert [request.method for request in rig.transport.requests] == ["GET", "POST"]


@pytest.mark.parametrize(
    ("name", "on"), [("expand", ""), ("$../x", ""), ("$", ""), ("$x", "../y"), ("$x", "x/y")]
)
def test_operation_when_the_name_or_place_is_none_then_refused(clock: FixedClock, name: str, on: str) -> None:
    with pytest.raises(UsageError):
        Rig(clock).client.operation(name, on=on)


def test_transaction_posts_to_the_base(clock: FixedClock) -> None:
    rig = Rig(clock, answer(bundle()))
    rig.client.transaction({"resourceType": "Bundle", "type": "transaction", "entry": []})
    assert (rig.transport.requests[0].method, rig.transport.requests[0].url) == ("POST", BASE)


def test_transaction_when_it_is_no_transaction_then_refused(clock: FixedClock) -> None:
    with pytest.raises(UsageError):
        Rig(clock).client.transaction({"resourceType": "Bundle", "type": "collection"})
