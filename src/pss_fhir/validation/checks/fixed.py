"""Fixed and pattern values."""

from __future__ import annotations

import orjson

from pss_fhir.validation.checks.shape import Item
from pss_fhir.validation.matching import meets
from pss_fhir.validation.schema import Fixed, Structure
from pss_fhir.validation.visit import Visit


def check_fixed(visit: Visit, fixed: Fixed, item: Item, structure: Structure) -> None:
    """Report a value that is not what the definition fixes."""
    if meets(fixed, item.value):
        return
    needed = orjson.dumps(fixed.value).decode()
    code = "validate.fixed" if fixed.kind == "fixed" else "validate.pattern"
    visit.report(code, item.path, structure.canonical, needed=needed)
