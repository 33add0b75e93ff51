"""Text of an expression -> tokens, by the lexical rules of FHIRPath 2.0.0."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple

from pss_fhir.r4.fhirpath.errors import not_compilable


class Kind(Enum):
    """What a token is."""

    WORD = auto()
    QUOTED_WORD = auto()
    STRING = auto()
    NUMBER = auto()
    TEMPORAL = auto()
    VARIABLE = auto()
    SPECIAL = auto()
    SYMBOL = auto()
    END = auto()


class Token(NamedTuple):
    """One token: ``text`` is unescaped for strings, quoted words and variables."""

    kind: Kind
    text: str
    position: int


_STRING = r"'(?:[^'\\]|\\.)*'"
_QUOTED = r"`(?:[^`\\]|\\.)*`"
_TIME = r"\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_PATTERN = re.compile(
    rf"""
    (?P<space>\s+|//[^\n]*|/\*.*?\*/)
  | (?P<temporal>@(?:T{_TIME}|\d{{4}}(?:-\d{{2}}(?:-\d{{2}})?)?(?:T(?:{_TIME})?(?:Z|[+-]\d{{2}}:\d{{2}})?)?))
  | (?P<number>\d+(?:\.\d+)?)
  | (?P<string>{_STRING})
  | (?P<quoted>{_QUOTED})
  | (?P<variable>%(?:[A-Za-z_][A-Za-z0-9_]*|{_QUOTED}|{_STRING}))
  | (?P<special>\$(?:this|index|total))
  | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<symbol><=|>=|!=|!~|[.,()\[\]{{}}+\-*/&|<>=~])
    """,
    re.VERBOSE | re.DOTALL,
)
_KINDS = {
    "temporal": Kind.TEMPORAL,
    "number": Kind.NUMBER,
    "string": Kind.STRING,
    "quoted": Kind.QUOTED_WORD,
    "variable": Kind.VARIABLE,
    "special": Kind.SPECIAL,
    "word": Kind.WORD,
    "symbol": Kind.SYMBOL,
}
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_ESCAPED = {
    "'": "'",
    '"': '"',
    "`": "`",
    "\\": "\\",
    "/": "/",
    "r": "\r",
    "n": "\n",
    "t": "\t",
    "f": "\f",
}


def read_tokens(expression: str) -> list[Token]:
    """The tokens of an expression, ending with one of kind END.

    Raises:
        NotCompilable: a character belongs to no token, or an escape is not one of the specification's.
    """
    tokens: list[Token] = []
    position = 0
    while position < len(expression):
        match = _PATTERN.match(expression, position)
        if match is None:
            raise not_compilable(
                "syntax", expression, position=position, problem="a character that begins no token"
            )
        name = str(match.lastgroup)
        if name != "space":
            text = match.group()
            if name in ("string", "quoted"):
                text = _unescape(text[1:-1], expression, position)
            elif name == "variable":
                text = text[1:] if text[1] not in "`'" else _unescape(text[2:-1], expression, position)
            tokens.append(Token(_KINDS[name], text, position))
        position = match.end()
    tokens.append(Token(Kind.END, "", len(expression)))
    return tokens


def _unescape(text: str, expression: str, position: int) -> str:
    def one(match: re.Match[str]) -> str:
        if match.group(1):
            return chr(int(match.group(1), 16))
        if match.group(2) not in _ESCAPED:
            raise not_compilable(
                "syntax", expression, position=position, problem=f"unknown escape \\{match.group(2)}"
            )
        return _ESCAPED[match.group(2)]

    return _ESCAPE.sub(one, text)
