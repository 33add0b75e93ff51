"""Any record to FHIR, any resource back, whatever it holds."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from pss_fhir.domain.contact import Contact
from pss_fhir.domain.note import ServiceNote
from pss_fhir.domain.plan import Goal
from pss_fhir.errors import MappingError
from pss_fhir.issues import Severity
from pss_fhir.mapping import as_json, from_fhir, models, read_all, to_fhir
from pss_fhir.mapping.conversion import MODULES, concept_module, read_each
from pss_fhir.mapping.transaction import transaction_of
from tests.builders import (
    make_addendum,
    make_authorization,
    make_client,
    make_contact,
    make_coverage,
    make_draft,
    make_goal,
    make_note,
    make_order,
    make_plan,
    make_specialist,
)
from tests.builders_care import WHOLE_RECORDS
from tests.builders_work import WORK_RECORDS

BASE = "https://ehr.example/fhir"
URN = "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0aa"
STORY = (
    make_client(),
    make_specialist(),
    make_plan(),
    make_goal(),
    make_order(),
    make_authorization(),
    make_coverage(),
    make_contact(),
    make_note(),
    make_addendum(),
    *WHOLE_RECORDS.values(),
    *WORK_RECORDS.values(),
)


def test_whole_story_is_read_back_in_order() -> None:
    reading = read_all([as_json(to_fhir(record)) for record in STORY])

    assert (reading.records, reading.issues) == (STORY, ())


def test_model_and_json_are_read_alike() -> None:
    model = to_fhir(make_goal())

    assert from_fhir(model) == from_fhir(as_json(model)) == make_goal()


def test_every_concept_names_its_record_and_profile() -> None:
    for name, module in MODULES.items():
        concept = concept_module(module).CONCEPT
        assert concept.record.__name__ == name
        record = next(record for record in STORY if type(record) is concept.record)
        assert as_json(to_fhir(record))["meta"]["profile"][0] == concept.profile


def test_draft_has_no_fhir_form() -> None:
    with pytest.raises(MappingError) as refused:
        to_fhir(make_draft())

    assert refused.value.code == "mapping.no-resource"


def test_note_of_a_server_that_takes_answers_is_written_as_answers() -> None:
    note = make_note(ref="QuestionnaireResponse/1")

    written = as_json(to_fhir(note, client=make_client()))

    assert written["resourceType"] == "QuestionnaireResponse"
    assert from_fhir(written) == note


def test_absolute_references_are_followed_on_the_servers_own_base() -> None:
    goal = as_json(to_fhir(make_goal(is_own_words=None)))
    goal["subject"] = {"reference": f"{BASE}/Patient/riley/_history/3"}

    read = from_fhir(goal, base_url=BASE)

    assert isinstance(read, Goal)
    assert read.client_ref == "Patient/riley"
    with pytest.raises(MappingError) as refused:
        from_fhir(goal, base_url="https://other.example/fhir")
    assert [issue.code for issue in refused.value.issues] == ["mapping.foreign-reference", "mapping.missing"]


def test_reference_by_a_urn_identifier_is_followed_and_by_another_is_not() -> None:
    goal = as_json(to_fhir(make_goal(is_own_words=None)))

    goal["subject"] = {"identifier": {"system": "urn:ietf:rfc:3986", "value": URN}}
    read = from_fhir(goal)
    assert isinstance(read, Goal)
    assert read.client_ref == URN

    goal["subject"] = {"identifier": {"system": "urn:x", "value": "7"}}
    with pytest.raises(MappingError) as refused:
        from_fhir(goal)
    assert refused.value.issues[0].code == "mapping.foreign-reference"


def test_searchset_gives_its_resources_at_their_full_urls() -> None:
    goal = as_json(to_fhir(make_goal(is_own_words=None)))
    goal["subject"] = {"reference": f"{BASE}/Patient/riley"}
    bundle = {
        "resourceType": "Bundle",
        "type": "searchset",
        "entry": [
            {"fullUrl": f"{BASE}/Goal/apartment", "resource": goal},
            {"fullUrl": f"{BASE}/Patient/riley", "resource": as_json(to_fhir(make_client()))},
            {"resource": {"resourceType": "OperationOutcome", "issue": []}},
            {},
            "entry",
        ],
    }

    reading = read_all([bundle])

    assert reading.records == (make_goal(is_own_words=None), make_client())
    assert [(issue.code, issue.path) for issue in reading.issues] == [
        ("mapping.other-type", "OperationOutcome"),
        ("mapping.entry-empty", "Bundle.entry[3]"),
        ("mapping.entry-empty", "Bundle.entry[4]"),
    ]


def test_batch_response_gives_what_its_bundles_hold() -> None:
    page = {
        "resourceType": "Bundle",
        "type": "searchset",
        "entry": [{"resource": as_json(to_fhir(make_goal()))}],
    }
    failed = {"response": {"status": "404", "outcome": {"resourceType": "OperationOutcome"}}}
    batch = {"resourceType": "Bundle", "type": "batch-response", "entry": [failed, {"resource": page}]}

    found = list(read_each([batch, as_json(to_fhir(make_client()))]))

    assert [(each.position, each.record is None) for each in found] == [(0, True), (0, False), (1, False)]


def test_bundles_within_bundles_are_read_however_deep() -> None:
    deep: dict[str, Any] = as_json(to_fhir(make_goal()))
    for _ in range(5000):
        deep = {"resourceType": "Bundle", "entry": [{"resource": deep}]}

    assert read_all([deep]).records == (make_goal(),)


def test_urn_of_a_bundle_when_its_resource_has_an_id_then_that_is_meant() -> None:
    """Synthea writes transactions so; a visit at a urn and a person at an id would be two charts."""
    urn = "urn:uuid:0d4c8b7a-5f0e-4c55-9d0b-3f1c2a9b7e11"
    goal = as_json(to_fhir(make_goal(is_own_words=None)))
    goal["subject"] = {"reference": urn.upper().replace("URN:UUID", "urn:uuid")}
    entries = [{"resource": goal}, {"fullUrl": urn, "resource": as_json(to_fhir(make_client()))}]

    reading = read_all([{"resourceType": "Bundle", "entry": entries}])

    assert reading.records == (make_goal(is_own_words=None), make_client())


@pytest.mark.parametrize("between", ["|", "%7C"])
def test_reference_by_a_search_is_followed_where_the_record_is_at_hand(
    between: str,
) -> None:
    doctor = {
        "resourceType": "Practitioner",
        "id": "lee",
        "identifier": [{"system": "http://hl7.org/fhir/sid/us-npi", "value": "9999995795"}],
        "name": [{"family": "HTEST"}],
    }
    search = f"Practitioner?identifier=http://hl7.org/fhir/sid/us-npi{between}9999995795"
    visit = {
        "resourceType": "Encounter",
        "id": "1",
        "status": "finished",
        "subject": {"reference": "Patient/riley"},
        "participant": [{"individual": {"reference": search}}],
    }

    contact = read_all([visit, doctor]).records[0]
    alone = read_all([visit])

    assert isinstance(contact, Contact)
    assert contact.specialist_ref == "Practitioner/lee"
    assert {issue.code for issue in alone.issues} == {"mapping.foreign-reference"}


def test_transaction_gives_records_at_their_urn() -> None:
    resource = as_json(to_fhir(make_goal()))
    del resource["id"]

    reading = read_all([{"resourceType": "Bundle", "entry": [{"fullUrl": URN, "resource": resource}]}])

    assert reading.records == (make_goal(ref=URN),)


@pytest.mark.parametrize(
    "resource",
    [None, 7, "Patient", [], {}, {"resourceType": None}, {"resourceType": 7}, {"id": "1"}],
)
def test_what_is_no_resource_is_told_so(resource: Any) -> None:
    reading = read_all([resource])

    assert [(issue.code, issue.severity) for issue in reading.issues] == [
        ("mapping.not-a-resource", Severity.ERROR)
    ]


@pytest.mark.parametrize("resource", [{"resourceType": "Flag", "id": "1"}, {"resourceType": "Nonsense"}])
def test_resource_of_another_type_is_left_alone(resource: dict[str, Any]) -> None:
    reading = read_all([resource])

    assert [(issue.code, issue.severity) for issue in reading.issues] == [
        ("mapping.other-type", Severity.INFORMATION)
    ]


def test_bundle_without_entries_is_empty() -> None:
    reading = read_all([{"resourceType": "Bundle"}, {"resourceType": "Bundle", "entry": []}])

    assert (reading.records, reading.issues) == ((), ())


def test_bundle_whose_entries_are_no_list_is_told_so() -> None:
    reading = read_all([{"resourceType": "Bundle", "entry": "no"}])

    assert [(issue.code, issue.path) for issue in reading.issues] == [("mapping.wrong-shape", "Bundle.entry")]


def test_error_names_resource_concept_and_reasons() -> None:
    with pytest.raises(MappingError) as refused:
        from_fhir({"resourceType": "Goal", "id": "7"})

    assert str(refused.value) == (
        "Goal/7: Goal cannot be read as a goal: mapping.missing. [mapping.unreadable]"
    )
    assert [issue.path for issue in refused.value.issues] == ["Goal.subject"]


def test_error_about_no_resource_says_so() -> None:
    with pytest.raises(MappingError, match="cannot be read as a record"):
        from_fhir({"name": "SENTINEL"})


def test_one_broken_resource_leaves_the_others() -> None:
    good = as_json(to_fhir(make_goal()))

    reading = read_all([{"resourceType": "Goal", "id": "bad"}, good])

    assert reading.records == (make_goal(),)
    assert {issue.resource for issue in reading.issues} == {"Goal/bad"}


def test_contained_and_damaged_contained_resources_do_no_harm() -> None:
    note = as_json(to_fhir(make_note()))
    note["contained"] = [None, 7, {"id": 3}, {"resourceType": "Basic"}]

    assert isinstance(from_fhir(note), ServiceNote)


def test_reading_never_loads_the_models() -> None:
    code = (
        "import sys; from pss_fhir.mapping import read_all;"
        "read_all([{'resourceType': 'Goal', 'id': '1'}, {'resourceType': 'DocumentReference'}]);"
        "print([name for name in sys.modules if name.startswith('fhir')])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"


def test_resource_without_any_identity_is_created_in_a_transaction() -> None:
    (entry,) = transaction_of([{"resourceType": "PractitionerRole"}])["entry"]

    assert entry["request"] == {"method": "POST", "url": "PractitionerRole"}


def test_models_that_the_mapping_does_not_write_are_not_offered() -> None:
    with pytest.raises(AttributeError):
        _ = models.Account  # type: ignore[attr-defined] # what is refused


def test_resource_with_a_modifier_extension_is_left_alone() -> None:
    goal = as_json(to_fhir(make_goal())) | {"modifierExtension": [{"url": "urn:not", "valueBoolean": True}]}

    reading = read_all([goal])

    assert (reading.records, [issue.code for issue in reading.issues]) == ((), ["mapping.modifier-extension"])
