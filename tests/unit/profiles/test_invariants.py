"""Each invariant of the guide is broken by its smallest broken example, and by nothing less."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pss_fhir.r4.fhirpath import compile_expression
from pss_fhir.validation import Validator
from tests.unit.profiles.guide import example, own_extensions, own_profiles, place, remove

BROKEN: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("broken.toml").read_text("utf-8"))


def own_invariants() -> dict[str, dict[str, Any]]:
    """Every invariant that the guide itself adds, by its key."""
    found = {}
    for definition in (*own_profiles(), *own_extensions().values()):
        for element in definition["differential"]["element"]:
            for constraint in element.get("constraint", ()):
                found[constraint["key"]] = constraint
    return found


def test_every_invariant_has_a_broken_example_and_no_other() -> None:
    assert set(BROKEN) == set(own_invariants())


@pytest.mark.parametrize("key", sorted(BROKEN))
def test_a_broken_example_gives_its_finding(key: str, validator: Validator) -> None:
    case, constraint = BROKEN[key], own_invariants()[key]
    resource = example(case["example"])
    before = {(issue.code, issue.path, issue.message) for issue in validator.validate(resource)}
    for path in case.get("remove", ()):
        remove(resource, path)
    for path, value in case.get("set", {}).items():
        place(resource, path, value)
    found = [
        issue
        for issue in validator.validate(resource)
        if (issue.code, issue.path, issue.message) not in before and issue.severity.value != "information"
    ]
    own = [issue for issue in found if key in issue.message]
    assert [(issue.code, issue.path, issue.severity.value) for issue in own] == [
        ("validate.invariant", case.get("at", resource["resourceType"]), constraint["severity"])
    ]
    expected = {key, *case.get("also", ())}
    assert all(any(word in f"{issue.code} {issue.message}" for word in expected) for issue in found), found


@pytest.mark.parametrize("key", sorted(own_invariants()))
def test_an_invariant_compiles_and_says_itself_in_words(key: str) -> None:
    constraint = own_invariants()[key]
    compile_expression(constraint["expression"])
    assert constraint["human"].endswith(".")
