"""Paths as Python source on plain JSON, for one known type of focus.

Only what the types settle beforehand is written here; anything else raises :class:`Careful`, and the
expression around it calls the closures of :mod:`pss_fhir.r4.fhirpath.closures` for that part. All text
that comes from an expression enters the source through ``repr`` of a string; names come from the
model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pss_fhir.r4.fhirpath.facts import flatten
from pss_fhir.r4.fhirpath.items import MODEL, PRIMITIVES
from pss_fhir.r4.fhirpath.model import RESOURCE, SYSTEM_TYPES, Element
from pss_fhir.r4.fhirpath.syntax import (
    Call,
    Literal,
    Member,
    Node,
    Operation,
    Path,
    Variable,
)

_OPEN_TYPES = frozenset({RESOURCE, "DomainResource", "Element", "BackboneElement"})


class Careful(Exception):
    """This part of the expression is left to the closures."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a path starts.

    Attributes:
        name: the Python name that holds the JSON value.
        type_name: its FHIR type.
        is_top: whether it is the focus of the whole expression.
        is_one_of_many: whether further items may stand beside it.
        has_value: whether it is a primitive that surely has a value.
    """

    name: str
    type_name: str
    is_top: bool = False
    is_one_of_many: bool = False
    has_value: bool = False

    @property
    def is_primitive(self) -> bool:
        """Whether it is a FHIR primitive, whose value may be None beside its extensions."""
        return self.type_name in PRIMITIVES


Final = Callable[[Scope], str]


def some(test: str, item: str, holder: str, key: str) -> str:
    """Source that is truthy when the test holds for some item of an array.

    Most arrays that an expression asks for are not there, or short: to look whether the name is there, and to
    go through all of it by a list comprehension, costs less than the generator of ``any``.
    """
    condition = "" if test == "True" else f" if {test}"
    return f"({key!r} in {holder} and [1 for {item} in {holder}[{key!r}]{condition}])"


class Paths:
    """Writes paths; ``condition`` writes a criterion within a scope."""

    def __init__(self, focus: Scope, resource_name: str, prefix: str) -> None:
        self.focus = focus
        self.resource_name = resource_name
        self.prefix = prefix
        self.names_made = 0

    def condition(self, node: Node, scope: Scope) -> str:
        """Source that is truthy exactly when the criterion is true."""
        raise NotImplementedError

    def constant(self, value: Any, kind: str) -> str:
        """The Python name of a value that the source needs."""
        raise NotImplementedError

    def new_name(self) -> str:
        """A Python name not used before."""
        self.names_made += 1
        return f"{self.prefix}v{self.names_made}"

    def start(self, node: Node, scope: Scope) -> tuple[Scope, list[Node]]:
        """Where a path begins and its steps from there."""
        head, steps = flatten(node)
        if head is None:
            first = steps[0] if steps else None
            if not isinstance(first, Member) or not first.name[:1].isupper() or not MODEL.knows(first.name):
                return scope, steps
            if not MODEL.is_a(scope.type_name, first.name):
                raise Careful
            return scope, steps[1:]
        if isinstance(head, Variable) and head.name == "context":
            return self.focus, steps
        root = self.focus.type_name.split(".")[0]
        if isinstance(head, Variable) and head.name == "resource" and root in MODEL.resources:
            return Scope(self.resource_name, root), steps
        raise Careful

    def any_item(self, node: Node, scope: Scope, final: Final | None = None) -> str:
        """Source that is truthy when the path reaches an item, or one that ``final`` accepts."""
        begin, steps = self.start(node, scope)
        return self.reach(begin, steps, final)

    def reach(self, scope: Scope, steps: Sequence[Node], final: Final | None) -> str:
        """The same from a scope along steps."""
        if not steps:
            return final(scope) if final else "True"
        step, rest = steps[0], steps[1:]
        if isinstance(step, Member):
            return self._member(scope, step.name, rest, final)
        if isinstance(step, Call):
            return self._call(scope, step, rest, final)
        raise Careful

    def _call(self, scope: Scope, step: Call, rest: Sequence[Node], final: Final | None) -> str:
        if step.name == "where" and len(step.arguments) == 1:
            criterion = self.condition(
                step.arguments[0], Scope(scope.name, scope.type_name, is_one_of_many=True)
            )
            if not rest and not final:
                return criterion
            return f"({criterion} and {self.reach(scope, rest, final)})"
        if step.name == "trace":
            return self.reach(scope, rest, final)
        if step.name == "extension" and len(step.arguments) == 1 and not scope.is_primitive:
            url = step.arguments[0]
            if isinstance(url, Literal) and isinstance(url.value, str):
                item = Scope(self.new_name(), "Extension", is_one_of_many=True)
                inner = "" if not rest and not final else f" and {self.reach(item, rest, final)}"
                return some(
                    f"{item.name}.get('url') == {url.value!r}{inner}", item.name, scope.name, "extension"
                )
        if (
            step.name in ("ofType", "as")
            and len(step.arguments) == 1
            and isinstance(step.arguments[0], Member)
        ):
            return self._of_type(scope, step.arguments[0].name, rest, final)
        raise Careful

    def _of_type(self, scope: Scope, wanted: str, rest: Sequence[Node], final: Final | None) -> str:
        if scope.type_name != RESOURCE or wanted not in MODEL.resources or wanted in _OPEN_TYPES:
            raise Careful
        inner = self.reach(Scope(scope.name, wanted, is_one_of_many=scope.is_one_of_many), rest, final)
        test = f"{scope.name}.get('resourceType') == {wanted!r}"
        return test if inner == "True" else f"({test} and {inner})"

    def _member(self, scope: Scope, name: str, rest: Sequence[Node], final: Final | None) -> str:
        element = self.element(scope, name)
        if element is None:
            return "False"
        if len(element.keys) > 1:
            narrowed = self.narrow(element, rest)
            if narrowed is None:
                if rest or final:
                    raise Careful
                keys = frozenset(element.keys) | {f"_{key}" for key in element.keys}
                return f"(not {self.constant(keys, 'keys')}.isdisjoint({scope.name}))"
            element, rest = narrowed, rest[1:]
        key, kind = next(iter(element.keys.items()))
        is_last = not rest and not final
        get = f"{scope.name}.get({key!r})"
        if kind in PRIMITIVES:
            if is_last:
                return f"({get} is not None or {scope.name}.get({'_' + key!r}) is not None)"
            return self._primitive(scope, element, kind, get, rest, final)
        if is_last:
            return f"({get} or None) is not None" if element.is_list else f"({get} is not None)"
        if element.is_list and rest and rest[0] == Call("first", ()):
            return self._first(scope, get, kind, rest[1:], final)
        item = Scope(self.new_name(), kind, is_one_of_many=element.is_list or scope.is_one_of_many)
        inner = self.reach(item, rest, final)
        if element.is_list:
            return some(inner, item.name, scope.name, key)
        return f"(({item.name} := {get}) is not None and {inner})"

    def _first(self, scope: Scope, get: str, kind: str, rest: Sequence[Node], final: Final | None) -> str:
        if scope.is_one_of_many:
            raise Careful
        items, item = self.new_name(), Scope(self.new_name(), kind)
        inner = self.reach(item, rest, final)
        return f"(({items} := {get}) and (({item.name} := {items}[0]) is not None and {inner}))"

    def _primitive(
        self, scope: Scope, element: Element, kind: str, get: str, rest: Sequence[Node], final: Final | None
    ) -> str:
        is_many = element.is_list or scope.is_one_of_many
        item = Scope(self.new_name(), kind, is_one_of_many=is_many)
        inner = self.reach(item, rest, final)
        if element.is_list:
            return f"any({inner} for {item.name} in {get} or ())"
        return f"(({item.name} := {get}) is not None and {inner})"

    def element(self, scope: Scope, name: str) -> Element | None:
        """The element of that name, or None where the type surely has none."""
        if scope.is_primitive:
            raise Careful
        element = MODEL.elements(scope.type_name).get(name)
        if element is None and (scope.type_name in _OPEN_TYPES or not MODEL.knows(scope.type_name)):
            raise Careful
        return element

    def narrow(self, element: Element, rest: Sequence[Node]) -> Element | None:
        """A choice that the next step, ``ofType(X)``, cuts to one key."""
        if not rest or not isinstance(rest[0], Call) or rest[0].name not in ("ofType", "as"):
            return None
        argument = rest[0].arguments[0] if rest[0].arguments else None
        if not isinstance(argument, Member):
            raise Careful
        fitting = {key: kind for key, kind in element.keys.items() if MODEL.is_a(kind, argument.name)}
        if len(fitting) != 1:
            raise Careful
        return Element(element.name, fitting, element.is_list)

    def scalar(self, node: Node, scope: Scope) -> tuple[str, str]:
        """Source of the one JSON value a path can reach (None without one), and its System type.

        Raises:
            Careful: the path can reach several items, or something that is no primitive.
        """
        begin, steps = self.start(node, scope)
        source, kind, is_first = begin.name, begin.type_name, True
        while steps:
            step, steps = steps[0], steps[1:]
            if isinstance(step, Call) and step.name == "trace":
                continue
            if not isinstance(step, Member) or kind in PRIMITIVES:
                raise Careful
            element = self.element(Scope("", kind), step.name)
            if element is not None and len(element.keys) > 1:
                element, steps = self.narrow(element, steps), steps[1:]
            if element is None or element.is_list:
                raise Careful
            key, kind = next(iter(element.keys.items()))
            if is_first:
                source = f"{source}.get({key!r})"
            else:
                holder = self.new_name()
                source = f"({holder}.get({key!r}) if ({holder} := {source}) is not None else None)"
            is_first = False
        if kind not in PRIMITIVES:
            raise Careful
        return source, SYSTEM_TYPES[kind]

    def integer(self, node: Node, scope: Scope) -> str:
        """Source of an integer that is never missing: a literal, a ``count()``, a sum of these."""
        if isinstance(node, Literal) and node.kind == "Integer":
            return str(int(node.value))
        if isinstance(node, Operation) and node.operator == "+":
            return f"({self.integer(node.left, scope)} + {self.integer(node.right, scope)})"
        if isinstance(node, Path) and node.step == Call("count", ()):
            return self._count(node.source, scope)
        raise Careful

    def _count(self, node: Node, scope: Scope) -> str:
        begin, steps = self.start(node, scope)
        if not steps or not isinstance(steps[0], Member):
            raise Careful
        element = self.element(begin, steps[0].name)
        if element is None or len(element.keys) > 1:
            raise Careful
        key, kind = next(iter(element.keys.items()))
        if not element.is_list and len(steps) == 1:
            return f"(1 if {self.reach(begin, steps, None)} else 0)"
        if kind in PRIMITIVES or not element.is_list:
            raise Careful
        if len(steps) == 1:
            return f"len({begin.name}.get({key!r}) or ())"
        if not all(isinstance(step, Call) and step.name == "where" for step in steps[1:]):
            raise Careful
        item = Scope(self.new_name(), kind, is_one_of_many=True)
        inner = self.reach(item, steps[1:], None)
        return f"sum(1 for {item.name} in {begin.name}.get({key!r}) or () if {inner})"
