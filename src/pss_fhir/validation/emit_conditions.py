"""A condition, as FHIRPath's compiler writes it, as statements: loops in place of comprehensions.

Within a generated function a comprehension is a function of its own, which costs more to make and to call
than the few items that it looks at.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from threading import Lock
from typing import Any

_NO = ["return False"]


def unless(condition: str) -> list[str]:
    """Lines that return False where the condition, a Python expression, is truthy."""
    return _when(_parsed(condition, "eval").body, _NO)


def _parsed(source: str, mode: str) -> Any:
    """The syntax tree of the source, ``ast.Expression`` for ``eval`` and ``ast.Module`` for ``exec``."""
    # CPython 3.11 counts the depth of a tree that it makes for all threads at once, and raises SystemError
    # where another thread makes one in between, as may happen when garbage is collected.
    with _PARSING:
        return ast.parse(source, mode=mode)


_PARSING = Lock()


def indented(lines: Sequence[str]) -> list[str]:
    """The lines, one level deeper."""
    return [f"    {part}" for line in lines for part in line.split("\n")]


def names_read(lines: Sequence[str], holder: str) -> frozenset[str]:
    """The names that lines look up in the object which ``holder`` holds; none where they ask more of it."""
    nodes = list(ast.walk(_parsed("\n".join(lines), "exec")))
    found = []
    for node in nodes:
        match node:
            case (
                ast.Call(ast.Attribute(ast.Name(asked), "get"), [ast.Constant(str(key)), *_])
                | ast.Subscript(ast.Name(asked), ast.Constant(str(key)))
                | ast.Compare(ast.Constant(str(key)), [ast.In() | ast.NotIn()], [ast.Name(asked)])
            ) if asked == holder:
                found.append(key)
    uses = sum(isinstance(node, ast.Name) and node.id == holder for node in nodes)
    return frozenset(found) if uses == len(found) else frozenset()


@dataclass(frozen=True, slots=True)
class _Take:
    """``for target in source``."""

    target: ast.expr
    source: ast.expr

    @property
    def loop(self) -> str:
        """The head of the loop."""
        return f"for {ast.unparse(self.target)} in {ast.unparse(self.source)}:"


_Clause = _Take | ast.expr
"""What a comprehension goes through, or what it asks of the items so far."""


def _when(test: ast.expr, then: list[str]) -> list[str]:
    """Lines that do ``then``, which may return, where the test is truthy."""
    match test:
        case ast.BoolOp(op=ast.And(), values=sides) if any(map(_has_loop, sides)):
            return _when_all(sides, then)
        case ast.BoolOp(op=ast.Or(), values=sides) if then == _NO and any(map(_has_loop, sides)):
            return [line for side in sides for line in _when(side, then)]
        case ast.UnaryOp(op=ast.Not(), operand=inner) if _has_loop(inner):
            return _when_not(inner, then)
        case ast.ListComp():
            return _when_some(test, then)
    return [f"if {ast.unparse(test)}:", *indented(then)]


def _has_loop(test: ast.expr) -> bool:
    """Whether the truth of a comprehension is part of the truth of the test."""
    match test:
        case ast.BoolOp(values=sides):
            return any(map(_has_loop, sides))
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return _has_loop(inner)
    return isinstance(test, ast.ListComp)


def _when_all(sides: Sequence[ast.expr], then: list[str]) -> list[str]:
    """The same where all sides are truthy; those without loops that follow one another are asked at once."""
    for has_loop, group in groupby(reversed(sides), _has_loop):
        if has_loop:
            for side in group:
                then = _when(side, then)
        else:
            plain = list(group)[::-1]
            then = _when(ast.BoolOp(ast.And(), plain) if len(plain) > 1 else plain[0], then)
    return then


def _when_not(test: ast.expr, then: list[str]) -> list[str]:
    match test:
        case ast.BoolOp(op=operator, values=sides):
            turned = ast.Or() if isinstance(operator, ast.And) else ast.And()
            return _when(ast.BoolOp(turned, [ast.UnaryOp(ast.Not(), side) for side in sides]), then)
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return _when(inner, then)
        case ast.ListComp():
            return [*_search(*_clauses(test)), "else:", *indented(then)]
    return [f"if not ({ast.unparse(test)}):", *indented(then)]


def _when_some(test: ast.ListComp, then: list[str]) -> list[str]:
    first, rest = _clauses(test)
    if then == _NO:
        return _found([first, *rest])
    # ``then`` is to be done once. Where it does not return, within the loops it would be done for each item.
    return [
        "found_ = True",
        *_search(first, rest),
        "else:",
        "    found_ = False",
        "if found_:",
        *indented(then),
    ]


def _clauses(found: ast.ListComp) -> tuple[_Take, list[_Clause]]:
    """The clauses of a comprehension, with those of comprehensions which it asks for, the first by itself."""
    clauses: list[_Clause] = []
    for each in found.generators:
        clauses.append(_Take(each.target, each.iter))
        for test in each.ifs:
            clauses += _asked(test)
    return _Take(found.generators[0].target, found.generators[0].iter), clauses[1:]


def _asked(test: ast.expr) -> list[_Clause]:
    match test:
        case ast.BoolOp(op=ast.And(), values=[*sides, ast.ListComp() as last]):
            first, rest = _clauses(last)
            return [*sides, first, *rest]
        case ast.ListComp():
            first, rest = _clauses(test)
            return [first, *rest]
    return [test]


def _found(clauses: Sequence[_Clause]) -> list[str]:
    """Lines that return False for the first item that meets the clauses."""
    match clauses:
        case [_Take(target, ast.Tuple(elts=[only])), *rest]:
            return [f"{ast.unparse(target)} = {ast.unparse(only)}", *_found(rest)]
        case [_Take() as first, *rest]:
            return [first.loop, *indented(_found(rest))]
        case [ast.expr() as test]:
            return _when(test, _NO)
        case [ast.expr() as test, *rest]:
            return [f"if {ast.unparse(test)}:", *indented(_found(rest))]
    return _NO


def _search(first: _Take, rest: Sequence[_Clause]) -> list[str]:
    """A loop that breaks off where an item meets the clauses."""
    return [first.loop, *indented(_sought(rest))]


def _sought(clauses: Sequence[_Clause]) -> list[str]:
    match clauses:
        case [_Take() as first, *rest]:
            return [*_search(first, rest), "else:", "    continue", "break"]
        case [ast.expr() as test, *rest]:
            return [f"if {ast.unparse(test)}:", *indented(_sought(rest))]
    return ["break"]
