"""Fixed and pattern values."""

from __future__ import annotations

import orjson

from pss_fhir.validation.checks.shape import Item
from pss_fhir.validation.matching import meets
from pss_fhir.validation.schema import Element, Structure
from pss_fhir.validation.visit import Visit


def check_fixed(visit: Visit, element: Element, item: Item, structure: Structure) -> None:
    """Report a value that is not what the definition fixes."""
    if element.fixed is None or meets(element.fixed, item.value):
        return
    needed = orjson.dumps(element.fixed.value).decode()
    code = "validate.fixed" if element.fixed.kind == "fixed" else "validate.pattern"
    visit.report(code, item.path, structure.canonical, needed=needed)
