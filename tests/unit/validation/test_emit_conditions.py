"""Conditions as statements: the same answer as the expression, and nothing done oftener than it takes."""

from __future__ import annotations

import gc
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pss_fhir.validation.emit_conditions import indented, names_read, unless

CONDITIONS = [
    "a > 1",
    "a > 1 and b",
    "not (a > 1 or b)",
    "[1 for x in xs]",
    "not [1 for x in xs]",
    "[1 for x in xs if x > a]",
    "not [1 for x in xs if x > a and x < 3]",
    "[1 for x in xs for y in ys if x == y]",
    "not [1 for x in xs if x for y in ys if x == y]",
    "xs and [1 for x in xs if [1 for y in ys if x == y]]",
    "not (xs and [1 for x in xs if x > 1 and [1 for y in ys if x == y]])",
    "[1 for x in xs if x == 1] and [1 for y in ys if y == 2]",
    "[1 for x in xs if x == 1] and b and not [1 for y in ys if y == 2]",
    "b and a and [1 for x in xs if x == 1] and a > 1 and b",
    "([1 for x in xs if x == 1] or b) and [1 for y in ys]",
    "[1 for x in xs if x == 1] or [1 for y in ys if not [1 for x in xs if x == y]]",
    "not ([1 for x in xs if x == 1] and b)",
    "not ([1 for x in xs if x == 1] or [1 for y in ys])",
    "[1 for x in (a,) if x for y in (b,) if y]",
    "not [1 for x in (a,) if x for y in ys if x == y]",
    "(z := a) and [1 for x in xs if x == z]",
    "[1 for x in xs if (z := x + a) and z in ys]",
    "[1 for x in xs if not (x > 1 and b)]",
    "not not [1 for x in xs if x > 1]",
]


def _holds(lines: list[str], names: dict[str, Any]) -> bool:
    space: dict[str, Any] = {}
    exec("\n".join([f"def f({', '.join(names)}):", *indented([*lines, "return True"])]), space)  # noqa: S102 - made above
    return bool(space["f"](**names))


@pytest.mark.parametrize("condition", CONDITIONS)
@given(
    a=st.integers(0, 2), b=st.booleans(), xs=st.lists(st.integers(0, 3), max_size=3),
    ys=st.lists(st.integers(0, 3), max_size=3),
)  # fmt: skip
def test_statements_when_run_then_agree_with_the_expression(
    condition: str, a: int, b: bool, xs: list[int], ys: list[int]
) -> None:
    names = {"a": a, "b": b, "xs": xs, "ys": ys}

    assert _holds(unless(condition), names) is not bool(eval(condition, dict(names)))  # noqa: S307 - listed above


def test_second_search_when_the_first_finds_many_then_is_made_once() -> None:
    asked = []

    _holds(
        unless("[1 for x in xs if x] and [1 for y in ys if note(y)]"),
        {"xs": [1] * 50, "ys": [1] * 50, "note": lambda each: asked.append(each)},
    )

    assert len(asked) == 50


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["if o.get('type') or 'type' in o:", "    return False"], {"type"}),
        (["for x in o['type']:", "    if x.get('code') == 'a':", "        return False"], {"type"}),
        (["if 'class' not in o and o.get('type', ()):", "    return False"], {"class", "type"}),
        (["if o.get('type') and careful(o):", "    return False"], set()),
        (["if len(o) > 1:", "    return False"], set()),
        ([], set()),
    ],
)
def test_names_read_when_an_object_is_asked_for_nothing_else_then_all_that_are_looked_up(
    lines: list[str], names: set[str]
) -> None:
    assert names_read(lines, "o") == names


def test_condition_when_read_by_threads_and_garbage_is_collected_then_each_is_read() -> None:
    """CPython 3.11 raised "AST constructor recursion depth mismatch" where threads read at one time."""
    condition = " and ".join(f"o.get('x') is not {number}" for number in range(40))
    threshold = gc.get_threshold()

    def let_others_run(*_: Any) -> None:
        time.sleep(0)

    gc.callbacks.append(let_others_run)
    gc.set_threshold(20)
    try:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(unless, [condition] * 100))
    finally:
        gc.set_threshold(*threshold)
        gc.callbacks.remove(let_others_run)

    assert found == [unless(condition)] * 100
