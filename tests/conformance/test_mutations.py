"""Valid resources broken on purpose, in more than twenty ways, seeded: each break is found at its place."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import orjson
import pytest

from pss_fhir.validation import Validator
from tests.unit.validation import mutations

HERE = Path(__file__).parent
SEED = 20261123
PER_OPERATOR = 25
OPTIONAL = {"status-gone", "subject-gone", "code-gone"}
"""Elements that some types require and others do not: a resource that stays clean without one is no miss."""


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator(unit_cache=None)


@pytest.fixture(scope="module")
def clean(validator: Validator) -> list[dict[str, object]]:
    """The official US Core examples that we find nothing in, Bundles apart."""
    lines = gzip.decompress((HERE / "data" / "us-core-6.1.0-examples.ndjson.gz").read_bytes()).splitlines()
    resources = [orjson.loads(line) for line in lines]
    return [each for each in resources if each["resourceType"] != "Bundle" and not validator.validate(each)]


def test_operators_when_counted_then_more_than_twenty() -> None:
    assert len(mutations.OPERATORS) >= 20


@pytest.mark.parametrize("name", mutations.OPERATORS)
def test_break_when_made_then_found_at_its_place(
    validator: Validator, clean: list[dict[str, object]], name: str
) -> None:
    rng = random.Random(f"{SEED} {name}")  # noqa: S311 - a seed, not a secret
    tried, missed = 0, []
    for resource in rng.sample(clean, len(clean)):
        broken = mutations.OPERATORS[name](rng, resource)
        if broken is None:
            continue
        place = mutations.in_fhirpath(broken.path)
        found = validator.validate(broken.resource)
        if not found and name in OPTIONAL:
            continue
        tried += 1
        hits = [
            issue for issue in found if issue.code in broken.codes and (issue.path or "").startswith(place)
        ]
        if not hits:
            missed.append((broken.path, [(issue.code, issue.path) for issue in found]))
        if tried == PER_OPERATOR:
            break

    assert missed == []
    assert tried >= 3


def test_helper_when_given_a_whole_resource_then_it_sees_nothing(
    validator: Validator, clean: list[dict[str, object]]
) -> None:
    """The judge of the test above, shown to fail: an unbroken resource has no finding at any place."""
    assert [issue for resource in clean[:50] for issue in validator.validate(resource)] == []


def test_values_when_replaced_at_random_then_nothing_is_raised_and_the_paths_agree(
    validator: Validator, clean: list[dict[str, object]]
) -> None:
    rng = random.Random(SEED)  # noqa: S311 - a seed, not a secret
    odd = [
        None,
        True,
        0,
        -1.5,
        "",
        "x",
        [],
        {},
        [[]],
        [None],
        {"coding": 1},
        {"a": {}},
        ["x", {}],
        {"url": []},
        {"reference": {}},
    ]
    for resource in rng.sample(clean, 60):
        for path, _ in list(mutations.paths(resource))[:60]:
            broken = orjson.loads(orjson.dumps(mutations.put(resource, path, rng.choice(odd))))
            found = validator.report(broken)

            assert not (found and validator.is_clean(broken)), (path, [str(issue) for issue in found])


def test_break_when_made_then_both_paths_find_the_same_in_the_same_order(
    validator: Validator, clean: list[dict[str, object]]
) -> None:
    """The fast path only says what need not be walked; without it the findings are the same."""
    rng = random.Random(SEED)  # noqa: S311 - a seed, not a secret
    operators = list(mutations.OPERATORS.values())
    broken = [
        made.resource
        for resource in rng.sample(clean, 30)
        for operator in rng.sample(operators, 8)
        if (made := operator(rng, resource)) is not None
    ]
    for resource in (*broken, *broken):
        assert validator.validate(resource) == validator.report(resource)
