"""Where an evaluation stands: the resource, the context, and ``$this``, ``$index``, ``$total``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pss_fhir.r4.fhirpath.environment import Environment
from pss_fhir.r4.fhirpath.items import Item, Items


@dataclass(frozen=True, slots=True)
class Run:
    """What stays the same through one evaluation."""

    resource: Item
    root: Item
    context: Item
    environment: Environment


class Frame:
    """What a step may ask of its surroundings; a new one for each item a criterion is asked of."""

    __slots__ = ("index", "run", "this", "total")

    def __init__(self, run: Run, this: Items, index: int | None = None, total: Items | None = None) -> None:
        self.run = run
        self.this = this
        self.index = index
        self.total = total


# A compiled expression: what it makes of a collection, within a frame.
Step = Callable[[Items, Frame], Items]


class Criterion:
    """An argument that is evaluated anew for each item, with ``$this`` and ``$index`` set."""

    __slots__ = ("frame", "step")

    def __init__(self, step: Step, frame: Frame) -> None:
        self.step = step
        self.frame = frame

    def __call__(self, items: Items, index: int | None = None, total: Items | None = None) -> Items:
        """What the argument makes of these items."""
        if total is None:
            total = self.frame.total
        return self.step(items, Frame(self.frame.run, items, index, total))
