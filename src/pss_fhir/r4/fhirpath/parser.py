"""Tokens -> syntax tree, by the grammar and the precedence table of FHIRPath 2.0.0."""

from __future__ import annotations

import sys
from decimal import Decimal

from pss_fhir.r4.fhirpath.errors import NotCompilable, not_compilable
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
    depth,
)
from pss_fhir.r4.fhirpath.tokens import Kind, Token, read_tokens

# FHIRPath 2.0.0, "Operator Precedence": the larger number binds tighter.
_BINDING = {
    "implies": 1, "or": 2, "xor": 2, "and": 3, "in": 4, "contains": 4,
    "=": 5, "~": 5, "!=": 5, "!~": 5, "<": 6, ">": 6, "<=": 6, ">=": 6,
    "|": 7, "is": 8, "as": 8, "+": 9, "-": 9, "&": 9, "*": 10, "/": 10, "div": 10, "mod": 10,
}  # fmt: skip
_SIGN_BINDING = 11
_CALENDAR_UNITS = frozenset(
    f"{unit}{plural}"
    for unit in ("year", "month", "week", "day", "hour", "minute", "second", "millisecond")
    for plural in ("", "s")
)
# Words that are operators between operands and names elsewhere (grammar rule "identifier").
_NAMES_TOO = frozenset({"as", "is", "in", "contains"})
_RESERVED = frozenset(_BINDING) - _NAMES_TOO
MAX_DEPTH = 100


def parse(expression: str) -> Node:
    """The syntax tree of an expression.

    Raises:
        NotCompilable: the text does not follow the grammar, or chains or nests more than 100 levels.
    """
    return _Parser(expression).whole()


class _Parser:
    def __init__(self, expression: str) -> None:
        self.expression = expression
        self.tokens = read_tokens(expression)
        self.at = 0
        self.depth = 0

    def whole(self) -> Node:
        node = self.operation(0)
        if self.now.kind is not Kind.END:
            raise self.wrong("the expression goes on where it should end")
        if depth(node) > MAX_DEPTH:
            raise self.wrong(f"it chains or nests more than {MAX_DEPTH} levels")
        return node

    @property
    def now(self) -> Token:
        return self.tokens[self.at]

    def wrong(self, problem: str) -> NotCompilable:
        return not_compilable("syntax", self.expression, position=self.now.position, problem=problem)

    def take(self) -> Token:
        token = self.now
        self.at += 1
        return token

    def is_symbol(self, symbol: str) -> bool:
        return self.now.kind is Kind.SYMBOL and self.now.text == symbol

    def expect(self, symbol: str) -> None:
        if not self.is_symbol(symbol):
            raise self.wrong(f"'{symbol}' is missing")
        self.at += 1

    def operation(self, floor: int) -> Node:
        """An operand and every operator after it that binds tighter than ``floor``."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.wrong(f"it chains or nests more than {MAX_DEPTH} levels")
        left = self.signed()
        while self.now.kind in (Kind.WORD, Kind.SYMBOL) and _BINDING.get(self.now.text, 0) > floor:
            operator = sys.intern(self.take().text)
            if operator in ("is", "as"):
                left = TypeOperation(operator, left, self.type_name())
            else:
                left = Operation(operator, left, self.operation(_BINDING[operator]))
        self.depth -= 1
        return left

    def signed(self) -> Node:
        if self.now.kind is Kind.SYMBOL and self.now.text in "+-":
            operator = self.take().text
            return Sign(operator, self.operation(_SIGN_BINDING))
        return self.steps(self.term())

    def steps(self, node: Node) -> Node:
        while True:
            if self.is_symbol("."):
                self.at += 1
                node = Path(node, self.step())
            elif self.is_symbol("["):
                self.at += 1
                node = Indexer(node, self.operation(0))
                self.expect("]")
            else:
                return node

    def step(self) -> Node:
        if self.now.kind is Kind.SPECIAL:
            return Special(self.take().text[1:])
        if self.now.kind not in (Kind.WORD, Kind.QUOTED_WORD):
            raise self.wrong("a name is missing after the dot")
        return self.named(self.take().text)

    def named(self, name: str) -> Node:
        if not self.is_symbol("("):
            return Member(name)
        self.at += 1
        arguments: list[Node] = []
        if not self.is_symbol(")"):
            arguments.append(self.operation(0))
            while self.is_symbol(","):
                self.at += 1
                arguments.append(self.operation(0))
        self.expect(")")
        return Call(name, tuple(arguments))

    def term(self) -> Node:
        token = self.take()
        match token.kind:
            case Kind.STRING:
                return Literal("String", token.text)
            case Kind.NUMBER:
                return self.number(token.text)
            case Kind.TEMPORAL:
                return _temporal(token.text[1:])
            case Kind.VARIABLE:
                return Variable(token.text)
            case Kind.SPECIAL:
                return Special(token.text[1:])
            case Kind.QUOTED_WORD:
                return self.named(token.text)
            case Kind.WORD if token.text not in _RESERVED:
                if token.text in ("true", "false") and not self.is_symbol("("):
                    return Literal("Boolean", token.text == "true")
                return self.named(token.text)
            case Kind.SYMBOL if token.text == "(":
                inside = self.operation(0)
                self.expect(")")
                return inside
            case Kind.SYMBOL if token.text == "{":
                self.expect("}")
                return Nothing()
        self.at -= 1
        raise self.wrong("a value, a name or '(' is missing")

    def number(self, text: str) -> Node:
        value = Decimal(text) if "." in text else int(text)
        if self.now.kind is Kind.STRING:
            return Literal("Quantity", Decimal(value), self.take().text)
        if self.now.kind is Kind.WORD and self.now.text in _CALENDAR_UNITS:
            return Literal("Quantity", Decimal(value), self.take().text)
        return Literal("Decimal" if isinstance(value, Decimal) else "Integer", value)

    def type_name(self) -> str:
        parts = [self.word()]
        if self.is_symbol("."):
            self.at += 1
            parts.append(self.word())
        return ".".join(parts)

    def word(self) -> str:
        if self.now.kind not in (Kind.WORD, Kind.QUOTED_WORD):
            raise self.wrong("a type's name is missing")
        return self.take().text


def _temporal(text: str) -> Node:
    if text.startswith("T"):
        return Literal("Time", text[1:])
    return Literal("DateTime" if "T" in text else "Date", text)
