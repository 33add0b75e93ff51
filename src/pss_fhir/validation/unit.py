"""One generated module: the source for one definition, with all that its names stand for as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Unit:
    """The fast path of one definition, before it is linked.

    Attributes:
        canonical: the definition, ``url|version``.
        source: Python source of its functions; each takes a value and the scope, and answers clean or not.
            Those that go on after a stop are told by :data:`pss_fhir.validation.program.Continuation`.
        exports: element id -> name of the function for its content; with a bar, of what goes on after a stop.
        constants: name -> value that can be written down (sets, strings, numbers).
        links: name -> canonical of another definition whose function it is.
        makers: name -> (kind, arguments) of a check that is made when the unit is linked.
        inlines: name prefix -> (expression, type) of invariants whose constants are made again on linking.
    """

    canonical: str
    source: str = ""
    exports: dict[str, str] = field(default_factory=dict)
    constants: dict[str, Any] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    makers: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    inlines: dict[str, tuple[str, str]] = field(default_factory=dict)
