"""Ways to break a valid resource; each returns where the break is and which codes may name it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
Path = tuple[str | int, ...]


_STEMS = [
    "value",
    "effective",
    "onset",
    "medication",
    "dose",
    "bounds",
    "deceased",
    "multipleBirth",
    "performed",
    "occurrence",
    "abatement",
    "rate",
    "asNeeded",
    "reported",
    "occurred",
    "product",
    "timing",
    "serviced",
    "due",
    "answer",
    "initial",
    "collected",
    "created",
    "author",
]
_CHOICE = re.compile(
    rf"\.({'|'.join(_STEMS)})(?!Set\b|AndRate|Option|ValueSet)(?=[A-Z])[A-Za-z0-9]+(?=[.\[]|$)"
)


@dataclass(frozen=True)
class Break:
    """A broken copy, the FHIRPath at which it must be found, and the codes that may say so."""

    resource: Json
    path: str
    codes: frozenset[str]


def paths(value: Any, here: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every member and item of a resource, without what stands in contained or other resources."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key not in ("contained", "resource", "div"):
                yield (*here, key), each
                yield from paths(each, (*here, key))
    elif isinstance(value, list):
        for order, each in enumerate(value):
            yield (*here, order), each
            yield from paths(each, (*here, order))


def shown(kind: str, path: Path) -> str:
    """The path as FHIRPath, with choices still under their JSON names."""
    return kind + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)


def in_fhirpath(path: str) -> str:
    """The JSON path with choices under their stems and underscored names under their elements."""
    return _CHOICE.sub(lambda match: f".{match[1]}", path.replace("._", "."))


def put(resource: Json, path: Path, value: Any) -> Json:
    """A copy with another value at the path."""
    copy = deepcopy(resource)
    here: Any = copy
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    return copy


def drop(resource: Json, path: Path) -> Json:
    """A copy without the member at the path."""
    copy = deepcopy(resource)
    here: Any = copy
    for step in path[:-1]:
        here = here[step]
    del here[path[-1]]
    return copy


def _pick(rng: random.Random, resource: Json, wanted: Callable[[Path, Any], bool]) -> tuple[Path, Any] | None:
    found = [(path, value) for path, value in paths(resource) if wanted(path, value)]
    return rng.choice(found) if found else None


def _replacing(
    wanted: Callable[[Path, Any], bool], change: Callable[[Any], Any], *codes: str, up: int = 0
) -> Callable[[random.Random, Json], Break | None]:
    def mutate(rng: random.Random, resource: Json) -> Break | None:
        found = _pick(rng, resource, wanted)
        if found is None:
            return None
        path, value = found
        where = shown(resource["resourceType"], path[: len(path) - up])
        return Break(
            put(resource, path, change(value)), where, frozenset(f"validate.{code}" for code in codes)
        )

    return mutate


def _named(*names: str, kind: type = str) -> Callable[[Path, Any], bool]:
    return lambda path, value: path[-1] in names and isinstance(value, kind)


def _is_object(path: Path, value: Any) -> bool:
    return isinstance(value, dict) and not str(path[-1]).startswith("_")


def _is_repeating_object(_path: Path, value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _ends(*ends: str) -> Callable[[Path, Any], bool]:
    return lambda path, value: isinstance(value, str) and str(path[-1]).endswith(ends)


def _without(name: str) -> Callable[[random.Random, Json], Break | None]:
    def mutate(_rng: random.Random, resource: Json) -> Break | None:
        if name not in resource:
            return None
        return Break(
            drop(resource, (name,)),
            f"{resource['resourceType']}.{name}",
            frozenset({"validate.cardinality-min"}),
        )

    return mutate


def _unknown_member(rng: random.Random, resource: Json) -> Break | None:
    found = _pick(rng, resource, _is_object)
    path = found[0] if found else ()
    copy = put(resource, (*path, "unheardOf"), "x")
    return Break(
        copy, shown(resource["resourceType"], (*path, "unheardOf")), frozenset({"validate.unknown-element"})
    )


def _resource_member(
    name: str, value: Any, *codes: str, at: str = ""
) -> Callable[[random.Random, Json], Break | None]:
    def mutate(_rng: random.Random, resource: Json) -> Break | None:
        where = f"{resource['resourceType']}.{at or name}"
        return Break({**resource, name: value}, where, frozenset(f"validate.{code}" for code in codes))

    return mutate


_DATES = (
    "Date",
    "date",
    "DateTime",
    "issued",
    "authoredOn",
    "recordedDate",
    "start",
    "recorded",
    "lastUpdated",
)
OPERATORS: dict[str, Callable[[random.Random, Json], Break | None]] = {
    "unknown-member": _unknown_member,
    "object-for-string": _replacing(
        _named("display", "text", "system", "code"), lambda _: {"a": 1}, "type-wrong"
    ),
    "number-for-string": _replacing(_named("display", "text", "code", "status"), lambda _: 5, "type-wrong"),
    "string-for-object": _replacing(_is_object, lambda _: "x", "type-wrong"),
    "boolean-for-object": _replacing(_is_object, lambda _: True, "type-wrong"),
    "empty-object": _replacing(_is_object, lambda _: {}, "object-empty"),
    "empty-array": _replacing(lambda _p, v: isinstance(v, list), lambda _: [], "array-empty"),
    "array-unwrapped": _replacing(_is_repeating_object, lambda value: value[0], "array-missing"),
    "array-around": _replacing(
        _named("status", "gender", "system", "reference"), lambda value: [value], "array-unexpected"
    ),
    "null": _replacing(_named("system", "code", "reference", "status"), lambda _: None, "null"),
    "empty-string": _replacing(
        _named("display", "text", "system", "code", "reference"), lambda _: "", "string-empty"
    ),
    "control-character": _replacing(
        _named("display", "text"), lambda value: value + "\u0001", "string-control"
    ),
    "space-in-code": _replacing(_named("code"), lambda value: f" {value}", "primitive-format"),
    "space-in-uri": _replacing(_named("system"), lambda value: f"{value} x", "primitive-format"),
    "day-that-is-none": _replacing(
        _ends(*_DATES), lambda _: "2023-02-30", "date-not-real", "primitive-format"
    ),
    "date-in-words": _replacing(_ends(*_DATES), lambda _: "May 1, 2023", "primitive-format"),
    "time-without-zone": _replacing(
        _ends("DateTime", "issued", "authoredOn", "recorded"),
        lambda _: "2023-05-01T10:00:00",
        "time-zone-missing",
    ),
    "reference-to-nothing": _replacing(_named("reference"), lambda _: "nowhere at all", "reference-form"),
    "reference-to-odd-type": _replacing(_named("reference"), lambda _: "Unheard/1", "reference-form"),
    "reference-of-wrong-type": _replacing(
        lambda path, value: (
            path[-1] == "reference"
            and isinstance(value, str)
            and "Patient/" in value
            and len(path) == 2
            and path[0] in ("subject", "patient")
        ),
        lambda _: "Binary/1",
        "reference-target",
        up=1,
    ),
    "fragment-to-nothing": _replacing(_named("reference"), lambda _: "#nothing", "contained-missing"),
    "status-unheard-of": _replacing(
        lambda path, value: path == ("status",) and isinstance(value, str),
        lambda _: "unheard-of",
        "binding-required",
    ),
    "status-gone": _without("status"),
    "subject-gone": _without("subject"),
    "code-gone": _without("code"),
    "id-too-long": _replacing(lambda path, _v: path == ("id",), lambda _: "x" * 65, "primitive-format"),
    "language-as-number": _resource_member("language", 5, "type-wrong"),
    "second-text": _resource_member("text", [{"status": "empty"}], "array-unexpected"),
    "narrative-with-script": _resource_member(
        "text",
        {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml"><script>x</script></div>'},
        "narrative",
        at="text.div",
    ),
    "narrative-link-to-nothing": _resource_member(
        "text",
        {
            "status": "generated",
            "div": '<div xmlns="http://www.w3.org/1999/xhtml"><a href="#nothing">x</a></div>',
        },
        "narrative-link",
        at="text.div",
    ),
    "modifier-unheard-of": _resource_member(
        "modifierExtension",
        [{"url": "http://example.org/unheard-of", "valueString": "x"}],
        "extension-modifier-unknown",
        at="modifierExtension[0]",
    ),
    "extension-of-both": _resource_member(
        "extension",
        [
            {
                "url": "http://example.org/unheard-of",
                "valueString": "x",
                "extension": [{"url": "y", "valueString": "z"}],
            }
        ],
        "extension-content",
        at="extension[0]",
    ),
    "contained-unused": _resource_member(
        "contained",
        [{"resourceType": "Basic", "id": "alone", "code": {"text": "x"}}],
        "contained-unused",
        at="contained[0]",
    ),
}
"""Name -> operator; an operator gives None for a resource in which it finds nothing to break."""
