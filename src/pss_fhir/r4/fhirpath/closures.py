"""Syntax tree -> closures: the complete and careful form of an expression."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from pss_fhir.r4.fhirpath.errors import EvaluationFailed, failed, not_compilable
from pss_fhir.r4.fhirpath.frame import Criterion, Frame, Step
from pss_fhir.r4.fhirpath.functions.strings import read_pattern
from pss_fhir.r4.fhirpath.functions.table import FUNCTIONS, Argument, Function
from pss_fhir.r4.fhirpath.items import (
    MODEL,
    Item,
    Items,
    boolean,
    member,
    members_below,
    resource_item,
    single_value,
    system_item,
    truth,
)
from pss_fhir.r4.fhirpath.logic import LOGIC
from pss_fhir.r4.fhirpath.operators import OPERATORS
from pss_fhir.r4.fhirpath.quantities import Quantity, make_quantity
from pss_fhir.r4.fhirpath.syntax import (
    Call,
    Indexer,
    Literal,
    Member,
    Node,
    Nothing,
    Operation,
    Path,
    Sign,
    Special,
    TypeOperation,
    Variable,
)
from pss_fhir.r4.fhirpath.temporal import read_temporal
from pss_fhir.r4.fhirpath.types import read_type_name

# FHIRPath 2.0.0 and FHIR R4 4.0.1, "Environment variables".
CONSTANTS = {
    "ucum": "http://unitsofmeasure.org",
    "sct": "http://snomed.info/sct",
    "loinc": "http://loinc.org",
}
_PREFIXES = {"vs-": "http://hl7.org/fhir/ValueSet/", "ext-": "http://hl7.org/fhir/StructureDefinition/"}
_FROM_RUN: dict[str, Callable[[Frame], Item]] = {
    "resource": lambda frame: frame.run.resource,
    "rootResource": lambda frame: frame.run.root,
    "context": lambda frame: frame.run.context,
}
_PATTERN_FUNCTIONS = frozenset({"matches", "replaceMatches"})


def build(node: Node, expression: str) -> Step:
    """The closure of a tree.

    Args:
        node: the tree.
        expression: its text, for messages.

    Raises:
        NotCompilable: an unknown function, type or literal, or a wrong number of arguments.
    """
    return _Builder(expression).build(node)


class _Builder:
    def __init__(self, expression: str) -> None:
        self.expression = expression

    def build(self, node: Node) -> Step:
        match node:
            case Literal():
                return self._constant([literal_item(node, self.expression)])
            case Nothing():
                return self._constant([])
            case Special():
                return _special(node.name)
            case Variable():
                return self._variable(node.name)
            case Member():
                return _first_member(node.name)
            case Call():
                return self._call(node)
            case Path():
                return self._path(node)
            case Indexer():
                return self._indexer(node)
            case Sign():
                return self._sign(node)
            case TypeOperation():
                call = Call(node.operator, (Member(node.type_name),))
                return self._path(Path(node.operand, call))
            case Operation():
                return self._operation(node)
        raise AssertionError(f"a node that no rule builds: {type(node).__name__}")

    @staticmethod
    def _constant(items: Items) -> Step:
        return lambda _focus, _frame: items

    def _variable(self, name: str) -> Step:
        if name in _FROM_RUN:
            take = _FROM_RUN[name]
            return lambda _focus, frame: [take(frame)]
        text = CONSTANTS.get(name)
        for prefix, base in _PREFIXES.items():
            text = base + name.removeprefix(prefix) if name.startswith(prefix) else text
        if text is not None:
            return self._constant([system_item(text)])
        expression = self.expression

        def look_up(_focus: Items, frame: Frame) -> Items:
            given = frame.run.environment.variables
            if name not in given:
                raise not_compilable("unknown-variable", expression, name=name)
            return [
                resource_item(value) if isinstance(value, dict) else system_item(value)
                for value in given[name]
            ]

        return look_up

    def _path(self, node: Path) -> Step:
        if isinstance(node.step, Member):
            name = node.step.name
            match node.source:
                case Call("descendants", ()):
                    return lambda focus, _frame: members_below(focus, name)
                case Path(before, Call("descendants", ())):
                    start = self.build(before)
                    return lambda focus, frame: members_below(start(focus, frame), name)
            found = self.build(node.source)
            return lambda focus, frame: member(found(focus, frame), name)
        source = self.build(node.source)
        step = self.build(node.step)
        return lambda focus, frame: step(source(focus, frame), frame)

    def _indexer(self, node: Indexer) -> Step:
        source, index = self.build(node.source), self.build(node.index)

        def pick(focus: Items, frame: Frame) -> Items:
            at = single_value(index(frame.this, frame), "[]", int)
            items = source(focus, frame)
            return [] if at is None or at < 0 else items[at : at + 1]

        return pick

    def _sign(self, node: Sign) -> Step:
        operand, factor = self.build(node.operand), -1 if node.operator == "-" else 1

        def apply(focus: Items, frame: Frame) -> Items:
            value = single_value(operand(focus, frame), "sign", int, Decimal, Quantity)
            if isinstance(value, Quantity):
                return [system_item(Quantity(value.value * factor, value.unit))]
            return [] if value is None else [system_item(value * factor)]

        return apply

    def _operation(self, node: Operation) -> Step:
        left, right = self.build(node.left), self.build(node.right)
        operator = node.operator
        if operator in LOGIC:
            decide = LOGIC[operator]
            return lambda focus, frame: truth(
                decide(
                    lambda: boolean(left(focus, frame), operator),
                    lambda: boolean(right(focus, frame), operator),
                )
            )
        work = OPERATORS[operator]
        return lambda focus, frame: work(left(focus, frame), right(focus, frame))

    def _call(self, node: Call) -> Step:
        function = FUNCTIONS.get(node.name)
        if function is None:
            raise not_compilable("unknown-function", self.expression, name=node.name)
        given = len(node.arguments)
        if not function.least <= given <= function.most:
            least, most = function.least, function.most
            needed = str(least) if least == most else f"{least} to {most}"
            raise not_compilable("arguments", self.expression, name=node.name, given=given, needed=needed)
        self._check_pattern(node)
        arguments = [self._argument(function, index, each) for index, each in enumerate(node.arguments)]
        work = function.work
        if not arguments:
            return lambda focus, frame: work(focus, frame)
        if len(arguments) == 1:
            only = arguments[0]
            return lambda focus, frame: work(focus, frame, only(frame))
        return lambda focus, frame: work(focus, frame, *[each(frame) for each in arguments])

    def _argument(self, function: Function, index: int, node: Node) -> Callable[[Frame], object]:
        way = function.arguments[min(index, len(function.arguments) - 1)]
        if way is Argument.TYPE:
            type_name = read_type_name(_written_type(node, self.expression), self.expression)
            return lambda _frame: type_name
        step = self.build(node)
        if way is Argument.EACH:
            return lambda frame: Criterion(step, frame)
        return lambda frame: step(frame.this, frame)

    def _check_pattern(self, node: Call) -> None:
        if node.name not in _PATTERN_FUNCTIONS or not isinstance(node.arguments[0], Literal):
            return
        try:
            read_pattern(str(node.arguments[0].value))
        except EvaluationFailed:
            raise not_compilable("broken-pattern", self.expression, name=node.name) from None


def _written_type(node: Node, expression: str) -> str:
    """The name of a type given as an argument: ``Quantity`` or ``FHIR.Quantity``."""
    if isinstance(node, Member):
        return node.name
    if isinstance(node, Path) and isinstance(node.source, Member) and isinstance(node.step, Member):
        return f"{node.source.name}.{node.step.name}"
    raise not_compilable("syntax", expression, position=0, problem="an argument that should be a type's name")


def literal_item(node: Literal, expression: str) -> Item:
    """A literal as an item.

    Raises:
        NotCompilable: a date or time that no calendar has.
    """
    if node.kind == "Quantity":
        return system_item(make_quantity(Decimal(node.value), node.unit))
    if node.kind not in ("Date", "DateTime", "Time"):
        return system_item(node.value)
    try:
        return system_item(read_temporal(str(node.value), node.kind))
    except EvaluationFailed as error:
        raise not_compilable("syntax", expression, position=0, problem=error.message) from None


def _special(name: str) -> Step:
    if name == "this":
        return lambda _focus, frame: frame.this
    if name == "total":
        return lambda _focus, frame: frame.total or []

    def index(_focus: Items, frame: Frame) -> Items:
        if frame.index is None:
            raise failed("$index outside of a criterion")
        return [system_item(frame.index)]

    return index


def _first_member(name: str) -> Step:
    """A name at the head of a path: a type's name keeps the items of that type."""
    if name[0].isupper() and MODEL.knows(name):
        return lambda focus, _frame: [item for item in focus if MODEL.is_a(item[1], name)]
    return lambda focus, _frame: member(focus, name)
