"""Resources and datatypes made at random from the R4 model: of every type, valid or not."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from pss_fhir.r4.fhirpath.items import MODEL

Json = dict[str, Any]
_VALUES: dict[str, tuple[Any, ...]] = {
    "boolean": (True, False),
    "integer": (0, 2),
    "positiveInt": (1, 3),
    "unsignedInt": (0, 2),
    "decimal": (1.5, 2),
    "date": ("2026-01-02", "2026-01"),
    "dateTime": ("2026-01-02T10:00:00Z", "2026-01-03"),
    "instant": ("2026-01-02T10:00:00Z",),
    "time": ("10:00:00",),
    "uri": ("http://example.org/x", "urn:x"),
    "url": ("http://example.org/x",),
    "canonical": ("http://example.org/x",),
    "code": ("a", "draft", "final"),
    "string": ("abc", "Name"),
    "markdown": ("abc",),
    "id": ("a1",),
    "oid": ("urn:oid:1.2",),
    "uuid": ("urn:uuid:c757873d-ec9a-4326-a141-556f43239520",),
    "base64Binary": ("YQ==",),
    "xhtml": ("<div>x</div>",),
}
_EXTENSION = {"url": "http://example.org/e", "valueString": "x"}
_DEEPEST = 3
_INSTEAD = {
    "Element": "HumanName",
    "BackboneElement": "HumanName",
    "Resource": "Basic",
    "DomainResource": "Patient",
}
"""Abstract type -> one that stands for it."""


def made(type_name: str, along: Sequence[str], rng: random.Random) -> Json:
    """One value of the type; the elements along a path below it are there, the others by chance."""
    return _object(concrete(type_name), along, rng, 0)


def concrete(type_name: str) -> str:
    """The type that :func:`made` makes for it."""
    return _INSTEAD.get(type_name, type_name)


def _object(type_name: str, along: Sequence[str], rng: random.Random, depth: int) -> Json:
    found: Json = {"resourceType": type_name} if type_name in MODEL.resources else {}
    for element in MODEL.elements(type_name).values():
        is_wanted = bool(along) and element.name == along[0]
        if not is_wanted and rng.random() < 0.5:
            continue
        key = rng.choice(list(element.keys))
        below = along[1:] if is_wanted else ()
        value = _value(element.keys[key], below, rng, depth + 1, is_wanted=is_wanted)
        if value is None:
            continue
        values = [value]
        if element.is_list and rng.random() < 0.4:
            values += filter(None, [_value(element.keys[key], (), rng, depth + 1)])
        found[key] = values if element.is_list else value
    return found


def _value(
    type_name: str, along: Sequence[str], rng: random.Random, depth: int, *, is_wanted: bool = False
) -> Any:
    if type_name in _VALUES:
        return rng.choice(_VALUES[type_name])
    if type_name == "Extension":
        return dict(_EXTENSION)
    if MODEL.is_a(type_name, "Resource"):
        return {"resourceType": "Basic", "id": "a1", "code": {"text": "x"}}
    # What is deep is made of few members, so that a resource stays of a size that can be read.
    if not is_wanted and (depth > _DEEPEST or rng.random() < depth / (_DEEPEST + 2)):
        return None
    return _object(type_name, along, rng, depth) or None
