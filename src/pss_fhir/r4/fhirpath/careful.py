"""One part of an expression as a function of plain JSON, by its closures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pss_fhir.r4.fhirpath.closures import build
from pss_fhir.r4.fhirpath.environment import Environment
from pss_fhir.r4.fhirpath.frame import Frame, Run, Step
from pss_fhir.r4.fhirpath.items import boolean, resource_item, typed
from pss_fhir.r4.fhirpath.syntax import Node

Answer = bool | None
CarefulForm = Callable[[Any, Any, Any, Any, dict[str, Any], Environment], Answer]


def careful_form(node: Node, expression: str, this_type: str, focus_type: str) -> CarefulForm:
    """The closures of one part as a function of plain JSON: this, its sibling, focus, its sibling, ..."""
    made: list[Step] = []  # built with the first question: most parts are never asked

    def ask(
        this: Any, this_extra: Any, focus: Any, extra: Any, resource: dict[str, Any], environment: Environment
    ) -> Answer:
        if not made:
            made.append(build(node, expression))
        item = resource_item(resource)
        root = item if environment.root is None else resource_item(environment.root)
        run = Run(item, root, typed(focus, focus_type, extra), environment)
        items = [typed(this, this_type, this_extra)]
        return boolean(made[0](items, Frame(run, items)), "the expression")

    return ask
