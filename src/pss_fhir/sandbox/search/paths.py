"""A walker for the paths of the search table: far less than FHIRPath, and enough for every R4 parameter.

A path is steps with blanks between them, each an element name and at most one of::

    value:Quantity              only when the choice is of that type
    telecom[system=phone]       only items whose child has that value
    entry[0]                    only the item at that position
    subject->Patient            only references to that type
    deceased?                   true when the element is there and not false
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_STEP = re.compile(
    r"(?P<name>[a-zA-Z]+)"
    r"(?::(?P<cast>[a-zA-Z]+)|\[(?P<position>\d+)\]|\[(?P<key>[a-zA-Z]+)=(?P<value>[^\]]+)\]"
    r"|->(?P<target>[A-Za-z]+)|(?P<exists>\?))?"
)
_CHOICE_TYPE = re.compile(
    r"Address|Age|Annotation|Attachment|Base64Binary|Boolean|Canonical|Code|CodeableConcept|Coding|ContactPoint"
    r"|Count|Date|DateTime|Decimal|Distance|Dosage|Duration|Expression|HumanName|Id|Identifier|Instant|Integer"
    r"|Markdown|Money|Oid|Period|PositiveInt|Quantity|Range|Ratio|Reference|SampledData|Signature|String|Time"
    r"|Timing|UnsignedInt|Uri|Url|Uuid"
)
"""Type names as they end the JSON name of a choice element (R4 datatypes, 2.24.0.1 "Choice of datatypes")."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path."""

    name: str
    cast: str | None = None
    position: int | None = None
    key: str | None = None
    value: str | None = None
    target: str | None = None
    exists: bool = False


@lru_cache(maxsize=4096)
def parse_path(text: str) -> tuple[Step, ...]:
    """The steps of a path.

    Raises:
        ValueError: a step has another form than the module describes.
    """
    steps = []
    for part in text.split(" "):
        found = _STEP.fullmatch(part)
        if found is None:
            raise ValueError(f"{part!r} is not a step of a search path")
        position = found["position"]
        steps.append(
            Step(
                name=found["name"],
                cast=found["cast"],
                position=int(position) if position is not None else None,
                key=found["key"],
                value=found["value"],
                target=found["target"],
                exists=found["exists"] is not None,
            )
        )
    return tuple(steps)


def walk(node: Any, path: str) -> Iterator[Any]:
    """Every value at the path below a resource or element, in document order."""
    nodes = [node]
    for step in parse_path(path):
        nodes = [found for each in nodes for found in _follow(each, step)]
    yield from nodes


def _follow(node: Any, step: Step) -> Iterator[Any]:
    if not isinstance(node, dict):
        return
    found = list(_children(node, step))
    if step.exists:
        yield any(value is not False for value in found)
        return
    for position, value in enumerate(found):
        if step.position is not None and position != step.position:
            continue
        if step.key is not None and not (isinstance(value, dict) and value.get(step.key) == step.value):
            continue
        if step.target is not None and not _points_to(value, step.target):
            continue
        yield value


def _children(node: dict[str, Any], step: Step) -> Iterator[Any]:
    if step.cast is not None:
        names = [step.name + step.cast[0].upper() + step.cast[1:]]
    elif step.name in node:
        names = [step.name]
    else:
        names = [
            name
            for name in node
            if name.startswith(step.name) and _CHOICE_TYPE.fullmatch(name[len(step.name) :])
        ]
    for name in names:
        value = node.get(name)
        if isinstance(value, list):
            yield from value
        elif value is not None:
            yield value


def _points_to(value: Any, target: str) -> bool:
    if not isinstance(value, dict):
        return False
    if value.get("type"):
        return bool(value["type"] == target)
    parts = str(value.get("reference", "")).split("/")
    return target in parts or str(value.get("reference", "")).startswith(("urn:", "#"))
