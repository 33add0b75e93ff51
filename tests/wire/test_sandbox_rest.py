"""The RESTful API of the sandbox, one behaviour of http.html after the other."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from pss_fhir.clock import FixedClock
from pss_fhir.sandbox import Sandbox
from tests.wire.sandbox_talk import Talk, make_patient


@pytest.fixture
def talk(clock: FixedClock) -> Iterator[Talk]:
    """An open sandbox without people and without sign-in."""
    sandbox = Sandbox(clock=clock, asks_for_sign_in=False, has_agency=False)
    yield Talk(sandbox)
    sandbox.stop()


@pytest.fixture
def patient_id(talk: Talk) -> str:
    """The id of a stored patient."""
    return str(talk.post("Patient", make_patient()).json["id"])


def test_create_gives_id_version_location_and_the_resource(talk: Talk) -> None:
    made = talk.post("Patient", make_patient())
    body = made.json
    assert made.status == 201
    assert made.headers["etag"] == 'W/"1"'
    assert made.headers["location"] == f"{talk.sandbox.fhir_base}/Patient/{body['id']}/_history/1"
    assert body["meta"]["versionId"] == "1"
    assert body["meta"]["lastUpdated"] == "2026-11-02T14:30:00.000Z"
    assert body["meta"]["tag"][0]["code"] == "HTEST"


def test_create_when_body_has_an_id_then_the_server_gives_its_own(talk: Talk) -> None:
    assert talk.post("Patient", make_patient(id="mine")).json["id"] != "mine"


@pytest.mark.parametrize(
    ("prefer", "resource_type"),
    [
        ("return=minimal", None),
        ("return=OperationOutcome", "OperationOutcome"),
        ("return=representation", "Patient"),
    ],
)
def test_create_when_preference_is_given_then_answer_has_that_form(
    talk: Talk, prefer: str, resource_type: str | None
) -> None:
    made = talk.post("Patient", make_patient(), Prefer=prefer)
    assert made.status == 201
    assert "location" in made.headers
    assert (made.json["resourceType"] if made.body else None) == resource_type


def test_create_when_type_differs_then_400(talk: Talk) -> None:
    refused = talk.post("Observation", make_patient())
    assert refused.status == 400
    assert refused.json["resourceType"] == "OperationOutcome"


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b""])
def test_create_when_body_is_no_resource_then_400(talk: Talk, body: bytes) -> None:
    assert talk.post("Patient", body).status == 400


def test_create_when_content_type_is_not_json_then_415(talk: Talk) -> None:
    assert talk.post("Patient", b"<Patient/>", Content_Type="application/fhir+xml").status == 415


def test_get_when_only_xml_is_accepted_then_406(talk: Talk, patient_id: str) -> None:
    assert talk.get(f"Patient/{patient_id}", Accept="application/fhir+xml").status == 406
    assert talk.get(f"Patient/{patient_id}?_format=xml").status == 406
    assert talk.get(f"Patient/{patient_id}?_format=application/fhir+json").status == 200
    assert talk.get(f"Patient/{patient_id}", Accept="text/html, */*;q=0.1").status == 200


def test_read_gives_the_newest_version(talk: Talk, patient_id: str) -> None:
    talk.put(f"Patient/{patient_id}", make_patient(id=patient_id, gender="male"))
    read = talk.get(f"Patient/{patient_id}")
    assert (read.status, read.json["gender"], read.headers["etag"]) == (200, "male", 'W/"2"')
    assert read.headers["last-modified"] == "Mon, 02 Nov 2026 14:30:00 GMT"


def test_read_when_caller_has_the_version_then_304(talk: Talk, patient_id: str) -> None:
    unchanged = talk.get(f"Patient/{patient_id}", If_None_Match='W/"1"')
    assert (unchanged.status, unchanged.body) == (304, b"")
    assert talk.get(f"Patient/{patient_id}", If_None_Match='W/"9"').status == 200
    since = talk.get(f"Patient/{patient_id}").headers["last-modified"]
    assert talk.get(f"Patient/{patient_id}", If_Modified_Since=since).status == 304


def test_head_gives_headers_alone(talk: Talk, patient_id: str) -> None:
    head = talk.say("HEAD", f"Patient/{patient_id}")
    assert (head.status, head.body, head.headers["etag"]) == (200, b"", 'W/"1"')


@pytest.mark.parametrize("path", ["Patient/none", "Nothing/1", "Patient/1/2/3", "Patient/none/_history"])
def test_read_when_nothing_is_there_then_404(talk: Talk, path: str) -> None:
    missing = talk.get(path)
    assert missing.status == 404
    assert missing.json["resourceType"] == "OperationOutcome"


def test_vread_gives_old_versions(talk: Talk, patient_id: str) -> None:
    talk.put(f"Patient/{patient_id}", make_patient(id=patient_id, gender="male"))
    assert talk.get(f"Patient/{patient_id}/_history/1").json["gender"] == "female"
    assert talk.get(f"Patient/{patient_id}/_history/2").json["gender"] == "male"
    assert talk.get(f"Patient/{patient_id}/_history/3").status == 404


def test_update_when_if_match_is_old_then_412_and_nothing_changes(talk: Talk, patient_id: str) -> None:
    talk.put(f"Patient/{patient_id}", make_patient(id=patient_id, gender="male"), If_Match='W/"1"')
    refused = talk.put(f"Patient/{patient_id}", make_patient(id=patient_id, gender="other"), If_Match='W/"1"')
    assert (refused.status, refused.json["issue"][0]["code"]) == (412, "conflict")
    assert talk.get(f"Patient/{patient_id}").json["gender"] == "male"


def test_update_when_if_match_cannot_be_read_then_400(talk: Talk, patient_id: str) -> None:
    assert talk.put(f"Patient/{patient_id}", make_patient(id=patient_id), If_Match="1").status == 400


def test_update_when_id_is_new_then_201(talk: Talk) -> None:
    made = talk.put("Patient/chosen", make_patient(id="chosen"))
    assert (made.status, made.json["id"]) == (201, "chosen")
    assert talk.put("Patient/chosen", make_patient(id="chosen")).status == 200


@pytest.mark.parametrize("body_id", [None, "other"])
def test_update_when_body_id_is_not_the_urls_then_400(talk: Talk, body_id: str | None) -> None:
    body = make_patient(id=body_id) if body_id else make_patient()
    assert talk.put("Patient/chosen", body).status == 400


def test_update_when_id_has_another_form_then_400(talk: Talk) -> None:
    assert talk.put("Patient/a_b", make_patient(id="a_b")).status == 400


def test_delete_makes_it_gone_and_update_brings_it_back(talk: Talk, patient_id: str) -> None:
    gone = talk.say("DELETE", f"Patient/{patient_id}")
    assert (gone.status, gone.headers["etag"]) == (204, 'W/"2"')
    assert talk.get(f"Patient/{patient_id}").status == 410
    assert talk.get(f"Patient/{patient_id}/_history/1").status == 200
    assert talk.get(f"Patient/{patient_id}/_history/2").status == 410
    assert talk.get("Patient").json["total"] == 0
    assert talk.say("DELETE", f"Patient/{patient_id}").status == 204
    back = talk.put(f"Patient/{patient_id}", make_patient(id=patient_id))
    assert (back.status, back.headers["etag"]) == (201, 'W/"3"')


def test_delete_when_nothing_is_there_then_204(talk: Talk) -> None:
    assert talk.say("DELETE", "Patient/none").status == 204


def test_history_tells_every_version_newest_first(talk: Talk, patient_id: str) -> None:
    talk.put(f"Patient/{patient_id}", make_patient(id=patient_id, gender="male"))
    talk.say("DELETE", f"Patient/{patient_id}")
    bundle = talk.get(f"Patient/{patient_id}/_history").json
    assert bundle["type"] == "history"
    assert [entry["request"]["method"] for entry in bundle["entry"]] == ["DELETE", "PUT", "POST"]
    assert [entry["response"]["status"][:3] for entry in bundle["entry"]] == ["204", "200", "201"]
    assert "resource" not in bundle["entry"][0]
    assert len(talk.get(f"Patient/{patient_id}/_history?_count=1").json["entry"]) == 1
    assert talk.get("Patient/_history").json["total"] == 3


def test_patch_changes_what_it_names(talk: Talk, patient_id: str) -> None:
    operations = [{"op": "replace", "path": "/gender", "value": "other"}]
    patched = talk.say(
        "PATCH",
        f"Patient/{patient_id}",
        operations,
        Content_Type="application/json-patch+json",
        If_Match='W/"1"',
    )
    assert (patched.status, patched.json["gender"], patched.json["meta"]["versionId"]) == (200, "other", "2")


@pytest.mark.parametrize(
    ("operations", "status"),
    [
        ([{"op": "test", "path": "/gender", "value": "male"}], 422),
        ([{"op": "remove", "path": "/nothing"}], 422),
        ([{"op": "replace", "path": "/id", "value": "x"}], 422),
        ({"op": "remove"}, 400),
    ],
)
def test_patch_when_it_does_not_fit_then_nothing_changes(
    talk: Talk, patient_id: str, operations: object, status: int
) -> None:
    refused = talk.say(
        "PATCH", f"Patient/{patient_id}", operations, Content_Type="application/json-patch+json"
    )
    assert refused.status == status
    assert talk.get(f"Patient/{patient_id}").headers["etag"] == 'W/"1"'


def test_patch_when_content_type_is_fhir_json_then_415(talk: Talk, patient_id: str) -> None:
    assert talk.say("PATCH", f"Patient/{patient_id}", [{"op": "remove", "path": "/gender"}]).status == 415


CONDITION = "identifier=https://agency.example/record|HT-0042"


def test_conditional_create_when_one_matches_then_200_with_it(talk: Talk, patient_id: str) -> None:
    again = talk.post("Patient", make_patient(gender="male"), If_None_Exist=CONDITION)
    assert (again.status, again.json["id"], again.json["gender"]) == (200, patient_id, "female")
    assert again.headers["location"].endswith(f"Patient/{patient_id}/_history/1")
    assert talk.get("Patient").json["total"] == 1


def test_conditional_create_when_none_matches_then_201(talk: Talk) -> None:
    assert talk.post("Patient", make_patient(), If_None_Exist=CONDITION).status == 201


def test_conditional_create_when_several_match_then_412(talk: Talk, patient_id: str) -> None:
    talk.post("Patient", make_patient())
    refused = talk.post("Patient", make_patient(), If_None_Exist=CONDITION)
    assert (refused.status, refused.json["issue"][0]["code"]) == (412, "multiple-matches")
    assert talk.get("Patient").json["total"] == 2


@pytest.mark.parametrize("condition", ["", "nothing=1", "_count=5"])
def test_conditional_create_when_condition_names_nothing_then_it_is_refused(
    talk: Talk, condition: str
) -> None:
    """A parameter that is passed over would match everything, and the write would be lost."""
    assert talk.post("Patient", make_patient(), If_None_Exist=condition).status in (400, 412)
    assert talk.get("Patient").json["total"] == 0


def test_conditional_update_follows_the_match(talk: Talk, patient_id: str) -> None:
    updated = talk.put(f"Patient?{CONDITION}", make_patient(gender="male"))
    assert (updated.status, updated.json["id"], updated.json["gender"]) == (200, patient_id, "male")
    made = talk.put("Patient?identifier=https://agency.example/record|HT-0099", make_patient())
    assert made.status == 201
    chosen = talk.put("Patient?identifier=https://agency.example/record|HT-0098", make_patient(id="chosen"))
    assert (chosen.status, chosen.json["id"]) == (201, "chosen")
    assert talk.put("Patient?gender=male", make_patient(id="wrong")).status == 400
    assert talk.put("Patient?gender=other", make_patient(id="chosen")).status == 409
    assert talk.put(f"Patient?{CONDITION}", make_patient()).status == 412


def test_conditional_delete_and_patch_follow_the_match(talk: Talk, patient_id: str) -> None:
    operations = [{"op": "add", "path": "/active", "value": True}]
    patched = talk.say(
        "PATCH", f"Patient?{CONDITION}", operations, Content_Type="application/json-patch+json"
    )
    assert patched.json["active"] is True
    assert talk.say("DELETE", f"Patient?{CONDITION}").status == 204
    assert talk.get(f"Patient/{patient_id}").status == 410
    assert talk.say("DELETE", f"Patient?{CONDITION}").status == 204


def test_references_to_this_server_are_stored_relative(talk: Talk) -> None:
    goal = {
        "resourceType": "Goal",
        "lifecycleStatus": "active",
        "description": {"text": "I want a garden."},
        "subject": {"reference": f"{talk.sandbox.fhir_base}/Patient/1"},
    }
    assert talk.post("Goal", goal).json["subject"]["reference"] == "Patient/1"


def test_capability_statement_says_what_the_server_is(talk: Talk) -> None:
    statement = talk.get("metadata").json
    rest = statement["rest"][0]
    patient = next(each for each in rest["resource"] if each["type"] == "Patient")
    assert statement["fhirVersion"] == "4.0.1"
    assert statement["implementation"]["url"] == talk.sandbox.fhir_base
    assert patient["conditionalCreate"] is True
    assert {"read", "create", "update", "delete", "patch"} <= {
        each["code"] for each in patient["interaction"]
    }
    assert {"name": "family", "type": "string"} in patient["searchParam"]
    assert "operation" not in patient


def test_validate_asks_the_validator_it_was_given(clock: FixedClock) -> None:
    from pss_fhir.issues import Issue, Severity

    asked = []

    def validate(resource: dict[str, object], profile: str | None) -> list[Issue]:
        asked.append((resource["resourceType"], profile))
        return [Issue(Severity.ERROR, "validate.made-up", "name is missing", path="Patient.name")]

    talk = Talk(Sandbox(clock=clock, asks_for_sign_in=False, has_agency=False, validate=validate))
    answer = talk.post("Patient/$validate?profile=http://example.org/p", make_patient())
    issue = answer.json["issue"][0]
    assert (answer.status, issue["severity"], issue["expression"]) == (200, "error", ["Patient.name"])
    parameters = {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "resource", "resource": make_patient()},
            {"name": "profile", "valueUri": "http://example.org/q"},
        ],
    }
    talk.post("Patient/$validate", parameters)
    assert asked == [("Patient", "http://example.org/p"), ("Patient", "http://example.org/q")]
    assert "operation" in talk.get("metadata").json["rest"][0]["resource"][0]


def test_versions_carry_the_time_of_their_write(talk: Talk, patient_id: str, clock: FixedClock) -> None:
    clock.advance(timedelta(minutes=5))
    updated = talk.put(f"Patient/{patient_id}", make_patient(id=patient_id))
    assert updated.json["meta"]["lastUpdated"] == "2026-11-02T14:35:00.000Z"
    assert updated.headers["last-modified"] == "Mon, 02 Nov 2026 14:35:00 GMT"


def test_body_when_it_is_too_large_then_413(talk: Talk) -> None:
    refused = talk.post("Patient", b" " * (17 * 1024 * 1024))
    assert (refused.status, refused.json["resourceType"]) == (413, "OperationOutcome")


def test_fault_of_its_own_is_an_outcome_too(clock: FixedClock) -> None:
    def validate(resource: object, profile: object) -> list[object]:
        raise RuntimeError("HTEST")

    sandbox = Sandbox(clock=clock, asks_for_sign_in=False, has_agency=False, validate=validate)  # type: ignore[arg-type]  # it only fails
    broken = Talk(sandbox).post("Patient/$validate", make_patient())
    assert (broken.status, broken.json["resourceType"]) == (500, "OperationOutcome")
    assert "HTEST" not in broken.text


def test_conditional_creates_at_the_same_time_make_one_resource(talk: Talk) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda _: talk.post("Patient", make_patient(), If_None_Exist=CONDITION), range(16))
        )
    assert sorted(answer.status for answer in answers) == [200] * 15 + [201]
    assert talk.get("Patient").json["total"] == 1


def test_store_on_disk_keeps_everything(clock: FixedClock, tmp_path: object) -> None:
    path = f"{tmp_path}/ehr.sqlite3"
    first = Sandbox(clock=clock, asks_for_sign_in=False, has_agency=False, data=path)
    patient_id = Talk(first).post("Patient", make_patient()).json["id"]
    first.stop()
    second = Sandbox(clock=clock, asks_for_sign_in=False, data=path)
    assert Talk(second).get(f"Patient/{patient_id}").status == 200
    assert Talk(second).get("Patient").json["total"] == 1, "an agency is put into an empty store only"
    second.stop()
