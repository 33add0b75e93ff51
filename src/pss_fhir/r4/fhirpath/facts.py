"""What the tree of an expression tells before any data is seen."""

from __future__ import annotations

from collections.abc import Callable

from pss_fhir.r4.fhirpath.functions.table import FUNCTIONS
from pss_fhir.r4.fhirpath.syntax import Call, Literal, Member, Node, Operation, Path, Special, parts


def flatten(node: Node) -> tuple[Node | None, list[Node]]:
    """A path as its head and its steps; the head is None when it starts at ``$this``."""
    steps: list[Node] = []
    while isinstance(node, Path):
        steps.append(node.step)
        node = node.source
    if isinstance(node, (Member, Call)):
        steps.append(node)
        return None, steps[::-1]
    if isinstance(node, Special) and node.name == "this":
        return None, steps[::-1]
    return node, steps[::-1]


def uses(node: Node, wanted: Callable[[Node], bool]) -> bool:
    """Whether some node of the tree is wanted."""
    return wanted(node) or any(uses(part, wanted) for part in parts(node))


def asks_outside(node: Node) -> bool:
    """Whether the node is a call that may need the environment."""
    return isinstance(node, Call) and node.name in FUNCTIONS and FUNCTIONS[node.name].asks_outside


def keeps_empty(step: Call) -> bool:
    """Whether the call makes an empty collection of an empty one."""
    return step.name in FUNCTIONS and FUNCTIONS[step.name].keeps_empty


def is_certain(node: Node) -> bool:
    """Whether the answer is always true or false, never open."""
    step = node.step if isinstance(node, Path) else node
    if isinstance(step, Call):
        if step.name == "not" and isinstance(node, Path):
            return is_certain(node.source)
        return step.name in ("exists", "empty", "hasValue", "isDistinct", "all") and not uses(
            node, asks_outside
        )
    return (
        isinstance(node, Operation)
        and node.operator in ("and", "or")
        and is_certain(node.left)
        and is_certain(node.right)
    )


def words_of(node: Node) -> list[str] | None:
    """The strings of ``'a' | 'b' | 'c'``."""
    if isinstance(node, Literal) and node.kind == "String":
        return [str(node.value)]
    if isinstance(node, Operation) and node.operator == "|":
        left, right = words_of(node.left), words_of(node.right)
        return None if left is None or right is None else left + right
    return None
