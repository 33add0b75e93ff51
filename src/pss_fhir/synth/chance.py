"""Chance that is the same on every run: drawn from the seed and the name of what is made."""

from __future__ import annotations

from random import Random
from uuid import UUID


def chance(seed: int, *names: object) -> Random:
    """The draws for one thing; nothing else changes them."""
    return Random(f"{seed}/{'/'.join(map(str, names))}")  # noqa: S311 - made-up people, no secrets


def urn(draws: Random) -> str:
    """A ``urn:uuid`` drawn by chance."""
    return f"urn:uuid:{UUID(int=draws.getrandbits(128), version=4)}"
