"""Expressions as Python source: the form that decides ordinary data in well under a microsecond.

For one type of focus an expression becomes two Python expressions, one truthy exactly when the answer
is true, one when it is false; if neither is, FHIRPath's answer is the empty collection. Parts that the
types do not settle call closures. The source assumes that JSON has the shape its type promises; on
other shapes it raises TypeError, AttributeError or KeyError, and the caller asks the closures instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pss_fhir.r4.fhirpath.careful import careful_form
from pss_fhir.r4.fhirpath.closures import CONSTANTS
from pss_fhir.r4.fhirpath.facts import asks_outside, flatten, is_certain, keeps_empty, uses, words_of
from pss_fhir.r4.fhirpath.fast_loops import Loops
from pss_fhir.r4.fhirpath.fast_paths import Careful, Scope
from pss_fhir.r4.fhirpath.functions.strings import read_pattern
from pss_fhir.r4.fhirpath.syntax import (
    Call,
    Literal,
    Member,
    Node,
    Operation,
    Path,
    Special,
    TypeOperation,
    Variable,
)
from pss_fhir.r4.fhirpath.temporal import compare_texts

_TEMPORAL = {"System.Date": "Date", "System.DateTime": "DateTime", "System.Time": "Time"}
_ORDER = frozenset({"<", "<=", ">", ">="})
_OPPOSITE = {"=": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_COUNTED = frozenset({"=", "!=", *_ORDER})
_PYTHON = {"=": "=="}
_WHOLE = (Special("this"), Path(Special("this"), Call("truncate", ())))


@dataclass(frozen=True, slots=True)
class Inline:
    """An expression as source to be placed into a generated function.

    Attributes:
        when_true: a Python expression, truthy exactly when the constraint holds.
        when_false: truthy exactly when it is broken; when neither is, it stays open.
        constants: what the names in the source stand for.
    """

    when_true: str
    when_false: str
    constants: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Names:
    """The Python names that the source reads; each must be a plain identifier."""

    focus: str = "focus"
    extra: str = "extra"
    resource: str = "resource"
    environment: str = "environment"
    prefix: str = ""


def specialise(node: Node, expression: str, focus_type: str, names: Names) -> Inline:
    """The source of an expression for one type of focus.

    Args:
        node: the expression's tree.
        expression: its text, for messages of the parts left to closures.
        focus_type: ``Patient``, ``Patient.contact``, ``HumanName``, ``dateTime`` and the like.
        names: of the values around it; ``prefix`` keeps several expressions apart in one function.
    """
    writer = _Writer(expression, focus_type, names)
    scope = writer.focus
    return Inline(writer.true(node, scope), writer.false(node, scope), writer.constants)


class _Writer(Loops):
    def __init__(self, expression: str, focus_type: str, names: Names) -> None:
        super().__init__(Scope(names.focus, focus_type, is_top=True), names.resource, names.prefix)
        self.expression = expression
        self.names = names
        self.constants: dict[str, Any] = {}

    def constant(self, value: Any, kind: str) -> str:
        name = f"{self.prefix}{kind}{len(self.constants)}"
        self.constants[name] = value
        return name

    def condition(self, node: Node, scope: Scope) -> str:
        if uses(node, lambda each: isinstance(each, Special) and each.name != "this"):
            raise Careful
        return self.true(node, scope)

    def true(self, node: Node, scope: Scope) -> str:
        """Source that is truthy exactly when the answer is true."""
        return self._decide(node, scope, True)

    def false(self, node: Node, scope: Scope) -> str:
        """Source that is truthy exactly when the answer is false."""
        return self._decide(node, scope, False)

    def _decide(self, node: Node, scope: Scope, wanted: bool) -> str:
        if isinstance(node, Operation) and node.operator in ("and", "or", "implies"):
            return self._logic(node, scope, wanted)
        made, held = self.names_made, dict(self.constants)
        try:
            return self._plain(node, scope, wanted)
        except Careful:
            self.names_made, self.constants = made, held
            return self._guarded(node, scope, wanted)

    def _logic(self, node: Operation, scope: Scope, wanted: bool) -> str:
        """``and``, ``or``, ``implies`` from their sides: who decides alone is asked first."""
        left_turns = node.operator == "implies"
        alone = node.operator != "and"  # the answer that one side gives for both
        left = self._decide(node.left, scope, wanted is not left_turns)
        right = self._decide(node.right, scope, wanted)
        if uses(node, asks_outside):
            # The closures weigh a side without an answer; a side that needs nothing goes first.
            whole = f"{self._careful(node, scope)} is {wanted}"
            sides = ((left, node.left), (right, node.right))
            plain = [side for side, tree in sides if not uses(tree, asks_outside)]
            return f"({(' or ' if wanted is alone else ' and ').join([*plain, whole])})"
        return f"({left} {'or' if wanted is alone else 'and'} {right})"

    def _guarded(self, node: Node, scope: Scope, wanted: bool) -> str:
        """A closure, behind the look-up that settles ``path....empty()`` and ``.exists()`` most often."""
        call = f"{self._careful(node, scope)} is {wanted}"
        test = node.step if isinstance(node, Path) else None
        if not isinstance(node, Path) or not isinstance(test, Call) or test.name not in ("empty", "exists"):
            return f"({call})"
        try:
            there = self._needed(node.source, scope)
        except Careful:
            return f"({call})"
        empty_is_wanted = (test.name == "empty") is wanted
        return f"(not {there} or {call})" if empty_is_wanted else f"({there} and {call})"

    def _needed(self, node: Node, scope: Scope) -> str:
        """Source that is falsy only where the path surely reaches nothing."""
        if isinstance(node, Path) and isinstance(node.step, Call) and node.step.name == "intersect":
            return self.may_share(node.source, node.step.arguments[0], scope)
        head, steps = flatten(node)
        first = steps[0] if head is None and steps else None
        keeps = all(
            isinstance(step, Member) or (isinstance(step, Call) and keeps_empty(step)) for step in steps
        )
        if not isinstance(first, Member) or not keeps:
            raise Careful
        return self.reach(scope, [first], None)

    def _careful(self, node: Node, scope: Scope) -> str:
        if scope.is_primitive and not scope.is_top:
            raise Careful  # its sibling, with its extensions, is not at hand
        form = careful_form(node, self.expression, scope.type_name, self.focus.type_name)
        name = self.constant(form, "careful")
        own = self.names.extra if scope.is_top else "None"
        names = self.names
        around = f"{names.focus}, {names.extra}, {names.resource}, {names.environment}"
        return f"{name}({scope.name}, {own}, {around})"

    def _plain(self, node: Node, scope: Scope, wanted: bool) -> str:
        if isinstance(node, Literal) and isinstance(node.value, bool):
            return str(node.value is wanted)
        if isinstance(node, Operation):
            return self._operation(node, scope, wanted)
        if isinstance(node, TypeOperation) and node.operator == "is":
            return self._type_test(node.operand, node.type_name, scope, wanted)
        step = node.step if isinstance(node, Path) else node
        if isinstance(step, Call):
            source = node.source if isinstance(node, Path) else Special("this")
            return self._test(source, step, scope, wanted)
        value, kind = self.scalar(node, scope)
        if kind != "System.Boolean":
            raise Careful
        return f"({value} is {wanted})"

    def _test(self, source: Node, step: Call, scope: Scope, wanted: bool) -> str:
        name, arguments = step.name, step.arguments
        if name == "not" and not arguments:
            return self._decide(source, scope, not wanted)
        if name in ("exists", "empty") and not arguments:
            return _asserted(self._any_item(source, scope), wanted is (name == "exists"))
        if name == "exists" and len(arguments) == 1:
            found = self.any_item(Path(source, Call("where", arguments)), scope)
            return _asserted(found, wanted)
        if name == "all" and len(arguments) == 1:
            return _asserted(self._any_unmet(source, scope, arguments[0]), not wanted)
        if name == "isDistinct" and not arguments:
            return _asserted(self.is_distinct(source, scope), wanted)
        if name == "hasValue" and not arguments:
            return self._has_value(source, scope, wanted)
        if name == "is" and len(arguments) == 1 and isinstance(arguments[0], Member):
            return self._type_test(source, arguments[0].name, scope, wanted)
        if name in ("matches", "startsWith", "endsWith", "contains") and len(arguments) == 1:
            return self._text_test(source, step, scope, wanted)
        raise Careful

    def _any_item(self, source: Node, scope: Scope) -> str:
        try:
            return self.any_item(source, scope)
        except Careful:
            return self.has_common(source, scope)

    def _any_unmet(self, source: Node, scope: Scope, criterion: Node) -> str:
        try:
            return self.any_item(source, scope, self._unmet(criterion))
        except Careful:
            return self.any_unmet(source, scope, criterion)

    def _unmet(self, criterion: Node) -> Callable[[Scope], str]:
        def final(item: Scope) -> str:
            if item.is_primitive:
                raise Careful
            return f"(not {self.condition(criterion, item)})"

        return final

    def _has_value(self, source: Node, scope: Scope, wanted: bool) -> str:
        begin, steps = self.start(source, scope)
        if not steps and not begin.is_primitive:
            return str(not wanted)
        value, _ = self.scalar(source, scope)
        return f"({value} is {'not ' if wanted else ''}None)"

    def _type_test(self, source: Node, type_name: str, scope: Scope, wanted: bool) -> str:
        """``path is Resource``: false needs an item, true as well."""
        if not type_name[:1].isupper():
            raise Careful
        begin, steps = self.start(source, scope)

        def final(item: Scope) -> str:
            if item.is_one_of_many:
                raise Careful
            test = self.reach(item, [Call("ofType", (Member(type_name),))], None)
            return test if wanted else f"not {test}"

        return self.reach(begin, steps, final)

    def _text_test(self, source: Node, step: Call, scope: Scope, wanted: bool) -> str:
        argument = step.arguments[0]
        value, kind = self.scalar(source, scope)
        if (
            kind != "System.String"
            or not isinstance(argument, Literal)
            or not isinstance(argument.value, str)
        ):
            raise Careful
        text, wanted_text = self.new_name(), argument.value
        if step.name == "matches":
            test = f"{self.constant(read_pattern(wanted_text).search, 'search')}({text}) is not None"
        elif step.name == "contains":
            test = f"{text}.find({wanted_text!r}) >= 0"
        else:
            test = f"{text}.{step.name.lower()}({wanted_text!r})"
        return f"(({text} := {value}) is not None and {'' if wanted else 'not '}{test})"

    def _operation(self, node: Operation, scope: Scope, wanted: bool) -> str:
        operator = node.operator
        if operator == "xor" or (
            operator in ("=", "!=") and is_certain(node.left) and is_certain(node.right)
        ):
            return self._sameness(node, scope, wanted is (operator == "="))
        if operator in _COUNTED:
            try:
                one, other = self.integer(node.left, scope), self.integer(node.right, scope)
            except Careful:
                return self._of_values(node, scope, wanted)
            sign = _PYTHON.get(operator, operator)
            return f"({one} {sign} {other})" if wanted else f"(not {one} {sign} {other})"
        if operator == "in":
            return self._membership(node, scope, wanted)
        raise Careful

    def _of_values(self, node: Operation, scope: Scope, wanted: bool) -> str:
        """A comparison of values, each of which may be missing."""
        operator = node.operator
        try:
            return self._comparison(node, scope, operator if wanted else _OPPOSITE[operator])
        except Careful:
            if operator not in ("=", "!="):
                raise
        is_same = (operator == "=") is wanted
        if scope.has_value and (node.left, node.right) == _WHOLE:
            return f"({scope.name} {'==' if is_same else '!='} int({scope.name}))"
        call = f"{self._careful(node, scope)} is {wanted}"
        if isinstance(node.right, Literal):
            value, text = self._chosen_value(node, scope), self.new_name()
            sign = "==" if is_same else "!="
            return f"({text} {sign} {node.right.value!r} if ({text} := {value}) is not None else {call})"
        same = self.same_items(node.left, node.right, scope)
        return f"({same} or {call})" if is_same else f"(not {same} and {call})"

    def _chosen_value(self, node: Operation, scope: Scope) -> str:
        """The left side, a choice, as far as it is of the type of the right side, a literal."""
        left, right = node.left, node.right
        if not isinstance(left, Member) or not isinstance(right, Literal):
            raise Careful
        if right.kind not in ("String", "Boolean"):
            raise Careful
        element = self.element(scope, left.name)
        if element is None:
            raise Careful
        return self.choice(element, scope.name, f"System.{right.kind}")[0]

    def _sameness(self, node: Operation, scope: Scope, same: bool) -> str:
        if not (is_certain(node.left) and is_certain(node.right)):
            raise Careful
        left, right = self.true(node.left, scope), self.true(node.right, scope)
        return f"(bool({left}) is {'' if same else 'not '}bool({right}))"

    def _membership(self, node: Operation, scope: Scope, wanted: bool) -> str:
        value, kind = self.scalar(node.left, scope)
        if kind != "System.String":
            raise Careful
        words, text = words_of(node.right), self.new_name()
        if words is None:
            accepted = f"[{self.texts(node.right, scope).each()}]"
        else:
            accepted = self.constant(frozenset(words), "words")
        return f"(({text} := {value}) is not None and {text} {'in' if wanted else 'not in'} {accepted})"

    def _comparison(self, node: Operation, scope: Scope, operator: str) -> str:
        """One comparison that must come out true; an open one never does."""
        sign = {"=": "==", "==": "=="}.get(operator, operator)
        left, kind = self._operand(node.left, scope)
        right, other_kind = self._operand(node.right, scope, kind)
        if {kind, other_kind} == {"System.Date", "System.DateTime"} and node.operator in _ORDER:
            kind = other_kind = "System.DateTime"  # the spans that they stand for are compared
        if kind != other_kind and {kind, other_kind} != {"System.Integer", "System.Decimal"}:
            raise Careful
        if sign == "==" and isinstance(node.right, Literal) and kind not in _TEMPORAL:
            return f"({left} == {right})"
        one, other = self.new_name(), self.new_name()
        held = f"({one} := {left}) is not None and ({other} := {right}) is not None"
        if kind in _TEMPORAL:
            found, by = self.new_name(), self.constant(compare_texts, "compare")
            call = f"({found} := {by}({one}, {other}, {_TEMPORAL[kind]!r}))"
            return f"({held} and {call} is not None and {found} {sign} 0)"
        is_number = "System.Decimal" in (kind, other_kind)
        if is_number and not (isinstance(node.left, Literal) or isinstance(node.right, Literal)):
            raise Careful
        if kind == "System.Boolean" and sign not in ("==", "!="):
            raise Careful
        return f"({held} and {one} {sign} {other})"

    def _operand(self, node: Node, scope: Scope, beside: str | None = None) -> tuple[str, str]:
        """Source of one side of a comparison and its System type; a choice takes that of the other side."""
        if (
            isinstance(node, Literal)
            and isinstance(node.value, (bool, int, str))
            and node.kind
            in (
                "String",
                "Boolean",
                "Integer",
            )
        ):
            return repr(node.value), f"System.{node.kind}"
        if isinstance(node, Variable) and node.name in CONSTANTS:
            return repr(CONSTANTS[node.name]), "System.String"
        try:
            return self.scalar(node, scope)
        except Careful:
            if beside in _TEMPORAL:
                return self.only_choice(node, scope, beside), beside
            return self.integer(node, scope), "System.Integer"


def _asserted(source: str, is_so: bool) -> str:
    return source if is_so else f"(not {source})"
