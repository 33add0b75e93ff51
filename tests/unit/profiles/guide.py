"""The built guide and ways to change an example, for the tests of this folder."""

from __future__ import annotations

import copy
import json
import re
from functools import cache
from typing import Any

from pss_fhir.definitions.bundled import OWN_GUIDE

_STEP = re.compile(r"([A-Za-z_]+)(?:\[(\d+)\])?")


@cache
def read(name: str) -> Any:
    """A file of the built guide, without ``.json``; not to be changed."""
    return json.loads((OWN_GUIDE / f"{name}.json").read_text(encoding="utf-8"))


def example(name: str) -> dict[str, Any]:
    """A fresh copy of a built example (``Patient-client-ana``)."""
    found: dict[str, Any] = copy.deepcopy(read(f"example/{name}"))
    return found


def example_names() -> list[str]:
    """The names of all built examples."""
    return sorted(file.stem for file in (OWN_GUIDE / "example").glob("*.json"))


def own_profiles() -> list[dict[str, Any]]:
    """Every profile of the guide itself; extensions and what is carried from other guides left out."""
    found = (read(file.stem) for file in sorted(OWN_GUIDE.glob("StructureDefinition-pss-*.json")))
    return [definition for definition in found if definition["type"] != "Extension"]


def own_extensions() -> dict[str, dict[str, Any]]:
    """Every extension of the guide itself by its canonical."""
    found = (read(file.stem) for file in sorted(OWN_GUIDE.glob("StructureDefinition-pss-*.json")))
    return {definition["url"]: definition for definition in found if definition["type"] == "Extension"}


def _steps(path: str) -> list[str | int]:
    steps: list[str | int] = []
    for name, index in _STEP.findall(path):
        steps.append(name)
        if index:
            steps.append(int(index))
    return steps


def place(resource: Any, path: str, value: Any) -> None:
    """Set what stands at a path; one past the end of an array is added."""
    *way, last = _steps(path)
    for step in way:
        resource = resource[step]
    if isinstance(resource, list) and last == len(resource):
        resource.append(value)
    else:
        resource[last] = value


def remove(resource: Any, path: str) -> None:
    """Take away what stands at a path, and what is left empty by that."""
    steps = _steps(path)
    holders = [resource]
    for step in steps[:-1]:
        holders.append(holders[-1][step])
    for holder, step in zip(reversed(holders), reversed(steps), strict=True):
        del holder[step]
        if holder:
            return
