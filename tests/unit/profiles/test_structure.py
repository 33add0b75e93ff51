"""Each cardinality, fixed value, binding and target that a profile adds is broken, one by one.

The changes are made from the differentials, each to a good example of the profile that holds the element;
every one must give its finding.
"""

from __future__ import annotations

import copy
from typing import Any

import pytest

from pss_fhir.definitions.bundled import OWN_GUIDE
from pss_fhir.validation import Validator
from tests.unit.profiles.guide import example, example_names, own_profiles, read

Case = tuple[str, str, str]  # profile id, element id, what is broken
UNBREAKABLE = {
    ("pss-chart-read-audit", "AuditEvent.agent", "min"): "the slices within it count higher",
    ("pss-note-filed-audit", "AuditEvent.agent", "min"): "the slices within it count higher",
}


def cases() -> list[Case]:
    """Every constraint of the profiles that a change can break by itself."""
    found: list[Case] = []
    for profile in own_profiles():
        for element in profile["differential"]["element"]:
            place = element["id"]
            # A minimum of a sliced list is only the sum of its slices' minima.
            if place.endswith((".extension", ".type.coding", ".agent")) and ":" not in place:
                continue
            if element.get("min", 0) > 0:
                found.append((profile["id"], place, "min"))
            if element.get("max") == "1" and (":" in place.rpartition(".")[2] or _was_list(profile, place)):
                found.append((profile["id"], place, "max"))
            if any(key.startswith(("fixed", "pattern")) for key in element) and ":" not in place:
                found.append((profile["id"], place, "fixed"))
            if element.get("binding", {}).get("strength") == "required":
                found.append((profile["id"], place, "binding"))
            if any("targetProfile" in kind for kind in element.get("type", ())):
                found.append((profile["id"], place, "target"))
    return found


def _was_list(profile: dict[str, Any], place: str) -> bool:
    element = next(each for each in profile["snapshot"]["element"] if each["id"] == place)
    return bool(element["base"]["max"] != "1")


EXPECTED = {
    "min": {"validate.cardinality-min", "validate.slice-min"},
    "max": {"validate.cardinality-max", "validate.slice-max"},
    "fixed": {"validate.fixed", "validate.pattern"},
    "binding": {"validate.binding-required", "validate.binding-no-code"},
    "target": {"validate.reference-type", "validate.reference-target"},
}


@pytest.mark.parametrize("case", cases(), ids=":".join)
def test_a_broken_constraint_is_found(case: Case, validator: Validator) -> None:
    profile_id, place, what = case
    profile = read(f"StructureDefinition-{profile_id}")
    resource = _example_with(profile, place)
    before = {(issue.code, issue.path) for issue in validator.validate(resource)}
    _break(resource, profile, place, what)
    codes = {issue.code for issue in validator.validate(resource) if (issue.code, issue.path) not in before}
    assert codes & EXPECTED[what]


def _example_with(profile: dict[str, Any], place: str) -> dict[str, Any]:
    """A good example of the profile that holds the element."""
    for name in example_names():
        resource = example(name)
        if profile["url"] in resource.get("meta", {}).get("profile", ()) and _holders(
            resource, profile, place
        ):
            return resource
    raise AssertionError(f"no example of {profile['id']} holds {place}")


def _holders(
    resource: dict[str, Any], profile: dict[str, Any], place: str
) -> list[tuple[dict[str, Any], str, int | None]]:
    """Where an element stands: its object, its key, and its index in a list; slices by what they match."""
    found: list[tuple[dict[str, Any], str, int | None]] = []
    holders: list[dict[str, Any]] = [resource]
    steps = place.split(".")[1:]
    for number, step in enumerate(steps, 1):
        name, _, slice_name = step.partition(":")
        path = ".".join([profile["type"], *steps[:number]])
        found = []
        for holder in holders:
            for key in holder:
                if key != name and not (name.endswith("[x]") and key.startswith(name[:-3])):
                    continue
                values = holder[key] if isinstance(holder[key], list) else [holder[key]]
                for index, value in enumerate(values):
                    if not slice_name or _fits(value, profile, path):
                        found.append((holder, key, index if isinstance(holder[key], list) else None))
        holders = [_value(each) for each in found if isinstance(_value(each), dict)]
    return found


def _value(spot: tuple[dict[str, Any], str, int | None]) -> Any:
    holder, key, index = spot
    return holder[key] if index is None else holder[key][index]


def _fits(value: dict[str, Any], profile: dict[str, Any], place: str) -> bool:
    """Whether a value is of a slice: by its extension's url, or by its pattern."""
    below = {each["id"]: each for each in profile["snapshot"]["element"] if each["id"].startswith(place)}
    urls = [url for kind in below[place].get("type", ()) for url in kind.get("profile", ())]
    if urls and "url" in value:
        return value["url"] in urls
    for name, element in below.items():
        for key, pattern in element.items():
            if key.startswith(("pattern", "fixed")):
                inner: Any = value
                for step in name.removeprefix(place).split(".")[1:]:
                    inner = inner.get(step) if isinstance(inner, dict) else None
                if not _matches(inner, pattern):
                    return False
    return True


def _matches(value: Any, pattern: Any) -> bool:
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(
            _matches(value.get(key), each) for key, each in pattern.items()
        )
    if isinstance(pattern, list):
        return isinstance(value, list) and all(any(_matches(one, each) for one in value) for each in pattern)
    return bool(value == pattern)


def _break(resource: dict[str, Any], profile: dict[str, Any], place: str, what: str) -> None:
    spots = _holders(resource, profile, place)
    holder, key, index = spots[0]
    if what == "min":
        for each_holder, each_key, each_index in reversed(spots):
            if each_index is None or len(each_holder[each_key]) == 1:
                del each_holder[each_key]
            else:
                del each_holder[each_key][each_index]
    elif what == "max":
        holder[key].append(copy.deepcopy(_value(spots[0])))
    elif what == "target":
        _value(spots[0])["reference"] = "Medication/1"
    else:
        wrong = _wrong(_value(spots[0]))
        if index is None:
            holder[key] = wrong
        else:
            holder[key][index] = wrong


def _wrong(value: Any) -> Any:
    """A value of the same type that no list and no pattern of the guide holds."""
    if isinstance(value, str):
        return (
            "https://agency.example/other"
            if value.startswith("http")
            else "plan"
            if value != "plan"
            else "order"
        )
    if "coding" in value:
        return {"coding": [{"system": "https://agency.example/codes", "code": "other"}]}
    return {"system": "https://agency.example/codes", "code": "other"}


def test_the_guide_is_there() -> None:
    assert (OWN_GUIDE / "package.json").is_file()
    assert len(cases()) > 120
