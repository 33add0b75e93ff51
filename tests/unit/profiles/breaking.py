"""Breaks one constraint of a profile or an extension of the guide in a good example."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.unit.profiles.guide import example, example_names, own_extensions, own_profiles, read

Json = dict[str, Any]
_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_CHOICES = {"Boolean": True, "String": "other"}


@dataclass(frozen=True, slots=True)
class Constraint:
    """What one element of a differential asks for: ``min``, ``max``, ``fixed``, ``binding``, ``type`` ..."""

    definition: str
    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.definition} {self.place} {self.what}"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a value stands: its object, its key, and its index in a list."""

    holder: Json
    key: str
    index: int | None

    @property
    def value(self) -> Any:
        held = self.holder[self.key]
        return held if self.index is None else held[self.index]

    def put(self, value: Any) -> None:
        if self.index is None:
            self.holder[self.key] = value
        else:
            self.holder[self.key][self.index] = value


def constraints() -> Iterator[Constraint]:
    """Every constraint of the guide's differentials that a change can break by itself."""
    for definition in (*own_profiles(), *own_extensions().values()):
        places = [each["id"] for each in definition["differential"]["element"]]
        for element in definition["differential"]["element"]:
            is_sliced = any(each.startswith(f"{element['id']}:") for each in places)
            for what in _asked(definition, element):
                # The least number of a sliced list is the sum of its slices'.
                if not (is_sliced and what == "min"):
                    yield Constraint(definition["id"], element["id"], what)


def _asked(definition: Json, element: Json) -> Iterator[str]:
    place, types = element["id"], element.get("type", ())
    if place.endswith(".url"):
        return
    if element.get("min", 0) > 0:
        yield "min"
    whole = next(each for each in definition["snapshot"]["element"] if each["id"] == place)
    if element.get("max") == "1" and (":" in place.rpartition(".")[2] or whole["base"]["max"] != "1"):
        yield "max"
    # What tells a slice is its own condition; without it the slice is not there, which min breaks.
    if ":" not in place and any(key.startswith(("fixed", "pattern")) for key in element):
        yield "fixed"
    if (strength := element.get("binding", {}).get("strength")) in ("required", "extensible"):
        yield strength
    if any("targetProfile" in kind for kind in types):
        yield "target"
    if place.endswith("[x]") and types:
        yield "type"


def broken(constraint: Constraint) -> tuple[str, Json, Json, str]:
    """The example, as it is and broken, and the path at which the fault must be found (without indexes)."""
    definition = read(f"StructureDefinition-{constraint.definition}")
    for name in example_names():
        resource = example(name)
        for root, path in _roots(resource, definition):
            spots = _spots(root, definition, constraint.place)
            if not spots:
                continue
            _BREAKS[constraint.what](spots)
            below = constraint.place.partition(".")[2]
            return name, example(name), resource, plain(f"{path}.{below}" if below else path)
    raise AssertionError(f"no example holds {constraint}")


def plain(path: str) -> str:
    """A path without indexes, slice names and ``[x]``."""
    return re.sub(r"\[\d+\]|\[x\]|:[^.]+", "", path)


def _roots(resource: Json, definition: Json) -> Iterator[tuple[Json, str]]:
    if definition["type"] != "Extension":
        if definition["url"] in resource.get("meta", {}).get("profile", ()):
            yield resource, resource["resourceType"]
        return
    for value, path in _objects(resource, resource["resourceType"]):
        if value.get("url") == definition["url"]:
            yield value, path


def _objects(value: Any, path: str) -> Iterator[tuple[Json, str]]:
    if isinstance(value, dict):
        yield value, path
        for key, held in value.items():
            yield from _objects(held, f"{path}.{key}")
    elif isinstance(value, list):
        for held in value:
            yield from _objects(held, path)


def _spots(root: Json, definition: Json, place: str) -> list[Spot]:
    """Where an element stands below its root; slices by what they match."""
    found: list[Spot] = []
    holders = [root]
    steps = place.split(".")[1:]
    for number, step in enumerate(steps, 1):
        name, _, slice_name = step.partition(":")
        path = ".".join([definition["type"], *steps[:number]])
        found = [
            spot
            for holder in holders
            for spot in _held(holder, name)
            if not slice_name or _fits(spot.value, definition, path)
        ]
        holders = [spot.value for spot in found if isinstance(spot.value, dict)]
    return found


def _held(holder: Json, name: str) -> Iterator[Spot]:
    for key, held in holder.items():
        if key == name or (name.endswith("[x]") and key.startswith(name[:-3])):
            indexes = range(len(held)) if isinstance(held, list) else (None,)
            yield from (Spot(holder, key, index) for index in indexes)


def _fits(value: Any, definition: Json, place: str) -> bool:
    """Whether a value is of a slice: by its extension's url, by its pattern, or by its codes' system."""
    below = {
        each["id"]: each
        for each in definition["snapshot"]["element"]
        if each["id"] == place or each["id"].startswith(f"{place}.")
    }
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


def _remove(spots: list[Spot]) -> None:
    """All of the first holder; a holder that would be empty says that its value is unknown."""
    first = spots[0].holder
    for spot in reversed([each for each in spots if each.holder is first]):
        if spot.index is None or len(first[spot.key]) == 1:
            del first[spot.key]
        else:
            del first[spot.key][spot.index]
    if not first:
        first["extension"] = [{"url": _ABSENT, "valueCode": "unknown"}]


def _double(spots: list[Spot]) -> None:
    spots[0].holder[spots[0].key].append(copy.deepcopy(spots[0].value))


def _aim_elsewhere(spots: list[Spot]) -> None:
    spots[0].value["reference"] = "Medication/1"


def _change(spots: list[Spot]) -> None:
    spots[0].put(_other(spots[0].value))


def _change_code(spots: list[Spot]) -> None:
    """Another code of the same system, which an extensible binding has to refuse."""
    value = spots[0].value
    for coding in value.get("coding", [value]):
        coding["code"] = "other-code"
        coding.pop("display", None)


def _retype(spots: list[Spot]) -> None:
    spot = spots[0]
    kind = next(each for each in _CHOICES if not spot.key.endswith(each))
    del spot.holder[spot.key]
    spot.holder[re.sub(r"[A-Z].*", kind, spot.key)] = _CHOICES[kind]


def _other(value: Any) -> Any:
    """A value of the same type that no list and no pattern of the guide holds."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return "plan" if value != "plan" else "order"
    if "coding" in value:
        return {"coding": [{"system": "https://agency.example/codes", "code": "other"}]}
    return {"system": "https://agency.example/codes", "code": "other"}


_BREAKS = {
    "min": _remove,
    "max": _double,
    "fixed": _change,
    "required": _change,
    "extensible": _change_code,
    "target": _aim_elsewhere,
    "type": _retype,
}
