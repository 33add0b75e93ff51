"""Each cardinality, fixed value, binding, type and target that the guide adds is broken, one by one.

The changes are made from the differentials, each to a good example that holds the element. What is then
found, all of it, stands in ``broken_structure.txt``, a line for each constraint; ``--regold`` writes it anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pss_fhir.validation import Validator
from tests.unit.profiles.breaking import Constraint, broken, constraints, plain

FOUND = Path(__file__).with_name("broken_structure.txt")
EXPECTED = {
    "min": {"cardinality-min", "slice-min"},
    "max": {"cardinality-max", "slice-max"},
    "fixed": {"fixed", "pattern"},
    "required": {"binding-required", "binding-no-code", "slice-min"},
    "extensible": {"binding-extensible"},
    "target": {"reference-type", "reference-target"},
    "type": {"type-not-allowed"},
}
CONSTRAINTS = tuple(constraints())


def new_findings(before: dict[str, Any], after: dict[str, Any], validator: Validator) -> list[str]:
    """``code path`` of what is found in the second and not in the first."""
    known = {(issue.code, issue.path, issue.message) for issue in validator.validate(before)}
    found = [
        issue
        for issue in validator.validate(after)
        if (issue.code, issue.path, issue.message) not in known and issue.severity.value != "information"
    ]
    return [f"{issue.code.removeprefix('validate.')} {issue.path}" for issue in found]


@pytest.mark.parametrize("constraint", CONSTRAINTS, ids=str)
def test_a_broken_constraint_is_found_at_its_path(constraint: Constraint, validator: Validator) -> None:
    _, whole, changed, path = broken(constraint)
    found = [line.split(" ") for line in new_findings(whole, changed, validator)]

    own = [plain(where) for code, where in found if code in EXPECTED[constraint.what]]
    # Without what tells it, a slice is not there: the fault is that of its list.
    assert any(path == each or path.startswith(f"{each}.") for each in own), found


def test_nothing_else_is_found_than_what_is_written_down(
    validator: Validator, request: pytest.FixtureRequest
) -> None:
    lines = []
    for constraint in CONSTRAINTS:
        name, whole, changed, _ = broken(constraint)
        lines.append(f"{constraint} in {name}: {'; '.join(new_findings(whole, changed, validator))}\n")
    if request.config.getoption("--regold"):
        FOUND.write_text("".join(lines), encoding="utf-8")

    assert FOUND.read_text("utf-8").splitlines(keepends=True) == lines


def test_the_guide_has_many_constraints() -> None:
    assert len(CONSTRAINTS) > 300
