"""Facts that are worked out when a rule first asks for them, and kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class fact(Generic[T]):  # noqa: N801 - it is used as the decorator it is, like ``property``
    """A property that is worked out once.

    ``functools.cached_property`` takes a lock in Python 3.11, which costs more than most facts of a note do.
    Facts are asked for in one thread, so they need none.
    """

    def __init__(self, find: Callable[[Any], T]) -> None:
        self._find = find
        self._name = find.__name__
        self.__doc__ = find.__doc__

    @overload
    def __get__(self, facts: None, owner: type) -> Self: ...

    @overload
    def __get__(self, facts: object, owner: type) -> T: ...

    def __get__(self, facts: object | None, owner: type) -> Self | T:
        """What was found; from then on it stands among the attributes and is found there first."""
        if facts is None:
            return self
        found = facts.__dict__[self._name] = self._find(facts)
        return found
