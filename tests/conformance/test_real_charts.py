"""Charts as real systems write them: what goes in comes out as a record or is named, and nothing crashes."""

from __future__ import annotations

import json
from collections import Counter
from random import Random

import pytest

from pss_fhir.domain.chart import ChartPart
from pss_fhir.domain.contact import Contact
from pss_fhir.issues import Severity
from pss_fhir.mapping import read_all
from pss_fhir.mapping.conversion import read_each
from pss_fhir.workflows.audit_agency import charts_of
from pss_fhir.workflows.chart_reading import ReadChart, read_records
from pss_fhir.workflows.services import Services
from tests import real_charts
from tests.builders import NOW
from tests.real_charts import MANNERS, SYNTHEA_PEOPLE, Json
from tests.ward import BASE, Ward, opened_at, services_at

SOURCES = dict(real_charts.every_source())
MUTATIONS = 60
"""Of each source, every run the same."""

READS: dict[str, tuple[dict[str, int], dict[str, int]]] = {
    "us-core": (
        {"Client": 5, "Contact": 3, "Coverage": 1, "Diagnosis": 5, "Goal": 2, "Plan": 1, "Specialist": 4}
        | {"CareTeam": 2, "NaturalSupport": 1, "Authorship": 1},
        {},
    ),
    "epic": (
        {"Client": 1, "Contact": 1, "Coverage": 1, "Goal": 1, "Plan": 1, "ServiceOrder": 1, "Specialist": 1},
        {},
    ),
    "oracle": (
        {"Client": 1, "Contact": 1, "Coverage": 1, "Goal": 1, "Plan": 1, "Specialist": 1},
        {},
    ),
    "plain": (
        {"Client": 1, "Contact": 6, "Coverage": 1, "Goal": 2, "Plan": 1, "ServiceOrder": 2, "Specialist": 1},
        {
            "mapping.missing Goal.description": 1,
            "mapping.missing Encounter.subject": 1,
            "mapping.no-time Encounter.period.start": 1,
            "mapping.no-time Encounter.period.end": 1,
        },
    ),
    "eltss": (
        {"Characteristic": 1, "Client": 1, "Diagnosis": 1, "Episode": 1, "Goal": 1, "NaturalSupport": 1}
        | {"Plan": 1, "ServiceOrder": 1, "Specialist": 1},
        {},
    ),
}
"""Source -> records by kind, and findings worse than information by code and path."""


@pytest.mark.parametrize("name", SOURCES)
def test_resources_when_read_then_each_is_a_record_or_a_finding(name: str) -> None:
    """Nothing is dropped without a word: as many answers as resources, each of them something."""
    resources = real_charts.resources_of(SOURCES[name])

    answers = list(read_each([SOURCES[name]], base_url=BASE))

    assert len(answers) == len(resources)
    for answer in answers:
        assert answer.record is not None or answer.issues
        assert all(issue.code and issue.path for issue in answer.issues)


@pytest.mark.parametrize("name", READS)
def test_records_and_findings_of_a_source_are_these(name: str) -> None:
    reading = read_all([SOURCES[name]], base_url=BASE)
    worse = [issue for issue in reading.issues if issue.severity is not Severity.INFORMATION]

    expected_records, expected_issues = READS[name]
    assert Counter(type(record).__name__ for record in reading.records) == expected_records
    assert Counter(f"{issue.code} {issue.path}" for issue in worse) == expected_issues


def test_visits_with_one_code_alone_are_read_with_that_code() -> None:
    contacts = {
        record.ref: record.service_code
        for record in read_all([SOURCES["plain"]]).records
        if isinstance(record, Contact)
    }

    assert contacts == {
        "Encounter/cpt": "99213",
        "Encounter/hcpcs-http": "H0038",
        "Encounter/hcpcs-https": "H0038",
        "Encounter/in-words": "H0038",
        "Encounter/bare": None,
        "Encounter/day-alone": "H0038",
    }


@pytest.mark.parametrize("name", SYNTHEA_PEOPLE)
def test_synthea_bundle_when_sorted_into_charts_then_it_is_one_person_s(name: str) -> None:
    """Its references are urns and searches; a visit beside its person would be a chart of nobody."""
    around = [real_charts.synthea_bundle(each) for each in ("practitioners", "hospitals")]
    bundle = SOURCES[name]
    visits = [each for each in real_charts.resources_of(bundle) if each["resourceType"] == "Encounter"]

    reading = read_all([bundle, *around])
    sorted_charts = charts_of(reading.records, staff=None, read_at=NOW)

    (chart,) = sorted_charts.charts
    assert len(chart.contacts) == len(visits)
    assert all(contact.specialist_ref for contact in chart.contacts)
    assert [issue for issue in reading.issues if issue.severity is Severity.ERROR] == []
    assert sorted_charts.issues == ()


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return services_at(Ward([]), tmp_path_factory.mktemp("app"))


def people_in(resources: list[Json]) -> list[str]:
    """Who has a Patient record."""
    return sorted({f"Patient/{each['id']}" for each in resources if each["resourceType"] == "Patient"})


def open_chart(services: Services, resources: list[Json], client_ref: str) -> ReadChart:
    """A chart as the app reads it from a server that holds the resources."""
    return read_records(services, opened_at(Ward(resources), client_ref))


@pytest.mark.parametrize(
    "client_ref", people_in(real_charts.resources_of(SOURCES["us-core"])), ids=lambda ref: ref.split("/")[1]
)
def test_us_core_example_people_when_opened_then_their_chart_is_there(
    services: Services, client_ref: str
) -> None:
    resources = real_charts.resources_of(SOURCES["us-core"])

    found = open_chart(services, resources, client_ref)

    assert found.chart.client.ref == client_ref
    assert found.chart.unread == {ChartPart.SPECIALIST, ChartPart.STAFF}
    assert [problem.code for problem in found.problems] == ["chart.specialist-unread"]


@pytest.mark.parametrize("name", SYNTHEA_PEOPLE)
def test_synthea_people_when_opened_then_their_visits_are_there(services: Services, name: str) -> None:
    resources = real_charts.loaded(SOURCES[name])
    (client_ref,) = people_in(resources)

    found = open_chart(services, resources, client_ref)

    visits = [each for each in resources if each["resourceType"] == "Encounter"]
    assert len(found.chart.contacts) == len(visits)
    assert len(found.chart.plans) == sum(each["resourceType"] == "CarePlan" for each in resources)


@pytest.mark.parametrize("name", MANNERS)
def test_charts_in_the_manners_of_systems_when_opened_then_goals_plan_and_visits_are_there(
    services: Services, name: str
) -> None:
    resources = real_charts.resources_of(SOURCES[name])
    (client_ref,) = people_in(resources)

    chart = open_chart(services, resources, client_ref).chart

    assert chart.goals
    assert chart.plans
    assert chart.contacts or name == "eltss"


@pytest.mark.parametrize("name", SOURCES)
def test_damaged_chart_when_read_then_named_and_never_raised(name: str) -> None:
    text = json.dumps(SOURCES[name])
    for seed in range(MUTATIONS):
        chance = Random(f"{name} {seed}")  # noqa: S311 - a seed, not a secret
        damaged = json.loads(text)
        resources = chance.sample(damaged["entry"], min(12, len(damaged["entry"])))
        for entry in resources:
            real_charts.mutate(entry, chance)
        damaged["entry"] = resources

        for answer in read_each([damaged], base_url=BASE):
            assert answer.record is not None or answer.issues, f"seed {seed}"


@pytest.mark.parametrize("name", ["blake", *MANNERS])
def test_damaged_chart_when_opened_then_it_opens(services: Services, name: str) -> None:
    bundle = SOURCES[name]
    whole = json.dumps(real_charts.loaded(bundle) if name == "blake" else real_charts.resources_of(bundle))
    (client_ref,) = people_in(json.loads(whole))
    for seed in range(8):
        chance = Random(f"{name} {seed}")  # noqa: S311 - a seed, not a secret
        resources = json.loads(whole)
        for each in resources:
            if each["resourceType"] not in ("Patient", "Practitioner"):
                kind = each["resourceType"]
                real_charts.mutate(each, chance)
                each["resourceType"] = kind  # the server still knows under which type it holds it

        assert open_chart(services, resources, client_ref).chart.client.ref == client_ref, f"seed {seed}"
