"""The syntax tree of an expression: plain, immutable nodes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


class Node:
    """Any node of the tree."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A boolean, string, number, date or quantity as written.

    ``kind`` is the System type's name without its namespace; ``value`` is a bool, str, int, Decimal, or
    the text of a date, dateTime or time; ``unit`` is there for quantities only.
    """

    kind: str
    value: bool | str | int | Decimal
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Nothing(Node):
    """The empty collection, ``{}``."""


@dataclass(frozen=True, slots=True)
class Special(Node):
    """``$this``, ``$index`` or ``$total``; ``name`` is without the dollar."""

    name: str


@dataclass(frozen=True, slots=True)
class Variable(Node):
    """An environment variable; ``name`` is without the percent sign."""

    name: str


@dataclass(frozen=True, slots=True)
class Member(Node):
    """A name, taken of each item of the collection before the dot."""

    name: str


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function call on the collection before the dot."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Path(Node):
    """``source.step``; the step is a Member, a Call or a Special."""

    source: Node
    step: Node


@dataclass(frozen=True, slots=True)
class Indexer(Node):
    """``source[index]``."""

    source: Node
    index: Node


@dataclass(frozen=True, slots=True)
class Sign(Node):
    """Unary plus or minus."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Operation(Node):
    """A binary operator other than ``is`` and ``as``."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class TypeOperation(Node):
    """``operand is type`` or ``operand as type``."""

    operator: str
    operand: Node
    type_name: str


def parts(node: Node) -> tuple[Node, ...]:
    """The nodes directly below a node."""
    match node:
        case Path(source, step):
            return source, step
        case Indexer(source, index):
            return source, index
        case Call(_, arguments):
            return arguments
        case Operation(_, left, right):
            return left, right
        case Sign(_, operand) | TypeOperation(_, operand, _):
            return (operand,)
    return ()


def depth(node: Node) -> int:
    """How many levels a tree has; counted without recursion, so that any tree can be measured."""
    levels, level = 0, [node]
    while level:
        levels += 1
        level = [part for each in level for part in parts(each)]
    return levels
