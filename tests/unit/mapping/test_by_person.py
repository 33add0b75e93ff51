"""Many people's resources brought together person by person."""

from __future__ import annotations

import pickle
from collections import defaultdict
from random import Random
from typing import Any

import orjson
import pytest

from pss_fhir.domain.people import Client, Specialist
from pss_fhir.domain.plan import Plan
from pss_fhir.domain.record import Record
from pss_fhir.mapping import as_json, read_all, to_fhir
from pss_fhir.mapping.by_person import Kept, PlacedRead, ResourcesByPerson, keep
from tests import builders

URN = "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0d1"


def agency(people: int = 3) -> list[dict[str, Any]]:
    """Some people's resources, in the order of their types, as bulk files hold them."""
    records: list[Record] = [builders.make_specialist()]
    refs = [f"Patient/{number}" for number in range(people)]
    records += [builders.make_client(ref=ref) for ref in refs]
    records += [builders.make_plan(ref=f"CarePlan/{ref[8:]}", client_ref=ref) for ref in refs]
    records += [
        builders.make_contact(ref=f"Encounter/{ref[8:]}-{visit}", client_ref=ref, contact_identifier=None)
        for visit in range(4)
        for ref in refs
    ]
    return [as_json(to_fhir(record)) for record in records]


def put_away(values: list[Any], **options: Any) -> tuple[ResourcesByPerson, list[PlacedRead]]:
    resources, told = ResourcesByPerson(**options), []
    for number, value in enumerate(values):
        for found in keep(value, order=(number,), place=number):
            if isinstance(found, Kept):
                resources.put(found)
            else:
                told.append(found)
    return resources, told


def records_by_person(values: list[Any], **options: Any) -> dict[str, list[Record]]:
    resources, _ = put_away(values, **options)
    found = {"": [one.record for one in resources.read_agency() if one.record]}
    for owner, reads in resources.read_people():
        assert owner not in found
        found[owner] = [one.record for one in reads if one.record]
    return found


def expected(values: list[Any]) -> dict[str, list[Record]]:
    """The same by the way that holds everything at once."""
    found = defaultdict(list)
    for record in read_all(values).records:
        is_staff = isinstance(record, Specialist)
        owner = (
            record.ref
            if isinstance(record, Client)
            else ""
            if is_staff
            else getattr(record, "client_ref", "")
        )
        found[owner].append(record)
    return dict(found)


@pytest.mark.parametrize("most_bytes", [1, 4_000, 1 << 20])
def test_people_when_resources_come_in_any_order_then_each_has_their_own(most_bytes: int) -> None:
    values = agency()
    Random(7).shuffle(values)  # noqa: S311 - an order, no secret
    assert records_by_person(values, most_bytes=most_bytes) == expected(values)
    assert list(records_by_person(values))[1:] == sorted(f"Patient/{number}" for number in range(3))


def signing_of(*plans: dict[str, Any]) -> dict[str, Any]:
    """A Provenance with the person's signature of plans."""
    return {
        "resourceType": "Provenance",
        "target": [{"reference": f"CarePlan/{plan['id']}"} for plan in plans],
        "recorded": "2026-01-02T10:00:00-05:00",
        "agent": [{"who": {"reference": builders.CLIENT_REF}}],
        "signature": [
            {
                "type": [{"system": "urn:iso-astm:E1762-95:2013", "code": "1.2.840.10065.1.12.1.1"}],
                "when": "2026-01-02T10:00:00-05:00",
                "who": {"reference": builders.CLIENT_REF},
            }
        ],
    }


@pytest.mark.parametrize("is_before", [True, False])
def test_people_when_places_and_signatures_stand_elsewhere_then_they_are_followed(*, is_before: bool) -> None:
    plan = as_json(to_fhir(builders.make_plan()))
    payer = {"resourceType": "Organization", "id": "p", "name": "Trillium Health Resources"}
    coverage = as_json(to_fhir(builders.make_coverage(payer_ref="Organization/p", payer_name=None)))
    signing = signing_of(plan)
    values = [signing, plan, coverage, payer] if is_before else [plan, coverage, signing, payer]
    found = records_by_person(values)[builders.CLIENT_REF]
    assert found == expected(values)[builders.CLIENT_REF]
    assert [one.signatures is not None for one in found if isinstance(one, Plan)] == [True]


def test_people_when_one_signature_is_of_two_peoples_plans_then_each_has_it() -> None:
    plans = [value for value in agency(2) if value["resourceType"] == "CarePlan"]
    for plan in plans:
        plan.pop("extension", None)
    values = [*plans, signing_of(*plans)]
    found = records_by_person(values)
    signed = [one.signatures for held in found.values() for one in held if isinstance(one, Plan)]
    assert [len(marks or ()) for marks in signed] == [1, 1]


def test_shared_when_notes_are_signed_then_their_signatures_are_nobody_elses_business() -> None:
    signing = signing_of() | {"target": [{"reference": "DocumentReference/1"}]}
    resources, _ = put_away([signing, *agency(1)])
    assert resources.shared.signings == {}


def test_people_when_a_search_finds_a_person_who_comes_later_then_it_is_theirs() -> None:
    person = {
        "resourceType": "Patient",
        "id": "7",
        "identifier": [{"system": "urn:mrn", "value": "m7"}],
        "name": [{"family": "HTEST"}],
    }
    visit = agency(1)[-1] | {"subject": {"reference": "Patient?identifier=urn:mrn|m7"}}
    values = [visit, person]
    assert records_by_person(values) == {"": []} | expected(values)


def test_people_when_a_bundle_names_them_by_urn_then_it_counts_for_itself() -> None:
    person, visit = agency(1)[1], agency(1)[-1] | {"subject": {"reference": URN}}
    bundle = {
        "resourceType": "Bundle",
        "entry": [{"fullUrl": URN, "resource": person}, {"resource": visit}, {"request": {}}],
    }
    assert records_by_person([bundle]) == {"": []} | expected([bundle])
    _, told = put_away([bundle])
    assert [issue.code for one in told for issue in one.issues] == ["mapping.entry-empty"]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (3, "mapping.not-a-resource"),
        ({"id": "x"}, "mapping.not-a-resource"),
        ({"resourceType": ["Slot"]}, "mapping.not-a-resource"),
        ({"resourceType": "Slot"}, "mapping.other-type"),
    ],
)
def test_keep_when_nothing_can_be_read_then_told_with_its_place(value: Any, code: str) -> None:
    _, [told] = put_away([value])
    assert (told.place, [issue.code for issue in told.issues]) == (0, [code])


def test_agency_when_a_visit_names_nobody_then_read_there_and_told() -> None:
    resources, _ = put_away([agency(1)[-1] | {"subject": {}}])
    [read] = resources.read_agency()
    assert (read.record, [issue.code for issue in read.issues]) == (None, ["mapping.missing"])
    assert list(resources.read_people()) == []


def test_readers_when_resources_were_put_away_then_those_that_will_read_them() -> None:
    resources, _ = put_away(agency())
    assert resources.readers == {"client", "plan", "contact", "specialist"}


def test_keep_when_its_text_is_at_hand_then_kept_as_it_was() -> None:
    visit = agency(1)[-1]
    text = b"  " + orjson.dumps(visit)
    [kept] = keep(visit, order=(0,), place=0, content=text)
    assert isinstance(kept, Kept)
    assert kept.content is text


def test_keep_when_the_text_is_a_bundles_then_each_resource_has_its_own() -> None:
    visit = agency(1)[-1]
    bundle = {"resourceType": "Bundle", "entry": [{"resource": visit}]}
    [kept] = keep(bundle, order=(0,), place=0, content=orjson.dumps(bundle))
    assert isinstance(kept, Kept)
    assert orjson.loads(kept.content) == visit


def test_shared_when_it_goes_to_another_process_then_it_arrives_whole() -> None:
    resources, _ = put_away([{"resourceType": "Organization", "id": "p", "name": "Trillium"}, *agency(1)])
    arrived = pickle.loads(pickle.dumps(resources.shared))  # noqa: S301 - our own bytes
    assert arrived.by_ref["Organization/p"]["name"] == "Trillium"
    assert set(arrived.by_ref) == set(resources.shared.by_ref) != {"Organization/p"}
