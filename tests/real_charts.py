"""Charts that nobody here made, or made in the manners of real systems, for the tests that read them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).parent
Json = dict[str, Any]
US_CORE = HERE / "conformance" / "data" / "us-core-6.1.0-examples.ndjson.gz"
SYNTHEA = HERE / "data" / "synthea"
CHARTS = HERE / "data" / "charts"
SYNTHEA_PEOPLE = ("blake", "edmundo", "stacy", "toccara")
MANNERS = ("eltss", "epic", "oracle", "plain")


def us_core_examples() -> list[Json]:
    """All official examples of US Core 6.1.0."""
    return [json.loads(line) for line in gzip.decompress(US_CORE.read_bytes()).splitlines()]


def synthea_bundle(name: str) -> Json:
    """A Bundle as Synthea wrote it."""
    made: Json = json.loads(gzip.decompress((SYNTHEA / f"{name}.json.gz").read_bytes()))
    return made


def chart(name: str) -> Json:
    """A Bundle in the manners of one system."""
    made: Json = json.loads((CHARTS / f"{name}.json").read_text(encoding="utf-8"))
    return made


def resources_of(bundle: Json) -> list[Json]:
    """The resources of a Bundle, those of a Bundle in it too."""
    found: list[Json] = []
    for entry in bundle["entry"]:
        resource = entry["resource"]
        found += resources_of(resource) if resource["resourceType"] == "Bundle" else [resource]
    return found


def loaded(bundle: Json) -> list[Json]:
    """The resources as a server holds them once it has loaded a transaction: with relative references."""
    text = json.dumps(bundle)
    for entry in bundle["entry"]:
        resource = entry["resource"]
        text = text.replace(entry["fullUrl"], f"{resource['resourceType']}/{resource['id']}")
    return resources_of(json.loads(text))


def mutate(node: Json, chance: Random) -> None:
    """Do one damage to a random place, in place."""
    places: list[tuple[Any, Any]] = []
    pending: list[Any] = [node]
    while pending:
        held = pending.pop()
        keys: Sequence[Any] = list(held) if isinstance(held, dict) else range(len(held))
        for key in keys:
            places.append((held, key))
            if isinstance(held[key], dict | list) and held[key]:
                pending.append(held[key])
    holder, key = chance.choice(places)
    _DAMAGES[chance.randrange(len(_DAMAGES))](holder, key, chance)


def _drop(holder: Any, key: Any, chance: Random) -> None:
    del holder[key]


def _replace(holder: Any, key: Any, chance: Random) -> None:
    holder[key] = chance.choice(_STRANGE)()


def _double(holder: Any, key: Any, chance: Random) -> None:
    holder[key] = [holder[key], holder[key]]


def _wrap(holder: Any, key: Any, chance: Random) -> None:
    holder[key] = {"value": holder[key]}


def _swap(holder: Any, key: Any, chance: Random) -> None:
    other = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    holder[key], holder[other] = holder[other], holder[key]


_STRANGE: tuple[Callable[[], Any], ...] = (
    lambda: None,
    lambda: "",
    lambda: " ",
    list,
    dict,
    lambda: True,
    lambda: -1,
    lambda: 10**30,
    lambda: 0.1,
    lambda: "\x00\ud800",
    lambda: "9999-99-99",
    lambda: "2026-02-30T25:61:00Z",
    lambda: "0001-01-01T00:00:00+14:00",
    lambda: "9999-12-31T23:59:59-12:00",
    lambda: "Patient/../Patient/1",
    lambda: "urn:uuid:no",
    lambda: "#",
    lambda: "x" * 20_000,
    lambda: [[[]]],
    lambda: [None, 1, "a", {}],
)
_DAMAGES: tuple[Callable[[Any, Any, Random], None], ...] = (_drop, _replace, _replace, _double, _wrap, _swap)


def every_source() -> Iterator[tuple[str, Json]]:
    """Each chart with its name, as one Bundle."""
    yield "us-core", {"resourceType": "Bundle", "entry": [{"resource": each} for each in us_core_examples()]}
    for name in SYNTHEA_PEOPLE:
        yield name, synthea_bundle(f"patient-{name}")
    for name in MANNERS:
        yield name, chart(name)
