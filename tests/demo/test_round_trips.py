"""How often the app waits for the EHR: three round trips for a chart, two for filing, a third for a retry."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pss_fhir.client import RequestsTransport
from tests.demo.person import Person
from tests.demo.stage import Stage, staged
from tests.demo.waves import Waves

FHIR = "/fhir/"
CHART = [
    *("CarePlan", "Claim", "ClaimResponse", "Coverage", "DocumentReference", "Encounter"),
    *("ExplanationOfBenefit", "Goal", "Patient", "Practitioner", "QuestionnaireResponse", "ServiceRequest"),
]


@pytest.fixture
def waves() -> Waves:
    return Waves(RequestsTransport())


@pytest.fixture
def stage(tmp_path: Path, waves: Waves) -> Iterator[Stage]:
    with staged(tmp_path, transport=waves) as running:
        yield running


def types_in(wave: list[str]) -> list[str]:
    """The resource types that a wave asks for, sorted."""
    return sorted(asked.split("/")[2] for asked in wave)


def test_waves_tell_side_by_side_from_one_after_the_other(stage: Stage, jo: Person, waves: Waves) -> None:
    """The counter itself: sign-in steps can only follow one another, searches need not."""
    waves.begin()
    jo.launch()

    assert ["POST /auth/token"] in waves.waves
    assert max(len(wave) for wave in waves.waves) > 5


def test_opening_a_chart_takes_three_round_trips_to_the_ehr(stage: Stage, jo: Person, waves: Waves) -> None:
    waves.begin()
    jo.launch()

    sign_in, offers, records = waves.under(FHIR)
    assert sign_in == ["GET /fhir/.well-known/smart-configuration"]
    assert offers == ["GET /fhir/metadata"]
    assert types_in(records) == CHART


def test_role_of_who_signed_in_is_read_beside_what_the_ehr_offers(
    stage: Stage, jo: Person, waves: Waves
) -> None:
    """Some EHRs name a role in fhirUser; the way to the practitioner costs no round trip more."""
    waves.begin()
    chart = jo.launch(user="PractitionerRole/role-specialist-1")

    assert chart.heading == "Peer support with Riley"
    _, offers_and_role, records = waves.under(FHIR)
    assert sorted(offers_and_role) == [
        "GET /fhir/PractitionerRole/role-specialist-1",
        "GET /fhir/metadata",
    ]
    assert types_in(records) == CHART


def test_second_chart_takes_one_round_trip_and_the_same_chart_again_none(
    stage: Stage, jo: Person, waves: Waves
) -> None:
    jo.launch()
    waves.begin()

    chart = jo.launch("Patient/client-2")
    assert len(waves.under(FHIR)) == 1

    jo.open(chart.url)
    jo.write(jo.begin(chart), action="check")
    assert len(waves.under(FHIR)) == 1

    jo.open(f"{chart.url}?fresh=1")
    assert len(waves.under(FHIR)) == 2


def test_filing_takes_the_post_and_the_read_back(stage: Stage, jo: Person, waves: Waves) -> None:
    reviewed = jo.review(jo.launch())
    waves.begin()

    jo.sign(reviewed)

    (note,) = stage.notes()
    assert waves.under(FHIR)[:2] == [
        ["POST /fhir/DocumentReference"],
        [f"GET /fhir/DocumentReference/{note['id']}"],
    ]
    assert [asked for wave in waves.waves for asked in wave if "metadata" in asked] == []


def test_retry_takes_one_search_more(stage: Stage, jo: Person, waves: Waves) -> None:
    reviewed = jo.review(jo.launch())
    stage.ehr.order_fault("500", method="POST", path="/DocumentReference$")
    jo.sign(reviewed)
    waves.begin()

    stage.work(after_minutes=1)

    (note,) = stage.notes()
    assert [asked for wave in waves.waves for asked in wave] == [
        "GET /fhir/DocumentReference",
        "POST /fhir/DocumentReference",
        "GET /fhir/DocumentReference",
    ]
    assert note["status"] == "current"
