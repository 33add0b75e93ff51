"""What the fast path settles by itself, so that the reporting path need not be asked."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from pss_fhir.definitions import open_registry
from pss_fhir.definitions.bundled import OWN_GUIDE
from pss_fhir.validation import Validator
from pss_fhir.validation.checks.contained import are_plainly_used
from pss_fhir.validation.engine import Engine
from pss_fhir.validation.program import Program
from pss_fhir.validation.schemas import Schemas
from pss_fhir.validation.scope import Scope
from pss_fhir.validation.unit_cache import UnitCache
from pss_fhir.validation.visit import Notes, Options

OWN = {file.stem: orjson.loads(file.read_bytes()) for file in sorted((OWN_GUIDE / "example").glob("*.json"))}
PERIOD = "http://hl7.org/fhir/StructureDefinition/Period|4.0.1!#Period|"
NOT_SETTLED = {
    # A telecom without a system, which says why.
    "Patient-client-ben",
}


@pytest.mark.parametrize("name", OWN)
def test_an_example_of_the_guide_is_settled_when_it_has_no_findings(name: str, validator: Validator) -> None:
    is_settled = name not in NOT_SETTLED and not validator.report(OWN[name])
    assert validator.is_clean(OWN[name]) is is_settled


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"url": "number", "valueString": ""}, "validate.string-empty"),
        ({"url": "elsewhere", "valueString": "x"}, "validate.extension-unknown"),
    ],
)
def test_an_extension_within_an_extension_at_its_place_is_checked(
    wrong: dict[str, Any], code: str, validator: Validator
) -> None:
    resource = orjson.loads(orjson.dumps(OWN["ClaimResponse-authorization-ana"]))
    review = resource["item"][0]["adjudication"][0]["extension"][0]
    review["extension"].append(wrong)
    assert not validator.is_clean(resource)
    assert code in {issue.code for issue in validator.validate(resource)}


def _holding(text: str, **more: Any) -> dict[str, Any]:
    place = {"resourceType": "Location", "id": "place", **more}
    return {
        "resourceType": "Encounter",
        "contained": [place],
        "location": [{"location": {"reference": text}}],
    }


@pytest.mark.parametrize(
    ("resource", "answer"),
    [
        (_holding("#place"), True),
        (_holding("#places"), False),
        (_holding('x:"#place'), False),
        (_holding("Location/place"), False),
        (_holding("#place", meta={"versionId": "1"}), False),
        (_holding("#place", contained=[]), False),
    ],
)
def test_contained_resources_are_plainly_used_when_a_member_names_each(
    resource: dict[str, Any], answer: bool
) -> None:
    assert are_plainly_used(resource, ()) is answer


def test_contained_resources_are_plainly_used_when_references_to_all_were_met() -> None:
    resource = {"contained": [{"id": "a"}, {"id": "b"}]}
    assert are_plainly_used(resource, {"a", "b"})
    assert not are_plainly_used(resource, {"a"})


@pytest.fixture(scope="module")
def program() -> Program:
    schemas = Schemas(open_registry(()))
    return Program(schemas, Engine(schemas, Options(), Notes()), UnitCache(None, ""))


def test_doubts_when_a_check_stopped_at_a_name_then_those_before_it_are_not_asked_again(
    program: Program,
) -> None:
    period = {"start": "long ago", "id": 7, "extension": None}
    doubts, scope = program.shortcut.doubts, Scope(period, program.engine)
    assert doubts(PERIOD, period, scope) == (["start", "id", "extension"], True)
    scope.stop(PERIOD, period, "id")
    assert doubts(PERIOD, period, scope) == (["id", "extension"], True)
    scope.stop(PERIOD, period, "")
    assert doubts(PERIOD, period, scope) == ([], True)
    assert doubts(PERIOD, dict(period), scope) == (["start", "id", "extension"], True)


def test_doubts_when_an_invariant_is_broken_or_cannot_be_asked_then_said_so(program: Program) -> None:
    backwards, shapeless = {"start": "2026-01-06", "end": "2026-01-05"}, {"start": [7], "end": "2026"}
    for period, names in ((backwards, []), (shapeless, ["start"])):
        assert program.shortcut.doubts(PERIOD, period, Scope(period, program.engine)) == (names, False)


@pytest.mark.parametrize("wrong", [{"": 1, "status": "x"}, {"status": "x", "": 1}, {"": 1}])
def test_findings_when_a_name_has_no_letters_then_no_other_is_lost(
    wrong: dict[str, Any], validator: Validator
) -> None:
    found = validator.validate({"resourceType": "Observation", **wrong, "code": {"text": "HTEST"}})
    about_status = "validate.binding-required" if "status" in wrong else "validate.cardinality-min"
    assert [each.code for each in found] == [about_status, "validate.unknown-element"]


def test_check_when_it_stops_within_a_contained_resource_then_its_host_knows(program: Program) -> None:
    host = {"status": "finished", "class": {"code": "AMB"}}
    doubt = program.doubt({**_holding("#place", status=7), **host})
    assert doubt is not None
    stopped = {part.split("#")[1]: name for part, name in (doubt.stops or {}).values()}
    assert stopped == {"Encounter|": "contained", "Location|": "status"}


def test_check_when_a_value_has_an_unexpected_shape_then_where_it_stops_is_known(program: Program) -> None:
    doubt = program.doubt({"resourceType": "Patient", "id": "a", "name": [7], "gender": "other"})
    assert doubt is not None
    stopped = {part.split("#")[1]: name for part, name in (doubt.stops or {}).values()}
    assert stopped == {"Patient|": "name"}


def test_shortcut_when_a_check_stopped_in_a_value_then_not_asked_again(program: Program) -> None:
    period = {"start": "2026-01-05"}
    target, scope = "http://hl7.org/fhir/StructureDefinition/Period|4.0.1", Scope(period, program.engine)
    assert program.shortcut.is_clean(target, period, scope)
    scope.stop(f"{target}!#Period|", period, "start")
    assert not program.shortcut.is_clean(target, period, scope)
