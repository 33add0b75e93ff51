"""SMART scopes: their two spellings, and whether what was granted covers what was asked.

Source:
    SMART App Launch 2.2.0, "Scopes and Launch Context"; v1 forms from SMART App Launch 1.0.0.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

_RESOURCE_SCOPE = re.compile(
    r"(?P<level>patient|user|system)/(?P<type>\*|[A-Za-z]+)\.(?P<access>read|write|\*|(?=[cruds])c?r?u?d?s?)"
    r"(?:\?(?P<query>.+))?"
)
_V1_ACCESS = {"read": "rs", "write": "cud", "*": "cruds"}


@dataclass(frozen=True, slots=True)
class ResourceScope:
    """Access to records of one type.

    Attributes:
        level: ``patient``, ``user`` or ``system``.
        resource_type: the type, or ``*`` for all.
        letters: of ``cruds``, in that order; the v1 words are translated.
        query: the granular part as sorted pairs; empty for all records of the type.
    """

    level: str
    resource_type: str
    letters: str
    query: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, text: str) -> ResourceScope | None:
        """The scope in its parts; None for ``openid``, ``launch/patient`` and everything unknown."""
        found = _RESOURCE_SCOPE.fullmatch(text)
        if found is None:
            return None
        letters = _V1_ACCESS.get(found["access"], found["access"])
        return cls(found["level"], found["type"], letters, tuple(sorted(parse_qsl(found["query"] or ""))))

    def covers(self, other: ResourceScope) -> bool:
        """Whether every record of ``other`` is among the records of this scope, letters left aside."""
        return (
            self.level == other.level
            and self.resource_type in ("*", other.resource_type)
            and self.query in ((), other.query)
        )

    def with_letters(self, letters: str) -> str:
        """The scope's v2 text with other letters."""
        query = "&".join(f"{name}={value}" for name, value in self.query)
        return f"{self.level}/{self.resource_type}.{letters}{'?' if query else ''}{query}"


def missing_scopes(asked: Iterable[str], granted: Iterable[str]) -> tuple[str, ...]:
    """What was asked and not granted, in the order asked; of a scope only the letters that lack.

    ``user/*.cruds``, ``user/Goal.read`` and two scopes with one letter each all cover
    ``user/Goal.rs``. Scopes that are not about records are compared as text; ``launch`` and
    ``launch/...`` are not compared at all, since what they ask for is seen in the context itself.
    """
    granted = tuple(granted)
    held = [scope for text in granted if (scope := ResourceScope.parse(text))]
    missing = []
    for text in dict.fromkeys(asked):
        scope = ResourceScope.parse(text)
        if scope is None:
            if text not in granted and not _is_launch(text):
                missing.append(text)
            continue
        covered = {letter for other in held if other.covers(scope) for letter in other.letters}
        lacking = "".join(letter for letter in scope.letters if letter not in covered)
        if lacking:
            missing.append(scope.with_letters(lacking) if lacking != scope.letters else text)
    return tuple(missing)


def grants(granted: Iterable[str], needed: str) -> bool:
    """Whether granted scopes cover a needed one, in whichever spelling."""
    return not missing_scopes([needed], granted)


def scopes_to_ask(
    registered: Iterable[str],
    *,
    is_ehr_launch: bool,
    capabilities: Collection[str],
    supported: Collection[str],
) -> tuple[str, ...]:
    """The scopes for one authorization request.

    Args:
        registered: what the app may ask for, v2 form.
        is_ehr_launch: an EHR launch asks for ``launch``, a standalone one never does.
        capabilities: of the server's SMART configuration; they tell which spelling it knows.
        supported: its ``scopes_supported``, looked at when the capabilities do not tell.
    """
    asked = ["launch"] if is_ehr_launch else []
    use_v1 = _knows_only_v1(capabilities, supported)
    for text in registered:
        if text != "launch":
            asked += _in_v1(text) if use_v1 else [text]
    return tuple(dict.fromkeys(asked))


def _knows_only_v1(capabilities: Collection[str], supported: Collection[str]) -> bool:
    if "permission-v2" in capabilities:
        return False
    if "permission-v1" in capabilities:
        return True
    accesses = {found["access"] for text in supported if (found := _RESOURCE_SCOPE.fullmatch(text))}
    return bool(accesses) and accesses <= set(_V1_ACCESS)


def _in_v1(text: str) -> list[str]:
    """A scope in v1 words, which are wider: v1 has no narrower ones."""
    scope = ResourceScope.parse(text)
    if scope is None:
        return [text]
    words = [word for word in ("read", "write") if set(_V1_ACCESS[word]) & set(scope.letters)]
    return [f"{scope.level}/{scope.resource_type}.{word}" for word in words]


def _is_launch(text: str) -> bool:
    return text == "launch" or text.startswith("launch/")
