"""Collections as Python comprehensions on plain JSON: what is counted, compared or searched as a whole.

A loop holds each item of a path in turn. A primitive in it surely has a value: where JSON has only its
extensions the source raises TypeError, and the closures are asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NoReturn

from pss_fhir.r4.fhirpath.facts import flatten
from pss_fhir.r4.fhirpath.fast_paths import Careful, Final, Paths, Scope
from pss_fhir.r4.fhirpath.items import MODEL, PRIMITIVES
from pss_fhir.r4.fhirpath.model import SYSTEM_TYPES, Element
from pss_fhir.r4.fhirpath.syntax import Call, Literal, Member, Node, Operation, Path, Special

_TEXT = "System.String"
_MEASURED = frozenset({_TEXT, "System.DateTime", "System.Date"})
_PER_ITEM = frozenset({"where", "extension", "trace"})
_QUANTITY = Member("Quantity")
_SUM = Call("aggregate", (Operation("+", Special("this"), Special("total")), Literal("Integer", 0)))


@dataclass(frozen=True, slots=True)
class Loop:
    """The items of a path.

    Attributes:
        clauses: ``for`` and ``if`` of a comprehension.
        item: the item that they hold.
        gate: source that is falsy where there is surely no item, or nothing.
        is_text: whether the items are strings that were asked for by what they say.
    """

    clauses: tuple[str, ...]
    item: Scope
    gate: str = ""
    is_text: bool = False

    @property
    def kind(self) -> str:
        """The System type of a primitive, else the FHIR type."""
        return SYSTEM_TYPES.get(self.item.type_name, self.item.type_name)

    def each(self, source: str | None = None) -> str:
        """A comprehension without its brackets: of the items, or of what is said of each."""
        return " ".join((source or self.item.name, *self.clauses))

    def some(self, test: str = "") -> str:
        """Source that is truthy when there is an item, or one that meets the test."""
        found = f"[{self.each('1')}{test and f' if {test}'}]"
        return f"({self.gate} and {found})" if self.gate else found


class Loops(Paths):
    """Writes what needs the items of a path one by one."""

    def loop(self, node: Node, scope: Scope, wanted: str | None = None) -> Loop:
        """The items of a path; of a choice at its end those of the wanted System type.

        Raises:
            Careful: a step is none that the types settle.
        """
        begin, steps = self.start(node, scope)
        if not steps:
            raise Careful
        return self._along(Loop((), begin), steps, wanted)

    def _along(self, loop: Loop, steps: Sequence[Node], wanted: str | None) -> Loop:
        while steps:
            step, steps = steps[0], steps[1:]
            if isinstance(step, Member):
                element = self.element(loop.item, step.name)
                if element is None:
                    raise Careful
                if len(element.keys) > 1 and not steps:
                    return self._ended(loop, element, wanted)
                if len(element.keys) > 1 and _asks_for_text(steps[0]):
                    return self._with_text(self._ended(loop, element, _TEXT), steps)
                if len(element.keys) > 1:
                    element, steps = self._chosen(element, steps)
                loop = self._into(loop, element)
            elif isinstance(step, Call) and step.name in _PER_ITEM and not loop.item.is_primitive:
                loop = self._narrowed(loop, step)
            else:
                raise Careful
        return loop

    def _chosen(self, element: Element, steps: Sequence[Node]) -> tuple[Element, Sequence[Node]]:
        """The types of a choice that the next step means: by name, or as they have such a member."""
        step = steps[0]
        measured = {key: "Quantity" for key, kind in element.keys.items() if MODEL.is_a(kind, "Quantity")}
        if step == Call("ofType", (_QUANTITY,)) and measured:
            # Age, Count, Distance and Duration are Quantities, and read alike.
            return Element(element.name, measured, element.is_list), steps[1:]
        narrowed = self.narrow(element, steps)
        if narrowed is not None:
            return narrowed, steps[1:]
        if not isinstance(step, Member) or step.name in ("id", "extension"):
            raise Careful
        fitting = {
            key: kind
            for key, kind in element.keys.items()
            if kind not in PRIMITIVES and self.element(Scope("", kind), step.name) is not None
        }
        if len(fitting) != 1 and len({self._text_of(kind, step.name) for kind in fitting.values()}) != 1:
            raise Careful
        return Element(element.name, fitting, element.is_list), steps

    def _text_of(self, kind: str, name: str) -> str:
        """The JSON name of a string of a type, so that types which agree in it can be read alike."""
        element = self.element(Scope("", kind), name)
        keys = {} if element is None or element.is_list else dict(element.keys)
        if [SYSTEM_TYPES.get(each) for each in keys.values()] != [_TEXT]:
            raise Careful
        return next(iter(keys))

    def _into(self, loop: Loop, element: Element) -> Loop:
        holder, name = loop.item.name, self.new_name()
        key, kind = next(iter(element.keys.items()))
        is_primitive = kind in PRIMITIVES
        held = " or ".join(f"{holder}.get({each!r})" for each in element.keys)
        bare = f"{'_' + key!r} in {holder} and {self.constant(_refuse, 'refuse')}()" if is_primitive else ""
        source = f"{held} or {bare and f'({bare}) or '}()" if element.is_list else f"({held},)"
        clauses = [*loop.clauses, f"for {name} in {source}"]
        if is_primitive or not element.is_list:
            clauses.append(f"if ({name} is not None{bare and f' or {bare}'})")
        item = Scope(name, kind, is_one_of_many=True, has_value=is_primitive)
        is_gate = not loop.clauses and not is_primitive and len(element.keys) == 1
        return Loop(tuple(clauses), item, f"{key!r} in {holder}" if is_gate else loop.gate)

    def _narrowed(self, loop: Loop, step: Call) -> Loop:
        argument = step.arguments[0] if step.arguments else None
        if step.name == "trace":
            return loop
        if step.name == "where" and argument is not None and loop.clauses:
            criterion = self.condition(argument, loop.item)
            return Loop((*loop.clauses, f"if {criterion}"), loop.item, loop.gate)
        if step.name != "extension" or not isinstance(argument, Literal):
            raise Careful
        name = self.new_name()
        clause = f"for {name} in {loop.item.name}.get('extension') or ()"
        url = f"if {name}.get('url') == {argument.value!r}"
        gate = loop.gate if loop.clauses else f"'extension' in {loop.item.name}"
        return Loop((*loop.clauses, clause, url), Scope(name, "Extension", is_one_of_many=True), gate)

    def _ended(self, loop: Loop, element: Element, wanted: str | None) -> Loop:
        """One item for each holder of the choice: None unless it has a value of the wanted type."""
        found, kind = self.choice(element, loop.item.name, wanted)
        name = self.new_name()
        clauses = (*loop.clauses, f"for {name} in ({found},)")
        return Loop(clauses, Scope(name, kind, is_one_of_many=True), loop.gate)

    def _with_text(self, loop: Loop, steps: Sequence[Node]) -> Loop:
        """The values of a choice that are some text; values of other types are no text."""
        step, *rest = steps
        if rest or not isinstance(step, Call):
            raise Careful
        item = replace(loop.item, has_value=True)
        return Loop(
            (*loop.clauses, f"if {self.condition(step.arguments[0], item)}"), item, loop.gate, is_text=True
        )

    def choice(self, element: Element, holder: str, wanted: str | None) -> tuple[str, str]:
        """Source of the value of a choice, None unless it is of the wanted System type; and its FHIR type."""
        keys = {key: kind for key, kind in element.keys.items() if SYSTEM_TYPES.get(kind) == wanted}
        is_one = len(keys) == 1 or (len(keys) > 1 and wanted in _MEASURED)  # these are never falsy
        if element.is_list or not is_one or not PRIMITIVES.issuperset(keys.values()):
            raise Careful
        kind = min(keys.values())
        return f"({' or '.join(f'{holder}.get({key!r})' for key in sorted(keys))})", kind

    def only_choice(self, node: Node, scope: Scope, wanted: str) -> str:
        """Source of the value of a choice; it raises where the value is not of the wanted System type."""
        begin, steps = self.start(node, scope)
        step = steps[0] if len(steps) == 1 else None
        element = self.element(begin, step.name) if isinstance(step, Member) else None
        if element is None:
            raise Careful
        value, _ = self.choice(element, begin.name, wanted)
        others = frozenset(key for key, kind in element.keys.items() if SYSTEM_TYPES.get(kind) != wanted)
        bare = frozenset(f"_{key}" for key in element.keys)
        is_other = f"not {self.constant(others | bare, 'others')}.isdisjoint({begin.name})"
        return f"({value} or ({is_other} and {self.constant(_refuse, 'refuse')}() or None))"

    def texts(self, node: Node, scope: Scope) -> Loop:
        """The items of a path to strings."""
        loop = self.loop(node, scope)
        if loop.kind != _TEXT:
            raise Careful
        return loop

    def has_common(self, node: Node, scope: Scope) -> str:
        """Source that is truthy when ``strings.intersect(strings)`` has an item."""
        if not isinstance(node, Path) or not isinstance(node.step, Call) or len(node.step.arguments) != 1:
            raise Careful
        one, other = self.texts(node.source, scope), self.texts(node.step.arguments[0], scope)
        return f"(not {{{one.each()}}}.isdisjoint([{other.each()}]))"

    def may_share(self, left: Node, right: Node, scope: Scope) -> str:
        """Source that is falsy only where two paths to Codings surely share none: no code is in both."""
        one, other = self.loop(left, scope), self.loop(right, scope)
        if (one.kind, other.kind) != ("Coding", "Coding"):
            raise Careful
        mine, theirs = (each.each(f"{each.item.name}.get('code')") for each in (one, other))
        return f"(not {{{mine}}}.isdisjoint([{theirs}]))"

    def is_distinct(self, node: Node, scope: Scope) -> str:
        """Source that is truthy when no string is there twice."""
        found = self.new_name()
        return f"(len({found} := [{self.texts(node, scope).each()}]) == len(set({found})))"

    def any_unmet(self, node: Node, scope: Scope, criterion: Node) -> str:
        """Source that is truthy when some primitive of the path does not meet the criterion."""
        if isinstance(node, Operation) and node.operator == "|":
            left, right = (self.any_unmet(side, scope, criterion) for side in (node.left, node.right))
            return f"({left} or {right})"
        loop = self.loop(node, scope)
        return loop.some(f"not {self.condition(criterion, loop.item)}")

    def any_item(self, node: Node, scope: Scope, final: Final | None = None) -> str:
        """As for any path; the items of ``a | b`` are those of either."""
        head, steps = flatten(node)
        if not isinstance(head, Operation) or head.operator != "|":
            return self._flat(node, scope, final) or super().any_item(node, scope, final)
        if not all(isinstance(each, Member) or getattr(each, "name", "") in _PER_ITEM for each in steps):
            raise Careful
        sides = []
        for side in (head.left, head.right):
            whole = side
            for step in steps:
                whole = Path(whole, step)
            sides.append(self.any_item(whole, scope, final))
        return f"({' or '.join(sides)})"

    def _flat(self, node: Node, scope: Scope, final: Final | None) -> str:
        """One comprehension for a path through several arrays, which is less to make than one in another."""
        try:
            loop = self.loop(node, scope) if final is None else None
        except Careful:
            return ""
        arrays = [clause for clause in loop.clauses if clause.endswith(" or ()")] if loop else []
        if loop and (loop.is_text or (len(arrays) > 1 and not loop.item.is_primitive)):
            return loop.some()
        return ""

    def same_items(self, left: Node, right: Node, scope: Scope) -> str:
        """Source that is truthy when both sides surely hold the same; it may be falsy of the same, too."""
        one = self.loop(left, scope)
        other = self.loop(right, scope, one.kind)
        if one.kind != other.kind or not (one.item.is_primitive or one.kind == "Reference"):
            raise Careful
        found = self.new_name()
        try:
            value, _ = self.scalar(left, scope)
        except Careful:
            return f"(({found} := [{one.each()}]) and {found} == [{other.each()}])"
        return f"(({found} := {value}) is not None and [{found}] == [{other.each()}])"

    def integer(self, node: Node, scope: Scope) -> str:
        """As for any path, and the length of a text, a sum of integers, the count of any path."""
        try:
            return super().integer(node, scope)
        except Careful:
            if not isinstance(node, Path) or not isinstance(node.step, Call):
                raise
        if node.step == Call("length", ()) and scope.has_value:
            return self._length(node.source, scope)
        if node.step == _SUM:
            loop = self.loop(node.source, scope)
            if loop.kind != "System.Integer":
                raise Careful
            return f"sum([{loop.each()}])"
        if node.step != Call("count", ()):
            raise Careful
        return f"len([{self.loop(node.source, scope).each('1')}])"

    def _length(self, node: Node, scope: Scope) -> str:
        kind = SYSTEM_TYPES.get(scope.type_name)
        head, steps = flatten(node)
        if head is not None or steps not in ([], [Call("toString", ())]):
            raise Careful
        if kind != _TEXT and (not steps or kind not in _MEASURED):
            raise Careful
        return f"len({scope.name})"


def _asks_for_text(step: Node) -> bool:
    """Whether it is ``where($this = 'a' or $this = 'b')``."""

    def is_asked(node: Node) -> bool:
        match node:
            case Operation("or", left, right):
                return is_asked(left) and is_asked(right)
            case Operation("=", Special("this"), Literal("String")):
                return True
        return False

    return isinstance(step, Call) and step.name == "where" and all(map(is_asked, step.arguments))


def _refuse() -> NoReturn:
    """Stop at a primitive without a value."""
    raise TypeError
