"""Every invariant's expression, asked by our FHIRPath and by fhirpathpy of the same data.

The data are US Core's examples, the guide's, and values made at random of every type. Where the two give
something else, ``differences.toml`` says why, expression by expression.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import random
import re
import tomllib
import warnings
from collections import defaultdict
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pytest

from pss_fhir.definitions.bundled import PREFERRED
from pss_fhir.r4.fhirpath import (
    Environment,
    EvaluationFailed,
    NotChecked,
    NotCompilable,
    compile_expression,
    type_of_reference,
)
from pss_fhir.r4.fhirpath.items import Item, Items, member
from tests.conformance.fhirpath.made_resources import concrete, made
from tests.conformance.fhirpath.published import OWN, PACKAGES, invariants, package_names
from tests.unit.profiles.guide import example, example_names

Json = dict[str, Any]
HERE = Path(__file__).parent
SEED = 20261123
MADE = 20
"""Values made at random for each place where an expression stands."""
PLACES = 2
"""Places at which an expression that stands at many (ele-1) is asked."""
EXAMPLES = HERE.parent / "data" / "us-core-6.1.0-examples.ndjson.gz"
ENVIRONMENT = Environment(resolve=type_of_reference, html_checks=lambda _: True, member_of=lambda *_: True)
EXPLAINED: dict[str, Any] = tomllib.loads((HERE / "differences.toml").read_text("utf-8"))
DIFFERENCES = {each["expression"] for each in EXPLAINED["difference"]}
LACKING = re.compile(rf"\b({'|'.join(EXPLAINED['lacks'])})\(")


@cache
def places() -> dict[str, tuple[str, ...]]:
    """Expression -> the elements on which it stands, in any package."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for package in package_names():
        for each in invariants(package):
            found[each.expression].add(each.path)
    return {expression: tuple(sorted(paths)[:PLACES]) for expression, paths in sorted(found.items())}


@cache
def examples() -> dict[str, list[Json]]:
    """The real examples by type."""
    found: defaultdict[str, list[Json]] = defaultdict(list)
    for line in gzip.decompress(EXAMPLES.read_bytes()).splitlines():
        resource = orjson.loads(line)
        found[resource["resourceType"]].append(resource)
    for name in example_names():
        resource = example(name)
        found[resource["resourceType"]].append(resource)
    return found


@cache
def foci(path: str) -> tuple[tuple[Json, Item], ...]:
    """Resources, and in each the elements at the path."""
    root, *steps = (step.removesuffix("[x]").partition(":")[0] for step in path.split("."))
    rng = random.Random(f"{SEED} {path}")  # noqa: S311 - a seed, not a secret
    values = [*examples().get(root, ())[:5], *(made(root, steps, rng) for _ in range(MADE))]
    found: list[tuple[Json, Item]] = []
    for value in filter(None, values):
        items: Items = [(value, concrete(root), None)]
        for step in steps:
            items = member(items, step)
        resource = value if "resourceType" in value else {"resourceType": "Basic"}
        found += [(resource, item) for item in items[:2] if item[0] is not None]
    return tuple(found)


def ours(expression: str, resource: Json, item: Item) -> bool | str | None:
    """True, False, None for empty, or what went wrong."""
    value, type_name, extra = item
    try:
        return compile_expression(expression).holds(resource, value, type_name, ENVIRONMENT, extra=extra)
    except EvaluationFailed:
        return "error"
    except NotChecked:
        return "not checked"


@cache
def _their_function(expression: str) -> tuple[Any, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # fhirpathpy's parser asks for older typing names
        import fhirpathpy
        from fhirpathpy.engine.nodes import ResourceNode
        from fhirpathpy.models import models
    return fhirpathpy.compile(expression, models["r4"]), ResourceNode.create_node


def theirs(expression: str, resource: Json, item: Item) -> bool | str | None:
    """The same of fhirpathpy, which writes into what it is given."""
    ask, node = _their_function(expression)
    around = {name: deepcopy(resource) for name in ("resource", "rootResource") if f"%{name}" in expression}
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            answer = ask(node(deepcopy(item[0]), item[1]), around)
    except Exception:  # noqa: BLE001 - fhirpathpy raises bare exceptions of many kinds
        return "error"
    if len(answer) > 1:
        return "error"
    return None if not answer else answer[0] if isinstance(answer[0], bool) else True


@cache
def compared(expression: str) -> tuple[int, frozenset[tuple[Any, Any]]]:
    """How often it was asked, and the pairs of answers that differ, ours first."""
    asked, differing = 0, set()
    for path in places()[expression]:
        for resource, item in foci(path):
            asked += 1
            pair = ours(expression, resource, item), theirs(expression, resource, item)
            if pair[0] != pair[1]:
                differing.add(pair)
    return asked, frozenset(differing)


@pytest.mark.parametrize("package", package_names())
def test_every_expression_of_the_package_compiles(package: str) -> None:
    """None is left to another engine, and none is not checked for want of an engine."""
    not_compiled = set()
    for each in invariants(package):
        try:
            compile_expression(each.expression)
        except NotCompilable:
            not_compiled.add((each.key, each.expression))

    assert not_compiled == set()


def test_published_expressions_when_counted_then_all_are_there() -> None:
    """Of what ships with the project; an empty list would let every test of this file pass."""
    assert len({each.expression for name in (*PREFERRED, OWN) for each in invariants(name)}) > 300


def test_both_agree_but_for_what_is_explained() -> None:
    differing = set()
    for expression in places():
        pairs = compared(expression)[1]
        if LACKING.search(expression):
            assert {answer for _, answer in pairs} <= {"error"}, expression
        elif pairs:
            differing.add(expression)

    assert differing == DIFFERENCES & set(places())


def test_every_expression_was_asked_of_something() -> None:
    asked = {expression: compared(expression)[0] for expression in places()}

    assert [expression for expression, count in asked.items() if count == 0] == []
    assert sum(asked.values()) > 3000


def test_explained_expressions_are_still_published() -> None:
    if not PACKAGES.is_dir():
        pytest.skip("the FHIR packages are not beside the project (../shared/fhir-packages)")

    assert set(places()) >= DIFFERENCES
