"""Chance that is the same on every run: drawn from the seed and the name of what is made."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def chance(seed: int, *names: object) -> Random:
    """The draws for one thing; nothing else changes them."""
    return Random(f"{seed}/{'/'.join(map(str, names))}")  # noqa: S311 - made-up people, no secrets


def one_of(draws: Random, choices: Sequence[T]) -> T:
    """One of some things; quicker than ``Random.choice``."""
    return choices[int(draws.random() * len(choices))]


def some_of(draws: Random, choices: Sequence[T], count: int) -> tuple[T, ...]:
    """Different ones of some things, the first at a place drawn by chance, each a few places further on."""
    furthest = max(1, len(choices) // count)
    found, place = [], int(draws.random() * len(choices))
    for _ in range(count):
        found.append(choices[place % len(choices)])
        place += 1 + int(draws.random() * furthest)
    return tuple(found)


def mixed(draws: Random, choices: Sequence[T]) -> tuple[T, ...]:
    """Up to seven different ones of some things, in any order."""
    drawn, count = draws.random, len(choices)
    return tuple(dict.fromkeys([choices[int(drawn() * count)] for _ in range(7)]))


def urn(draws: Random) -> str:
    """A ``urn:uuid`` of version 4 drawn by chance."""
    digits = f"{draws.getrandbits(120):030x}"
    parts = (digits[:8], digits[8:12], f"4{digits[12:15]}", f"8{digits[15:18]}", digits[18:])
    return f"urn:uuid:{'-'.join(parts)}"
