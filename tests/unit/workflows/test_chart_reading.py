"""A chart is read from whatever the server gives; what it does not give is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pss_fhir.domain.chart import ChartPart
from pss_fhir.errors import NotFound
from pss_fhir.r4.canonicals import SAFETY_PLAN_FORM
from pss_fhir.wire import Response
from pss_fhir.workflows.chart_reading import ReadChart, read_records
from pss_fhir.workflows.scopes import SHOWN_PARTS, TYPES_OF_PART, chart_types
from pss_fhir.workflows.services import Services
from tests.ward import Json, Ward, opened_at, services_at
from tests.wire.scripted import answer, bundle, outcome

ME = {"reference": "Patient/ana"}
OTHER = {"reference": "Patient/ben"}
ANA = {"resourceType": "Patient", "id": "ana", "name": [{"family": "HTEST", "given": ["Ana"]}]}
JO = {"resourceType": "Practitioner", "id": "jo", "name": [{"family": "HTEST", "given": ["Jo"]}]}
HCPCS = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
PEER_SUPPORT = {"coding": [{"system": HCPCS, "code": "H0038"}]}


def goal(own_id: str, whose: Json = ME) -> Json:
    """A goal that says nothing but its words."""
    return {
        "resourceType": "Goal",
        "id": own_id,
        "lifecycleStatus": "active",
        "subject": whose,
        "description": {"text": "To keep my apartment."},
    }


def visit(own_id: str) -> Json:
    """A finished visit."""
    return {
        "resourceType": "Encounter",
        "id": own_id,
        "status": "finished",
        "subject": ME,
        "type": [PEER_SUPPORT],
        "period": {"start": "2026-11-02T14:00:00-05:00", "end": "2026-11-02T14:52:00-05:00"},
    }


def approval(**more: Any) -> Json:
    """An authorization approved as it was asked for: the units stand in the request."""
    return {
        "resourceType": "ClaimResponse",
        "id": "answer",
        "status": "active",
        "use": "preauthorization",
        "patient": ME,
        "created": "2026-10-01",
        "outcome": "complete",
        "request": {"reference": "Claim/asked"},
        "item": [
            {
                "itemSequence": 1,
                "adjudication": [
                    {
                        "category": {"coding": [{"code": "submitted"}]},
                        "extension": [
                            {
                                "url": "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewAction",
                                "extension": [
                                    {
                                        "url": "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewActionCode",
                                        "valueCodeableConcept": {"coding": [{"code": "A1"}]},
                                    }
                                ],
                            }
                        ],
                    }
                ],
            }
        ],
        **more,
    }


REQUEST = {
    "resourceType": "Claim",
    "id": "asked",
    "status": "active",
    "use": "preauthorization",
    "patient": ME,
    "created": "2026-09-20",
    "insurer": {"reference": "Organization/plan"},
    "provider": {"reference": "Organization/agency"},
    "insurance": [{"sequence": 1, "focal": True, "coverage": {"reference": "Coverage/1"}}],
    "item": [
        {
            "sequence": 1,
            "productOrService": PEER_SUPPORT,
            "quantity": {"value": 64},
            "servicedPeriod": {"start": "2026-10-01", "end": "2026-12-31"},
        }
    ],
}


Read = Callable[..., ReadChart]


@pytest.fixture
def ward() -> Ward:
    return Ward([ANA, JO])


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return services_at(Ward([]), tmp_path_factory.mktemp("app"))


@pytest.fixture
def read(ward: Ward, services: Services) -> Read:
    """Reads Ana's chart as the ward gives it."""
    return lambda **options: read_records(services, opened_at(ward, "Patient/ana", **options))


def codes(read_chart: ReadChart) -> list[str]:
    """What is said about it."""
    return sorted(problem.code for problem in read_chart.problems)


def test_every_type_is_asked_for_once_and_only_by_person(ward: Ward, read: Read) -> None:
    read()

    assert set(ward.searched) == set(chart_types())
    assert {query["patient"][0] for query in ward.searched.values()} == {"ana"}
    assert ward.searched["Claim"]["use"] == ward.searched["ClaimResponse"]["use"] == ["preauthorization"]
    assert "date" in ward.searched["Encounter"]
    assert "date" not in ward.searched["QuestionnaireResponse"]


def test_approval_as_asked_for_has_the_units_of_the_request(ward: Ward, read: Read) -> None:
    ward.records += [approval(), REQUEST]

    (authorization,) = read().chart.authorizations

    assert (authorization.units, authorization.service_code) == (64, "H0038")


def test_request_that_cannot_be_had_when_units_hang_on_it_then_told(ward: Ward, read: Read) -> None:
    named = approval()
    named["item"][0]["productOrService"] = PEER_SUPPORT
    ward.records += [named, REQUEST]
    ward.lacks = frozenset({"Claim"})

    found = read()

    assert [one.units for one in found.chart.authorizations] == [None]
    assert codes(found) == ["chart.part-not-offered"]
    assert found.chart.knows(ChartPart.AUTHORIZATIONS)
    (problem,) = found.problems
    assert "authorization requests were not read" in problem.message
    assert "does not offer Claim over FHIR. An approval that does not say how many units" in problem.message


def test_request_that_cannot_be_had_when_nothing_hangs_on_it_then_not_told(ward: Ward, read: Read) -> None:
    ward.lacks = frozenset({"Claim"})

    assert codes(read()) == []


def test_safety_plan_is_in_the_chart(ward: Ward, read: Read) -> None:
    ward.records.append(
        {
            "resourceType": "QuestionnaireResponse",
            "id": "plan",
            "questionnaire": SAFETY_PLAN_FORM,
            "status": "completed",
            "subject": ME,
            "authored": "2026-10-05T10:00:00-04:00",
            "item": [
                {"linkId": "warning-signs", "answer": [{"valueString": "I stop answering the phone."}]},
                {"linkId": "crisis-help", "answer": [{"valueString": "988"}]},
            ],
        }
    )

    (plan,) = read().chart.safety_plans

    assert plan.crisis_help == ("988",)


def test_record_that_a_page_repeats_counts_once(ward: Ward, read: Read) -> None:
    ward.records += [visit("one"), visit("one"), visit("two")]

    assert [contact.ref for contact in read().chart.contacts] == [
        "Encounter/one",
        "Encounter/two",
    ]


def test_records_of_others_when_the_server_passes_over_the_person_then_left_out_and_told(
    ward: Ward, read: Read
) -> None:
    """Nothing of another person may ever stand in a chart."""
    ward.records += [goal("mine"), goal("theirs", OTHER), goal("theirs-too", OTHER)]
    ward.is_careless = True

    found = read()

    assert [one.ref for one in found.chart.goals] == ["Goal/mine"]
    (problem,) = found.problems
    assert (problem.code, "(Goal: 2)" in problem.message) == ("chart.other-person", True)


@pytest.mark.parametrize("name", sorted(chart_types()))
@pytest.mark.parametrize("status", [400, 403, 404])
def test_type_that_is_refused_when_the_chart_opens_then_the_rest_is_there(
    ward: Ward, read: Read, name: str, status: int
) -> None:
    ward.records += [goal("mine"), visit("one")]
    ward.refuses = {name: answer(outcome("not-supported"), status)}

    found = read()

    parts = TYPES_OF_PART | SHOWN_PARTS
    lost = {part for part, types in parts.items() if types == (name,)}
    assert found.chart.unread - {ChartPart.STAFF} == lost
    assert codes(found) == ["chart.part-refused" for _ in lost]
    assert bool(found.chart.goals) == (name != "Goal")


@pytest.mark.parametrize(
    "refusal",
    [
        answer(outcome("exception"), 500),
        answer(outcome("throttled"), 429),
        answer(b"<html>Sign in to the network</html>", content_type="text/html"),
    ],
)
def test_authorizations_when_one_of_two_types_fails_for_the_moment_then_not_known(
    ward: Ward, read: Read, refusal: Response
) -> None:
    """An empty list would mean that nothing was authorized; nobody knows that."""
    ward.refuses = {"ClaimResponse": refusal}

    found = read()

    assert not found.chart.knows(ChartPart.AUTHORIZATIONS)
    assert codes(found) == ["chart.part-failed"]


def test_types_that_the_server_does_not_offer_are_not_asked_for(ward: Ward, read: Read) -> None:
    ward.lacks = frozenset({"CarePlan", "ClaimResponse", "QuestionnaireResponse"})

    found = read()

    assert ward.lacks.isdisjoint(ward.searched)
    assert found.chart.unread - {ChartPart.STAFF} == {ChartPart.PLANS, ChartPart.SAFETY_PLANS}
    assert codes(found) == ["chart.part-not-offered", "chart.part-not-offered"]


RULES = "Rules that need them cannot tell."


@pytest.mark.parametrize("status", [403, 500])
@pytest.mark.parametrize(
    ("name", "part", "is_for_rules"),
    [
        ("CarePlan", "plans", True),
        ("Encounter", "contacts", True),
        ("QuestionnaireResponse", "safety plans", False),
    ],
)
def test_part_that_cannot_be_read_is_said_to_matter_to_rules_only_where_it_does(
    ward: Ward, read: Read, name: str, part: str, is_for_rules: bool, status: int
) -> None:
    ward.refuses = {name: answer(outcome("not-supported"), status)}

    (problem,) = read().problems

    assert f"The {part} " in problem.message
    assert (RULES in problem.message) is is_for_rules
    assert ("No rule needs them" in problem.message) is not is_for_rules


def test_scopes_that_were_not_granted_are_named(ward: Ward, read: Read) -> None:
    scopes = [f"user/{name}.rs" for name in chart_types() if name != "Goal"]

    found = read(scopes=scopes)

    (problem,) = found.problems
    assert "user/Goal.rs" in problem.message
    assert RULES in problem.message
    assert "Goal" not in ward.searched


def test_server_that_does_not_say_what_it_can_do_is_asked_all_the_same(ward: Ward, read: Read) -> None:
    ward.records.append(goal("mine"))
    ward.has_metadata = False

    assert [one.ref for one in read().chart.goals] == ["Goal/mine"]


def test_what_the_server_says_beside_the_records_is_told(ward: Ward, read: Read) -> None:
    """Epic and others say so when they hold records back."""
    said = outcome("suppressed", severity="warning")
    ward.refuses = {"Goal": answer(bundle(goal("mine"), said, mode=None))}

    found = read()

    assert codes(found) == ["client.server-said"]
    assert [one.ref for one in found.chart.goals] == ["Goal/mine"]


def test_specialist_s_own_record_that_is_refused_is_named(read: Read) -> None:
    found = read(user_ref="Practitioner/nobody")

    assert (found.chart.specialist, codes(found)) == (None, ["chart.specialist-unread"])
    assert not found.chart.knows(ChartPart.SPECIALIST)


def test_person_s_own_record_that_is_refused_opens_nothing(services: Services) -> None:
    with pytest.raises(NotFound):
        read_records(services, opened_at(Ward([JO]), "Patient/ana"))
