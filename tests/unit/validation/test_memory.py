"""What was found clean is passed over where it stands again, unless something around bears on it."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from pss_fhir.definitions.bundled import OWN_GUIDE
from pss_fhir.validation import Validator, memory

UNIT = {"system": "http://unitsofmeasure.org", "code": "mg", "unit": "mg"}


@pytest.mark.parametrize(
    "content",
    [
        {"id": "a", "text": "x"},
        {"coding": [{"code": "a", "extension": [{"url": "urn:a", "valueString": "x"}]}]},
        {"modifierExtension": []},
        {"reference": "Patient/1"},
        {"text": "x" * 2_000},
    ],
)
def test_content_when_it_looks_around_or_is_long_then_not_kept(content: dict[str, Any]) -> None:
    seen: set[bytes] = set()

    memory.remember(seen, orjson.dumps(content))

    assert seen == set()


def test_memory_when_full_then_it_begins_anew() -> None:
    seen: set[bytes] = set()
    for number in range(5_000):
        memory.remember(seen, b'{"text":"%d"}' % number)

    assert len(seen) == 5_000 - 4_096


@pytest.mark.parametrize(
    ("reference", "is_alone", "kept"),
    [
        ({"reference": "Patient/1"}, True, {"Patient/1"}),
        ({"reference": "Patient/1", "display": "HTEST"}, True, {"Patient/1"}),
        ({"reference": "Patient/1"}, False, set()),
        ({"reference": "#a"}, True, set()),
        ({"reference": "Patient/1", "type": "Patient"}, True, set()),
        ({"reference": "Patient/1", "display": ""}, True, set()),
        ({"display": "HTEST"}, True, set()),
    ],
)
def test_reference_when_something_bears_on_it_then_not_kept(
    reference: dict[str, Any], is_alone: bool, kept: set[str]
) -> None:
    seen: set[str] = set()

    memory.remember_reference(seen, reference, is_alone)

    assert seen == kept


@pytest.mark.parametrize(
    ("quantity", "count"),
    [
        ({**UNIT, "value": 1}, 1),
        ({**UNIT, "comparator": "<"}, 0),
        (UNIT, 0),
        ({**UNIT, "value": 1, "id": "a"}, 0),
    ],
)
def test_unit_when_it_stands_with_a_value_alone_then_kept(quantity: dict[str, Any], count: int) -> None:
    seen: set[tuple[str, ...]] = set()

    memory.remember_unit(seen, (UNIT["system"], UNIT["code"], UNIT["unit"]), quantity)

    assert len(seen) == count


@pytest.mark.parametrize(
    ("value", "is_clean"),
    [
        ({**UNIT, "value": 1}, True),
        ({**UNIT, "value": 2.5}, True),
        ({**UNIT, "value": "1"}, False),
        ({**UNIT, "value": True}, False),
        ({**UNIT, "unheardOf": 1}, False),
        ({**UNIT, "value": 1, "unheardOf": 1}, False),
        ({**UNIT, "code": " mg", "value": 1}, False),
    ],
)
def test_quantity_when_its_unit_was_seen_then_the_rest_is_still_judged(
    validator: Validator, value: dict[str, Any], is_clean: bool
) -> None:
    def observation(quantity: dict[str, Any]) -> dict[str, Any]:
        return {
            "resourceType": "Observation",
            "status": "final",
            "code": {"text": "x"},
            "valueQuantity": quantity,
        }

    assert validator.validate(observation({**UNIT, "value": 7})) == []

    assert (validator.validate(observation(value)) == []) is is_clean


@pytest.mark.parametrize(
    ("period", "is_clean"),
    [
        ({"start": "2026-03-02", "end": "2026-03-03"}, True),
        ({"start": "2026-03-03", "end": "2026-03-02"}, False),
        ({"start": "2026-03-02", "end": "2026-03-02T10:00:00Z"}, True),
        ({"start": "2026-03-02T10:00:00Z", "end": "2026-03-02T09:00:00+00:00"}, False),
        ({"start": "2026-03-02T10:00:00-05:00", "end": "2026-03-02T11:00:00-04:00"}, True),
        ({"start": "2026-03-02T10:00:00-04:00", "end": "2026-03-02T10:30:00+00:00"}, False),
        ({"start": "2026-03-02T10:00:00.5Z", "end": "2026-03-02T10:00:00.4Z"}, False),
        ({"end": "2026-03-02"}, True),
        ({"start": "2026-03-02", "end": "2026-03-03", "unheardOf": 1}, False),
        ({"start": ["2026-03-02"], "end": "2026-03-03"}, False),
    ],
)
def test_period_when_its_ends_were_seen_then_their_order_is_still_judged(
    validator: Validator, period: dict[str, Any], is_clean: bool
) -> None:
    def account(value: dict[str, Any]) -> dict[str, Any]:
        return {"resourceType": "Account", "status": "active", "servicePeriod": value}

    for end in filter(lambda each: isinstance(each, str), period.values()):
        assert validator.validate(account({"start": end})) == []

    assert (validator.validate(account(period)) == []) is is_clean


def test_invariant_of_one_child_when_clean_contents_were_seen_then_others_still_break_it(
    validator: Validator,
) -> None:
    """pss-contact has one kind of contact among its types, and a modality of SNOMED CT in the first."""
    contact = orjson.loads((OWN_GUIDE / "example" / "Encounter-contact-home.json").read_bytes())
    assert validator.validate(contact) == []
    kinds = [each for each in contact["type"] if each["coding"][0]["system"].endswith("pss-contact-kind")]
    for types in ([*contact["type"], *kinds], contact["type"][::-1]):
        found = [issue.code for issue in validator.validate({**contact, "type": types})]
        assert found == ["validate.invariant"], types


def test_reference_when_seen_alone_then_still_resolved_in_a_bundle_and_in_what_its_entries_contain(
    validator: Validator,
) -> None:
    """A Patient where a Group is named: only the Bundle around tells."""
    text = {"reference": "http://example.org/fhir/thing"}
    goal = {
        "resourceType": "Goal",
        "lifecycleStatus": "active",
        "description": {"text": "x"},
        "subject": text,
    }
    assert validator.validate(goal) == []
    outer = {
        "resourceType": "List",
        "status": "current",
        "mode": "working",
        "contained": [{**goal, "id": "goal"}],
        "entry": [{"item": {"reference": "#goal"}}],
    }
    practitioner = {"resourceType": "Practitioner", "id": "thing"}
    for holder in (goal, outer):
        bundle = {
            "resourceType": "Bundle",
            "type": "collection",
            "entry": [
                {"fullUrl": "http://example.org/fhir/holder", "resource": holder},
                {"fullUrl": text["reference"], "resource": practitioner},
            ],
        }

        assert "validate.reference-target" in [issue.code for issue in validator.validate(bundle)]


def test_last_answer_when_the_same_text_is_asked_of_again_then_it_is_not_looked_at() -> None:
    asked: list[str] = []

    def check(text: str) -> bool:
        asked.append(text)
        return len(text) > 3

    remembered = memory.LastAnswer(check)
    long, short = "HTEST", "x"

    assert [remembered(long), remembered(long), remembered(short), remembered(short), remembered(long)] == [
        True,
        True,
        False,
        False,
        True,
    ]
    assert asked == [long, short, long]


def test_last_answer_when_the_text_is_very_long_then_not_kept() -> None:
    asked: list[int] = []
    remembered = memory.LastAnswer(lambda text: asked.append(len(text)))
    text = "x" * 1_000_001

    remembered(text)
    remembered(text)

    assert asked == [1_000_001] * 2


@pytest.mark.parametrize(
    ("member", "kept"),
    [({}, 1), ({"partOf": {"reference": "#a"}}, 0), ({"entry": [{"resource": {}}]}, 0), ({"url": "#a"}, 0)],
)
def test_contained_resource_when_it_leads_out_of_itself_then_not_kept(
    member: dict[str, Any], kept: int
) -> None:
    seen: set[bytes] = set()

    memory.remember_contained(seen, orjson.dumps({"resourceType": "Location", "id": "a", **member}))

    assert len(seen) == kept


def test_contained_resource_when_kept_then_its_use_is_asked_of_each_host(validator: Validator) -> None:
    host = {
        "resourceType": "Encounter",
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "contained": [{"resourceType": "Location", "id": "place", "name": "HTEST"}],
    }
    used = {**host, "location": [{"location": {"reference": "#place"}}]}
    wrong = {**host, "serviceProvider": {"reference": "#place"}}

    assert [validator.validate(each) for each in (used, used)] == [[], []]
    assert [issue.code for issue in validator.validate(host)] == ["validate.contained-unused"]
    assert [issue.code for issue in validator.validate(wrong)] == ["validate.reference-target"]
    assert validator.is_clean(used)
