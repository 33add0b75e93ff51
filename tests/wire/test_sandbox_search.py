"""Search as search.html describes it, on a handful of resources."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pss_fhir.clock import FixedClock
from pss_fhir.sandbox import Sandbox
from tests.wire.sandbox_talk import Talk, make_patient

RESOURCES = (
    make_patient(id="p1", name=[{"family": "HTEST", "given": ["Zoë"]}], birthDate="1990-04-02"),
    make_patient(
        id="p2",
        identifier=[{"value": "HT-0043"}],
        name=[{"use": "official", "family": "HTEST", "given": ["Casey"]}],
        gender="male",
        birthDate="1985",
        telecom=[{"system": "phone", "value": "919-555-0102"}],
        deceasedDateTime="2026-01-01",
    ),
    make_patient(
        id="p3", identifier=[], name=[{"family": "HTEST-SMITH"}], gender="other", birthDate="1990-04"
    ),
    {
        "resourceType": "Encounter",
        "id": "e1",
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "HH"},
        "type": [
            {"coding": [{"system": "http://snomed.info/sct", "code": "439708006", "display": "Home visit"}]}
        ],
        "subject": {"reference": "Patient/p1"},
        "participant": [{"individual": {"reference": "Practitioner/s1"}}],
        "period": {"start": "2026-11-02T09:00:00-05:00", "end": "2026-11-02T09:50:00-05:00"},
    },
    {
        "resourceType": "Encounter",
        "id": "e2",
        "status": "in-progress",
        "class": {"code": "FLD"},
        "subject": {"reference": "Patient/p2"},
        "period": {"start": "2026-11-03T23:30:00-05:00"},
    },
    {
        "resourceType": "Practitioner",
        "id": "s1",
        "name": [{"family": "HTEST", "given": ["Jo"]}],
    },
    {
        "resourceType": "DocumentReference",
        "id": "d1",
        "status": "current",
        "type": {"coding": [{"system": "http://loinc.org", "code": "11506-3"}], "text": "Progress note"},
        "category": [{"coding": [{"code": "clinical-note"}]}],
        "subject": {"reference": "Patient/p1"},
        "author": [{"reference": "Practitioner/s1"}],
        "date": "2026-11-02T15:00:00Z",
        "content": [{"attachment": {"contentType": "text/plain", "url": "Binary/b1"}}],
        "context": {
            "encounter": [{"reference": "Encounter/e1"}],
            "period": {"start": "2026-11-02T09:00:00-05:00", "end": "2026-11-02T09:50:00-05:00"},
        },
    },
    {
        "resourceType": "Observation",
        "id": "o1",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "44261-6"}]},
        "subject": {"reference": "Patient/p1"},
        "valueQuantity": {
            "value": 12.5,
            "unit": "score",
            "system": "http://unitsofmeasure.org",
            "code": "{score}",
        },
        "effectiveDateTime": "2026-10",
    },
    {
        "resourceType": "Questionnaire",
        "id": "q1",
        "status": "active",
        "url": "https://example.org/q/one",
    },
    {
        "resourceType": "ServiceRequest",
        "id": "r1",
        "status": "active",
        "intent": "order",
        "code": {"text": "Peer support"},
        "subject": {"identifier": {"system": "https://agency.example/record", "value": "HT-0042"}},
    },
)


@pytest.fixture
def talk(clock: FixedClock) -> Iterator[Talk]:
    """A sandbox with the resources above."""
    sandbox = Sandbox(clock=clock, asks_for_sign_in=False, has_agency=False)
    for resource in RESOURCES:
        sandbox.api.store.put(resource, method="PUT")
    yield Talk(sandbox)
    sandbox.stop()


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("Patient", "p1 p2 p3"),
        ("Patient?_id=p1,p3", "p1 p3"),
        ("Patient?_id=p1&_id=p3", ""),
        # token
        ("Patient?identifier=HT-0042", "p1"),
        ("Patient?identifier=https://agency.example/record|HT-0042", "p1"),
        ("Patient?identifier=https://other.example|HT-0042", ""),
        ("Patient?identifier=https://agency.example/record|", "p1"),
        ("Patient?identifier=|HT-0043", "p2"),
        ("Patient?identifier=|HT-0042", ""),
        ("Patient?gender=male", "p2"),
        ("Patient?gender:not=male", "p1 p3"),
        ("Patient?gender=male,female", "p1 p2"),
        ("Patient?gender=http://hl7.org/fhir/administrative-gender|male", "p2"),
        ("Patient?phone=919-555-0102", "p2"),
        ("Patient?deceased=true", "p2"),
        ("Patient?identifier:missing=true", "p3"),
        ("Patient?identifier:missing=false", "p1 p2"),
        ("Patient?_tag=HTEST", "p1 p2 p3"),
        ("DocumentReference?type:text=progress", "d1"),
        ("DocumentReference?type=http://loinc.org|11506-3", "d1"),
        ("DocumentReference?type=http://loinc.org|34904-3", ""),
        ("DocumentReference?category=clinical-note", "d1"),
        ("Encounter?class=HH", "e1"),
        ("Encounter?status=finished,in-progress", "e1 e2"),
        # string
        ("Patient?given=zoe", "p1"),
        ("Patient?given=ZO", "p1"),
        ("Patient?given:exact=zoe", ""),
        ("Patient?given:exact=Zoë", "p1"),
        ("Patient?name=htest", "p1 p2 p3"),
        ("Patient?family:contains=smith", "p3"),
        ("Patient?family=smith", ""),
        ("Patient?name=official", ""),
        # date
        ("Patient?birthdate=1990-04-02", "p1"),
        ("Patient?birthdate=1990-04", "p1 p3"),
        ("Patient?birthdate=1990", "p1 p3"),
        ("Patient?birthdate=ne1990", "p2"),
        ("Patient?birthdate=lt1990", "p2"),
        ("Patient?birthdate=ge1990-04-02", "p1 p3"),
        ("Patient?birthdate=gt1990-04-02", "p3"),
        ("Patient?birthdate=sa1989", "p1 p3"),
        ("Patient?birthdate=eb1986", "p2"),
        ("Patient?birthdate=ap1990-04-10", "p3"),
        ("Patient?birthdate=ge1980&birthdate=lt1990", "p2"),
        ("Encounter?date=2026-11-02", "e1"),
        ("Encounter?date=ge2026-11-03", "e2"),
        ("Encounter?date=2026-11-03", ""),  # e2 is open, so no day can hold it
        ("Encounter?date=ap2026-11-03", "e2"),
        ("Encounter?date=lt2026-11-02T14:30:00Z", "e1"),
        ("DocumentReference?period=ge2026-11-02&period=le2026-11-02", "d1"),
        ("DocumentReference?date=2026-11-02", "d1"),
        ("Observation?date=2026", "o1"),
        ("Patient?_lastUpdated=2026-11-02", "p1 p2 p3"),
        ("Patient?_lastUpdated=gt2026-11-02", ""),
        # reference
        ("Encounter?patient=p1", "e1"),
        ("Encounter?patient=Patient/p1", "e1"),
        ("Encounter?subject:Patient=p1", "e1"),
        ("Encounter?subject:Group=p1", ""),
        ("Encounter?patient=Patient/p1,Patient/p2", "e1 e2"),
        ("Encounter?participant=Practitioner/s1", "e1"),
        ("DocumentReference?encounter=Encounter/e1", "d1"),
        ("DocumentReference?author=Practitioner/s1", "d1"),
        ("ServiceRequest?subject:identifier=https://agency.example/record|HT-0042", "r1"),
        # quantity, uri
        ("Observation?value-quantity=12.5", "o1"),
        ("Observation?value-quantity=12", ""),
        ("Observation?value-quantity=gt12||score", "o1"),
        ("Observation?value-quantity=12.5|http://unitsofmeasure.org|{score}", "o1"),
        ("Observation?value-quantity=12.5|http://unitsofmeasure.org|mg", ""),
        ("Observation?value-quantity=le12", ""),
        ("Questionnaire?url=https://example.org/q/one", "q1"),
        ("Questionnaire?url:below=https://example.org/q", "q1"),
        ("Questionnaire?url=https://example.org/q", ""),
        # sorting
        ("Patient?_sort=given", "p2 p1 p3"),
        ("Patient?_sort=-birthdate", "p1 p3 p2"),
        ("Patient?_sort=gender,-_id", "p1 p2 p3"),
        ("Patient?_sort=-_id", "p3 p2 p1"),
    ],
)
def test_search_finds(talk: Talk, search: str, found: str) -> None:
    answer = talk.get(search)
    assert answer.status == 200, answer.text
    assert answer.ids == found.split()
    assert answer.json["total"] == len(found.split())


@pytest.mark.parametrize(
    "search",
    [
        "Patient?gender:above=male",
        "Patient?birthdate=yesterday",
        "Patient?birthdate=xx2026",
        "Patient?_count=many",
        "Patient?_total=some",
        "Patient?identifier:missing=maybe",
        "Patient?_include=Patient",
        "Patient?_include=Patient:name",
        "Observation?value-quantity=much",
    ],
)
def test_search_when_it_cannot_be_understood_then_400(talk: Talk, search: str) -> None:
    assert talk.get(search).status == 400


def test_unknown_parameter_is_passed_over_or_refused_as_the_caller_prefers(talk: Talk) -> None:
    lenient = talk.get("Patient?shoe-size=44&gender=male")
    outcome = lenient.json["entry"][-1]
    assert lenient.json["entry"][0]["resource"]["id"] == "p2"
    assert outcome["search"]["mode"] == "outcome"
    assert "shoe-size" in outcome["resource"]["issue"][0]["details"]["text"]
    assert "shoe-size" not in lenient.json["link"][0]["url"], "self says what was searched by"
    assert talk.get("Patient?shoe-size=44", Prefer="handling=strict").status == 400
    assert talk.get("Patient?_sort=shoe-size", Prefer="handling=strict").status == 400


def test_pages_follow_each_other_until_there_is_no_next(talk: Talk) -> None:
    first = talk.get("Patient?_count=2&_sort=_id")
    next_url = next(link["url"] for link in first.json["link"] if link["relation"] == "next")
    second = talk.get(next_url)
    assert (first.ids, first.json["total"]) == (["p1", "p2"], 3)
    assert second.ids == ["p3"]
    assert [link["relation"] for link in second.json["link"]] == ["self"]
    assert "Patient" not in next_url, "a next link tells nothing about the search"


def test_pages_when_something_is_added_meanwhile_then_they_still_fit_together(talk: Talk) -> None:
    first = talk.get("Patient?_count=2&_sort=_id")
    talk.put("Patient/a0", make_patient(id="a0"))
    next_url = first.json["link"][1]["url"]
    assert talk.get(next_url).ids == ["p3"]


def test_page_when_it_is_not_kept_then_410(talk: Talk) -> None:
    assert talk.get("_page/unknown?from=1").status == 410


def test_count_zero_gives_the_number_alone(talk: Talk) -> None:
    bundle = talk.get("Patient?_count=0").json
    assert (bundle["total"], "entry" in bundle) == (3, False)
    assert [link["relation"] for link in bundle["link"]] == ["self"]


def test_total_none_leaves_the_number_out(talk: Talk) -> None:
    assert "total" not in talk.get("Patient?_total=none").json


@pytest.mark.parametrize(
    ("search", "included"),
    [
        ("DocumentReference?_include=DocumentReference:author", {"s1"}),
        ("DocumentReference?_include=DocumentReference:subject:Patient", {"p1"}),
        ("DocumentReference?_include=DocumentReference:subject:Group", set()),
        ("DocumentReference?_include=DocumentReference:*", {"p1", "s1", "e1"}),
        ("Encounter?_id=e1&_revinclude=DocumentReference:encounter", {"d1"}),
        ("Patient?_id=p1&_revinclude=Encounter:patient&_revinclude=Observation:subject", {"e1", "o1"}),
    ],
)
def test_inclusions_bring_what_belongs(talk: Talk, search: str, included: set[str]) -> None:
    entries = talk.get(search).json["entry"]
    assert {each["resource"]["id"] for each in entries if each["search"]["mode"] == "include"} == included
    assert sum(each["search"]["mode"] == "match" for each in entries) == 1


def test_search_by_post_reads_form_and_query(talk: Talk) -> None:
    url = f"{talk.sandbox.fhir_base}/Patient/_search?gender=male"
    assert talk.form(url, {"family": "htest"}).ids == ["p2"]


def test_search_leaves_deleted_out(talk: Talk) -> None:
    talk.say("DELETE", "Patient/p1")
    assert talk.get("Patient?identifier=HT-0042").ids == []


def test_escaped_comma_belongs_to_the_value(talk: Talk) -> None:
    talk.put("Patient/p4", make_patient(id="p4", name=[{"family": "HTEST, Jr"}]))
    assert talk.get(r"Patient?family=HTEST\, J").ids == ["p4"]
