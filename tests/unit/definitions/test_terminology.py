"""Value sets as code lists, with what is not known of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pss_fhir.definitions import CodeList, Membership, Registry, Terminology, open_registry
from pss_fhir.definitions.package import Package
from pss_fhir.definitions.source import FolderSource

IN, OUT, UNKNOWN = Membership.IN, Membership.OUT, Membership.UNKNOWN
SYSTEM = {
    "resourceType": "CodeSystem",
    "url": "urn:cs",
    "content": "complete",
    "concept": [
        {"code": "a", "display": "Letter A", "concept": [{"code": "a1"}, {"code": "a2"}]},
        {"code": "b", "designation": [{"value": "Bee"}]},
    ],
}


@pytest.fixture
def terms(tmp_path: Path) -> Any:
    """Makes a terminology from definitions."""

    def make(*definitions: dict[str, Any]) -> Terminology:
        (tmp_path / "package.json").write_text(json.dumps({"name": "a", "version": "1"}))
        for number, definition in enumerate(definitions):
            (tmp_path / f"{number}.json").write_text(json.dumps(definition))
        return Terminology(Registry([Package(FolderSource(tmp_path))]))

    return make


def value_set(url: str = "urn:vs", **compose: Any) -> dict[str, Any]:
    return {"resourceType": "ValueSet", "url": url, "compose": compose}


@pytest.mark.parametrize(
    ("compose", "answers"),
    [
        ({"include": [{"system": "urn:cs"}]}, {"a": IN, "a1": IN, "z": OUT}),
        ({"include": [{"system": "urn:cs", "concept": [{"code": "a"}]}]}, {"a": IN, "b": OUT}),
        ({"include": [{"system": "urn:other"}]}, {"a": OUT}),
        (
            {
                "include": [
                    {"system": "urn:cs", "filter": [{"property": "concept", "op": "is-a", "value": "a"}]}
                ]
            },
            {"a": IN, "a1": IN, "b": OUT},
        ),
        (
            {
                "include": [
                    {
                        "system": "urn:cs",
                        "filter": [{"property": "concept", "op": "descendent-of", "value": "a"}],
                    }
                ]
            },
            {"a": OUT, "a1": IN},
        ),
        (
            {
                "include": [
                    {"system": "urn:cs", "filter": [{"property": "concept", "op": "is-not-a", "value": "a"}]}
                ]
            },
            {"a": OUT, "a1": OUT, "b": IN},
        ),
        (
            {
                "include": [
                    {"system": "urn:cs", "filter": [{"property": "code", "op": "regex", "value": "a."}]}
                ]
            },
            {"a": OUT, "a2": IN},
        ),
        (
            {"include": [{"system": "urn:cs", "filter": [{"property": "odd", "op": "=", "value": "x"}]}]},
            {"a": UNKNOWN},
        ),
        (
            {
                "include": [{"system": "urn:cs"}],
                "exclude": [{"system": "urn:cs", "concept": [{"code": "b"}]}],
            },
            {"a": IN, "b": OUT},
        ),
        ({"include": [{"valueSet": ["urn:missing"]}]}, {"a": UNKNOWN}),
        ({"include": [{"system": "urn:cs", "valueSet": ["urn:small"]}]}, {"a": IN, "b": OUT}),
        ({"include": [{"valueSet": ["urn:small"]}]}, {"a": IN, "b": OUT}),
        ({"include": [{"valueSet": ["urn:vs"]}]}, {"a": UNKNOWN}),
    ],
)
def test_value_set_when_composed_then_membership(
    terms: Any, compose: Any, answers: dict[str, Membership]
) -> None:
    small = value_set("urn:small", include=[{"system": "urn:cs", "concept": [{"code": "a"}]}])
    codes = terms(SYSTEM, small, value_set(**compose)).code_list("urn:vs")

    assert answers == {code: codes.has("urn:cs", code) for code in answers}


def test_value_set_when_its_system_is_not_held_then_unknown_in_it_alone(terms: Any) -> None:
    codes = terms(value_set(include=[{"system": "http://loinc.org"}])).code_list("urn:vs")

    assert (codes.has("http://loinc.org", "1"), codes.has("urn:x", "1")) == (UNKNOWN, OUT)
    assert not codes.is_complete


def test_value_set_when_it_is_not_held_then_none(terms: Any) -> None:
    assert terms().code_list("urn:vs") is None


def test_value_set_when_only_expanded_then_the_expansion(terms: Any) -> None:
    contains = [{"system": "urn:cs", "code": "a", "contains": [{"system": "urn:cs", "code": "a1"}]}]
    expanded = {"resourceType": "ValueSet", "url": "urn:vs", "expansion": {"contains": contains}}
    codes = terms(expanded).code_list("urn:vs")

    assert [codes.has("urn:cs", code) for code in ("a", "a1", "z")] == [IN, IN, OUT]


def test_value_set_when_its_expansion_is_partial_then_the_rest_is_unknown(terms: Any) -> None:
    expanded = {
        "resourceType": "ValueSet",
        "url": "urn:vs",
        "expansion": {"total": 9, "contains": [{"system": "urn:cs", "code": "a"}]},
    }
    codes = terms(expanded).code_list("urn:vs")

    assert [codes.has("urn:cs", code) for code in ("a", "z")] == [IN, UNKNOWN]


def test_names_when_displays_and_designations_are_given_then_all(terms: Any) -> None:
    names = terms(SYSTEM).displays("urn:cs")

    assert (names["a"], names["b"]) == (("Letter A",), ("Bee",))


@pytest.mark.parametrize(
    ("value_set", "code", "answer"),
    [
        ("http://hl7.org/fhir/ValueSet/mimetypes", "text/plain; charset=utf-8", IN),
        ("http://hl7.org/fhir/ValueSet/mimetypes", "plain text", OUT),
        ("http://hl7.org/fhir/ValueSet/all-languages", "en-US", IN),
        ("http://hl7.org/fhir/ValueSet/all-languages", "english please", OUT),
        ("http://hl7.org/fhir/ValueSet/currencies", "USD", IN),
        ("http://hl7.org/fhir/ValueSet/currencies", "dollars", OUT),
        ("http://hl7.org/fhir/ValueSet/administrative-gender", "other", IN),
        ("http://hl7.org/fhir/ValueSet/administrative-gender", "x", OUT),
    ],
)
def test_bare_code_when_asked_then_all_systems_and_grammars_answer(
    value_set: str, code: str, answer: Membership
) -> None:
    codes = Terminology(open_registry()).code_list(value_set)

    assert codes is not None
    assert answer is codes.has_code(code)


def test_hcpcs_when_listed_with_one_scheme_then_the_other_is_in() -> None:
    codes = CodeList({"http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets": frozenset({"H0038"})})

    assert IN is codes.has("https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", "H0038")
