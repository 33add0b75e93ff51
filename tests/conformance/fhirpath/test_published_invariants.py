"""The invariants of R4 and US Core keep clean examples clean, in both compiled forms."""

from __future__ import annotations

import json
import tarfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from pss_fhir.r4.fhirpath import (
    Compiled,
    Environment,
    EvaluationFailed,
    NotChecked,
    compile_expression,
    type_of_reference,
)
from pss_fhir.r4.fhirpath.generate_types import build
from pss_fhir.r4.fhirpath.items import MODEL, Item, children, resource_item

PACKAGES = Path(__file__).parents[4] / "shared" / "fhir-packages"
pytestmark = pytest.mark.skipif(
    not PACKAGES.is_dir(), reason="the FHIR packages are not beside the project (../shared/fhir-packages)"
)
US_CORE = "hl7.fhir.us.core-6.1.0"
ENVIRONMENT = Environment(resolve=type_of_reference, html_checks=lambda _: True, member_of=lambda *_: True)


def documents(package: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every resource of a package with its path."""
    with tarfile.open(PACKAGES / f"{package}.tgz") as archive:
        for entry in archive:
            content = archive.extractfile(entry) if entry.name.endswith(".json") else None
            document = json.load(content) if content else None
            if isinstance(document, dict) and "resourceType" in document:
                yield entry.name, document


def constraints(package: str) -> Iterator[tuple[str, str, str]]:
    """Element path, key and expression of every invariant of a package; best practices are left out."""
    for _, document in documents(package):
        if document["resourceType"] != "StructureDefinition":
            continue
        for element in document.get("snapshot", {}).get("element", ()):
            for constraint in element.get("constraint", ()):
                if "expression" in constraint and constraint["severity"] == "error":
                    yield element["path"], constraint["key"], constraint["expression"]


@cache
def examples() -> tuple[dict[str, Any], ...]:
    """The official US Core 6.1.0 examples."""
    return tuple(document for path, document in documents(US_CORE) if "/example/" in path)


def elements(item: Item) -> Iterator[Item]:
    """The item and everything below it."""
    yield item
    for child in children([item]):
        yield from elements(child)


def test_base_invariants_are_met_by_every_us_core_example() -> None:
    by_path: dict[str, list[tuple[str, Compiled]]] = {}
    for path, key, expression in set(constraints("hl7.fhir.r4.core-4.0.1")):
        # Logical models and the profiles of the core package speak of themselves, not of every resource.
        if MODEL.knows(path) and key not in ("inv-1", "vs-1", "vs-2", "vs-3", "mqty-1"):
            by_path.setdefault(path, []).append((key, compile_expression(expression)))
    found: Counter[tuple[str, bool | None]] = Counter()
    for resource in examples():
        for value, type_name, extra in elements(resource_item(resource)):
            for key, compiled in by_path.get(type_name, ()):
                answer = compiled.holds(resource, value, type_name, ENVIRONMENT, extra=extra)
                assert answer == compiled.holds_carefully(
                    resource, value, type_name, ENVIRONMENT, extra=extra
                )
                found[key, answer] += 1
    assert found["ele-1", True] > 1000
    # ref-1 asks the text of the reference; a reference by identifier or display has none: it stays open.
    assert {key for key, answer in found if answer is None} == {"ref-1"}
    assert not {key for key, answer in found if answer is False}


def test_both_forms_agree_on_every_expression_and_every_example() -> None:
    """Every expression is asked of every kind of element, whether or not it was written for it."""
    expressions = {text for _, _, text in constraints(US_CORE)}
    kinds: dict[str, tuple[dict[str, Any], Item]] = {}
    for resource in examples():
        for item in elements(resource_item(resource)):
            kinds.setdefault(item[1], (resource, item))
    for text in expressions:
        compiled = compile_expression(text)
        for type_name, (resource, (value, _, extra)) in kinds.items():
            fast = answer(compiled.holds, resource, value, type_name, extra)
            assert fast == answer(compiled.holds_carefully, resource, value, type_name, extra), (
                text,
                type_name,
            )


def answer(form: Any, resource: dict[str, Any], value: Any, type_name: str, extra: Any) -> bool | str | None:
    """What a form says, an error by its class's name."""
    try:
        found: bool | None = form(resource, value, type_name, ENVIRONMENT, extra=extra)
    except (EvaluationFailed, NotChecked) as error:
        return type(error).__name__
    return found


def test_the_table_of_types_is_what_the_package_says() -> None:
    package = PACKAGES / "hl7.fhir.r4.core-4.0.1.tgz"
    shipped = resources.files("pss_fhir.r4.fhirpath").joinpath("types.json").read_text(encoding="utf-8")
    assert json.loads(shipped) == build(package)
