"""Lists of choices as a form shows them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: what the form sends, what a person reads, whether it is taken."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Choices that belong together, under a heading."""

    words: str
    choices: tuple[Choice, ...]


def show_choices(words: Mapping[_Choice, str], chosen: Collection[_Choice]) -> tuple[Choice, ...]:
    """Every value with its words, in their order."""
    return tuple(Choice(value.value, text, value in chosen) for value, text in words.items())
