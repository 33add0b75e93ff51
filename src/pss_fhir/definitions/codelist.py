"""The codes of a value set, as far as they are held."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

_SAME_SYSTEM = {
    "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets": "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
}
"""HCPCS is published under both schemes (US Core writes https, THO and VSAC http); it is one system."""

ANY_SYSTEM = "*"
"""Stands among the unknown systems where a part of the value set is not held at all."""

_GRAMMARS = {
    # RFC 6838 type/subtype with parameters; RFC 5646 language tags; ISO 4217 currencies: well-formed only.
    "urn:ietf:bcp:13": re.compile(
        r"[\w!#$&^.+-]+/[\w!#$&^.+*-]+(?:\s*;\s*[\w!#$&^.+-]+=(?:[\w!#$&^.+:/-]+|\"[^\"]*\"))*"
    ),
    "urn:iso:std:iso:4217": re.compile(r"[A-Z]{3}"),
    "urn:ietf:bcp:47": re.compile(r"(?:[A-Za-z]{2,8}|[xXiI])(?:-[A-Za-z0-9]{1,8})*"),
}
"""Systems whose codes are made by a grammar: membership is being well-formed."""


class Membership(Enum):
    """Whether a code is in a value set."""

    IN = "in"
    OUT = "out"
    UNKNOWN = "unknown"


def other_urls(system: str) -> frozenset[str]:
    """Further URLs under which the system is published."""
    one = one_system(system)
    return (
        frozenset({*_SAME_SYSTEM, *_SAME_SYSTEM.values()} - {system})
        if one in _SAME_SYSTEM.values()
        else frozenset()
    )


def one_system(system: str | None) -> str | None:
    """The system's one URL, where it is published under several."""
    return _SAME_SYSTEM.get(system, system) if system else system


@dataclass(frozen=True, slots=True)
class CodeList:
    """A value set's codes by system.

    Attributes:
        codes: system -> the codes of it that are in, for the systems whose share is known.
        unknown: systems of which it is not known which codes are in; ``ANY_SYSTEM`` for all.
    """

    codes: Mapping[str, frozenset[str]]
    unknown: frozenset[str] = frozenset()

    @property
    def is_complete(self) -> bool:
        """Whether membership can be told for every code."""
        return all(system in _GRAMMARS for system in self.unknown)

    def has(self, system: str | None, code: str) -> Membership:
        """Whether the code of that system is in."""
        named = one_system(system)
        if named is not None and code in self.codes.get(named, ()):
            return Membership.IN
        if named in self.unknown:
            grammar = _GRAMMARS.get(named)
            if grammar is None:
                return Membership.UNKNOWN
            return Membership.IN if grammar.fullmatch(code) else Membership.OUT
        return Membership.UNKNOWN if ANY_SYSTEM in self.unknown else Membership.OUT

    def has_code(self, code: str) -> Membership:
        """Whether a bare ``code`` value, which carries no system, is in."""
        if any(code in codes for codes in self.codes.values()):
            return Membership.IN
        answers = [self.has(system, code) for system in self.unknown]
        for answer in (Membership.IN, Membership.UNKNOWN):
            if answer in answers:
                return answer
        return Membership.OUT

    def covers(self, system: str | None) -> bool:
        """Whether the value set draws on that system and its share of it is known."""
        named = one_system(system)
        return named in self.codes and named not in self.unknown and ANY_SYSTEM not in self.unknown

    @property
    def open_systems(self) -> frozenset[str]:
        """The systems of which membership cannot be told, those made by a grammar apart."""
        return frozenset(system for system in self.unknown if system not in _GRAMMARS)

    @property
    def is_closed(self) -> bool:
        """Whether the codes are all listed, none of them made by a grammar or unknown."""
        return not self.unknown

    def all_codes(self) -> frozenset[str]:
        """The codes of all systems."""
        return frozenset().union(*self.codes.values())

    def examples(self, limit: int = 8) -> tuple[str, ...]:
        """Up to ``limit`` codes, in the order of the value set, for a message."""
        found = [code for codes in self.codes.values() for code in sorted(codes)]
        return tuple(found[:limit])
