"""What of a resource does not come back by way of the record is written down, element by element."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pss_fhir.mapping import as_json, from_fhir, to_fhir
from pss_fhir.mapping.conversion import MODULES
from tests.filled_resources import SMALL, filled, leaves
from tests.record_examples import EXAMPLES

PAGE = Path(__file__).resolve().parents[3] / "docs" / "mapping-losses.md"
BEGIN = "| record | resource | elements that do not come back |\n| --- | --- | --- |\n"
KEPT_WHOLE = {"Consent": frozenset({"provision"}), "RecordUse": frozenset({"agent", "entity"})}
"""Elements that are not filled further: a consent with more conditions is not read at all; a line of the
trail is told by its details."""


def lost(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The elements of a resource that another lacks; an element stands for all that is below it."""
    held = Counter(leaves(after))
    gone = {path for (path, value), count in Counter(leaves(before)).items() if held[path, value] < count}
    paths = {path for path, _ in leaves(before)}
    found = set()
    for path in gone:
        parts = path.split(".")
        steps = [".".join(parts[: length + 1]) for length in range(len(parts))]
        found.add(next(step for step in steps if _is_gone(step, paths, gone)))
    return sorted(found)


def _is_gone(step: str, paths: set[str], gone: set[str]) -> bool:
    return all(path in gone for path in paths if path == step or path.startswith(f"{step}."))


@cache
def row(name: str) -> str:
    """What of its resource a record loses, as a row of the page."""
    begun = as_json(to_fhir(EXAMPLES[name]))
    resource = filled(begun, whole=SMALL | KEPT_WHOLE.get(name, frozenset()))
    back = as_json(to_fhir(from_fhir(resource)))
    elements = ", ".join(f"`{path}`" for path in lost(resource, back))
    return f"| {name} | {resource['resourceType']} | {elements} |"


def test_page_names_every_element_that_is_lost_and_no_other(pytestconfig: pytest.Config) -> None:
    """``--regold`` writes the table anew, to be looked at before it is committed."""
    head, begin, table = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    made = "".join(f"{row(name)}\n" for name in MODULES)
    if pytestconfig.getoption("--regold"):
        PAGE.write_text(f"{head}{BEGIN}{made}", encoding="utf-8")
        return

    assert begin
    assert table.splitlines() == made.splitlines()


@pytest.mark.parametrize("name", ["Goal", "Contact", "ServiceOrder"])
def test_of_the_small_types_only_what_the_page_says_comes_back(name: str) -> None:
    begun = as_json(to_fhir(EXAMPLES[name]))
    small, all_filled = filled(begun), filled(begun, whole=frozenset())
    more = {path for path in _lost_by(all_filled) if path not in _lost_by(small)}
    kept = {"system", "code", "value", "reference"}

    assert more
    assert {path.rpartition(".")[2] for path in more}.isdisjoint(kept)


def _lost_by(resource: dict[str, Any]) -> list[str]:
    return lost(resource, as_json(to_fhir(from_fhir(resource))))


def test_element_that_is_lost_is_found_out_so_that_the_tests_above_mean_something() -> None:
    assert lost({"a": [{"b": 1, "c": 2}], "d": {"e": 1, "f": 2}}, {"a": [{"b": 1}]}) == ["a.c", "d"]


def test_filled_resource_holds_what_r4_has_for_it() -> None:
    made = filled(
        {"resourceType": "Goal", "lifecycleStatus": "active", "target": [{"dueDate": "2027-01-01"}]}
    )

    assert made["lifecycleStatus"] == "active"
    assert {"achievementStatus", "addresses", "note", "statusReason", "outcomeReference"} <= set(made)
    assert made["target"][0]["dueDate"] == "2027-01-01"
    assert "measure" in made["target"][0]
    assert "dueDuration" not in made["target"][0]
